"""What all contracts share: how a broken rule is told, and the rules every part keeps.

*Rule:* a failure says what the part did, which rule that breaks, and how to mend it. It is raised, not asserted, so that it reads the
same under `python -O` and without pytest's rewriting.

Example:
    >>> try:
    ...     broken("Pager.send returned None", rule="`send` returns a Receipt", mend="end it with `return Receipt.sent()`")
    ... except AssertionError as failure:
    ...     print(failure)
    Pager.send returned None
      rule: `send` returns a Receipt
      mend: end it with `return Receipt.sent()`
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from servstd.plain import is_list, is_map
from servstd.secret import Secret

__all__ = [
    "anything", "broken", "called", "check_members", "check_name", "check_no_secret", "check_plain", "check_reads", "has_own", "member",
    "must_override", "name_of", "skip", "tried",
]  # fmt: skip

T = TypeVar("T")


def broken(what: str, *, rule: str, mend: str) -> NoReturn:
    """Raise the failure that tells a broken rule."""
    __tracebackhide__ = True
    raise AssertionError(f"{what}\n  rule: {rule}\n  mend: {mend}")


def skip(reason: str) -> NoReturn:
    """Skip the test: the author gave nothing to check this rule with."""
    import pytest

    pytest.skip(reason)


def must_override(contract: object, method: str, what: str) -> NoReturn:
    """Fail: the subclass lacks a method."""
    __tracebackhide__ = True
    name = type(contract).__name__
    broken(f"{name} has no `{method}`", rule=f"a contract is given {what}", mend=f"define `def {method}(self): return ...` in {name}")


def name_of(part: object) -> str:
    """Return what messages call a part: its class."""
    return part.__name__ if isinstance(part, type) or inspect.ismodule(part) else type(part).__name__


def has_own(contract: object, method: str) -> bool:
    """Return whether the author's class defines a method that the contract only offers."""
    kind = next(one for one in type(contract).__mro__ if method in vars(one))
    return not kind.__module__.startswith("servstd.testing.")


def anything(value: object) -> object:
    """Return a value as what it may be, whatever the type of who gave it promises."""
    return value


def member(part: object, name: str) -> object:
    """Return a member as what it may be: anything."""
    found: object = getattr(part, name)
    return found


@contextmanager
def tried(what: str, *, rule: str, mend: str, passes: tuple[type[BaseException], ...] = ()) -> Generator[None]:
    """Tell an exception that comes out of a part as a broken rule."""
    __tracebackhide__ = True
    try:
        yield
    except passes:
        raise
    except AssertionError as error:
        if str(error).count("\n  rule: "):
            raise
        broken(f"{what} raised {_spell(error)}", rule=rule, mend=mend)
    except Exception as error:
        raise AssertionError(f"{what} raised {_spell(error)}\n  rule: {rule}\n  mend: {mend}") from error


def _spell(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def called(function: Callable[[], T], what: str, *, rule: str, mend: str) -> T:
    """Return what a part gives; an exception is a broken rule."""
    __tracebackhide__ = True
    with tried(what, rule=rule, mend=mend):
        return function()


def check_members(part: object, protocol: type, method: str, *, asynchronous: bool = False) -> None:
    """Check that a part has every member of its protocol, and that its method is a method of the right colour."""
    __tracebackhide__ = True
    names = [name for name in dir(protocol) if not name.startswith("_")]
    missing = [name for name in names if not hasattr(part, name)]
    kind = protocol.__name__
    if missing:
        broken(
            f"{name_of(part)} has no {', '.join(f'`{name}`' for name in missing)}",
            rule=f"a {kind} has {', '.join(f'`{name}`' for name in names)}",
            mend="give it the missing members; see servstd.protocols. A class instead of an object? `make` returns an object",
        )
    function = getattr(part, method)
    if not callable(function):
        broken(f"{name_of(part)}.{method} is {function!r}", rule=f"`{method}` is a method", mend=f"write `def {method}(self, ...)`")
    if inspect.iscoroutinefunction(function) != asynchronous:
        other, word = ("Notifier", "async def") if asynchronous else ("AsyncNotifier", "def")
        broken(
            f"{name_of(part)}.{method} is {'not ' if asynchronous else ''}asynchronous",
            rule=f"a {kind} has `{word} {method}`",
            mend=f"write `{word} {method}(...)`" + (f", or use {other}Contract" if "Notifier" in kind else ""),
        )


def check_name(part: object) -> None:
    """Check what every part tells about itself: a name to be written in a document, and a summary for lists."""
    __tracebackhide__ = True
    name = getattr(part, "name", None)
    if not isinstance(name, str) or not name.strip() or name != name.strip() or not name.isprintable():
        broken(
            f"{name_of(part)}.name is {name!r}",
            rule="a part's name is a text that is not empty, without line breaks and without blanks around it",
            mend='set `name = "pager"`; a notifier takes the name of its instance',
        )
    summary = getattr(part, "summary", None)
    if not isinstance(summary, str) or not _is_sentence(summary):
        broken(
            f"{name_of(part)}.summary is {summary!r}",
            rule="a part's summary is one sentence on one line, at most 200 characters, with its full stop",
            mend='set `summary = "Posts to a pager."`',
        )


def _is_sentence(text: str) -> bool:
    one_line = text.strip() == text and text.isprintable() and 1 < len(text) <= 200
    ends = re.findall(r"[.!?](?=\s|$)|[。！？]", text)
    return one_line and text[-1] in ".!?。！？" and len(ends) == 1


def check_reads(part: object) -> None:
    """Check that `reads` is a list of names."""
    __tracebackhide__ = True
    reads = getattr(part, "reads", None)
    if not is_list(reads) or not all(isinstance(name, str) and name for name in reads) or len(set(reads)) != len(reads):
        broken(
            f"{name_of(part)}.reads is {reads!r}",
            rule="`reads` is a list or tuple of names, each once; a text alone would be read letter by letter",
            mend='set `reads = ("orders", "last_order")`',
        )


def check_plain(value: object, what: str, *, rule: str, mend: str) -> None:
    """Check that a value can be written as JSON as it is: no NaN, no datetime, no set, no key that is not a text."""
    __tracebackhide__ = True
    try:
        back = json.loads(json.dumps(value, allow_nan=False, default=_as_dict))
    except (TypeError, ValueError) as error:
        broken(f"{what} is {_cut(value)}: {error}", rule=rule, mend=mend)
    if back != _lists(value):
        broken(f"{what} is {_cut(value)}, which JSON does not keep", rule=rule, mend=mend)


def _as_dict(value: object) -> object:
    if is_map(value):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no plain data")


def _lists(value: object) -> object:
    if is_map(value):
        return {key: _lists(item) for key, item in value.items()}
    return [_lists(item) for item in value] if is_list(value) else value


def _cut(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 200 else text[:197] + "..."


def check_no_secret(part: object, known: Sequence[str], texts: Mapping[str, str] | None = None) -> None:
    """Check that no secret stands in a part's repr, or in other texts it gave.

    Args:
        part: The part; every `Secret` it holds is looked for.
        known: Secrets that are kept in another form.
        texts: What the text is -> the text; None: `repr` and `str` of the part.
    """
    __tracebackhide__ = True
    secrets = {text for text in [*known, *_secrets_in(part)] if text}
    shown = {f"repr({name_of(part)})": repr(part), f"str({name_of(part)})": str(part)} if texts is None else texts
    for what, text in shown.items():
        if any(secret in text for secret in secrets):
            hidden = text
            for secret in sorted(secrets, key=len, reverse=True):
                hidden = hidden.replace(secret, "<the secret>")
            broken(
                f"{what} shows a secret: {hidden[:200]}",
                rule="a secret stands in no repr, no log and no receipt",
                mend="keep it as servstd.secret.Secret and call `.reveal()` where it is used; attrs: `attrs.field(repr=False)`",
            )


def _secrets_in(value: object, depth: int = 3) -> Iterator[str]:
    """Yield the secrets a part holds in its attributes, a few levels deep."""
    if isinstance(value, Secret):
        yield value.reveal()
        return
    if depth == 0 or isinstance(value, (str, bytes, int, float, type)):
        return
    inner: list[object] = list(value) if is_list(value) else list(value.values()) if is_map(value) else _attributes(value)
    for item in inner:
        yield from _secrets_in(item, depth - 1)


def _attributes(value: object) -> list[object]:
    slots = [name for kind in type(value).__mro__ for name in _names(getattr(kind, "__slots__", ()))]
    own = [*vars(value).values()] if hasattr(value, "__dict__") else [getattr(value, name) for name in slots if hasattr(value, name)]
    return own + [item for kind in type(value).__mro__ for item in vars(kind).values() if isinstance(item, Secret)]


def _names(slots: object) -> list[str]:
    return [slots] if isinstance(slots, str) else [str(name) for name in slots] if is_list(slots) else []
