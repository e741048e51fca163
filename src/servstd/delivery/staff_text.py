"""The words of a notice to a person of the company: the step's own, or those of the catalogue, and a link to the case.

*Rule:* a step that says nothing is told in full all the same. What an order's facts hold for it, all of it optional but `case` and `at`:

    chain, step, level              what people call them, in the notice's language; `level` empty: no level
    metric, due, clocks             the clock the chain hangs on, its due in microseconds, its label; no metric: none
    round, kind, role, role_label   the repeat; `step`, `below`, `fallback`; why this recipient, as a line of the escalation has it
    told                            who was told before in this run: [{"name": ..., "level": ..., "at": microseconds, "key": ...}]
    ended                           for `stood_down`: why the run ended, in words

Example:
    >>> facts = {"case": "42", "at": 0, "chain": "Late", "step": "1", "metric": "m", "due": 60_000_000}
    >>> facts["clocks"] = {"m": {"label": "Answer"}}
    >>> order = Order("late", audience="staff", reason="escalated", text="", facts=facts)
    >>> print(staff_words(order).text)
    Case 42: Answer is due Thu 1 Jan 00:01.
    Escalation: Late, step 1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

import attrs

from servstd.delivery.facts import moment_text, one_line
from servstd.effects import Effect, Order
from servstd.messages.notices import notice_text
from servstd.messages.staff_notices import staff_subject, staff_text, why_you
from servstd.notices import Action, Notice

if TYPE_CHECKING:
    from servstd.delivery.rendering import Rendered

__all__ = ["StaffWords", "case_link", "is_staff", "staff_order_notice", "staff_words"]

_MOST_PEOPLE = 5
_Render = Callable[[], "Callable[[Order], Rendered]"]


@attrs.frozen
class StaffWords:
    """Subject and text of the catalogue."""

    subject: str
    text: str


def is_staff(effect: Effect) -> bool:
    """Return whether an effect is told to staff: a staff order, or a threshold or miss for the room."""
    return effect.order is None or effect.order.audience == "staff"


def case_link(case: str, case_url: str | None, language: str, *, named: bool = False) -> tuple[Action, ...]:
    """Return the link to a case; none where no address is known.

    Args:
        case: The case's id.
        case_url: Where cases are found, checked, with `{case}`; None: not told.
        language: `zh` or `en`.
        named: Whether the link says which case: where there are several.
    """
    if case_url is None:
        return ()
    label = staff_text("open_case", language, case=one_line(case)) if named else notice_text("staff_open", language)
    return (Action(label, url=case_url.replace("{case}", quote(case, safe="", errors="replace"))),)


def staff_order_notice(
    effect: Effect, order: Order, renderer: _Render, *, case_url: str | None, reached: Collection[str] | None = None
) -> tuple[Notice, Rendered | None]:
    """Return the notice of a staff order, and what its templates had to say; None: it has none.

    Args:
        effect: What came to pass.
        order: Its order.
        renderer: Returns what fills templates; it is asked only where there is one.
        case_url: Where cases are found; None: no link.
        reached: Keys of what reached somebody; None: all did.
    """
    if reached is not None:
        told = [one for one in _list(order.facts.get("told")) if _map(one).get("key") is None or _map(one).get("key") in reached]
        order = attrs.evolve(order, facts={**order.facts, "told": told})
    words = staff_words(order)
    rendered = None
    if order.text or order.subject:
        rendered = renderer()(order if order.text else attrs.evolve(order, text="-"))  # a subject alone: the text is the catalogue's
    subject, text = words.subject, words.text
    if rendered is not None:
        subject = rendered.subject if order.subject else subject
        text = rendered.text if order.text and not rendered.fallback_text else text
    language = "zh" if order.language.startswith("zh") else "en"
    notice = Notice(
        effect.key, tenant=effect.tenant, case=effect.case, reason=order.reason, subject=subject, text=text,
        actions=case_link(effect.case, case_url, language), urgency=order.urgency, locale=language,
    )  # fmt: skip
    return notice, rendered


def staff_words(order: Order) -> StaffWords:
    """Return what the catalogue says for an order of a chain."""
    facts, language = order.facts, order.language
    case, chain = _word(facts, "case"), _word(facts, "chain") or order.name
    if order.reason in ("stood_down", "reminder"):
        lines = [staff_text(order.reason, language, case=case, chain=chain)]
        if order.reason == "stood_down" and _word(facts, "ended"):
            lines.append(staff_text("stood_down_why", language, why=_word(facts, "ended")))
        return StaffWords(staff_subject(order.reason, language, case=case, chain=chain), "\n".join(lines))
    key, clock, due = _clock(order)
    values = {"case": case, "chain": chain, "clock": clock, "due": due}
    lines = [staff_text(key, language, **values), *_about(order, chain)]
    return StaffWords(staff_subject(key, language, **values), "\n".join(lines))


def _clock(order: Order) -> tuple[str, str, str]:
    """Return how the case stands, the clock's label, and its due in words."""
    facts = order.facts
    metric = _word(facts, "metric")
    if not metric:
        return "event", "", ""
    clock = _map(_map(facts.get("clocks")).get(metric))
    due = facts.get("due", clock.get("due"))
    label = one_line(_word(facts, "metric_label") or str(clock.get("label") or metric))
    words = _moment(due, order)
    if not isinstance(due, int) or not words:
        return "undated", label, ""
    at = facts.get("at")
    return ("overdue" if isinstance(at, int) and due <= at else "due"), label, words


def _about(order: Order, chain: str) -> Iterator[str]:
    """Yield the lines about the chain, those told before, and why this recipient."""
    facts, language = order.facts, order.language
    level, step = _word(facts, "level"), _word(facts, "step")
    about = ""
    if step:
        about = staff_text("chain_level" if level else "chain", language, chain=chain, step=step, level=level)
    round_ = facts.get("round")
    if isinstance(round_, int) and round_ > 0:
        about += ("" if language.startswith("zh") else " ") + staff_text("round", language, round=round_)
    if about:
        yield about.strip()
    told = [_told(one, order) for one in _list(facts.get("told"))]
    if told:
        people = told[:_MOST_PEOPLE]
        if len(told) > _MOST_PEOPLE:
            people.append(staff_text("told_more", language, count=len(told) - _MOST_PEOPLE))
        yield staff_text("told", language, people=notice_text("join", language).join(people))
    why = why_you(_word(facts, "role"), language, kind=_word(facts, "kind"), label=_word(facts, "role_label"))
    if why:
        yield why


def _told(one: object, order: Order) -> str:
    entry = _map(one)
    name, level, at = _word(entry, "name"), _word(entry, "level"), _moment(entry.get("at"), order)
    if not at:
        return name
    return staff_text("told_level" if level else "told_one", order.language, name=name, level=level, at=at)


def _moment(us: object, order: Order) -> str:
    """Return an instant in words; empty where there is none, or none that a calendar has."""
    try:
        return moment_text(us, order.facts, order.language) if isinstance(us, int) else ""
    except (OverflowError, ValueError):  # beyond the last year
        return ""


def _word(facts: Mapping[str, object], name: str) -> str:
    found = facts.get(name)
    return "" if found is None else one_line(str(found))


def _map(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return list(cast("list[object]", value)) if isinstance(value, (list, tuple)) else []
