"""The contract of conditions.

*Rule:* whether a condition holds is a function of the attributes that `reads` names, and of its arguments.

Example:
    >>> from servstd.testing import ConditionContract
    >>> class TestAbroad(ConditionContract):
    ...     def make(self): ...
    ...     def samples(self):
    ...         return [({"country": "CN"}, {"home": "CN"}), ({"country": "FR"}, {"home": "CN"})]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from servstd.protocols import Condition
from servstd.testing.contracts._pure import Watched, check_apart, check_asked, odd_mappings
from servstd.testing.contracts._rules import broken, called, check_members, check_name, check_reads, must_override, name_of

__all__ = ["ConditionContract"]

_OTHER = "an attribute that nobody declared"
Sample = tuple[Mapping[str, object], Mapping[str, object]]


class ConditionContract:
    """What every condition keeps. Subclass it as `Test...` and give `make` and `samples`."""

    def make(self) -> Condition:
        """Return the condition."""
        must_override(self, "make", "a condition")

    def samples(self) -> Sequence[Sample]:
        """Return pairs of a case's attributes and the arguments a standard writes, one or more."""
        must_override(self, "samples", "pairs of attributes and arguments")

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), Condition, "holds")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_its_reads_are_told(self) -> None:
        check_reads(self.make())

    def test_it_answers_true_or_false(self) -> None:
        condition = self.make()
        for attributes, args in self._samples():
            self._holds(condition, attributes, args, "given a sample")

    def test_the_same_case_gets_the_same_answer(self) -> None:
        condition = self.make()
        for attributes, args in self._samples():
            first = self._holds(condition, attributes, args, "given a sample")
            turned = dict(reversed(list(attributes.items())))
            for again in (
                self._holds(condition, attributes, args, "again"),
                self._holds(self.make(), attributes, args, "again"),
                self._holds(condition, turned, args, "with the attributes in another order"),
            ):
                if again != first:
                    broken(
                        f"{name_of(condition)} answered {first} and then {again} for the same attributes",
                        rule="the same attributes and arguments get the same answer",
                        mend="use no clock, no counter and no chance; the standard's events bring the time",
                    )

    def test_it_copes_with_missing_and_odd_attributes(self) -> None:
        condition = self.make()
        for sample, args in self._samples():
            for what, attributes in odd_mappings([sample], self._reads(condition)):
                self._holds(condition, attributes, args, f"given {what}")

    def test_it_reads_what_it_says(self) -> None:
        condition = self.make()
        reads = self._reads(condition)
        for attributes, args in self._samples():
            watched = Watched({**attributes, _OTHER: 1})
            plain = self._holds(condition, watched, args, "given a sample")
            check_asked(condition, watched, reads, "attributes")
            for other in (10**6, "x", None):
                changed = {name: (value if name in reads else other) for name, value in attributes.items()} | {_OTHER: other}
                if self._holds(condition, changed, args, "with other attributes beside those it reads") != plain:
                    broken(
                        f"{name_of(condition)} answered otherwise when an attribute changed that `reads` does not name",
                        rule="the answer depends on the attributes in `reads` alone",
                        mend="add the attribute to `reads`, or do not look at it",
                    )

    def test_it_changes_nothing(self) -> None:
        condition = self.make()
        for attributes, args in self._samples():
            watched, arguments = Watched(attributes), Watched(args)
            self._holds(condition, watched, arguments, "given attributes that cannot be written to")
            for one, what in ((watched, "attributes"), (arguments, "arguments")):
                if one.changed:
                    check_asked(condition, one, [*one.asked], what)

    def test_it_reaches_for_nothing_outside(self) -> None:
        condition = self.make()
        for attributes, args in self._samples():
            check_apart(condition, partial(condition.holds, _frozen(attributes), _frozen(args)))

    def _samples(self) -> Sequence[Sample]:
        __tracebackhide__ = True
        found = self.samples()
        if not found:
            must_override(self, "samples", "at least one pair")
        return found

    def _reads(self, condition: Condition) -> list[str]:
        __tracebackhide__ = True
        check_reads(condition)
        return list(condition.reads)

    def _holds(self, condition: Condition, attributes: Mapping[str, object], args: Mapping[str, object], when: str) -> bool:
        __tracebackhide__ = True
        what = f"{name_of(condition)}.holds, {when},"
        found: object = called(
            lambda: condition.holds(attributes if isinstance(attributes, Watched) else _frozen(attributes), args),
            what,
            rule="a condition answers for every case, also where an attribute is missing or odd",
            mend="look with `.get(...)`, check the type, and answer False; attributes are not written to",
        )
        if found is not True and found is not False:
            broken(f"{what} answered {found!r}", rule="a condition answers True or False", mend="wrap the answer in bool(...)")
        return found is True


def _frozen(data: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType(dict(data))
