"""The contract of scoring rules.

*Rule:* a score is a function of the facts that `reads` names: the same today and tomorrow, for every customer, within `range`.

Example:
    >>> from servstd.testing import ScoringRuleContract
    >>> class TestSpending(ScoringRuleContract):
    ...     def make(self): ...
    ...     def samples(self):
    ...         return [{"spent": 1200}, {"spent": 0}]
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from servstd.plain import is_list, is_map
from servstd.protocols import Score, ScoringRule
from servstd.testing.contracts._pure import Watched, check_apart, check_asked, odd_mappings
from servstd.testing.contracts._rules import (
    anything,
    broken,
    called,
    check_members,
    check_name,
    check_plain,
    check_reads,
    member,
    must_override,
    name_of,
    skip,
)

__all__ = ["ScoringRuleContract"]

_OTHER = "a fact that nobody declared"


@runtime_checkable
class _Many(Protocol):
    def score_many(self, rows: Sequence[Mapping[str, object]], settings: object, /) -> Iterable[object]: ...


class ScoringRuleContract:
    """What every scoring rule keeps. Subclass it as `Test...` and give `make` and `samples`."""

    def make(self) -> ScoringRule:
        """Return the rule."""
        must_override(self, "make", "a scoring rule")

    def samples(self) -> Sequence[Mapping[str, object]]:
        """Return facts of some customers, one or more, as the rule expects them."""
        must_override(self, "samples", "facts of customers, a list of mappings")

    def settings(self) -> object:
        """Return the settings the rule is given; by default None."""
        return None

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), ScoringRule, "score")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_its_version_reads_and_range_are_told(self) -> None:
        rule = self.make()
        check_reads(rule)
        version = member(rule, "version")
        if not isinstance(version, str) or not version.strip():
            broken(
                f"{name_of(rule)}.version is {version!r}",
                rule="`version` is a text that changes whenever the same facts may give another score",
                mend='set `version = "1"`',
            )
        bounds = member(rule, "range")
        pair = bounds if is_list(bounds) and not isinstance(bounds, list) else ()
        numbers = [float(value) for value in pair if type(value) is int or type(value) is float]
        if len(pair) != 2 or len(numbers) != 2 or not -math.inf < numbers[0] < numbers[1] < math.inf:
            broken(
                f"{name_of(rule)}.range is {bounds!r}",
                rule="`range` is a tuple of two numbers, the least score and the greatest",
                mend="set `range = (0.0, 100.0)`",
            )

    def test_the_same_facts_give_the_same_score(self) -> None:
        rule = self.make()
        for facts in self._samples():
            first = self._score(rule, facts, "given a sample")
            turned = dict(reversed(list(facts.items())))
            for what, again in (
                ("again", self._score(rule, facts, "again")),
                ("of a new object", self._score(self.make(), facts, "again")),
                ("with the facts in another order", self._score(rule, turned, "with the facts in another order")),
            ):
                if again != first:
                    broken(
                        f"{name_of(rule)} gave {first!r} and, {what}, {again!r}",
                        rule="the same facts give the same score, and the same evidence",
                        mend="take `today` as a fact; use no chance, no counter, no order of a set",
                    )

    def test_it_copes_with_missing_and_odd_facts(self) -> None:
        rule = self.make()
        for what, facts in odd_mappings(self._samples(), self._reads(rule)):
            self._score(rule, facts, f"given {what}")

    def test_it_stays_within_its_range(self) -> None:
        rule = self.make()
        low, high = rule.range
        for what, facts in [("a sample", sample) for sample in self._samples()] + list(odd_mappings(self._samples(), self._reads(rule))):
            value: object = self._score(rule, facts, f"given {what}").value
            if value is None:
                continue
            if type(value) not in (int, float) or not low <= float(str(value)) <= high:
                broken(
                    f"{name_of(rule)}, given {what}, scored {value!r}; its range is {low:g} to {high:g}",
                    rule="a score is a number within `range`, or None when the facts do not suffice",
                    mend="clamp it with min(max(...)); return Score(None) for facts that are missing or no numbers",
                )

    def test_its_evidence_is_plain_data(self) -> None:
        rule = self.make()
        for what, facts in [("a sample", sample) for sample in self._samples()] + list(odd_mappings(self._samples(), self._reads(rule))):
            evidence: object = self._score(rule, facts, f"given {what}").evidence
            mend = "write instants as texts, numbers as numbers; leave out what is not finite"
            if not is_map(evidence):
                broken(
                    f"the evidence of {name_of(rule)} is {evidence!r}", rule="the evidence is a mapping", mend='`evidence={"spent": 1200}`'
                )
            check_plain(evidence, f"the evidence of {name_of(rule)}, given {what},", rule="the evidence can be written as JSON", mend=mend)

    def test_it_reads_what_it_says(self) -> None:
        rule = self.make()
        reads = self._reads(rule)
        for facts in self._samples():
            watched = Watched({**facts, _OTHER: 1})
            plain = called(partial(rule.score, watched, self.settings()), **_raises(rule, "given a sample"))
            check_asked(rule, watched, reads, "facts")
            for other in (10**6, "x", None):
                changed = {name: (value if name in reads else other) for name, value in facts.items()} | {_OTHER: other}
                if self._score(rule, changed, "with other facts beside those it reads") != plain:
                    broken(
                        f"{name_of(rule)} gave another score when a fact changed that `reads` does not name",
                        rule="a score depends on the facts in `reads` alone",
                        mend="add the fact to `reads`, or do not look at it",
                    )

    def test_it_changes_no_fact(self) -> None:
        rule = self.make()
        for facts in self._samples():
            watched = Watched(facts)
            called(partial(rule.score, watched, self.settings()), **_raises(rule, "given facts that cannot be written to"))
            if watched.changed:
                check_asked(rule, watched, [*watched.asked], "facts")

    def test_it_reaches_for_nothing_outside(self) -> None:
        rule = self.make()
        for facts in self._samples():
            check_apart(rule, partial(rule.score, MappingProxyType(dict(facts)), self.settings()))

    def test_many_scores_are_the_scores_of_each(self) -> None:
        rule = self.make()
        if not isinstance(rule, _Many):
            skip("the rule has no `score_many`")
        rows = [dict(facts) for facts in self._samples()]
        many = called(lambda: list(rule.score_many(rows, self.settings())), **_raises(rule, "asked for many"))
        single = [self._score(rule, facts, "given a sample") for facts in rows]
        if many != single:
            broken(
                f"{name_of(rule)}.score_many gave {many!r} where score gives {single!r}"[:300],
                rule="`score_many` gives what `score` gives, in the order of its rows",
                mend="let one call the other",
            )

    def _samples(self) -> Sequence[Mapping[str, object]]:
        __tracebackhide__ = True
        found = self.samples()
        if not found:
            must_override(self, "samples", "at least one customer's facts")
        return found

    def _reads(self, rule: ScoringRule) -> list[str]:
        __tracebackhide__ = True
        check_reads(rule)
        return list(rule.reads)

    def _score(self, rule: ScoringRule, facts: Mapping[str, object], when: str) -> Score:
        __tracebackhide__ = True
        call: Callable[[], object] = partial(rule.score, MappingProxyType(dict(facts)), self.settings())
        found = anything(called(call, **_raises(rule, when)))
        if not isinstance(found, Score):
            broken(
                f"{name_of(rule)}.score, {when}, returned {found!r}",
                rule="`score` returns a Score",
                mend="return Score(value, evidence={...})",
            )
        return found


def _raises(rule: ScoringRule, when: str) -> Mapping[str, str]:
    return {
        "what": f"{name_of(rule)}.score, {when},",
        "rule": "a rule is total: it scores whatever the facts hold, None when they do not suffice",
        "mend": "check each fact before reckoning with it, and return Score(None, evidence={...}) otherwise; facts are not written to",
    }
