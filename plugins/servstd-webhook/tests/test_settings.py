"""Settings, the retry schedule and the hooks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from servstd.hookspecs import Instance
from servstd.secret import Secret
from servstd_webhook import RETRY_SCHEDULE, InboundSettings, WebhookSettings, channels, next_try, notifiers
from servstd_webhook.schedule import retry_after

from .conftest import SECRET  # noqa: TID252  # a plugin's tests are no package of anybody's


@pytest.mark.parametrize(
    ("url", "more", "match"),
    [
        ("ftp://example.com/", {}, "url"),
        ("example.com/in", {}, "url"),
        ("https://", {}, "url"),
        ("https://exa mple.com\x00/", {}, "url"),
        ("https://me:pw@example.com/", {}, "no user and password"),
        ("http://example.com/", {}, "https is required"),
        ("https://127.0.0.1/", {}, "loopback"),
        ("https://[::1]/", {}, "loopback"),
        ("https://169.254.169.254/latest/", {"allow_private": True}, "metadata"),
        ("https://example.com/", {"timeout": timedelta(0)}, "timeout"),
        ("https://example.com/", {"timeout": timedelta(hours=1)}, "timeout"),
        ("https://example.com/", {"headers": {"Webhook-Id": "x"}}, "headers"),
        ("https://example.com/", {"headers": {"X Y": "x"}}, "headers"),
        ("https://example.com/", {"headers": {"X-Y": "a\r\nb: c"}}, "headers"),
        ("https://example.com/", {"headers": {"X-Y": "密"}}, "headers"),
        ("https://example.com/", {"secret": None}, "secret"),
        ("https://example.com/", {"secret": Secret("whsec_not!base64")}, "not base64"),
        ("https://example.com/", {"secret": Secret("whsec_c2hvcnQ=")}, "at least 24"),
    ],
)
def test_settings_that_are_refused(url: str, more: dict[str, object], match: str):
    with pytest.raises(ValueError, match=match) as caught:
        WebhookSettings(url, **{"secret": Secret(SECRET), **more})  # type: ignore[arg-type]  # fields of each test
    assert "not!base64" not in str(caught.value)


@pytest.mark.parametrize(
    "more", [{"tolerance": timedelta(0)}, {"tolerance": timedelta(days=2)}, {"max_bytes": 0}, {"inbound_secret": Secret("x")}]
)
def test_inbound_settings_that_are_refused(more: dict[str, object]):
    with pytest.raises(ValueError, match=r"tolerance|max_bytes|secret"):
        InboundSettings(**more)  # type: ignore[arg-type]  # fields of each test


def test_neither_the_url_nor_a_secret_is_printed():
    text = repr(WebhookSettings("https://example.com/hook/T0KEN", secret=Secret(SECRET), headers={"X-Api-Key": "k3y"}))
    assert "T0KEN" not in text
    assert "k3y" not in text
    assert SECRET not in text


def test_the_schedule():
    assert [next_try(i, jitter=0) for i in range(11)] == [*RETRY_SCHEDULE, None]
    assert RETRY_SCHEDULE == (0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
    assert next_try(1, jitter=1) == pytest.approx(5.5)
    for attempt, jitter in ((-1, 0.5), (1, 1.5), (1, -0.1)):
        with pytest.raises(ValueError, match="attempt counts from 0"):
            next_try(attempt, jitter=jitter)


@pytest.mark.parametrize("header", [None, "", "-5", "1.5", "inf", "9" * 40, "Mon, 99 Foo 2026", "\x00"])
def test_a_wait_that_says_nothing(header: str | None):
    assert retry_after(header, now=0.0) is None


class Context:
    """A plugin's context, filled by hand."""

    plugin, locale = "webhook", "en"

    def __init__(self, inbound: InboundSettings, *instances: Instance[WebhookSettings]) -> None:
        self.settings: object = inbound
        self._instances = instances

    def settings_as(self, form, /):
        assert isinstance(self.settings, form)
        return self.settings

    def instances(self, type, form, /):
        return self._instances if type == "webhook" else ()


def test_one_notifier_an_instance_and_a_channel_where_there_is_a_secret():
    settings = WebhookSettings("https://example.com/in", secret=Secret(SECRET))
    ctx = Context(InboundSettings(), Instance("partner", settings=settings), Instance("crm", settings=settings, contact="crm"))
    assert [(one.name, one.contact) for one in notifiers(ctx)] == [("partner", "webhook"), ("crm", "crm")]
    assert list(channels(ctx)) == []
    assert [channel.name for channel in channels(Context(InboundSettings(Secret(SECRET))))] == ["webhook"]
