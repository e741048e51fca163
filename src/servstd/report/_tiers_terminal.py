"""A what-if and a comparison of tiers as text for a terminal.

*Rule:* columns line up in Chinese as in English; no share without its n and its interval.

Example:
    >>> signed(0.05), signed(-0.2), signed(None)
    ('+5.0 pp', '-20.0 pp', '-')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from servstd.messages.tiers import say_day, tier_words
from servstd.report._table import table
from servstd.report.terminal import percent
from servstd.tiers.parity import SATISFACTION, Gap, Parity
from servstd.tiers.simulating import Load, Reason, Simulation

__all__ = ["finding", "parity_lines", "reason_text", "signed", "simulation_lines", "span", "summary"]

Labels = Mapping[str, str]


def signed(share: float | None) -> str:
    """Return a difference of shares in percentage points."""
    return "-" if share is None else f"{share * 100:+.1f} pp"


def span(gap: Gap) -> str:
    """Return the interval of a difference in percentage points."""
    low, high = gap.difference.low, gap.difference.high
    return "-" if low is None or high is None else f"{low * 100:+.1f} … {high * 100:+.1f} pp"


def _quantity(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"


def reason_text(reason: Reason, locale: str, labels: Labels) -> str:
    """Return a reason in words."""
    return tier_words(f"reason_{reason.kind}", locale, name=labels.get(reason.name, reason.name))


def finding(gap: Gap, locale: str) -> str:
    """Return what may be said of a difference."""
    text = tier_words(f"par_{gap.verdict}", locale)
    return tier_words("par_by_design", locale, finding=text) if gap.by_design else text


def simulation_lines(one: Simulation, locale: str, labels: Labels, width: int | None) -> Iterator[str]:
    """Yield the blocks of a what-if."""
    yield "\n".join(summary(one, locale))
    none = "-"
    matrix = [
        [labels.get(old, old) or none, *(str(one.matrix.get((old, new), 0) or "·") for new in one.new_tiers), str(_row_sum(one, old))]
        for old in one.old_tiers
    ]
    heads = ["", *(labels.get(new, new) or none for new in one.new_tiers), tier_words("sim_total", locale)]
    yield tier_words("sim_matrix", locale) + "\n\n" + table(matrix, heads=heads, right=set(range(1, len(heads))), width=width)
    if one.reasons:
        heads = [tier_words(word, locale) for word in ("sim_reason", "sim_customers", "sim_up", "sim_down")]
        rows = [[reason_text(reason, locale, labels), str(reason.count), str(reason.up), str(reason.down)] for reason in one.reasons]
        yield tier_words("sim_why", locale) + "\n\n" + table(rows, heads=heads, right={1, 2, 3}, width=width)
    else:
        yield tier_words("sim_nobody", locale)
    yield _loads(one, locale, labels, width)
    if one.examples:
        heads = [tier_words(word, locale) for word in ("sim_customer", "sim_old", "sim_new", "sim_scores", "sim_reason")]
        rows = [
            [
                example.customer,
                labels.get(example.old, example.old) or none,
                labels.get(example.new, example.new) or none,
                f"{_score(example.old_score)} → {_score(example.new_score)}",
                tier_words(f"reason_{example.kind}", locale, name=labels.get(example.name, example.name)),
            ]
            for example in one.examples
        ]
        yield tier_words("sim_examples", locale) + "\n\n" + table(rows, heads=heads, width=width)


def summary(one: Simulation, locale: str) -> Iterator[str]:
    """Yield the sentences that open a what-if."""
    share = percent(one.same / one.customers if one.customers else None)
    yield tier_words("sim_title", locale, day=say_day(one.on, locale))
    yield tier_words("sim_counts", locale, customers=one.customers, up=one.up, down=one.down, same=one.same, share=share)
    if any(one.unassigned):
        yield tier_words("sim_unassigned", locale, old=one.unassigned[0], new=one.unassigned[1])
    if one.unknown_level:
        yield tier_words("sim_unknown", locale, count=one.unknown_level)
    if one.floor_violations is not None:
        yield tier_words("sim_floor", locale, old=one.floor_violations[0], new=one.floor_violations[1])
    if one.old_flapping is not None and one.new_flapping is not None:
        yield tier_words("sim_flapping", locale, periods=one.periods)
        for side, flapping in (("old", one.old_flapping), ("new", one.new_flapping)):
            words = {"side": tier_words(f"sim_{side}", locale), "moved": flapping.moved, "flapped": flapping.flapped}
            yield "  " + tier_words("sim_flap_line", locale, **words, share=percent(flapping.flapped / (one.customers or 1)))


def _row_sum(one: Simulation, old: str) -> int:
    return sum(count for (before, _), count in one.matrix.items() if before == old)


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.1f}"


def _loads(one: Simulation, locale: str, labels: Labels, width: int | None) -> str:
    asked = any(load.load is not None or load.cost is not None for load in (*one.old_load, *one.new_load))
    before = {load.tier: load for load in one.old_load}
    after = {load.tier: load for load in one.new_load}
    columns = ("customers", "load", "cost") if asked else ("customers",)
    heads = [tier_words("sim_tier", locale)]
    for column in columns:
        heads += [f"{tier_words(f'sim_{column}', locale)} {tier_words(f'sim_{side}', locale)}" for side in ("old", "new")]
    rows: list[list[str]] = []
    for tier in dict.fromkeys([*before, *after]):
        cells = [labels.get(tier, tier) or "-"]
        for column in columns:
            cells += [_cell(side.get(tier), column) for side in (before, after)]
        rows.append(cells)
    title = tier_words("sim_by_tier" if asked else "sim_customers_by_tier", locale)
    return title + "\n\n" + table(rows, heads=heads, right=set(range(1, len(heads))), width=width)


def _cell(load: Load | None, column: str) -> str:
    if load is None:
        return "-"
    return _quantity({"customers": load.customers, "load": load.load, "cost": load.cost}[column])


def parity_lines(one: Parity, locale: str, labels: Labels, width: int | None) -> Iterator[str]:
    """Yield the blocks of a comparison of tiers."""
    yield tier_words("par_title", locale)
    if not one.measures:
        yield tier_words("par_empty", locale)
    for measure in one.measures:
        satisfaction = measure.name == SATISFACTION
        name = tier_words("par_satisfaction", locale) if satisfaction else labels.get(measure.name, measure.name)
        words = ("par_tier", "par_satisfied" if satisfaction else "par_share", "par_interval", "par_n", "par_targets")
        rows = [
            [
                labels.get(tier.tier, tier.tier),
                percent(tier.share.value),
                f"{percent(tier.share.low)} – {percent(tier.share.high)}" if tier.share.n else "-",
                str(tier.share.n),
                ", ".join(tier.targets),
            ]
            for tier in measure.tiers
        ]
        yield name + "\n\n" + table(rows, heads=[tier_words(word, locale) for word in words], right={1, 2, 3}, width=width)
        gaps = [
            [
                tier_words("par_versus", locale, first=labels.get(gap.first, gap.first), second=labels.get(gap.second, gap.second)),
                signed(gap.difference.value),
                span(gap),
                finding(gap, locale),
            ]
            for gap in measure.gaps
        ]
        if gaps:
            columns = ("par_pair", "par_difference", "par_interval", "par_finding")
            yield table(gaps, heads=[tier_words(word, locale) for word in columns], right={1, 2}, width=width)
    notes = [tier_words("par_note", locale, confidence=f"{one.confidence * 100:.10g}%", minimum=one.minimum)]
    if one.unplaced:
        notes.append(tier_words("par_unplaced", locale, count=one.unplaced))
    yield "\n".join(notes)
