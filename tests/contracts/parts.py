"""One sound part of each kind, small enough to be spoilt in one place.

*Rule:* each passes its contract as it stands; test_wrong_parts.py breaks one rule of it at a time.

Example:
    >>> Spending().score({"spent": 500}, None).value
    50.0
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import attrs

from servstd.decide import Decision
from servstd.events import Event
from servstd.hookspecs import PluginContext, implements
from servstd.people import Person
from servstd.protocols import AsyncNotifier, Finding, Inbound, InboundRefused, Limit, Notice, Notifier, Receipt, Score
from servstd.secret import Secret

TOKEN = "s3cr3t-token"
SENT_US = int(datetime(2026, 1, 5, 9, tzinfo=UTC).timestamp()) * 1_000_000


class Pager:
    """A notifier that posts JSON; the provider answers HTTP 200 with `{"ok": false, "error": ...}` for what it does not take."""

    summary = "Posts to a pager."
    addressing = "room"
    contact = "pager"
    limit = Limit(1_000, per_minute=20, source="https://pager.example/limits, read 2026-01-05")

    def __init__(self, url: str, *, name: str = "pager", token: str = TOKEN) -> None:
        self.name = name
        self.token = Secret(token)
        self._address = urlsplit(url).netloc

    def send(self, notice: Notice, /) -> Receipt:
        body = json.dumps({"id": self.key(notice), "text": f"{notice.subject}\n{notice.text}"})
        connection = HTTPConnection(self._address, timeout=0.2)
        try:
            try:
                connection.connect()
            except OSError as error:
                return Receipt.retryable("unreachable", detail=str(error))
            try:
                connection.request("POST", "/", body=body.encode(), headers={"Authorization": f"Bearer {self.token.reveal()}"})
                answer = connection.getresponse()
                content = answer.read()
            except OSError as error:
                return self.unclear(error)
        finally:
            connection.close()
        return self.judge(answer.status, dict(answer.getheaders()), content)

    def key(self, notice: Notice) -> str:
        return notice.key

    def unclear(self, error: OSError) -> Receipt:
        return Receipt.ambiguous("no_answer", detail=type(error).__name__)

    def judge(self, status: int, headers: Mapping[str, str], content: bytes) -> Receipt:
        if status in (401, 403):
            return Receipt.permanent(f"http_{status}")
        if status != 200:
            after = headers.get("Retry-After")
            return Receipt.retryable(f"http_{status}", after=float(after) if after else None)
        found = json.loads(content)
        return Receipt.sent() if found.get("ok") else Receipt.permanent(str(found.get("error")))


class AsyncPager:
    """The same, asynchronous, without a provider."""

    name, summary, addressing, contact, limit = "pager", "Posts to a pager.", "person", "pager", Limit()

    async def send(self, notice: Notice, /) -> Receipt:
        return Receipt.sent() if notice.key != "refused" else Receipt.permanent("refused")


class Form:
    """A channel: a signed JSON object becomes a message."""

    name, summary = "form", "Takes the form of the web site."

    def receive(self, inbound: Inbound, /) -> Sequence[Event]:
        if not self.trusts(inbound):
            raise InboundRefused("bad_signature")
        try:
            data = json.loads(inbound.body)
            sent_us = data["sent_us"]
            if inbound.received_us - sent_us > 300_000_000:
                raise InboundRefused("too_old")
            return self.events(data)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise InboundRefused("not_understood", str(error)[:80]) from error

    def events(self, data: Mapping[str, object]) -> Sequence[Event]:
        at = int(str(data["sent_us"]))
        return [Event("message", case=str(data["case"]), at=at, by="customer", id=str(data["id"]), data={"public": True})]

    def trusts(self, inbound: Inbound) -> bool:
        return hmac.compare_digest(sign(inbound.body), inbound.headers.get("x-signature", ""))


def sign(body: bytes) -> str:
    return hmac.new(b"key", body, "sha256").hexdigest()


def form_payload(**other: object) -> Inbound:
    body = json.dumps({"id": "m1", "case": "42", "sent_us": SENT_US, **other}).encode()
    return Inbound(body, headers={"X-Signature": sign(body)}, received_us=SENT_US + 1_000_000)


class Spending:
    """A scoring rule: a tenth of what was spent, 0 to 100."""

    name, summary, version, reads, range = "spending", "Scores what was spent.", "1", ("spent",), (0.0, 100.0)

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        spent = facts.get("spent")
        if type(spent) not in (int, float) or spent != spent or abs(float_of(spent)) == float("inf"):
            return Score(None, evidence={"missing": ["spent"]})
        value = min(max(float_of(spent) / 10, 0.0), 100.0)
        return Score(value, evidence={"spent": float_of(spent)})

    def score_many(self, rows: Sequence[Mapping[str, object]], settings: object, /) -> Iterable[Score]:
        return [self.score(row, settings) for row in rows]


def float_of(value: object) -> float:
    try:
        return float(str(value)) if type(value) is float else float(int(str(value)))
    except (OverflowError, ValueError):
        return float("inf")


class Abroad:
    """A condition: the customer is not at home."""

    name, summary, reads = "abroad", "Holds for customers abroad.", ("country",)

    def holds(self, attributes: Mapping[str, object], args: Mapping[str, object], /) -> bool:
        return isinstance(attributes.get("country"), str) and attributes.get("country") != args.get("home")


class Shop:
    """A calendar source: open on working days, closed on the first of each month."""

    name, summary = "shop", "Reads the shop's hours."

    def calendar(self, args: Mapping[str, object], first: date, last: date, /) -> Mapping[str, object]:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return {
            "time_zone": "Asia/Shanghai",
            "hours": {"mon-fri": ["09:00-18:00"]},
            "dates": {day.isoformat(): self.hours(day) for day in days if day.day == 1},
        }

    def hours(self, day: date) -> list[str]:
        return []


class Terms:
    """A source of one agreement."""

    name, summary = "terms", "Knows what one customer agreed."

    def agreements(self) -> list[dict[str, object]]:
        return [{"customer": "K1", "contract": "C1", "clause": "1", "from": "2026-01-01", "calendar": "always"}]


class Topics:
    """A classifier that knows one theme."""

    name, summary, version = "topics", "Tells leaks.", "1"

    def themes(self, text: str, language: str) -> list[str]:
        return ["leaks"] if "漏水" in text or "leak" in text else []


class Staff:
    """A directory of two."""

    name, summary = "staff", "Knows the staff."

    def people(self) -> Iterable[Person]:
        return (
            Person("li", name="李雷", contacts={"sms": "13800000000"}, manager="han"),
            Person("han", language="zh", time_zone="Asia/Shanghai"),
        )


class Labels:
    """A check: every standard has a title."""

    name, summary = "labels", "Wants a title."

    def check(self, source: Mapping[str, object], today: date | None, /) -> Iterable[Finding]:
        return [] if source.get("title") else [Finding("The standard has no title.", path=("title",), fix="Write one.")]


class Csv:
    """A report format of one line."""

    name, summary = "csv", "Writes one line."

    def write(self, report: Mapping[str, object], locale: str, /) -> bytes:
        return f"{'事项' if locale == 'zh' else 'cases'},{report.get('cases')}\n".encode()


class Hello:
    """A command."""

    name, summary = "hello", "Greets."

    def run(self, arguments: Sequence[str], /) -> int:
        if arguments:
            print("hello takes no arguments")
            return 2
        print("hello")
        return 0


class Counter:
    """An observer."""

    name, summary = "counter", "Counts decisions."

    def __init__(self) -> None:
        self.count = 0

    def decided(self, decision: Decision, /) -> None:
        self.count += len(decision.clocks)


@attrs.frozen
class PagerSettings:
    url: str
    token: Secret


class PagerPlugin:
    """A plugin with one type of notifier."""

    def part(self, name: str, settings: PagerSettings) -> Notifier | AsyncNotifier:
        return Pager(settings.url, name=name, token=settings.token.reveal())  # type: ignore[return-value]  # `addressing` is a plain text

    @property
    def hook(self) -> object:
        @implements.notifiers
        def notifiers(ctx: PluginContext) -> list[Notifier | AsyncNotifier]:
            return [self.part(one.name, one.settings) for one in ctx.instances("pager", PagerSettings)]

        return notifiers


OPERATIONS: Mapping[str, object] = {"notifiers": {"duty": {"type": "pager", "url": "http://127.0.0.1:9", "token": {"env": "PAGER_TOKEN"}}}}
ENVIRON = {"PAGER_TOKEN": TOKEN}
