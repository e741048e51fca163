"""An explanation of a tier in words: lines for staff, sentences for the customer.

*Rule:* staff read every number and who approved; a customer reads criteria, main reasons, what would change the tier and what
they can do: no points, no weights, no name of staff.

Example:
    >>> spell_number(200000), spell_number(0.5), spell_number(61.0)
    ('200,000', '0.5', '61')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from servstd.messages.explaining import align
from servstd.messages.tiers import say_day, tier_words
from servstd.plain import is_map

if TYPE_CHECKING:
    from servstd.tiers.explaining import Contribution, TierExplanation
    from servstd.tiers.nearest_change import Change

__all__ = ["Audience", "Told", "explanation_text", "spell_number"]

Audience: TypeAlias = Literal["staff", "customer"]
Told: TypeAlias = "TierExplanation"
_MAIN = 2
_MOST_CHANGES = 2


def explanation_text(told: Told, locale: str, audience: Audience) -> str:
    """Return an explanation in words for staff or for the customer; see `TierExplanation.text`."""
    if audience == "customer":
        joined = "" if locale.startswith("zh") else " "
        return joined.join(_customer(told, locale))
    head = _head(told, locale)
    return "\n".join([head, *align(list(_staff(told, locale)), indent=2)])


def _head(told: Told, locale: str) -> str:
    if not told.tier:
        return tier_words("none", locale, customer=told.customer)
    return tier_words("head", locale, customer=told.customer, tier=_name(told, told.tier, locale), day=say_day(told.since, locale))


# ── staff ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _staff(told: Told, locale: str) -> Iterator[tuple[str, str]]:
    yield tier_words("why", locale), _cause(told, locale)
    yield from (("", line) for line in _because(told, locale, "because"))
    score, on = told.score_told, say_day(told.on, locale)
    line = tier_words("score_none", locale, day=on) if score is None else tier_words("score_line", locale, score=f"{score:.1f}", day=on)
    yield tier_words("score", locale), line
    for one in told.contributions:
        yield "  " + _label(one, locale), _share(one, locale)
    if told.level is not None:
        yield from zip((tier_words("levels", locale), ""), _levels(told, locale), strict=False)
        yield from zip((tier_words("margin", locale), ""), _margins(told, locale), strict=False)
        yield from _changes(told, locale)
    if told.edition:
        yield tier_words("edition", locale), tier_words("edition_line", locale, edition=told.edition)


def _cause(told: Told, locale: str) -> str:
    tier, computed = _name(told, told.tier, locale), _name(told, told.computed, locale)
    return tier_words(f"cause_{told.cause}", locale, tier=tier, computed=computed or tier_words("unknown", locale))


def _because(told: Told, locale: str, prefix: str) -> Iterator[str]:
    """Yield what holds the level and what is to come."""
    until = "" if told.until is None else say_day(told.until, locale)
    if told.cause == "override" and prefix == "because":
        yield tier_words("because_override", locale, until=until, approved_by=told.approved_by, reason=told.reason)
    if told.reason in ("minimum_stay", "grace"):
        yield tier_words(f"{prefix}_{told.reason}", locale, until=until)
    if told.periods_below is not None and prefix == "because":
        yield tier_words("because_periods", locale, periods=told.periods_below[0], needed=told.periods_below[1])
    if told.notice_on is not None:
        yield tier_words(f"{prefix}_notice", locale, day=say_day(told.notice_on, locale))
    if told.upcoming is not None:
        tier, day = told.upcoming
        yield tier_words(f"{prefix}_upcoming", locale, tier=_name(told, tier, locale), day=say_day(day, locale))
    if told.next_review is not None:
        yield tier_words(f"{prefix}_review", locale, day=say_day(told.next_review, locale))


def _share(one: Contribution, locale: str) -> str:
    part = one.part
    comma = "；" if locale.startswith("zh") else "; "
    if one.left_out and part.excluded:
        return f"{one.share:>5.1f}  " + tier_words(f"part_{part.excluded}", locale)
    weight = f"{part.counted:.4%}".rstrip("%").rstrip("0").rstrip(".") + "%"
    line = tier_words("part", locale, points=spell_number(part.points or 0.0), weight=weight)
    if part.excluded:
        word = "part_lowest" if part.excluded == "missing" else "part_unusable_lowest"
        line += comma + tier_words(word, locale)
    elif part.raw:
        facts = [tier_words("fact", locale, name=name, value=_value(value, locale)) for name, value in part.raw.items()]
        line += comma + tier_words("from_facts", locale, facts=_listed(facts, locale))
    return f"{one.share:>5.1f}  {line}"


def _levels(told: Told, locale: str) -> Iterator[str]:
    for level in (told.level, told.above):
        if level is None:
            continue
        tier = _name(told, level.name, locale)
        if level.enter is None or level.leave is None:
            yield tier_words("lowest_level", locale, tier=tier)
        else:
            yield tier_words("level_line", locale, tier=tier, enter=spell_number(level.enter), leave=spell_number(level.leave))


def _margins(told: Told, locale: str) -> Iterator[str]:
    if told.margin_down is not None and told.level is not None:
        word = "margin_down" if told.margin_down >= 0 else "margin_below"
        yield tier_words(word, locale, tier=_name(told, told.level.name, locale), points=_points(abs(told.margin_down)))
    if told.margin_up is not None and told.above is not None:
        tier = _name(told, told.above.name, locale)
        word = "margin_up" if told.margin_up > 0 else "margin_reached"
        yield tier_words(word, locale, tier=tier, points=_points(told.margin_up))


def _changes(told: Told, locale: str) -> Iterator[tuple[str, str]]:
    for direction, limit, changes in (
        ("keep", told.margin_down is not None and told.margin_down < 0, told.keep),
        ("up", told.margin_up is not None and told.margin_up > 0, told.up),
        ("down", told.margin_down is not None and told.margin_down >= 0, told.down),
    ):
        if not limit:
            continue
        lines = [_change(told, one, locale) for one in changes] or [tier_words(f"no_change_{direction}", locale)]
        yield from zip([tier_words(direction, locale), *[""] * (len(lines) - 1)], lines, strict=True)


def _change(told: Told, one: Change, locale: str) -> str:
    what = tier_words(
        f"change_{one.bound}", locale, fact=one.fact, then=_measured(one.limit, one, locale), now=_measured(one.now, one, locale)
    )
    criterion = _label_of(told.labels.get(one.criterion), one.criterion, locale)
    return tier_words("change", locale, criterion=criterion, what=what, score=_points(one.score), tier=_name(told, one.to, locale))


# ── the customer ──────────────────────────────────────────────────────────────────────────────────────────────
def _customer(told: Told, locale: str) -> Iterator[str]:
    if told.tier:
        yield tier_words("customer_head", locale, tier=_name(told, told.tier, locale), day=say_day(told.since, locale))
    until = "" if told.until is None else say_day(told.until, locale)
    if told.cause == "override":
        yield tier_words("customer_override", locale, until=until)
    elif told.cause in ("held", "fallen", "not_assigned") and not (told.cause == "held" and not told.computed):
        yield tier_words(f"customer_{told.cause}", locale, computed=_name(told, told.computed, locale))
    yield from _because(told, locale, "customer")
    if told.contributions:
        yield tier_words("customer_criteria", locale, criteria=_listed((_label(one, locale) for one in told.contributions), locale))
    main = sorted((one for one in told.contributions if one.share > 0), key=lambda one: -one.share)[:_MAIN]
    if main and told.cause != "override" and len(told.contributions) > 1:
        yield tier_words("customer_reasons", locale, criteria=_listed((_label(one, locale) for one in main), locale))
    absent = [_label(one, locale) for one in told.contributions if one.part.excluded]
    if absent:
        yield tier_words("customer_left_out", locale, criteria=_listed(absent, locale))
    facts = [one for one in told.keep or told.up if one.bound != "points"][:_MOST_CHANGES]
    for one in facts if told.cause != "override" else ():
        tier = _name(told, one.to, locale)
        yield tier_words(f"customer_{one.direction}", locale, tier=tier, what=_wish(told, one, locale))
    yield tier_words("customer_floor", locale)
    yield tier_words("customer_rights", locale)


def _wish(told: Told, one: Change, locale: str) -> str:
    what = tier_words(f"customer_{one.bound}", locale, then=_measured(one.limit, one, locale), now=_measured(one.now, one, locale))
    return tier_words("customer_what", locale, criterion=_label_of(told.labels.get(one.criterion), one.criterion, locale), what=what)


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────────
def _name(told: Told, level: str, locale: str) -> str:
    return _label_of(told.labels.get(level), level, locale)


def _label(one: Contribution, locale: str) -> str:
    return _label_of(one.label, one.criterion, locale)


def _label_of(label: Mapping[str, str] | None, name: str, locale: str) -> str:
    return (label or {}).get("zh" if locale.startswith("zh") else "en", name)


def _listed(items: Iterable[str], locale: str) -> str:
    return ("、" if locale.startswith("zh") else ", ").join(items)


def _measured(value: object, one: Change, locale: str) -> str:
    text = _value(value, locale)
    return text if one.unit is None or value is None else f"{text} {one.unit}"


def _value(value: object, locale: str) -> str:
    if value is None:
        return tier_words("unknown", locale)
    if isinstance(value, date):
        return say_day(value, locale)
    if is_map(value):  # money: {amount, currency}
        return " ".join(_value(item, locale) for item in value.values())
    return spell_number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _points(points: float) -> str:
    """Return points with one decimal; more of them where one would show nothing."""
    return f"{points:.1f}" if points == 0 or points >= 0.05 else f"{points:.2g}"


def spell_number(number: float) -> str:
    """Return a number with thousands separators and at most two decimals, none that are zero."""
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")
