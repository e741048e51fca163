"""The contract of sources of agreements.

*Rule:* every row is one that a standard could have written under `sla.agreements.rows`, and names its customer, contract and clause; the
same rows come in the same order each time.

Example:
    >>> from servstd.testing import EntitlementsContract
    >>> class TestContracts(EntitlementsContract):
    ...     def make(self): ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servstd.document.checking import Checker
from servstd.document.grammar import DEFINITIONS
from servstd.document.grammar_agreements import AGREEMENT
from servstd.document.source import Source
from servstd.plain import is_map
from servstd.protocols import Entitlements
from servstd.testing.contracts._rules import broken, called, check_members, check_name, check_no_secret, check_plain, must_override, name_of

__all__ = ["EntitlementsContract"]

_RULE = "a source gives agreements in the form a standard writes them under `sla.agreements.rows`"
_MEND = 'give {"customer": "K1", "contract": "HT-1", "clause": "6.2", "from": "2026-01-01", "targets": {...}}; dates as texts'


class EntitlementsContract:
    """What every source of agreements keeps. Subclass it as `Test...` and give `make`: a source that knows an agreement.

    Attributes:
        secrets: Secrets the source holds in another form than `Secret`; those are found by themselves.
    """

    secrets: Sequence[str] = ()

    def make(self) -> Entitlements:
        """Return the source."""
        must_override(self, "make", "a source of agreements")

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), Entitlements, "agreements")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_it_knows_agreements(self) -> None:
        source = self.make()
        if not self._rows(source):
            broken(
                f"{name_of(source)}.agreements gave nothing",
                rule="the contract's source knows an agreement, else nothing can be checked",
                mend="let `make` return one that reads a sample of yours",
            )

    def test_its_rows_are_plain_data(self) -> None:
        source = self.make()
        for row in self._rows(source):
            check_plain(row, f"what {name_of(source)} gave", rule=_RULE, mend=_MEND)

    def test_its_rows_can_be_read(self) -> None:
        source = self.make()
        for number, row in enumerate(self._rows(source), 1):
            checker = Checker(Source("-", data=row), DEFINITIONS)
            checker.check(AGREEMENT, dict(row))
            if checker.report.problems:
                told = "\n".join(f"{problem.path_text}: {problem.message('en')}" for problem in checker.report.problems)
                broken(f"{name_of(source)} gave a wrong row, number {number}:\n{told}", rule=_RULE, mend=_MEND)

    def test_it_can_be_asked_again(self) -> None:
        source = self.make()
        first, second, other = self._rows(source), self._rows(source), self._rows(self.make())
        if not first == second == other:
            broken(
                f"{name_of(source)} gave {len(first)} agreements, then {len(second)}, and a new one {len(other)}, or others",
                rule="it gives the same agreements in the same order each time, as long as nothing changed",
                mend="return a tuple, not a generator that was used up; sort what comes without an order",
            )

    def test_its_repr_shows_no_secret(self) -> None:
        check_no_secret(self.make(), self.secrets)

    def _rows(self, source: Entitlements) -> list[Mapping[str, object]]:
        __tracebackhide__ = True
        what = f"{name_of(source)}.agreements"
        found: list[object] = called(lambda: list(source.agreements()), what, rule="`agreements` returns every agreement", mend=_MEND)
        for row in found:
            if not is_map(row):
                broken(f"{what} gave {row!r}"[:200], rule="each agreement is a mapping", mend=_MEND)
        return [row for row in found if is_map(row)]
