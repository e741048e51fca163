"""Answers that come back through a link: the token is proved, the answer checked, and both become an event.

*Rule:* what a form sends is not believed: the token alone says which case and which question. Whoever serves links shows the question on a
GET, where a score in the link at most selects an answer beforehand, and calls this on a POST: mail scanners follow every link. What is
refused is a value to be recorded, and the customer is told the range that is taken.

Example:
    >>> from servstd.feedback.model import Instrument
    >>> from servstd.feedback.tokens import AnswerGrant, make_token
    >>> secret, after = b"at least thirty-two bytes of secret", Instrument("after", kind="csat", scale=(1, 5))
    >>> token = make_token(AnswerGrant("k1", instrument="after", version="1", expires_us=10**15, case="42"), secret)
    >>> take([after], token, {"score": "5"}, [secret], now_us=0, by="customer").event.data["score"]
    5
    >>> take([after], token, {"score": 9}, [secret], now_us=0, by="customer").problem.code
    'FBK090'
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final, Literal
from unicodedata import category

import attrs

from servstd.errors import Problem, UsageError
from servstd.events import Event
from servstd.events.event import Value
from servstd.feedback.model import Instrument
from servstd.feedback.tokens import AnswerGrant, read_token
from servstd.instants import from_us, instant_text
from servstd.messages.nearest import did_you_mean

__all__ = ["LONGEST_COMMENT", "Taken", "take"]

LONGEST_COMMENT: Final = 2_000
"""How much of a comment is kept, in characters."""
_GRANT: Final = ("case", "tenant", "customer", "invitation", "instrument", "version")
_DIGITS: Final = 9


@attrs.frozen
class Taken:
    """What became of an answer at the door.

    Attributes:
        status: `taken`: append the event to the case. `late`: append it; it is not counted. `refused`: there is an event only where the
            answer must be kept though it counts nowhere (an instrument that changed); else the customer may try again.
        event: The event for the case; for a campaign its case is `INSTRUMENT:CUSTOMER`, for an anonymous instrument `INSTRUMENT:anonymous`.
        problem: Why it is late or refused, or what was changed about it.
        grant: What the token allows; None: it proves nothing.
    """

    status: Literal["taken", "late", "refused"]
    event: Event | None = attrs.field(default=None, kw_only=True)
    problem: Problem | None = attrs.field(default=None, kw_only=True)
    grant: AnswerGrant | None = attrs.field(default=None, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for a record of what came: no words of the customer, no token."""
        out: dict[str, object] = {"status": self.status}
        if self.grant is not None:
            out |= {"invitation": self.grant.invitation, "instrument": self.grant.instrument, "case": self.grant.case}
        if self.event is not None:
            out |= {"event": self.event.id, "at": instant_text(self.event.at_us)}
        if self.problem is not None:
            out["code"] = self.problem.code
        return out


def take(
    instruments: Iterable[Instrument], token: str, data: Mapping[str, object], secrets: Sequence[bytes], *, now_us: int, by: str
) -> Taken:
    """Return the event of an answer, or why there is none; a bad answer raises nothing.

    Args:
        instruments: Of every edition, so that a question that was changed is still known.
        token: As it came.
        data: As the form sent it: `score`, or `answers.QUESTION` of a battery; `comment`; `partial`; `dismiss`. Numbers may be text.
        secrets: See `servstd.feedback.tokens.read_token`.
        now_us: When it came, microseconds since the epoch.
        by: Who answered: `customer`, or `bot` where whoever serves the link knows.

    Raises:
        UsageError: FBK080 a secret is too short: that is no customer's fault.
    """
    try:
        grant = read_token(token, secrets, now_us=-(2**62))  # whether it has expired is asked below: a late answer is kept
    except UsageError as error:
        if error.problem.code == "FBK080":
            raise
        return Taken("refused", problem=error.problem)
    known = {(item.name, item.version): item for item in instruments}
    instrument = known.get((grant.instrument, grant.version))
    try:
        _check_scope(grant, data)
        given, problem = _read_answer(instrument, data) if instrument is not None else (_kept(data), None)
    except UsageError as error:
        return Taken("refused", problem=error.problem, grant=grant)
    is_late = grant.expires_us < now_us
    if is_late:
        given["late"] = True  # so that it counts nowhere, whoever reads it and whatever of the ledger they know
    event = _event(grant, given, dismissed=_is_set(data.get("dismiss")), now_us=now_us, by=by)
    if instrument is None:
        problem = Problem("FBK093", params={"name": grant.instrument, "version": grant.version})
        return Taken("refused", event=event, problem=problem, grant=grant)
    if is_late:
        problem = Problem("FBK083", params={"expires": instant_text(grant.expires_us), "now": instant_text(now_us)})
    return Taken("late" if is_late else "taken", event=event, problem=problem, grant=grant)


def _check_scope(grant: AnswerGrant, data: Mapping[str, object]) -> None:
    for name in _GRANT:
        told = data.get(name)
        if told is not None and _spell(told) != (getattr(grant, name) or ""):
            raise UsageError("FBK094", path=(name,), name=name, found=_spell(told)[:80])


def _read_answer(instrument: Instrument, data: Mapping[str, object]) -> tuple[dict[str, Value], Problem | None]:
    """Return what is kept of an answer, and what was changed about it."""
    scales = {f"answers.{question.name}": question.scale for question in instrument.questions}
    if instrument.kind != "battery":
        scales["score"] = instrument.scale
    fields = (*scales, "comment", "partial", "dismiss", *_GRANT)
    for name in data:
        if name not in fields:
            shown = _spell(name)[:80]
            raise UsageError("FBK091", path=(shown,), name=shown, expected=did_you_mean(shown, fields) or ", ".join(scales))
    out: dict[str, Value] = {}
    for name, (low, high) in scales.items():
        if data.get(name) not in (None, ""):
            out[name] = _read_score(name, data[name], low, high)
    is_partial = _is_set(data.get("partial"))
    if not out and not is_partial and data.get("dismiss") is not True:
        raise UsageError("FBK091", path=("score",), name="score", expected=", ".join(scales))
    if is_partial:
        out["partial"] = True
    comment = _words(data.get("comment"))
    problem = None
    if comment:
        out["comment"] = comment[:LONGEST_COMMENT]
        if len(comment) > LONGEST_COMMENT:
            problem = Problem("FBK092", params={"found": len(comment), "most": LONGEST_COMMENT})
    return out, problem


def _read_score(name: str, raw: object, low: int, high: int) -> int:
    """Return a score: a whole number, or text that is one; NaN, true and half a point are none."""
    score: int | None = None
    if isinstance(raw, int) and not isinstance(raw, bool):
        score = raw
    elif isinstance(raw, float) and raw.is_integer():  # false for NaN and infinity
        score = int(raw)
    elif isinstance(raw, str) and len(raw) <= _DIGITS and raw.strip().lstrip("-").isdecimal() and raw.isascii():
        score = int(raw) if raw.strip().count("-") < 2 else None
    if score is None or not low <= score <= high:
        raise UsageError("FBK090", path=(name,), name=name, found=_spell(raw)[:80], low=low, high=high)
    return score


def _kept(data: Mapping[str, object]) -> dict[str, Value]:
    """Return what is kept of an answer to a question that nobody knows any more."""
    out: dict[str, Value] = {}
    for name in ("score", "comment"):
        raw = data.get(name)
        if words := _words(raw):
            out[name] = words[:LONGEST_COMMENT]
        elif isinstance(raw, int) and abs(raw) < 10**_DIGITS:
            out[name] = raw
    return out


def _words(raw: object) -> str:
    """Return a text without control characters (but tabs and line breaks) and halves of characters; nothing for what is no text."""
    if not isinstance(raw, str):
        return ""
    return "".join(char for char in raw if char in "\n\t" or category(char) not in ("Cc", "Cs")).strip()


def _spell(raw: object) -> str:
    """Return something as a message shows it, whatever it is."""
    try:
        return str(raw).encode("utf-8", "replace").decode()
    except ValueError:  # an integer of thousands of digits
        return "…"


def _is_set(value: object) -> bool:
    """Return whether a form set a mark: true, or the text with which forms say so."""
    return value is True or (isinstance(value, str) and value.strip().lower() in ("true", "on", "yes", "1"))


def _event(grant: AnswerGrant, given: Mapping[str, Value], *, dismissed: bool, now_us: int, by: str) -> Event:
    data: dict[str, Value] = {"instrument": grant.instrument, "invitation": grant.invitation, "version": grant.version, **given}
    if dismissed:
        data = {name: data[name] for name in ("instrument", "invitation")}
    said = json.dumps([grant.tenant, grant.case, now_us, data], ensure_ascii=False, sort_keys=True)
    return Event(
        "dismissed" if dismissed else "answered",
        case=grant.case or f"{grant.instrument}:{grant.customer or 'anonymous'}",
        tenant=grant.tenant,
        at=from_us(now_us),
        by=by,
        id=f"answer {sha256(said.encode()).hexdigest()[:24]}",
        data=data,
    )
