"""Sound parts keep every contract: written as the author of a plugin would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from servstd.notices import Receipt
from servstd.protocols import Inbound
from servstd.testing import (
    Answer,
    AsyncNotifierContract,
    CalendarContract,
    ChannelContract,
    CommandContract,
    ConditionContract,
    DirectoryContract,
    EntitlementsContract,
    NotifierContract,
    ObserverContract,
    Outbox,
    PluginContract,
    ReportFormatContract,
    Request,
    ScoringRuleContract,
    StandardCheckContract,
    ThemeClassifierContract,
)
from servstd.testing.contracts._sending import Failure
from tests.contracts import parts


class TestOutbox(NotifierContract):
    def make(self) -> Any:
        return Outbox()


class TestPager(NotifierContract):
    has_time_out = True
    refusals = (Answer(200, body='{"ok": false, "error": "muted"}'),)

    def make_at(self, url: str) -> Any:
        return parts.Pager(url)

    def key_of(self, request: Request) -> str | None:
        return request.body.decode().split('"')[3]


class TestAsyncPager(AsyncNotifierContract):
    def make(self) -> Any:
        return parts.AsyncPager()


class TestPagerOverAnotherProtocol(NotifierContract):
    """A notifier that speaks no HTTP brings its failures itself."""

    busy_for = None

    def make(self) -> Any:
        return Outbox()

    def make_failing(self, failure: Failure) -> Any:
        outbox = Outbox()
        outbox.answer(Receipt.permanent("login") if failure == "unauthorised" else Receipt.retryable(failure))
        return outbox


class TestForm(ChannelContract):
    signed = expires = True

    def make(self) -> Any:
        return parts.Form()

    def payloads(self) -> Sequence[Inbound]:
        return [parts.form_payload(), parts.form_payload(id="m2")]


class TestSpending(ScoringRuleContract):
    def make(self) -> Any:
        return parts.Spending()

    def samples(self) -> Sequence[Mapping[str, object]]:
        return [{"spent": 1_200, "name": "li"}, {"spent": 0}]


class TestAbroad(ConditionContract):
    def make(self) -> Any:
        return parts.Abroad()

    def samples(self) -> Any:
        return [({"country": "CN"}, {"home": "CN"}), ({"country": "FR", "tags": ["a"]}, {"home": "CN"})]


class TestShop(CalendarContract):
    first, last = date(2026, 1, 20), date(2026, 4, 10)

    def make(self) -> Any:
        return parts.Shop()


class TestStaff(DirectoryContract):
    def make(self) -> Any:
        return parts.Staff()


class TestTerms(EntitlementsContract):
    def make(self) -> Any:
        return parts.Terms()


class TestTopics(ThemeClassifierContract):
    def make(self) -> Any:
        return parts.Topics()

    def sample(self) -> str:
        return "厨房漏水"


class TestLabels(StandardCheckContract):
    def make(self) -> Any:
        return parts.Labels()

    def bad(self) -> Mapping[str, object] | None:
        return {"standard": "x"}


class TestCsv(ReportFormatContract):
    def make(self) -> Any:
        return parts.Csv()


class TestHello(CommandContract):
    def make(self) -> Any:
        return parts.Hello()


class TestCounter(ObserverContract):
    def make(self) -> Any:
        return parts.Counter()


class TestPagerPlugin(PluginContract):
    operations = parts.OPERATIONS
    environ = parts.ENVIRON
    offers = {"notifiers": ["duty"]}  # noqa: RUF012  # as an author would write it

    def make(self) -> Any:
        return parts.PagerPlugin()


class TestPluginThatIsAModule(PluginContract):
    offers = {"conditions": ["abroad"]}  # noqa: RUF012  # as an author would write it

    def make(self) -> Any:
        from tests.contracts import module_plugin

        return module_plugin
