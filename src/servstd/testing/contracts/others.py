"""The contracts of checks of standards, report formats, commands and observers.

*Rule:* they look and tell; none changes what it is given, and none ends the program.

Example:
    >>> from servstd.testing import CommandContract
    >>> class TestHello(CommandContract):
    ...     def make(self): ...
    ...     def good(self):
    ...         return ["--name", "li"]
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from functools import partial
from typing import get_args

from servstd.errors import Severity
from servstd.plain import is_list
from servstd.protocols import Command, Finding, Observer, ReportFormat, StandardCheck
from servstd.testing.contracts._pure import Watched, check_asked
from servstd.testing.contracts._rules import anything, broken, called, check_members, check_name, must_override, name_of
from servstd.testing.contracts._sample_standard import SAMPLE, sample_decisions, sample_report

__all__ = ["CommandContract", "ObserverContract", "ReportFormatContract", "StandardCheckContract"]

_HALF_WRITTEN: Sequence[Mapping[str, object]] = (
    {},
    {"standard": "x"},
    {"sla": None},
    {"sla": {"policies": {}}},
    {"calendars": [], "people": "x", "attributes": 3},
)
_TODAY = date(2026, 1, 5)


class StandardCheckContract:
    """What every check of standards keeps. Subclass it as `Test...` and give `make`; `bad` to see that it finds something."""

    def make(self) -> StandardCheck:
        """Return the check."""
        must_override(self, "make", "a check")

    def good(self) -> Mapping[str, object]:
        """Return a standard, as plain data, in which the check finds nothing or something."""
        return SAMPLE

    def bad(self) -> Mapping[str, object] | None:
        """Return a standard, as plain data, in which the check finds something; None: not tried."""
        return None

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), StandardCheck, "check")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_it_returns_findings(self) -> None:
        check = self.make()
        for finding in self._findings(check, self.good(), _TODAY) + self._findings(check, self.good(), None):
            if not finding.message.strip() or finding.severity not in get_args(Severity) or not is_list(finding.path):
                broken(
                    f"{name_of(check)} found {finding!r}",
                    rule="a finding has a message, a severity (error, warning, note) and a path of keys and positions",
                    mend='return Finding("Say what is wrong.", path=("sla", "policies", 0), fix="Say how to mend it.")',
                )

    def test_it_finds_what_is_bad(self) -> None:
        bad = self.bad()
        if bad is None:
            return
        check = self.make()
        if not self._findings(check, bad, _TODAY):
            broken(f"{name_of(check)} found nothing in `bad`", rule="a check finds what it is for", mend="see what `bad` holds: plain data")

    def test_the_same_standard_gets_the_same_findings(self) -> None:
        check = self.make()
        found = [self._findings(one, self.good(), _TODAY) for one in (check, check, self.make())]
        if not found[0] == found[1] == found[2]:
            broken(
                f"{name_of(check)} found {found[0]!r} and then {found[1]!r}"[:300],
                rule="the same standard gets the same findings; `today` is an argument, and may be None",
                mend="use no clock and no chance; make the list anew each time",
            )

    def test_it_copes_with_a_standard_that_is_not_finished(self) -> None:
        check = self.make()
        for source in _HALF_WRITTEN:
            self._findings(check, source, None)

    def test_it_changes_nothing(self) -> None:
        check, watched = self.make(), Watched(self.good())
        self._findings(check, watched, _TODAY)
        check_asked(check, watched, [*watched.asked], "data of the standard")

    def _findings(self, check: StandardCheck, source: Mapping[str, object], today: date | None) -> list[Finding]:
        __tracebackhide__ = True
        what = f"{name_of(check)}.check, given {str(source)[:60]!r} and today={today},"
        given = source if isinstance(source, Watched) else deepcopy(dict(source))
        rule = "a check reads any standard, also one that is half written or wrong, and raises nothing"
        found: list[object] = called(
            lambda: list(check.check(given, today)), what, rule=rule, mend="check each value before looking into it"
        )
        for finding in found:
            if not isinstance(finding, Finding):
                broken(f"{what} returned {finding!r}"[:300], rule="a check returns Finding values", mend='return [Finding("...")], or []')
        return [finding for finding in found if isinstance(finding, Finding)]


class ReportFormatContract:
    """What every report format keeps. Subclass it as `Test...` and give `make`; `report` to write one of your own."""

    def make(self) -> ReportFormat:
        """Return the format."""
        must_override(self, "make", "a report format")

    def report(self) -> Mapping[str, object]:
        """Return what `servstd report --format json` prints; by default that of a small sample."""
        return sample_report()

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), ReportFormat, "write")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_it_writes_bytes_in_both_languages(self) -> None:
        form = self.make()
        for locale in ("en", "zh"):
            if not self._written(form, locale):
                broken(
                    f"{name_of(form)}.write wrote nothing in {locale!r}", rule="a report is never empty", mend="write its head, at least"
                )

    def test_it_writes_the_same_again(self) -> None:
        form = self.make()
        if self._written(form, "en") != self._written(self.make(), "en"):
            broken(
                f"{name_of(form)}.write wrote something else the second time",
                rule="the same report is written as the same bytes, so that files can be compared",
                mend="write no time of day and no random names; zip-based formats: set the entries' date",
            )

    def test_it_changes_nothing(self) -> None:
        form, watched = self.make(), Watched(self.report())
        self._written(form, "en", watched)
        check_asked(form, watched, [*watched.asked], "report")

    def _written(self, form: ReportFormat, locale: str, report: Mapping[str, object] | None = None) -> bytes:
        __tracebackhide__ = True
        what = f"{name_of(form)}.write in {locale!r}"
        given = deepcopy(dict(self.report())) if report is None else report
        write: Callable[[], object] = partial(form.write, given, locale)
        found = anything(called(write, what, rule="a report can be written", mend="look with `.get(...)`"))
        if not isinstance(found, bytes):
            broken(f"{what} returned {type(found).__name__}", rule="`write` returns the file's bytes", mend="encode texts as UTF-8")
        return found


class CommandContract:
    """What every command keeps. Subclass it as `Test...` and give `make`, and the arguments of a `good` call."""

    def make(self) -> Command:
        """Return the command."""
        must_override(self, "make", "a command")

    def good(self) -> Sequence[str]:
        """Return arguments with which it succeeds; by default none."""
        return []

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), Command, "run")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_it_succeeds(self) -> None:
        command = self.make()
        code = self._run(command, self.good())
        if code != 0:
            broken(
                f"{name_of(command)}.run({list(self.good())}) returned {code}", rule="a good call returns 0", mend="set `good`, or mend it"
            )

    def test_it_refuses_what_it_does_not_know(self) -> None:
        command = self.make()
        code = self._run(command, ["--no-such-option-anywhere"])
        if code != 2:
            broken(
                f"{name_of(command)}.run(['--no-such-option-anywhere']) returned {code}",
                rule="a call that is not understood says so and returns 2; 1 is for what was found wrong",
                mend="argparse: catch SystemExit and return its code",
            )

    def _run(self, command: Command, arguments: Sequence[str]) -> int:
        __tracebackhide__ = True
        what = f"{name_of(command)}.run({list(arguments)})"
        out = io.StringIO()
        rule, mend = (
            "a command returns its exit code: it raises nothing and does not end the program",
            "catch SystemExit and return its code",
        )
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                code: object = called(lambda: command.run(list(arguments)), what, rule=rule, mend="print what is wrong and return 1 or 2")
        except SystemExit as error:
            broken(f"{what} raised SystemExit({error.code!r})", rule=rule, mend=mend)
        if type(code) is not int or code not in (0, 1, 2):
            broken(f"{what} returned {code!r}", rule="a command returns 0 (fine), 1 (problems) or 2 (usage)", mend="end it with `return 0`")
        return code


class ObserverContract:
    """What every observer keeps. Subclass it as `Test...` and give `make`."""

    def make(self) -> Observer:
        """Return the observer."""
        must_override(self, "make", "an observer")

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), Observer, "decided")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_it_takes_every_decision(self) -> None:
        observer = self.make()
        for what, decision in sample_decisions():
            before = decision.to_json()
            rule, mend = "an observer takes note of any decision and raises nothing", "`decision.clocks` may be empty, dues may be None"
            for _ in range(2):  # cases are decided again and again
                called(partial(observer.decided, decision), f"{name_of(observer)}.decided {what}", rule=rule, mend=mend)
            if decision.to_json() != before:
                broken(f"{name_of(observer)} changed a decision", rule="an observer looks only", mend="copy what is kept")
