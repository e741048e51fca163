"""Settings as a plugin wants them: an attrs class filled from what a company wrote, strictly.

*Rule:* nothing is converted. A text is no list, a number is no text, true is no number; an unknown key, a missing one, a value of
the wrong type and a secret written in the open are each told at their place, all at once. `{env: NAME}` and `{file: PATH}` stand
for a value kept elsewhere, which a `Secret` must be.

Example:
    >>> @attrs.frozen
    ... class Settings:
    ...     url: str
    ...     retries: int = 3
    >>> entry = Entry("group", data={"url": "https://example.com", "retry": 2}, path=("notifiers", "group"))
    >>> [problem.code for problem in read_settings(Settings, entry, entry.data, Surroundings({})).problems]
    ['PLG020']
"""

from __future__ import annotations

import datetime as dt
import os
import types
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Generic, Literal, TypeVar, Union, cast, get_args, get_origin

import attrs

from servstd.durations import Amount, Span, parse_amount, parse_span
from servstd.errors import Path, Problem, UsageError, spell_error
from servstd.host.forms import field_names, hints_of, type_text, unusable
from servstd.host.operations import Entry
from servstd.messages.nearest import did_you_mean
from servstd.plain import is_list, is_map
from servstd.registry import Structure
from servstd.secret import Secret

__all__ = ["Read", "Surroundings", "read_settings", "structure_of"]

S = TypeVar("S")
_MISSING = object()
_LARGEST = 10**15  # beyond it a whole number has no float of its own
_ELSEWHERE = ("PLG023", "PLG024")


@attrs.frozen
class Surroundings:
    """Where values that are kept elsewhere come from.

    Attributes:
        environ: The environment.
        folder: The folder that relative paths start from.
        complete: Whether every value must be there; else what is missing is a warning, for work that sends nothing.
    """

    environ: Mapping[str, str] = attrs.field(repr=False)
    folder: str = attrs.field(default="", kw_only=True)
    complete: bool = attrs.field(default=True, kw_only=True)


@attrs.frozen
class Read(Generic[S]):
    """Settings that were read: the value, None when there are problems."""

    value: S | None
    problems: tuple[Problem, ...] = ()


def read_settings(form: type[S], entry: Entry, given: Mapping[str, object], surroundings: Surroundings, path: Path = ()) -> Read[S]:
    """Return a class filled from what was written, or every problem with it.

    Args:
        form: An attrs class.
        entry: The entry of the operations file, for places.
        given: The keys and values that are the class's.
        surroundings: The environment and the folder.
        path: Where `given` stands below the entry.
    """
    wrong = unusable(form)
    if wrong:
        return Read(None, (Problem("PLG018", params={"plugin": entry.name, "what": wrong}),))
    reader = _Reader(entry, surroundings)
    value = reader.record(form, given, path)
    if reader.problems:
        return Read(None, tuple(reader.problems))
    return Read(cast(S, value))


def structure_of(part: object) -> Structure | None:
    """Return how settings written in a standard are read for a part: into its `settings_type`; None: it has none.

    Values kept elsewhere have no place in a standard's rules: the environment is empty.
    """
    form: object = getattr(part, "settings_type", None)
    if not isinstance(form, type) or not attrs.has(form):
        return None

    def structure(given: Mapping[str, object]) -> tuple[object | None, tuple[Problem, ...]]:
        read = read_settings(cast("type[object]", form), Entry("", data=given, path=()), given, Surroundings({}))
        return read.value, read.problems

    return structure


class _Reader:
    """Reads one entry; takes the problems."""

    def __init__(self, entry: Entry, surroundings: Surroundings) -> None:
        self.problems: list[Problem] = []
        self._entry = entry
        self._surroundings = surroundings

    def _refuse(self, code: str, path: Path, *, on_key: bool = False, **params: object) -> object:
        problem = self._entry.problem(code, path, on_key=on_key, **params)
        if code in _ELSEWHERE and not self._surroundings.complete:
            problem = attrs.evolve(problem, severity_override="warning")
        self.problems.append(problem)
        return _MISSING

    def record(self, form: type, given: Mapping[str, object], path: Path) -> object:
        """Return an attrs class filled; the sentinel where something was wrong."""
        hints, known = hints_of(form), field_names(form)
        before = len(self.problems)
        for key in given:
            if key not in known:
                self._refuse("PLG020", (*path, key), on_key=True, key=key, expected=did_you_mean(key, known) or ", ".join(known) or "-")
        values: dict[str, object] = {}
        for field in attrs.fields(form):
            if not field.init or field.alias is None:
                continue
            if field.alias in given:
                values[field.alias] = self.value(hints.get(field.name, object), given[field.alias], (*path, field.alias))
            elif field.default is attrs.NOTHING:
                self._refuse("PLG021", path, key=field.alias, expected=type_text(hints.get(field.name, object)))
        if len(self.problems) > before:
            return _MISSING
        try:
            return form(**values)
        except Exception as error:  # noqa: BLE001  # a validator of the plugin's own
            return self._refuse("PLG032", path, reason=_reason(error))

    def value(self, hint: object, given: object, path: Path) -> object:
        """Return a value of a type, as it was written."""
        if hint is Secret:
            return self._secret(given, path)
        origin, arguments = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            return self._one_of(arguments, given, path)
        if is_map(given) and self._kept_elsewhere(hint, given):
            found = self._fetch(given, path)
            return found if found is _MISSING else self._fetched(hint, found, path)
        if origin in (tuple, list, Sequence) and is_list(given):
            items = [self.value(arguments[0], item, (*path, i)) for i, item in enumerate(given)]
            return items if origin is list else tuple(items)
        if origin in (dict, Mapping) and is_map(given):
            return {key: self.value(arguments[1], item, (*path, key)) for key, item in given.items()}
        if isinstance(hint, type) and attrs.has(hint) and hint not in _DURATIONS and is_map(given):
            return self.record(hint, given, path)
        return self._plain(hint, given, path)

    def _plain(self, hint: object, given: object, path: Path) -> object:
        if hint in _DURATIONS and isinstance(given, str):
            return self._duration(hint, given, path)
        for member in _members(hint):
            wanted: object = member.value
            if wanted == given and type(wanted) is type(given):
                return member
        if _fits(hint, given):
            return float(given) if hint is float and isinstance(given, int) and abs(given) < _LARGEST else given
        return self._refuse("PLG022", path, expected=type_text(hint), found=_show(given))

    def _one_of(self, parts: Sequence[object], given: object, path: Path) -> object:
        """Return the value in the first form that takes it; what is wrong is told of the only form there is, or of all."""
        if given is None and type(None) in parts:
            return None
        forms = [part for part in parts if part is not type(None)]
        if len(forms) == 1:
            return self.value(forms[0], given, path)
        for form in forms:
            trial = _Reader(self._entry, self._surroundings)
            value = trial.value(form, given, path)
            if not trial.problems:
                return value
            if all(problem.code in _ELSEWHERE for problem in trial.problems):  # the form is right, the value is not there
                self.problems += trial.problems
                return _MISSING
        return self._refuse("PLG022", path, expected=" | ".join(map(type_text, forms)), found=_show(given))

    def _duration(self, hint: object, text: str, path: Path) -> object:
        try:
            if hint is Amount:
                return parse_amount(text)
            span = parse_span(text)
            return span if hint is Span else dt.timedelta(microseconds=span.us)
        except UsageError:
            return self._refuse("PLG022", path, expected=type_text(hint), found=_show(text))

    # ── values kept elsewhere ─────────────────────────────────────────────────────────────────────────────────
    def _kept_elsewhere(self, hint: object, given: Mapping[str, object]) -> bool:
        takes_maps = get_origin(hint) in (dict, Mapping) or (isinstance(hint, type) and attrs.has(hint) and hint not in _DURATIONS)
        return not takes_maps and len(given) == 1 and not {"env", "file"}.isdisjoint(given)

    def _fetched(self, hint: object, found: object, path: Path) -> object:
        """Return a value kept elsewhere; where it does not fit, the message does not quote it."""
        before = len(self.problems)
        value = self.value(hint, found, path)
        hidden = [attrs.evolve(one, params={**one.params, "found": "***"}) for one in self.problems[before:]]
        self.problems[before:] = hidden
        return value

    def _secret(self, given: object, path: Path) -> object:
        if is_map(given) and self._kept_elsewhere(Secret, given):
            found = self._fetch(given, path)
            return found if found is _MISSING else Secret(str(found))
        if isinstance(given, str):
            return self._refuse("PLG025", path, key=str(path[-1]))
        return self._refuse("PLG022", path, expected=type_text(Secret), found="***" if isinstance(given, (int, float)) else _show(given))

    def _fetch(self, given: Mapping[str, object], path: Path) -> object:
        ((where, name),) = given.items()
        if not isinstance(name, str) or not name:
            return self._refuse("PLG022", (*path, where), expected=type_text(Secret), found=_show(name))
        if where == "env":
            value = self._surroundings.environ.get(name)
            return value if value else self._refuse("PLG023", (*path, where), name=name)
        file = os.path.join(self._surroundings.folder, name)  # an absolute name stays as it is
        try:
            with open(file, encoding="utf-8") as stream:
                value = stream.read().strip()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            return self._refuse("PLG024", (*path, where), file=name, reason=reason)
        return value or self._refuse("PLG024", (*path, where), file=name, reason="0 bytes")


_DURATIONS: tuple[object, ...] = (Amount, Span, dt.timedelta)


def _members(hint: object) -> tuple[Enum, ...]:
    return tuple(hint) if isinstance(hint, type) and issubclass(hint, Enum) else ()


def _fits(hint: object, given: object) -> bool:
    if get_origin(hint) is Literal:
        return any(given == value and type(given) is type(value) for value in get_args(hint))
    if hint is int:
        return isinstance(given, int) and not isinstance(given, bool)
    if hint is float:
        return isinstance(given, (int, float)) and not isinstance(given, bool) and given == given
    return hint is object or (hint is str and isinstance(given, str)) or (hint is bool and isinstance(given, bool))


def _reason(error: Exception) -> str:
    """Return the words of a validator; attrs' own put the message first, before the field and the class."""
    first: object = error.args[0] if error.args else None
    return " ".join(first.split())[:200] if isinstance(first, str) and first else spell_error(error)


def _show(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
