"""`servstd escalation plan`: who is told what, when, for a case of a file or for one that is supposed.

*Rule:* the instant from which it is planned is the file's or the one named, never the present; nothing is sent.

Example:
    >>> read_answer("+20m acknowledged wang chain=late")
    {'at': '+20m', 'kind': 'acknowledged', 'by': 'wang', 'data': {'chain': 'late'}}
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from servstd.cli._cases import read_cases, read_option_instant, tell_now
from servstd.cli._command import make, option, standard
from servstd.cli._files import whole_file
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.cli.quote import read_attributes, read_value
from servstd.errors import UsageError
from servstd.instants import from_us, read_zone
from servstd.report.escalation import plan_html

if TYPE_CHECKING:
    from servstd.cli._cases import Cases
    from servstd.escalating import Plan
    from servstd.standard import Standard

__all__ = ["COMMAND", "plan", "read_answer"]

_ANSWER = re.compile(r"(?P<at>\S+(?: [0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?) (?P<kind>[a-z][a-z_-]*)(?P<rest>(?: \S+)*)")


def plan(
    session: Session,
    standard: str,
    events: str | None,
    mapping: str | None,
    tiers: str | None,
    case: str | None,
    case_data: tuple[str, ...],
    at: str | None,
    answer: tuple[str, ...],
    until: str | None,
    now: str | None,
    html: str | None,
) -> int:
    """Print who is told what, when; write the picture where one is asked for."""
    loaded = load_standard(session, standard)
    supposed = events is None
    if supposed != bool(case_data or at) or supposed != (case is None) or (supposed and (at is None or now is not None)):
        raise UsageError("ESC063")
    answers = [read_answer(text) for text in answer]
    zone = read_zone(loaded.current.time_zone)
    end = None if until is None else from_us(read_option_instant("--until", until, zone), zone)
    cases: Cases | None = None
    if events is None or case is None:
        moment = from_us(read_option_instant("--at", str(at), zone), zone)
        data = read_attributes(case_data, loaded.current)
        made = loaded.escalation.what_if(data, at=moment, until=end, answers=answers, locale=session.locale)
    else:
        cases = read_cases(session, loaded, events, mapping, now, tiers=tiers)
        history = cases.log.case(case)
        made = loaded.escalation.plan(history, now=cases.now, until=end, answers=answers, tiers=cases.tiers, locale=session.locale)
    if html is not None:
        with whole_file(html, reads=(standard, events, mapping, tiers)) as part:
            part.write_text(plan_html(made, session.locale), encoding="utf-8")
    _tell(session, loaded, made, html)
    if cases is not None:
        tell_now(session, cases)
    return 0


def _tell(session: Session, standard: Standard, made: Plan, html: str | None) -> None:
    if session.json:
        problems = [problem.as_dict(session.locale) for problem in made.problems]
        session.emit({"standard": standard.name, "html": html, **made.as_dict(), "problems": problems})
    else:
        session.say(made.text(session.locale))


def read_answer(text: str) -> dict[str, object]:
    """Return an answer as written on a command line: when, what, by whom, and what else is known of it (`name=value`).

    Raises:
        UsageError: ESC061 it cannot be read.
    """
    match = _ANSWER.fullmatch(" ".join(text.split()))
    if match is None:
        raise UsageError("ESC061", found=text)
    out: dict[str, object] = {"at": match["at"], "kind": match["kind"]}
    data: dict[str, object] = {}
    for word in match["rest"].split():
        name, sign, value = word.partition("=")
        if sign and name:
            data[name] = read_value(value)
        elif "by" in out:
            raise UsageError("ESC061", found=text)
        else:
            out["by"] = word
    return {**out, "data": data}


COMMAND = make(
    "escalation plan",
    plan,
    [
        standard(),
        option("--events", metavar="FILE"),
        option("--mapping", metavar="FILE"),
        option("--tiers", metavar="FILE"),
        option("--case", metavar="ID"),
        option("--case-data", metavar="NAME=VALUE", many=True),
        option("--at", metavar="INSTANT"),
        option("--answer", metavar="ANSWER", many=True),
        option("--until", metavar="INSTANT"),
        option("--now", metavar="INSTANT"),
        option("--html", metavar="FILE"),
    ],
)
