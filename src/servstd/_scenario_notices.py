"""What a scenario expects of the notices to staff, compared with those that the chains send.

*Rule:* the list is complete: every staff notice up to the last one listed stands in it, or is told as unexpected. A scenario that
says its `now` asks up to then. An instant is compared as exactly as it is written.

Example:
    >>> Wanted(0, fields={"to": "li"}, at="2026-01-06 09:00").fits
    ('to',)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING

import attrs

from servstd._scenario_fields import local_minute, local_text_of, read_local
from servstd.errors import UsageError
from servstd.instants import DAY_US, from_us, read_zone
from servstd.messages.nearest import did_you_mean

if TYPE_CHECKING:
    from servstd.document.edition import Edition, Scenario
    from servstd.escalation.planned import PlannedNotice
    from servstd.standard import Standard

__all__ = ["Checked", "NoticeFinding", "Wanted", "check_notices"]

_COMPARED = ("to", "chain", "step", "level", "kind", "by", "notifier", "round")
_YEAR_US = 366 * DAY_US


@attrs.frozen
class NoticeFinding:
    """One difference, or one expectation that cannot be compared (`wrong`); `below` is its path under `expect_notices`."""

    code: str
    below: tuple[int, ...] = attrs.field(default=(), kw_only=True)
    params: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    wrong: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Checked:
    """What was found: the lines up to the instant looked at, and the differences."""

    lines: tuple[PlannedNotice, ...]
    findings: tuple[NoticeFinding, ...] = attrs.field(kw_only=True)


@attrs.frozen
class Wanted:
    """One expected notice, read: its position, its fields as written, its instant as exact as it is written; empty: none."""

    position: int
    fields: Mapping[str, object] = attrs.field(kw_only=True)
    at: str = attrs.field(default="", kw_only=True)
    last_us: int = attrs.field(default=0, kw_only=True)

    @property
    def fits(self) -> tuple[str, ...]:
        """Return the names of the fields that are compared."""
        return tuple(name for name in _COMPARED if name in self.fields)

    def is_for(self, line: PlannedNotice) -> bool:
        """Return whether a line is the one meant, its instant aside."""
        found = {
            "to": line.recipient, "chain": line.chain, "step": line.step, "level": line.level, "kind": line.kind, "by": line.notifier,
            "notifier": line.notifier, "round": str(line.round),
        }  # fmt: skip
        return all(str(self.fields[name]) == found[name] for name in self.fits)

    def is_not_for(self, line: PlannedNotice) -> bool:
        """Return whether a line that is not told is the one meant: by its person, or by whom nobody was found for."""
        named = {line.recipient, line.level, line.role, line.role.partition(" ")[2]} - {""}
        why = self.fields.get("why")
        return self.fields["not_to"] in named and (why is None or why == line.why) and self.is_for(line)


def check_notices(standard: Standard, edition: Edition, scenario: Scenario, now_us: int) -> Checked:
    """Return how the notices of a scenario's case differ from those it expects.

    Args:
        standard: The standard.
        edition: The edition the scenario stands in.
        scenario: With `expect_notices`.
        now_us: The scenario's now: the one it gives, else its last event's instant.
    """
    zone = read_zone(edition.time_zone)
    findings: list[NoticeFinding] = []
    wanted = [item for i, fields in enumerate(scenario.expect_notices or ()) if (item := _read(i, fields, edition, zone, findings))]
    told = [item for item in wanted if "not_to" not in item.fields]
    absent = [item for item in wanted if "not_to" in item.fields]
    ends = [item.last_us for item in wanted if item.at]
    horizon = max(ends, default=now_us + _YEAR_US if absent else now_us)
    if scenario.now_us is not None:
        horizon = max(horizon, now_us)
    lines = standard.decide(scenario.events, now=from_us(horizon, zone)).escalation
    if told or not absent:
        listed = [line for line in lines if line.told and line.kind != "action"]
        findings += _compare(told, listed, zone)
    withheld = [line for line in lines if line.status == "not_told"]
    for item in absent:
        if not any(item.is_not_for(line) and local_text_of(line.at_us, zone).startswith(item.at) for line in withheld):
            params = {"to": item.fields["not_to"], "why": item.fields.get("why", "-"), "expected": _spell_wanted([item])}
            findings.append(NoticeFinding("SCN017", below=(item.position,), params={**params, "found": _spell(withheld, zone, why=True)}))
    return Checked(lines, findings=tuple(findings))


def _read(position: int, fields: Mapping[str, object], edition: Edition, zone: tzinfo, findings: list[NoticeFinding]) -> Wanted | None:
    """Return one expected notice, or None where it cannot be compared, which is told."""
    at = fields.get("at")
    if "not_to" not in fields and ("to" not in fields or at is None):
        findings.append(NoticeFinding("SCN006", below=(position,), wrong=True))
        return None
    to = fields.get("to")
    if to is not None and str(to) not in (known := _recipients(edition)):
        params = {"name": to, "expected": did_you_mean(str(to), known) or ", ".join(known)}
        findings.append(NoticeFinding("SCN007", below=(position,), params=params, wrong=True))
        return None
    if at is None:
        return Wanted(position, fields=fields)
    try:
        exact, last_us = read_local(str(at), zone)
    except UsageError as error:
        findings.append(NoticeFinding(error.problem.code, below=(position,), params=error.problem.params, wrong=True))
        return None
    return Wanted(position, fields=fields, at=exact, last_us=last_us)


def _recipients(edition: Edition) -> list[str]:
    chains = () if edition.escalation is None else edition.escalation.chains
    rooms = [one.name for chain in chains for step in chain.steps for one in step.addressees if one.kind == "room"]
    return [*edition.people, "customer", *rooms]


def _compare(wanted: list[Wanted], lines: list[PlannedNotice], zone: tzinfo) -> Iterable[NoticeFinding]:
    left = list(lines)
    missing: list[Wanted] = []
    for item in wanted:
        match = next((line for line in left if item.is_for(line) and local_text_of(line.at_us, zone).startswith(item.at)), None)
        if match is None:
            missing.append(item)
        else:
            left.remove(match)
    lists: dict[str, object] = {"expected": _spell_wanted(wanted), "found": _spell(lines, zone)}
    for item in missing:
        to = item.fields["to"]
        late = next((line for line in left if item.is_for(line)), None)
        if late is None:
            yield NoticeFinding("SCN014", below=(item.position,), params={"to": to, "at": item.at, **lists})
        else:
            left.remove(late)
            params = {"to": to, "at": local_minute(late.at_us, zone), "wanted": item.at, **lists}
            yield NoticeFinding("SCN016", below=(item.position,), params=params)
    for line in left:
        if line.recipient != "customer":  # what customers are told is not asked for, and may be listed
            yield NoticeFinding("SCN015", params={"to": line.recipient, "at": local_minute(line.at_us, zone), **lists})


def _spell_wanted(wanted: Iterable[Wanted]) -> str:
    said = (f"{item.at} {item.fields.get('to', item.fields.get('not_to'))}".strip() for item in wanted)
    return "; ".join(said) or "-"


def _spell(lines: Iterable[PlannedNotice], zone: tzinfo, *, why: bool = False) -> str:
    said = (f"{local_minute(line.at_us, zone)} {line.recipient or line.role or '-'}" + (f" ({line.why})" if why else "") for line in lines)
    return "; ".join(said) or "-"
