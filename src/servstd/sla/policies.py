"""Which target governs which metric: the first matching policy that names it, per metric.

*Rule:* the choice is a function of the attributes that policies and tables read, and of nothing else; it is made once for
each combination of their values and remembered.

Example:
    >>> from servstd.durations import parse_amount
    >>> from servstd.sla.model import Policy, Target
    >>> policy = Policy("everyone", default=True, calendar="always", targets=(Target("resolution", within=parse_amount("4h")),))
    >>> table = PolicyTable((policy,), ("resolution", "first_response"))
    >>> [table.choice(key).reason for key in table.select({})]
    [None, 'no_policy']
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

import attrs

from servstd.conditions import StatePredicate, compile_state, names_read
from servstd.durations import Amount, parse_amount
from servstd.sla.agreements import Agreement, Agreements
from servstd.sla.model import Calendared, Lookup, OnChange, Policy, Target, Threshold, lookup_names

__all__ = ["Choice", "PolicyTable", "Reason", "find_row"]

Reason: TypeAlias = Literal["no_policy", "none", "no_row", "no_standard_in_force", "exempt"]
_REASONS: tuple[Reason, ...] = ("no_policy", "none", "no_row", "no_standard_in_force", "exempt")
_REMEMBERED = 8192
_MOST_CHOICES = 65_536
_NO_AGREEMENTS = Agreements()
_SAME: Mapping[str, str] = {}


@attrs.frozen(eq=False)
class Choice:
    """What governs one metric of one case: policy, target and calendar, or the reason why nothing does.

    Attributes:
        key: The choice as text, from which it can be made again: the case state keeps it.
        policy: The policy that governs; None: none does, or a customer's own agreement.
        amount: The amount the table gave; None: `until`, or nothing is graded.
        calendar: The calendar's name; None: no policy says.
        reason: Why the clock is measured only; None: it is graded.
        until: The attribute that holds the due instant, for a target of the form `until:`; `grace_us` is added to it.
        end_of_day: Whether the due moves to the last closing of its business date.
        warn: The thresholds of a graded target.
        agreement: The customer's own agreement that governs; None: none does.
    """

    key: str
    metric: str = attrs.field(kw_only=True)
    policy: str | None = attrs.field(default=None, kw_only=True)
    target: Target | None = attrs.field(default=None, kw_only=True)
    amount: Amount | None = attrs.field(default=None, kw_only=True)
    calendar: str | None = attrs.field(default=None, kw_only=True)
    mode: OnChange = attrs.field(default="carry", kw_only=True)
    reason: Reason | None = attrs.field(default=None, kw_only=True)

    until: str | None = attrs.field(default=None, kw_only=True)
    grace_us: int = attrs.field(default=0, kw_only=True)
    end_of_day: bool = attrs.field(default=False, kw_only=True)
    warn: tuple[Threshold, ...] = attrs.field(default=(), kw_only=True)
    agreement: Agreement | None = attrs.field(default=None, kw_only=True)

    def same_terms(self, other: Choice) -> bool:
        """Return whether nothing changes for a clock: the same policy and target, and the due placed alike or not at all."""
        if self.policy != other.policy or self.target != other.target or self.reason != other.reason:
            return False
        if self.agreement is not other.agreement and self.agreement != other.agreement:
            return False
        return self.reason is not None or self.same_due(other)

    def same_due(self, other: Choice) -> bool:
        """Return whether both place the due alike: same amount, calendar and end of day, both graded."""
        return (
            self.reason is None
            and other.reason is None
            and self.until == other.until
            and self.amount == other.amount
            and self.calendar == other.calendar
            and self.end_of_day == other.end_of_day
        )


def _row_key(value: object) -> str:
    """Return an attribute's value as a table's row is named: true and false in small letters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def find_row(value: Amount | str | Lookup | None, attributes: Mapping[str, object]) -> Amount | str | None:
    """Return the plain value of a table for these attributes; a missing attribute takes `else`; None: no row."""
    while isinstance(value, Lookup):
        given = attributes.get(value.attribute)
        row = value.rows.get(_row_key(given)) if given is not None else None
        value = value.otherwise if row is None else row
    return value


class PolicyTable:
    """An edition's policies, ready to choose.

    Attributes:
        names: The attributes that a choice depends on, sorted.

    Args:
        policies: In order of precedence.
        metrics: The metrics that are measured, in order.
        calendar_keys: Calendar name -> the key of its timeline, where the two differ.
        in_force: False before the first edition: nothing governs.
        agreements: What keys of agreements refer to.
    """

    def __init__(
        self,
        policies: tuple[Policy, ...],
        metrics: tuple[str, ...],
        calendar_keys: Mapping[str, str] = _SAME,
        *,
        in_force: bool = True,
        agreements: Agreements = _NO_AGREEMENTS,
    ) -> None:
        self._agreements = agreements
        self._policies = policies if in_force else ()
        self._metrics = metrics
        self._calendar_keys = calendar_keys
        self._default_reason: Reason = "no_policy" if in_force else "no_standard_in_force"
        self._tests: tuple[StatePredicate | None, ...] = tuple(
            None if policy.when is None else compile_state(policy.when) for policy in self._policies
        )
        self._by_name = {policy.name: policy for policy in self._policies}
        self._choices: dict[str, Choice] = {}
        self._selections: dict[tuple[object, ...], tuple[str, ...]] = {}
        self.names: tuple[str, ...] = tuple(sorted(self._read_names()))

    def _read_names(self) -> set[str]:
        names: set[str] = set()
        for policy in self._policies:
            if policy.when is not None:
                names |= names_read(policy.when)
            names |= lookup_names(policy.calendar)
            for target in policy.targets:
                names |= lookup_names(target.within) | lookup_names(target.calendar)
        return names

    def matching(self, attributes: Mapping[str, object]) -> Iterator[Policy]:
        """Yield the policies whose `when` holds, in order of precedence."""
        for policy, test in zip(self._policies, self._tests, strict=True):
            if test is None or test(attributes):
                yield policy

    def select(self, attributes: Mapping[str, object]) -> tuple[str, ...]:
        """Return the key of the choice for each metric, in the metrics' order."""
        values = tuple(map(attributes.get, self.names))
        asked = (values, tuple(map(type, values)))  # 1, 1.0 and true are equal, yet not the same to a policy
        selection = self._selections.get(asked)
        if selection is None:
            if len(self._selections) >= _REMEMBERED:
                self._selections.clear()
            matching = tuple(self.matching(attributes))
            selection = tuple(self._select_one(metric, matching, attributes) for metric in self._metrics)
            self._selections[asked] = selection
        return selection

    def _select_one(self, metric: str, matching: tuple[Policy, ...], attributes: Mapping[str, object]) -> str:
        for policy in matching:
            target = policy.target(metric)
            if policy.exempt is True or (policy.exempt and metric in policy.exempt):
                return self._intern(metric, policy, None, self._calendar(policy.calendar, attributes), "exempt")
            if target is None:
                continue
            if target.until is not None:
                return self._intern(metric, policy, None, "always", None)
            calendar = self._calendar(target.calendar or policy.calendar, attributes)
            if target.within is None:
                return self._intern(metric, policy, None, calendar, "none")
            amount = find_row(target.within, attributes)
            if not isinstance(amount, Amount) or calendar is None:
                return self._intern(metric, policy, None, calendar, "no_row")
            return self._intern(metric, policy, amount, calendar, None)
        return self._intern(metric, None, None, None, self._default_reason)

    def _calendar(self, value: Calendared | None, attributes: Mapping[str, object]) -> str | None:
        """Return the key of the calendar a policy names for these attributes; what is only measured is measured on it too."""
        name = find_row(value, attributes)
        return self._calendar_keys.get(name, name) if isinstance(name, str) else None

    def on_calendar(self, choice: Choice, calendar: str) -> Choice:
        """Return the choice with the customer's own calendar in place of the one that stands for it."""
        policy = self._by_name.get(choice.policy or "")
        return self.choice(self._intern(choice.metric, policy, choice.amount, calendar, choice.reason))

    def exempts_all(self, choice: Choice) -> bool:
        """Return whether a policy takes the whole case out of every grading: no agreement counts against that."""
        policy = self._by_name.get(choice.policy or "")
        return choice.reason == "exempt" and policy is not None and policy.exempt is True

    def agree(self, choice: Choice, agreement: Agreement, attributes: Mapping[str, object]) -> Choice | None:
        """Return what an agreement promises for the metric of a choice, changed to as the choice's policy says; None: nothing."""
        target = agreement.target(choice.metric)
        amount = None if target is None else find_row(target.within, attributes)
        if target is None or not isinstance(amount, Amount):
            return None
        name = find_row(target.calendar, attributes) or agreement.calendar
        if not isinstance(name, str):
            return None
        own = agreement.calendar if name in self._agreements.agreed else None
        calendar = own or self._calendar_keys.get(name, name)
        return self.choice(self._intern(choice.metric, self._by_name.get(choice.policy or ""), amount, calendar, None, agreement))

    def _intern(
        self,
        metric: str,
        policy: Policy | None,
        amount: Amount | None,
        calendar: str | None,
        reason: Reason | None,
        agreement: Agreement | None = None,
    ) -> str:
        within = "" if amount is None else f"{amount.us}us" if amount.us else str(amount)
        parts: list[object] = [metric, policy.name if policy else "", within, calendar or "", reason or ""]
        key = json.dumps(parts if agreement is None else [*parts, list(agreement.reference)], ensure_ascii=False)
        if key not in self._choices:
            if len(self._choices) >= _MOST_CHOICES:
                self._choices.clear()
            named = policy if agreement is None else agreement
            target = named.target(metric) if named else None
            graded = target if reason is None else None
            self._choices[key] = Choice(
                key,
                metric=metric,
                policy=policy.name if policy and agreement is None else None,
                target=target,
                amount=amount,
                calendar=calendar,
                mode=policy.on_change if policy else "carry",
                reason=reason,
                until=graded.until if graded else None,
                grace_us=graded.grace.us if graded and graded.grace else 0,
                end_of_day=graded is not None and graded.end_of_day,
                warn=graded.warn if graded else (),
                agreement=agreement,
            )
        return key

    def choice(self, key: str) -> Choice:
        """Return the choice of a key, also of one that another process made for the same edition."""
        found = self._choices.get(key)
        if found is None:
            metric, policy, within, calendar, reason, *reference = json.loads(key)
            agreement = None if not reference else self._agreements.find((reference[0][0], reference[0][1], reference[0][2]))
            self._intern(
                metric,
                self._by_name.get(policy),
                _read_within(within),
                calendar or None,
                next((r for r in _REASONS if r == reason), None),
                agreement,
            )
            found = self._choices[key]
        return found


def _read_within(text: str) -> Amount | None:
    if not text:
        return None
    return Amount(int(text[:-2])) if text.endswith("us") else parse_amount(text)
