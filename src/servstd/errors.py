"""What can go wrong, and how it is told.

*Rule:* an error says whose fault it is. `StandardError` is the author's document and carries every problem found in it;
`UsageError` is the caller's; a `Problem` is a value with a stable code, parameters and a place. Texts never live here:
they come from `servstd.messages`, in the reader's language.

Example:
    >>> problem = Problem("TIM001", params={"found": "2026-01-05 09:00:00"})
    >>> problem.code, problem.severity
    ('TIM001', 'error')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Self, TypeVar

import attrs

__all__ = [
    "NoOpenTime",
    "Path",
    "Place",
    "PluginError",
    "Problem",
    "Report",
    "ServstdError",
    "Severity",
    "StandardError",
    "UsageError",
    "spell_error",
    "spell_path",
]

Severity = Literal["error", "warning", "note"]
Path = tuple[str | int, ...]


@attrs.frozen
class Place:
    """Where something stands in a file: line and column count from 1; 0 means the format has no lines (TOML)."""

    file: str
    line: int = attrs.field(default=0, kw_only=True)
    column: int = attrs.field(default=0, kw_only=True)
    snippet: str = attrs.field(default="", kw_only=True, eq=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def spell_path(path: Path) -> str:
    """Return a path as people write it: `sla.policies[1].targets`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def spell_error(error: BaseException, limit: int = 200) -> str:
    """Return what other people's code raised, on one line: its kind and its words; words that cannot be had are left out.

    Args:
        error: What was raised.
        limit: The most characters of its words.
    """
    try:
        words = " ".join(str(error).split())
    except Exception:  # noqa: BLE001  # an exception may fail to say what it is
        words = ""
    return f"{type(error).__name__}: {words[:limit]}" if words else type(error).__name__


def _no_params() -> Mapping[str, object]:
    return {}


@attrs.frozen
class Problem:
    """One thing that is wrong, or worth a look, with the place and the way out.

    Attributes:
        code: Stable, documented code such as `SLA012`.
        params: What the message quotes; `expected` and `found` are printed on lines of their own.
        path: Keys and list positions from the top of the document, the event or the row.
        place: File, line and column; None for what has no file.
        on_key: The key at the end of the path is meant, not its value.
    """

    code: str
    params: Mapping[str, object] = attrs.field(factory=_no_params, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True)
    place: Place | None = attrs.field(default=None, kw_only=True)
    on_key: bool = attrs.field(default=False, kw_only=True)
    severity_override: Severity | None = attrs.field(default=None, kw_only=True)

    @property
    def severity(self) -> Severity:
        """Return `error`, `warning` or `note`: the code's own unless this problem overrides it."""
        from servstd.messages import severity_of

        return self.severity_override or severity_of(self.code)

    @property
    def path_text(self) -> str:
        """Return the path as people write it, or an empty text."""
        return spell_path(self.path)

    def message(self, locale: str = "en") -> str:
        """Return what is wrong, in one sentence."""
        from servstd.messages import problem_message

        return problem_message(self.code, self.params, locale)

    def hint(self, locale: str = "en") -> str:
        """Return how to mend it, or an empty text."""
        from servstd.messages import problem_hint

        return problem_hint(self.code, self.params, locale)

    def render(self, locale: str = "en") -> str:
        """Return the problem as a terminal prints it: place, code, path, message, snippet, expected, found, fix."""
        from servstd.messages import render_problem

        return render_problem(self, locale)

    def as_dict(self, locale: str = "en") -> dict[str, object]:
        """Return plain data for JSON output."""
        place = self.place
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.path_text,
            "file": place.file if place else None,
            "line": (place.line or None) if place else None,
            "column": (place.column or None) if place else None,
            "message": self.message(locale),
            "hint": self.hint(locale),
            "params": {
                name: value if isinstance(value, (int, str, bool, type(None))) else str(value) for name, value in self.params.items()
            },
        }

    def __str__(self) -> str:
        return self.render()


class Report:
    """Collects problems while something is read, so that all of them are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, code: str, path: Path = (), *, on_key: bool = False, severity: Severity | None = None, **params: object) -> None:
        """Note one problem; reading goes on."""
        self.problems.append(Problem(code, params=params, path=path, on_key=on_key, severity_override=severity))

    @property
    def has_errors(self) -> bool:
        """Return whether anything noted is an error."""
        return any(problem.severity == "error" for problem in self.problems)


class ServstdError(Exception):
    """The root of every exception servstd raises on purpose."""


class StandardError(ServstdError):
    """The author's document is at fault; `.problems` holds all of them, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(problem.render() for problem in self.problems)


class _Told(ServstdError):
    """An error that tells one problem."""

    def __init__(self, code: str, *, path: Path = (), place: Place | None = None, **params: object) -> None:
        self.problem = Problem(code, params=params, path=path, place=place)
        super().__init__(code, params)

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the error that tells a problem."""
        return _rebuild(cls, problem)

    def at(self, *path: str | int) -> Self:
        """Return the same error with its path put below another."""
        return _rebuild(type(self), attrs.evolve(self.problem, path=(*path, *self.problem.path)))

    def __str__(self) -> str:
        return self.problem.render()

    def __reduce__(self) -> tuple[object, ...]:
        problem = self.problem
        return (_rebuild, (type(self), problem))


class UsageError(_Told, ValueError):
    """The caller is at fault; `.problem` says where and how to mend it."""


class PluginError(_Told):
    """A plugin is at fault while something is decided; `.problem` names it. What rests on it could only be guessed."""


class NoOpenTime(UsageError):
    """A calendar has no open time within the span that was searched; the message names both."""


_Kind = TypeVar("_Kind", bound=_Told)


def _rebuild(kind: type[_Kind], problem: Problem) -> _Kind:
    error = kind.__new__(kind)
    error.problem = problem
    Exception.__init__(error, problem.code, problem.params)
    return error
