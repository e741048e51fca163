"""Response rates: of those asked, how many were reached and answered, for all and segment by segment.

*Rule:* numerator and denominator are the same rows under the same filter. Whoever never got the question is told apart from who did not
answer; an answer that is not counted stays among those asked.

Example:
    >>> asked = [Asked("answered", segment={"channel": "sms"})] * 3 + [Asked("delivered", segment={"channel": "sms"})] * 7
    >>> asked += [Asked("undelivered", segment={"channel": "wechat"}), Asked("not_sent", segment={"channel": "sms"}, reason="recontact")]
    >>> everybody, sms, wechat = response_rates(asked, by=["channel"])
    >>> sms.answered_of_delivered.value, sms.not_sent, everybody.answered_of_invited.n, wechat.answered_of_delivered.value
    (0.3, {'recontact': 1}, 11, None)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

import attrs

from servstd.errors import UsageError
from servstd.estimates import Estimate
from servstd.feedback.estimating import proportion

__all__ = ["Asked", "Outcome", "ResponseRate", "response_rates"]

Outcome: TypeAlias = Literal[
    "not_sent", "undelivered", "sent", "delivered", "answered", "partial", "dismissed", "late", "suspected_bot", "refused"
]
"""What became of one invitation. `sent`: nobody knows whether it arrived; `delivered`: it did, and there is no answer; `answered`: one
that counts; the others are answers that do not count, each for its own reason."""

_OUTCOMES: tuple[str, ...] = get_args(Outcome)
_REACHED = ("delivered", "answered", "partial", "dismissed", "late", "suspected_bot", "refused")


def _known(_: object, __: object, value: object) -> None:
    if value not in _OUTCOMES:
        raise UsageError("FBK017", path=("outcome",), found=repr(value), expected=", ".join(_OUTCOMES))


@attrs.frozen
class Asked:
    """One invitation, sent or not.

    Attributes:
        outcome: What became of it in the end.
        segment: What it can be filtered and grouped by, known for silent customers too: channel, team, instrument.
        reason: For `not_sent`: the gate that was shut.
    """

    outcome: Outcome = attrs.field(validator=_known)
    segment: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    reason: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class ResponseRate:
    """Response rates of all, or of one segment.

    Attributes:
        segment: Which; empty for all.
        outcomes: Outcome -> how many, `not_sent` among them.
        not_sent: Reason -> how many invitations were not sent; they are in no denominator.
        delivered_of_invited: Reached, of all that were sent (a `sent` one is taken as not reached).
        answered_of_delivered: Answers that count, of those reached.
        answered_of_invited: Answers that count, of all that were sent; AAPOR's RR1, with nobody taken out.
        answered_or_partly_of_invited: The same with partial answers; AAPOR's RR2.
    """

    segment: Mapping[str, str]
    outcomes: Mapping[str, int] = attrs.field(kw_only=True)
    not_sent: Mapping[str, int] = attrs.field(kw_only=True)
    delivered_of_invited: Estimate = attrs.field(kw_only=True)
    answered_of_delivered: Estimate = attrs.field(kw_only=True)
    answered_of_invited: Estimate = attrs.field(kw_only=True)
    answered_or_partly_of_invited: Estimate = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        rates = ("delivered_of_invited", "answered_of_delivered", "answered_of_invited", "answered_or_partly_of_invited")
        counts: dict[str, object] = {"outcomes": dict(self.outcomes), "not_sent": dict(self.not_sent)}
        made: dict[str, Estimate] = {name: getattr(self, name) for name in rates}
        return {"segment": dict(self.segment), **counts, **{name: made[name].as_dict() for name in rates}}


def response_rates(
    asked: Iterable[Asked], *, by: Sequence[str] = (), where: Callable[[Mapping[str, str]], bool] | None = None
) -> tuple[ResponseRate, ...]:
    """Return the rates of all that pass the filter, then of each segment, in order of its values.

    Source of the definitions: American Association for Public Opinion Research, Standard Definitions: Final Dispositions of Case Codes and
    Outcome Rates for Surveys, 10th edition, 2023: complete answers (or partial ones too) by all eligible ones that were drawn.

    Args:
        asked: The invitations.
        by: The keys of `segment` to group by; none: all together only.
        where: Which segments are looked at, answers and silence alike; None: all.

    Raises:
        UsageError: FBK018 an invitation lacks a key to group by.
    """
    rows = [row for row in asked if where is None or where(row.segment)]
    groups: dict[tuple[str, ...], list[Asked]] = {}
    if by:
        for place, row in enumerate(rows):
            groups.setdefault(tuple(_value(row, key, place) for key in by), []).append(row)
    segments = [_rates(dict(zip(by, values, strict=True)), groups[values]) for values in sorted(groups)]
    return (_rates({}, rows), *segments)


def _value(row: Asked, key: str, place: int) -> str:
    if key not in row.segment:
        raise UsageError("FBK018", path=("asked", place), key=key, found=", ".join(row.segment) or "-")
    return row.segment[key]


def _rates(segment: Mapping[str, str], rows: Sequence[Asked]) -> ResponseRate:
    counts = Counter[str](row.outcome for row in rows)
    invited = len(rows) - counts["not_sent"]
    reached, answered = sum(counts[outcome] for outcome in _REACHED), counts["answered"]
    return ResponseRate(
        segment,
        outcomes={outcome: counts[outcome] for outcome in _OUTCOMES if counts[outcome]},
        not_sent=dict(sorted(Counter(row.reason for row in rows if row.outcome == "not_sent").items())),
        delivered_of_invited=_rate(reached, invited, "delivered of invited, v1"),
        answered_of_delivered=_rate(answered, reached, "answered of delivered, v1"),
        answered_of_invited=_rate(answered, invited, "answered of invited (AAPOR RR1), v1"),
        answered_or_partly_of_invited=_rate(answered + counts["partial"], invited, "answered or partly of invited (AAPOR RR2), v1"),
    )


def _rate(k: int, n: int, definition: str) -> Estimate:
    return proportion(k, n, definition=definition, grain="invitation")
