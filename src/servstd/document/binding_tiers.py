"""Customer tiers, bound: ladder, criteria with their rules, levels, reviews, floor, overrides, entitlements.

*Rule:* a tier that is named stands on the ladder, a rule that is named exists and its settings were checked by the rule itself;
what a person sets by hand has a reason, an approver who is not the customer, and an expiry.

Example:
    >>> report = Report()
    >>> tiers = bind_tiers({"ladder": [{"standard": "Standard"}, "vip"], "overrides": [{"customer": "K1"}]}, {}, "en", report)
    >>> tiers.names, [(problem.code, problem.params["missing"]) for problem in report.problems]
    (('standard', 'vip'), [('TIR074', 'tier, reason, approved_by, until')])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

import attrs

from servstd.conditions import has_event, read_condition
from servstd.document._overrides import bind_overrides, check_level
from servstd.document._plain import entries_of, flag_of, is_map, items_of, text_of
from servstd.document.binding_rules import bind_rule
from servstd.document.binding_sla import bind_calendar
from servstd.document.binding_values import read_texts, read_within
from servstd.document.grammar_tiers import ENTITLEMENT_KEYS
from servstd.durations import Period, parse_period, percent_of
from servstd.errors import Path, Report
from servstd.messages.nearest import did_you_mean
from servstd.registry import Registry
from servstd.sla.metrics import BUILTINS, read_label
from servstd.sla.model import Attribute, Target
from servstd.tiers.model import (
    Conversion,
    Criterion,
    Downgrade,
    Entitlements,
    FloorTarget,
    Level,
    Missing,
    Qualification,
    Review,
    Tiers,
)

__all__ = ["bind_tiers", "with_ladder"]

_SECTION: Path = ("tiers",)


def bind_tiers(
    value: object,
    calendars: Iterable[str],
    language: str,
    report: Report,
    registry: Registry | None = None,
    metrics: Iterable[str] = (),
) -> Tiers | None:
    """Return the section on tiers; None where the standard has none.

    Args:
        value: The section as checked.
        calendars: The names of the calendars there are.
        language: Language of plain labels.
        report: Takes the problems: TIR060 a level twice, TIR061 an unknown level, TIR074-078 overrides, TIR084-086 money, TIR087 a
            review without a period, TIR093 a floor about an event, DOC060 and DOC061 unknown metrics and calendars, and those of rules.
        registry: What plugins offer; None: there are none.
        metrics: The standard's own metrics, beside the built-in ones.
    """
    if not is_map(value):
        return None
    labels = _read_ladder(value.get("ladder"), language, report)
    names = list(labels)
    levels = entries_of(value.get("levels"))
    _check_names(levels, names, "levels", report)
    currency = text_of(value.get("currency"))
    conversions = _bind_conversions(value.get("conversions"), currency, report)
    money = {currency: None, **dict.fromkeys(item.currency for item in conversions)} if currency else {}
    return Tiers(
        tuple(_bind_level(name, labels[name], entries_of(levels.get(name)), language) for name in names),
        criteria=tuple(
            _bind_criterion(name, entries_of(item), list(money), language, report, registry)
            for name, item in entries_of(value.get("criteria")).items()
        ),
        currency=currency,
        conversions=conversions,
        review=_bind_review(entries_of(value.get("review")), report),
        floor=_bind_floor(entries_of(value.get("floor")), list(calendars), [*BUILTINS, *metrics], language, report),
        overrides=bind_overrides(items_of(value.get("overrides")), names, report),
        entitlements=_bind_entitlements(entries_of(value.get("entitlements")), names, report),
    )


def with_ladder(attributes: Mapping[str, Attribute], tiers: Tiers | None, report: Report) -> dict[str, Attribute]:
    """Return the attributes with the ladder for values where they are computed from it.

    Args:
        attributes: As declared.
        tiers: The section on tiers; None: there is none.
        report: Takes the problems: TIR081 a tier that is not computed, TIR082 values that are not the ladder's, TIR083 no ladder.
    """
    filled = dict(attributes)
    for name, attribute in attributes.items():
        path: Path = ("attributes", name)
        if attribute.computed_from is None:
            if name == "tier" and tiers is not None:
                report.add("TIR081", path, on_key=True)
        elif tiers is None:
            report.add("TIR083", (*path, "from"), name=name)
        else:
            if attribute.values is not None and tuple(attribute.values) != tiers.names:
                report.add("TIR082", (*path, "values"), found=", ".join(attribute.values), expected=", ".join(tiers.names))
            values = {level.name: level.label or {} for level in tiers.ladder}
            filled[name] = attrs.evolve(attribute, values=values, ordered=True)
    return filled


# ── the ladder ────────────────────────────────────────────────────────────────────────────────────────────────
def _read_ladder(value: object, language: str, report: Report) -> dict[str, Mapping[str, str] | None]:
    labels: dict[str, Mapping[str, str] | None] = {}
    for i, rung in enumerate(items_of(value)):
        given = rung if is_map(rung) else dict.fromkeys(read_texts([rung]))
        for name, label in given.items():
            if name in labels:
                report.add("TIR060", (*_SECTION, "ladder", i), tier=name)
            labels[name] = read_label(label, language)
    return labels


def _check_names(given: Iterable[str], names: Sequence[str], key: str, report: Report) -> None:
    for name in given:
        check_level(name, names, (*_SECTION, key, name), report, on_key=True)


def _bind_level(name: str, label: Mapping[str, str] | None, data: Mapping[str, object], language: str) -> Level:
    enter = _number(data.get("enter"))
    leave = _number(data.get("leave"))
    return Level(name, enter=enter, leave=enter if leave is None else leave, label=read_label(data.get("label"), language) or label)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


# ── what is judged ────────────────────────────────────────────────────────────────────────────────────────────
def _bind_criterion(
    name: str, data: Mapping[str, object], money: Sequence[str], language: str, report: Report, registry: Registry | None
) -> Criterion:
    path: Path = (*_SECTION, "criteria", name)
    return Criterion(
        name,
        rule=bind_rule(entries_of(data.get("rule")), (*path, "rule"), money, report, registry),
        weight=_weight(data.get("weight")),
        missing=cast("Missing", text_of(data.get("missing")) or "fail"),
        label=read_label(data.get("label"), language),
        note=read_label(data.get("note"), language),
        path=path,
    )


def _weight(value: object) -> float:
    share = percent_of(value) if isinstance(value, str) else None
    return share[0] / share[1] if share is not None else _number(value) or 0.0


def _bind_conversions(value: object, currency: str | None, report: Report) -> tuple[Conversion, ...]:
    bound: dict[tuple[str, date], Conversion] = {}
    for i, item in enumerate(items_of(value)):
        data, path = entries_of(item), (*_SECTION, "conversions", i)
        foreign, since, rate = text_of(data.get("currency")), _date(data.get("from")), _number(data.get("rate"))
        if foreign is None or since is None or rate is None:
            continue
        if foreign == currency or (foreign, since) in bound:
            report.add("TIR086", path, currency=foreign, date=since.isoformat())
        bound[foreign, since] = Conversion(foreign, since=since, rate=rate)
    return tuple(sorted(bound.values(), key=lambda item: (item.currency, item.since)))


def _bind_review(data: Mapping[str, object], report: Report) -> Review:
    downgrade = cast("Downgrade", text_of(data.get("downgrade")) or "immediate")
    if downgrade == "period_end" and "every" not in data:
        report.add("TIR087", (*_SECTION, "review", "downgrade"))
    after = data.get("after_periods_below")
    return Review(
        every=_period(data.get("every")),
        qualification=cast("Qualification", text_of(data.get("qualification")) or "fixed"),
        anchor=_date(data.get("anchor")),
        downgrade=downgrade,
        after_periods_below=after if isinstance(after, int) else 1,
        notice=_period(data.get("notice")),
        grace=_period(data.get("grace")),
        minimum_stay=_period(data.get("minimum_stay")),
    )


def _period(value: object) -> Period | None:
    return parse_period(value) if isinstance(value, str) else None


def _date(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


# ── what everybody gets ───────────────────────────────────────────────────────────────────────────────────────
def _bind_floor(
    data: Mapping[str, object], calendars: list[str], metrics: list[str], language: str, report: Report
) -> tuple[FloorTarget, ...]:
    bound: list[FloorTarget] = []
    for metric, value in data.items():
        path: Path = (*_SECTION, "floor", metric)
        if metric not in metrics:
            report.add("DOC060", path, on_key=True, name=metric, expected=did_you_mean(metric, metrics) or ", ".join(metrics))
        given = entries_of(value)
        when = read_condition(given["when"], report, (*path, "when")) if "when" in given else None
        if when is not None and has_event(when):
            report.add("TIR093", (*path, "when"), metric=metric)
        target = Target(
            metric,
            within=read_within(given.get("within")),
            calendar=bind_calendar(given.get("calendar"), (*path, "calendar"), calendars, report),
            end_of_day=flag_of(given.get("end_of_day")),
            clause=text_of(given.get("clause")),
            note=read_label(given.get("note"), language),
            label=read_label(given.get("label"), language),
        )
        bound.append(FloorTarget(target, when=when, path=path))
    return tuple(bound)


def _bind_entitlements(data: Mapping[str, object], names: Sequence[str], report: Report) -> tuple[Entitlements, ...]:
    _check_names(data, names, "entitlements", report)
    bound: list[Entitlements] = []
    for name, value in data.items():
        given = entries_of(value)
        own = {key: item for key, item in given.items() if key not in ENTITLEMENT_KEYS}
        for key in own:
            near = did_you_mean(key, ENTITLEMENT_KEYS)
            if near:
                report.add("TIR096", (*_SECTION, "entitlements", name, key), on_key=True, key=key, expected=near)
        bound.append(
            Entitlements(
                name,
                channels=read_texts(given.get("channels")),
                named_contact=text_of(given.get("named_contact")),
                call_back=_period(given.get("call_back")),
                items=read_texts(given.get("items")),
                own=own,
            )
        )
    return tuple(bound)
