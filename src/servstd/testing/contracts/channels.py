"""The contract of channels.

*Rule:* a channel makes of a payload the same events however often it comes, believes nothing that is not signed, and refuses with
`InboundRefused` what it does not understand; nothing else comes out of it.

Example:
    >>> from servstd.protocols import Inbound
    >>> from servstd.testing import ChannelContract
    >>> class TestForm(ChannelContract):
    ...     signed = True
    ...     def make(self): ...
    ...     def payloads(self):
    ...         return [Inbound(b'{"text": "hello"}', headers={"X-Signature": "..."}, received_us=0)]
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from servstd.events import Event
from servstd.plain import is_list
from servstd.protocols import Channel, Inbound, InboundRefused
from servstd.testing.contracts._rules import broken, check_members, check_name, check_no_secret, must_override, name_of, skip, tried
from servstd.testing.contracts._samples import ODD_BODIES

__all__ = ["ChannelContract"]

_DAY_US = 86_400_000_000


class ChannelContract:
    """What every channel keeps. Subclass it as `Test...` and give `make` and `payloads`.

    Attributes:
        signed: The payloads are signed: one whose body or headers were changed is refused.
        expires: The signature covers the time: one that comes a day late is refused.
        secrets: Secrets the channel holds in another form than `Secret`; those are found by themselves.
    """

    signed: bool = False
    expires: bool = False
    secrets: Sequence[str] = ()

    def make(self) -> Channel:
        """Return the channel."""
        must_override(self, "make", "a channel")

    def payloads(self) -> Sequence[Inbound]:
        """Return what comes in and is understood: one or more, each telling of at least one event."""
        must_override(self, "payloads", "what comes in, a list of Inbound")

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), Channel, "receive")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_it_makes_events(self) -> None:
        channel = self.make()
        for inbound in self._payloads():
            if not self._events(channel, inbound, "given a good payload"):
                broken(
                    f"{name_of(channel)}.receive made no event of {inbound.body[:60]!r}",
                    rule="each of the contract's `payloads` tells of at least one event",
                    mend="check the sample: its headers, its signature, and `received_us`",
                )

    def test_the_same_payload_makes_the_same_events(self) -> None:
        channel = self.make()
        for inbound in self._payloads():
            first = self._events(channel, inbound, "given a good payload")
            soon = attrs.evolve(inbound, received_us=inbound.received_us + 1_000_000)
            for again in (self._events(channel, soon, "given it again"), self._events(self.make(), inbound, "given it again, a new one")):
                if [event.id for event in again] != [event.id for event in first] or again != first:
                    broken(
                        f"{name_of(channel)} made {first!r} of a payload, and {again!r} when it came again",
                        rule="a payload that comes again makes the same events with the same ids: that is how they are known again",
                        mend="take id and instant from the payload, never from the clock, a counter or chance",
                    )

    def test_what_it_does_not_understand_is_refused(self) -> None:
        channel = self.make()
        (sample, *_) = self._payloads()
        for what, body in ODD_BODIES.items():
            self._taken(channel, attrs.evolve(sample, body=body), f"given {what} as the body")
            self._taken(channel, Inbound(body, received_us=sample.received_us), f"given {what} as the body and no headers")

    def test_what_was_changed_on_the_way_is_refused(self) -> None:
        if not self.signed:
            skip("`signed` is not set")
        channel = self.make()
        for inbound in self._payloads():
            for what, changed in _changed(inbound):
                events = self._taken(channel, changed, f"given a payload with {what}")
                if events is not None:
                    broken(
                        f"{name_of(channel)} made {len(events)} events of a payload with {what}",
                        rule="a payload that its sender did not sign is refused",
                        mend="verify the signature over `inbound.body`, the very bytes, before anything is read; hmac.compare_digest",
                    )

    def test_what_comes_too_late_is_refused(self) -> None:
        if not self.expires:
            skip("`expires` is not set")
        channel = self.make()
        for inbound in self._payloads():
            late = attrs.evolve(inbound, received_us=inbound.received_us + _DAY_US)
            if self._taken(channel, late, "given a payload a day late") is not None:
                broken(
                    f"{name_of(channel)} took a payload that came a day late",
                    rule="a signature that covers the time is refused when it is old, else whoever recorded it can send it again",
                    mend="compare the time that was signed with `inbound.received_us`",
                )

    def test_its_repr_shows_no_secret(self) -> None:
        check_no_secret(self.make(), self.secrets)

    def _payloads(self) -> Sequence[Inbound]:
        __tracebackhide__ = True
        found = self.payloads()
        if not found:
            must_override(self, "payloads", "at least one payload")
        return found

    def _taken(self, channel: Channel, inbound: Inbound, when: str) -> list[Event] | None:
        """Return the events, None when they were refused."""
        __tracebackhide__ = True
        what = f"{name_of(channel)}.receive, {when},"
        rule = "`receive` raises InboundRefused for what it does not take, and nothing else"
        try:
            with tried(what, rule=rule, mend='raise InboundRefused("not_understood") from what went wrong', passes=(InboundRefused,)):
                found: object = channel.receive(inbound)
        except InboundRefused as refusal:
            if not refusal.code:
                broken(f"{what} refused without a code", rule="a refusal has a code", mend='such as "bad_signature" or "too_old"')
            return None
        if not is_list(found) or not all(isinstance(event, Event) for event in found):
            rule = "`receive` returns a list of Event"
            broken(f"{what} returned {found!r}"[:300], rule=rule, mend="return a list, empty if need be; no generator")
        return [event for event in found if isinstance(event, Event)]

    def _events(self, channel: Channel, inbound: Inbound, when: str) -> list[Event]:
        __tracebackhide__ = True
        events = self._taken(channel, inbound, when)
        if events is None:
            broken(
                f"{name_of(channel)}.receive, {when}, refused it",
                rule="each of the contract's `payloads` is understood, also when it comes again a second later",
                mend="check the sample: its headers, its signature, and `received_us`; to know events again is the host's part",
            )
        return events


def _changed(inbound: Inbound) -> list[tuple[str, Inbound]]:
    """Return the ways in which somebody in between changes a payload."""
    middle = len(inbound.body) // 2
    flipped = inbound.body[:middle] + bytes([inbound.body[middle] ^ 1]) + inbound.body[middle + 1 :] if inbound.body else b"x"
    return [
        ("one bit of its body changed", attrs.evolve(inbound, body=flipped)),
        ("a blank at its end", attrs.evolve(inbound, body=inbound.body + b" ")),
        ("no headers", attrs.evolve(inbound, headers={})),
        ("empty headers", attrs.evolve(inbound, headers=dict.fromkeys(inbound.headers, ""))),
    ]
