"""The contracts of notifiers.

*Rule:* a notifier tells the truth about what became of a notice: sent only when the provider said so, retryable when it surely was not
taken, permanent when it never will be, ambiguous when nobody knows. It raises nothing, waits for nothing and tries once.

Example:
    >>> from servstd.testing import NotifierContract, Outbox
    >>> class TestPager(NotifierContract):
    ...     def make(self):
    ...         return Outbox("pager")
    >>> TestPager().test_it_returns_a_receipt()
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import get_args

import attrs

from servstd.notices import Addressing, Limit, Notice, Receipt, ReceiptStatus
from servstd.protocols import AsyncNotifier, Notifier
from servstd.testing.contracts._rules import broken, check_members, check_name, check_no_secret, has_own, member, name_of, skip
from servstd.testing.contracts._samples import ODD_TEXTS
from servstd.testing.contracts._sending import Failure, N, Sending, no_sleep
from servstd.testing.loopback import Answer, LoopbackServer

__all__ = ["AsyncNotifierContract", "NotifierContract"]

_SOON = 8
_DATED = re.compile(r"\d{4}-\d{2}(-\d{2})?")


class _Rules(Sending[N]):
    """The tests; each is one rule."""

    def test_it_has_every_member(self) -> None:
        with self._working() as (notifier, _):
            protocol = AsyncNotifier if self._asynchronous else Notifier
            check_members(notifier, protocol, "send", asynchronous=self._asynchronous)

    def test_it_says_what_it_is(self) -> None:
        with self._working() as (notifier, _):
            check_name(notifier)

    def test_it_says_whom_it_addresses(self) -> None:
        with self._working() as (notifier, _):
            if notifier.addressing not in get_args(Addressing):
                broken(
                    f"{name_of(notifier)}.addressing is {notifier.addressing!r}",
                    rule="`addressing` is `person` (each recipient's own address) or `room` (posted once, where many read)",
                    mend='set `addressing = "room"`',
                )
            contact = member(notifier, "contact")
            if not isinstance(contact, str) or not contact:
                broken(
                    f"{name_of(notifier)}.contact is {contact!r}",
                    rule="`contact` is the key under which an address stands in a person's `contacts`; a room has one for who is mentioned",
                    mend='set `contact = "sms"`',
                )

    def test_its_limit_is_dated(self) -> None:
        with self._working() as (notifier, _):
            limit = member(notifier, "limit")
            name = name_of(notifier)
            if not isinstance(limit, Limit):
                broken(f"{name}.limit is {limit!r}", rule="`limit` is a Limit", mend="set `limit = Limit()` when none is known")
            numbers = {key: value for key, value in attrs.asdict(limit).items() if key not in ("unit", "source") and value is not None}
            if numbers and not _DATED.search(limit.source):
                broken(
                    f"{name}.limit gives {', '.join(numbers)} and its source is {limit.source!r}",
                    rule="a number that a provider may change says where it was read, and when",
                    mend='set `source="https://provider.example/docs/limits, read 2026-01-05"`',
                )

    def test_it_returns_a_receipt(self) -> None:
        with self._working() as (notifier, _):
            receipt = self._receipt(notifier, "given an ordinary notice")
            if receipt.status not in get_args(ReceiptStatus):
                broken(
                    f"{name_of(notifier)}.send returned the status {receipt.status!r}",
                    rule=f"a status is one of {', '.join(get_args(ReceiptStatus))}",
                    mend="make receipts with the class methods: Receipt.sent(), .retryable(...)",
                )
            if not receipt.ok:
                broken(
                    f"{name_of(notifier)}.send, given an ordinary notice, returned {receipt!r}",
                    rule="an ordinary notice to a provider that takes it is sent",
                    mend="if the provider was not reached, give `make_at` or a test server in `make`; if it answers otherwise, set `taken`",
                )

    def test_it_takes_odd_texts(self) -> None:
        with self._working() as (notifier, _):
            for what, text in ODD_TEXTS.items():
                self._receipt(notifier, f"given {what}", text=text)
                self._receipt(notifier, f"given {what} as the subject", subject=" ".join(text.splitlines()))

    def test_it_takes_a_notice_to_nobody(self) -> None:
        with self._working() as (notifier, _):
            bare = attrs.evolve(self._notice(), recipients=(), actions=(), locale="zh", urgency="high")
            self._receipts(notifier, [bare], "given a notice without recipients and actions")

    def test_the_same_notice_has_the_same_key(self) -> None:
        if not self._speaks_http or not has_own(self, "key_of"):
            skip("`make_at` and `key_of` are not given: whether the provider knows a notice again cannot be seen")
        with LoopbackServer(self.taken) as server:
            for key in ("a", "a", "b"):  # by a new object each, as after a restart
                with self._made(lambda: self._at(server.url)) as notifier:
                    self._receipt(notifier, "given a notice again", key=key)
            keys = [self.key_of(request) for request in server.requests]
        if len(keys) != 3 or keys[0] is None or keys[0] != keys[1] or keys[0] == keys[2]:
            broken(
                f"two tries of one notice and one of another went out with the keys {keys!r}",
                rule="what the provider knows a notice by is made of `notice.key`: the same for each try, another for another notice",
                mend="derive it from `notice.key` alone, not from the clock, a counter or chance",
            )

    # ── failures ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def test_a_refused_connection_is_retryable(self) -> None:
        self._expect("refused", ("retryable",), "a refused connection: the notice was surely not taken", "Receipt.retryable(...)")

    def test_bad_credentials_are_permanent(self) -> None:
        receipt, notifier = self._expect(
            "unauthorised", ("permanent",), "bad credentials: trying again will not mend them", "Receipt.permanent(...)"
        )
        check_no_secret(notifier, self.secrets, {"the receipt of bad credentials": repr(receipt)})

    def test_a_busy_provider_is_retryable_after_what_it_asked(self) -> None:
        receipt, notifier = self._expect("busy", ("retryable",), "a provider that is busy: try later", "Receipt.retryable(code, after=...)")
        if self.busy_for is not None and (receipt.after is None or receipt.after < self.busy_for):
            broken(
                f"{name_of(notifier)} was told to come back after {self.busy_for:g} s and returned {receipt!r}",
                rule="`after` is at least what the provider asked for (Retry-After), in seconds",
                mend="read the header or the field, and pass `after=`; a provider that asks for nothing: set `busy_for = None`",
            )

    def test_a_broken_provider_is_not_final(self) -> None:
        self._expect("broken", ("retryable", "ambiguous"), "an error of the provider's own", "Receipt.retryable(...)")

    def test_a_dropped_connection_is_not_final(self) -> None:
        self._expect(
            "dropped",
            ("ambiguous", "retryable"),
            "a connection closed after the notice was read: nobody knows",
            "Receipt.ambiguous(...), or .retryable(...) where the provider knows the key again",
        )

    def test_silence_is_not_final(self) -> None:
        self._expect(
            "silent",
            ("ambiguous", "retryable"),
            "no answer in time: nobody knows",
            "Receipt.ambiguous(...), or .retryable(...) where the provider knows the key again",
        )

    def test_an_error_inside_a_success_is_no_success(self) -> None:
        if not self._speaks_http or not self.refusals:
            skip("`make_at` and `refusals` are not given")
        for refusal in self.refusals:
            with LoopbackServer(refusal) as server, self._made(partial(self._at, server.url)) as notifier:
                receipt = self._receipt(notifier, "answered with a success that holds an error")
                if receipt.ok:
                    broken(
                        f"{name_of(notifier)} was answered HTTP {refusal.status} {str(refusal.body)[:100]!r} and returned {receipt!r}",
                        rule="an error code inside a successful answer is a failure",
                        mend="read the provider's own code before saying that the notice was sent",
                    )

    def test_it_can_be_used_after_a_failure(self) -> None:
        if not self._speaks_http:
            skip("`make_at` is not given")
        with self._working() as (notifier, server):
            assert server is not None  # it speaks HTTP
            for failure in (self.broken, Answer(instead="drop"), self.taken):
                server.answer(failure)
            receipts = self._receipts(notifier, [self._notice()] * 3, "given three notices, of which two fail")
        if not receipts[2].ok:
            broken(
                f"{name_of(notifier)} failed twice, as it should, and then returned {receipts[2]!r} to a notice that was taken",
                rule="a notifier can be used again after a failure",
                mend="keep no broken connection and no error state; a retry inside `send` uses up answers, too: try once",
            )

    # ── the rest ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def test_its_repr_shows_no_secret(self) -> None:
        with self._working() as (notifier, _):
            check_no_secret(notifier, self.secrets)

    def test_several_can_be_sent_at_once(self) -> None:
        with self._working() as (notifier, _):
            notices = [self._notice(f"42|{number}") for number in range(_SOON)]
            found = self._at_once(notifier, notices)
        if len(found) != _SOON or not all(isinstance(receipt, Receipt) and receipt.ok for receipt in found):
            bad = [receipt for receipt in found if not (isinstance(receipt, Receipt) and receipt.ok)]
            broken(
                f"{name_of(notifier)}, sending {_SOON} notices at the same time, gave {bad[:2]!r}",
                rule="one notifier sends several notices at the same time",
                mend="keep nothing of one notice on the object; put a lock around a client that is not made for this",
            )

    def _at_once(self, notifier: N, notices: Sequence[Notice]) -> list[object]:
        __tracebackhide__ = True
        try:
            return self._send_at_once(notifier, notices)
        except Exception as error:  # noqa: BLE001  # told as a broken rule
            return [error]

    def _expect(self, failure: Failure, statuses: tuple[str, ...], meaning: str, mend: str) -> tuple[Receipt, N]:
        """Check the receipt of a failure, that it was tried once, and that nobody slept meanwhile."""
        __tracebackhide__ = True
        with self._failing(failure) as (notifier, server), no_sleep() as slept:
            receipt = self._receipt(notifier, f"when the provider is `{failure}`")
            tries = len(server.requests) if server is not None else 1
        name = name_of(notifier)
        if receipt.status not in statuses:
            broken(f"{name} returned {receipt!r}", rule=f"{meaning}: {' or '.join(statuses)}", mend=f"return {mend}")
        if not receipt.code:
            broken(
                f"{name} returned {receipt!r}", rule="a failure has a code that programs can use", mend='such as "http_503" or "refused"'
            )
        if tries > 1 or any(seconds > 0 for seconds in slept):
            broken(
                f"{name}, when the provider is `{failure}`, tried {tries} times and slept for {sum(slept):g} s",
                rule="`send` tries once and waits for nothing: who calls it decides when to try again",
                mend="turn off the retries of the client; say `Receipt.retryable(code, after=seconds)`",
            )
        return receipt, notifier

    @property
    def _asynchronous(self) -> bool:
        return False


class NotifierContract(_Rules[Notifier]):
    """What every notifier keeps. Subclass it as `Test...` and give `make`, or `make_at(url)` for one that speaks HTTP.

    See `servstd.testing.contracts.notifiers` for the attributes that may be set: `address`, `secrets`, `taken`, `unauthorised`, `busy`,
    `busy_for`, `broken`, `refusals`, `has_time_out`; and the methods `make_failing`, `key_of` and `dispose`.
    """

    def _send_all(self, notifier: Notifier, notices: Sequence[Notice]) -> list[object]:
        return [notifier.send(notice) for notice in notices]

    def _send_at_once(self, notifier: Notifier, notices: Sequence[Notice]) -> list[object]:
        with ThreadPoolExecutor(max_workers=4) as pool:
            return list(pool.map(notifier.send, notices))


class AsyncNotifierContract(_Rules[AsyncNotifier]):
    """What every asynchronous notifier keeps: the rules of `NotifierContract`, each in an event loop of its own."""

    def _send_all(self, notifier: AsyncNotifier, notices: Sequence[Notice]) -> list[object]:
        async def one_after_the_other() -> list[object]:
            try:
                return [await notifier.send(notice) for notice in notices]
            finally:
                await self.aclose(notifier)

        return asyncio.run(one_after_the_other())

    def _send_at_once(self, notifier: AsyncNotifier, notices: Sequence[Notice]) -> list[object]:
        async def together() -> list[object]:
            try:
                return list(await asyncio.gather(*(notifier.send(notice) for notice in notices)))
            finally:
                await self.aclose(notifier)

        return asyncio.run(together())

    async def aclose(self, notifier: AsyncNotifier) -> None:
        """Let go, in the loop, of what belongs to it; by default nothing: a notifier serves loops that come and go."""

    @property
    def _asynchronous(self) -> bool:
        return True
