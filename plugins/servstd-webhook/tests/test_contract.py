"""The contracts of servstd, kept by the notifier, the channel and the plugin as a whole."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

import servstd_webhook
from servstd.errors import StandardError
from servstd.host import Host
from servstd.protocols import Inbound
from servstd.secret import Secret
from servstd.testing import ChannelContract, NotifierContract, PluginContract
from servstd_webhook import InboundSettings, WebhookChannel, WebhookNotifier, WebhookSettings, sign
from servstd_webhook.signing import read_key

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
STAMP = 1_767_574_800


class TestNotifier(NotifierContract):
    has_time_out = True
    secrets = (SECRET,)

    def make_at(self, url):
        settings = WebhookSettings(url, secret=Secret(SECRET), allow_private=True, timeout=timedelta(milliseconds=800))
        return WebhookNotifier("hook", settings=settings, now=lambda: STAMP)

    def key_of(self, request):
        return request.headers.get("webhook-id")


class TestChannel(ChannelContract):
    signed = True
    expires = True
    secrets = (SECRET,)

    def make(self):
        return WebhookChannel(settings=InboundSettings(Secret(SECRET)))

    def payloads(self):
        event = {"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "message", "by": "customer", "data": {"public": True}}
        bodies = [json.dumps(data).encode() for data in (event, [event, {**event, "id": "e7"}])]
        return [
            Inbound(
                body,
                headers={
                    "webhook-id": f"msg_{number}",
                    "webhook-timestamp": str(STAMP),
                    "webhook-signature": sign(read_key(SECRET), f"msg_{number}", STAMP, body),
                },
                received_us=(STAMP + 2) * 1_000_000,
            )
            for number, body in enumerate(bodies)
        ]


class TestPlugin(PluginContract):
    name = "webhook"
    environ = {"HOOK_SECRET": SECRET, "IN_SECRET": SECRET}  # the contract's shape
    operations = {
        "notifiers": {"partner": {"type": "webhook", "url": "https://example.com/in", "secret": {"env": "HOOK_SECRET"}, "timeout": "10s"}},
        "plugins": {"webhook": {"settings": {"inbound_secret": {"env": "IN_SECRET"}}}},
    }
    offers = {"notifiers": ["partner"], "channels": ["webhook"]}

    def make(self):
        return servstd_webhook


def test_settings_that_do_not_fit_are_told_at_their_place(tmp_path):
    file = tmp_path / "operations.yaml"
    file.write_text("notifiers:\n  partner: {type: webhook, url: 'http://example.com/in', secret: {env: S}}\n", encoding="utf-8")
    with Host.empty(environ={"S": SECRET}) as empty, pytest.raises(StandardError, match="https is required") as caught:
        empty.with_plugin(servstd_webhook, name="webhook", operations=str(file))
    assert "operations.yaml:2:" in str(caught.value)
    assert SECRET not in str(caught.value)
