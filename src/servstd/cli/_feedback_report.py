"""`servstd feedback report` and `servstd feedback themes`: what customers answered, and what they write about.

*Rule:* answers may come among the events of cases or from a survey tool's export; either way each is counted once, and what is not counted
is in the report with its reason.

Example:
    >>> from servstd.cli import run
    >>> run(["feedback", "report", "no-such-standard.yaml", "--events", "events.jsonl"])
    2
"""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from servstd.cli._cases import Cases, read_cases
from servstd.cli._command import events_options, make, option, standard
from servstd.cli._feedback_options import read_bounds, read_since, read_whole
from servstd.cli._files import check_outputs, whole_file
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.errors import Place, Problem, StandardError, UsageError
from servstd.feedback.improving import Checked
from servstd.feedback.ledger import ContactLedger
from servstd.feedback.reporting import CountBy, FeedbackReport, theme_data
from servstd.messages.feedback import feedback_words, say_reason
from servstd.report import PERIODS, Unit
from servstd.report.feedback import feedback_html, labels_of, render_feedback, render_themes
from servstd.sla.clock import NEVER

if TYPE_CHECKING:
    from servstd.events import Event
    from servstd.standard import Standard

__all__ = ["REPORT_COMMAND", "THEMES_COMMAND", "read_ledger", "report", "themes"]


@attrs.frozen
class _Files:
    """The files a call reads."""

    standard: str
    events: str
    mapping: str | None
    answers: str | None
    answers_mapping: str | None
    rejects: str | None
    ledger: str | None = None

    @property
    def names(self) -> tuple[str | None, ...]:
        """Return their names."""
        return self.standard, self.events, self.mapping, self.answers, self.answers_mapping, self.ledger


@attrs.frozen
class _Rejected:
    """How many rows of a file could not be read, and where they are written."""

    file: str
    count: int
    aside: str | None


@attrs.frozen
class _Read:
    """What was read: the events of all cases, the cases, and how many rows could not be read."""

    events: tuple[Event, ...]
    cases: Cases
    rejected: tuple[_Rejected, ...]


def report(
    session: Session,
    standard: str,
    events: str,
    mapping: str | None,
    now: str | None,
    answers: str | None,
    answers_mapping: str | None,
    rejects: str | None,
    ledger: str | None,
    by: tuple[str, ...],
    period: Unit | None,
    start: str | None,
    end: str | None,
    count_by: CountBy,
    minimum: str,
    baseline: str,
    html: str | None,
    out: str | None,
) -> int:
    """Print the report, or write it; return 1 when a case had to be left out."""
    files = _Files(standard, events, mapping, answers, answers_mapping, rejects, ledger)
    check_outputs((html, out, rejects), reads=files.names)
    least, length = read_whole("--minimum", minimum), read_whole("--baseline", baseline)
    loaded = load_standard(session, standard)
    desk = loaded.feedback
    read = _read(session, loaded, files, now)
    bounds = read_bounds(read.cases, start, end)
    made = desk.report(
        read.events,
        now=read.cases.now,
        ledger=None if ledger is None else read_ledger(ledger),
        by=by,
        period=period,
        start=bounds[0],
        end=bounds[1],
        count_by=count_by,
        minimum=least,
        baseline=length,
    )
    labels = labels_of(loaded.editions, session.locale)
    if html is not None:
        with whole_file(html, reads=files.names) as part:
            part.write_text(feedback_html(made, session.locale, labels=labels), encoding="utf-8")
    data = {"file": events, "html": html, **_rejects(read), **made.as_dict(session.locale)}
    _tell(session, data if session.json else render_feedback(made, session.locale, labels=labels, width=session.width), out, files)
    if html is not None and not session.json:
        session.note(feedback_words("written", session.locale, file=html))
    return _warn(session, made, read)


def themes(
    session: Session,
    standard: str,
    events: str,
    mapping: str | None,
    now: str | None,
    answers: str | None,
    answers_mapping: str | None,
    rejects: str | None,
    ledger: str | None,
    since: tuple[str, ...],
    start: str | None,
    end: str | None,
    out: str | None,
) -> int:
    """Print how often each theme comes up and whether improvements helped; return 1 when a case had to be left out."""
    files = _Files(standard, events, mapping, answers, answers_mapping, rejects, ledger)
    check_outputs((out, rejects), reads=files.names)
    loaded = load_standard(session, standard)
    desk = loaded.feedback
    if not desk.model.themes:
        raise UsageError("FBK176")
    read = _read(session, loaded, files, now)
    bounds = read_bounds(read.cases, start, end)
    book = None if ledger is None else read_ledger(ledger)
    made = desk.report(read.events, now=read.cases.now, ledger=book, start=bounds[0], end=bounds[1])
    improvements: list[Checked] | None = None
    if since or any(loop.improvement and loop.trigger.kind == "theme" for loop in desk.model.loops):
        # a baseline needs what was said before the report's first day, too
        known = [event for event in read.events if event.at_us <= made.now_us and event.at_us < (made.scope.to_us or NEVER)]
        improvements = desk.check_improvements(known, ledger=book, since=read_since(since, read.cases))
    data: dict[str, object] = {"file": events, **_rejects(read), "standard": made.standard, "remarks": made.remarks}
    data["themes"] = [theme_data(share) for share in made.themes]
    data["instruments"] = [
        {"instrument": one.name, "version": one.version, "remarks": one.remarks, "themes": [theme_data(share) for share in one.themes]}
        for one in made.instruments
    ]
    data["improvements"] = [one.as_dict() for one in improvements or ()]
    labels = labels_of(loaded.editions, session.locale)
    told = data if session.json else render_themes(made, session.locale, labels=labels, width=session.width, improvements=improvements)
    _tell(session, told, out, files)
    return _warn(session, made, read)


def read_ledger(name: str) -> ContactLedger:
    """Return the ledger of a file.

    Raises:
        StandardError: a line is no entry, was written before, or is about what was never sent: FBK084-086, with its place. A ledger is
            ours, and is mended rather than read in part.
    """
    path = Path(name)
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            return ContactLedger.read(lines)
    except UsageError as error:
        line = next((step for step in error.problem.path if isinstance(step, int)), 1)
        raise StandardError([attrs.evolve(error.problem, place=Place(path.name, line=line, column=1), path=())]) from error


def _read(session: Session, loaded: Standard, files: _Files, now: str | None) -> _Read:
    if files.answers is None and files.answers_mapping is not None:
        raise UsageError("FBK178")
    aside = files.rejects if files.answers is None else None
    cases = read_cases(session, loaded, files.events, files.mapping, now, rejects=aside)
    events = [event for _, some in cases.log.cases for event in some]
    rejected = [_Rejected(files.events, cases.log.rejected, aside)]
    if files.answers is not None:
        more = read_cases(session, loaded, files.answers, files.answers_mapping, now, rejects=files.rejects)
        known = {(event.tenant, event.case) for event in events}
        # an export of answers has to open its cases; where the case is known, its own opening counts
        events += [
            event for _, some in more.log.cases for event in some if event.kind != "opened" or (event.tenant, event.case) not in known
        ]
        rejected.append(_Rejected(files.answers, more.log.rejected, files.rejects))
        if now is None and more.now > cases.now:
            cases = attrs.evolve(cases, now=more.now)
    return _Read(tuple(events), cases, tuple(rejected))


def _rejects(read: _Read) -> dict[str, object]:
    return {"rejected": sum(one.count for one in read.rejected), "now_is": read.cases.why_now.partition(".")[2]}


def _tell(session: Session, result: dict[str, object] | str, out: str | None, files: _Files) -> None:
    text = result if isinstance(result, str) else dumps(result, ensure_ascii=False, indent=2, allow_nan=False)
    if out is None:
        session.say(text)
        return
    with whole_file(out, reads=files.names) as part:
        part.write_text(text + "\n", encoding="utf-8")
    session.note(feedback_words("written", session.locale, file=out))


def _warn(session: Session, made: FeedbackReport, read: _Read) -> int:
    for problem in _problems(made, read):
        session.warn(problem)
    return 1 if any(problem.code == "FBK171" for problem in made.left_out) else 0


def _problems(made: FeedbackReport, read: _Read) -> Iterator[Problem]:
    for one in read.rejected:
        if one.count:
            yield Problem("CLI016", params={"count": one.count, "file": one.file, "rejects": one.aside})
    if made.strangers:
        why = {
            f"why_{locale}": ", ".join(f"{say_reason(reason, locale)} {count}" for reason, count in made.strangers.items())
            for locale in ("en", "zh")
        }
        yield Problem("FBK175", params={"count": sum(made.strangers.values()), **why})


def _shared() -> list[click.Parameter]:
    return [
        standard(),
        *events_options(),
        option("--answers", metavar="FILE"),
        option("--answers-mapping", metavar="FILE"),
        option("--rejects", metavar="FILE"),
    ]


def _bounding() -> list[click.Parameter]:
    return [option("--from", "start", metavar="DAY"), option("--to", "end", metavar="DAY"), option("--out", metavar="FILE")]


REPORT_COMMAND: click.Command = make(
    "feedback report",
    report,
    [
        *_shared(),
        option("--ledger", metavar="FILE"),
        option("--by", metavar="ATTRIBUTE", many=True),
        click.Option(["--period"], type=click.Choice(PERIODS)),
        click.Option(["--count-by"], type=click.Choice(["answered", "resolved"]), default="answered", show_default=True),
        click.Option(["--minimum"], metavar="N", default="30", show_default=True),
        click.Option(["--baseline"], metavar="N", default="20", show_default=True),
        option("--html", metavar="FILE"),
        *_bounding(),
    ],
)
THEMES_COMMAND: click.Command = make(
    "feedback themes",
    themes,
    [*_shared(), option("--ledger", metavar="FILE"), option("--since", metavar="LOOP=DAY", many=True), *_bounding()],
)
