"""Rendering: an order becomes a subject and a text, whatever its template does.

*Rule:* a notice is never lost to its template. One that fails, or makes nothing, is replaced by a plain text that says the case, the clock
and its due; the reason goes with the delivery.

Example:
    >>> order = Order("n", audience="customer", reason="opened", text="{{ case }}, {{ due }}", facts={"case": "42"})
    >>> rendered = render(order)
    >>> rendered.text, rendered.fallback_text, [problem.code for problem in rendered.problems]
    ('Case 42: received.', True, ['DLV020'])
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import attrs

from servstd.delivery.facts import NoValue, clean, context_of, moment_text, one_line
from servstd.delivery.templates import LONGEST_OUTPUT, Compiled, TooLong, compile_template
from servstd.effects import Order
from servstd.errors import Problem
from servstd.messages.notices import fallback_text, notice_subject

__all__ = ["Rendered", "render"]


@attrs.frozen
class Rendered:
    """What an order says, before it is cut for a notifier.

    Attributes:
        missing: Names that had no value, and stand as nothing.
        fallback_text: The template failed; `text` is the catalogue's.
        problems: Why.
    """

    text: str = attrs.field(kw_only=True, repr=False)
    subject: str = attrs.field(kw_only=True, repr=False)
    missing: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    fallback_text: bool = attrs.field(default=False, kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)


def render(order: Order) -> Rendered:
    """Return the subject and text of an order; it does not raise.

    Args:
        order: What to send: its templates, its facts, and the fields that may show personal data.
    """
    missing: list[str] = []
    problems: list[Problem] = []
    text = _fill(order, "text", order.text, missing, problems)
    if text is not None and not text.strip():
        problems.append(Problem("DLV023", path=(*order.path, "text")))
        text = None
    subject = _fill(order, "subject", order.subject, missing, problems) if order.subject else None
    return Rendered(
        text=_tidy(_fallback(order) if text is None else text),
        subject=one_line(subject or "") or one_line(notice_subject(order.reason, order.language, case=_case(order))),
        missing=tuple(missing),
        fallback_text=text is None,
        problems=tuple(problems),
    )


def _fill(order: Order, field: str, template: str, missing: list[str], problems: list[Problem]) -> str | None:
    """Return the filled template, or None and a problem."""
    path = (*order.path, field)
    compiled = compile_template(template, order.language)
    if not isinstance(compiled, Compiled):
        problems += [attrs.evolve(problem, path=path) for problem in compiled]
        return None
    seen: list[str] = []
    try:
        names = context_of(order.facts, compiled.names, reason=order.reason, language=order.language, show=order.show, missing=seen)
        text = compiled.render(names)
    except NoValue as error:
        problems.append(Problem("DLV020", params={"name": error.name}, path=path))
    except TooLong:
        problems.append(Problem("DLV022", params={"limit": LONGEST_OUTPUT}, path=path))
    except Exception as error:  # noqa: BLE001  # whatever a template does, the notice goes out
        problems.append(Problem("DLV021", params={"reason": f"{type(error).__name__}: {str(error)[:200]}"}, path=path))
    else:
        missing += [name for name in seen if name not in missing]
        return text
    return None


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in clean(text).strip().split("\n"))


def _case(order: Order) -> str:
    return one_line(str(order.facts.get("case", "")))


def _fallback(order: Order) -> str:
    facts = order.facts
    clocks = cast("Mapping[str, Mapping[str, object]]", facts.get("clocks") or {})
    metric = facts.get("metric")
    told: list[tuple[str, str]] = []
    for name, clock in clocks.items():
        if metric in clocks and name != metric:
            continue
        due = facts.get("due") if name == metric and facts.get("due") is not None else clock.get("due")
        words = _due_text(due, order)
        if words or name == metric:
            told.append((str(clock.get("label") or name), words))
    return fallback_text(order.reason, order.language, case=_case(order), clocks=told)


def _due_text(due: object, order: Order) -> str:
    try:
        return moment_text(due, order.facts, order.language) if isinstance(due, int) else ""
    except (OverflowError, ValueError):  # beyond the last year
        return ""
