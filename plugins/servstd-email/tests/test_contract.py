"""The contracts of servstd, kept by the notifier, the channel and the plugin as a whole."""

from __future__ import annotations

import pytest

import servstd_email
from servstd.protocols import Inbound
from servstd.secret import Secret
from servstd.testing import ChannelContract, NotifierContract, PluginContract
from servstd_email import EmailChannel, InboundSettings

from .conftest import free_port, notifier_for  # noqa: TID252  # a plugin's tests are no package of anybody's

EHLO = b"250-mx.example\r\n250 AUTH PLAIN\r\n"
TAKEN = b"250 ok\r\n"


class TestNotifier(NotifierContract):
    address = "wang@example.com"
    busy_for = None  # a mail server says later, not when
    has_time_out = True

    @pytest.fixture(autouse=True)
    def _servers(self, serve, scripted, inbox):
        self._serve, self._scripted, self._inbox = serve, scripted, inbox

    def make(self):
        return notifier_for(self._serve())

    def make_failing(self, failure):
        if failure == "refused":
            return notifier_for(free_port())
        if failure == "unauthorised":
            port = self._scripted(b"220 mx\r\n", EHLO, b"535 5.7.8 no\r\n").port
            return notifier_for(port, user="desk", password=Secret("pa55-w0rd"))
        if failure == "silent":
            return notifier_for(self._scripted(b"220 mx\r\n", EHLO, TAKEN, TAKEN, b"354 go\r\n", b"", hold=True).port, timeout=0.3)
        self._inbox.says = {"busy": {"RCPT": "451 4.7.1 later"}, "broken": {"DATA": "451 4.3.0 fault"}}.get(failure, {})
        self._inbox.drop_at = "DATA" if failure == "dropped" else ""
        return notifier_for(self._serve())


class TestChannel(ChannelContract):
    def make(self):
        return EmailChannel(settings=InboundSettings("desk@example.org", open_new=True))

    def payloads(self):
        head = b"From: wang@example.com\r\nDate: Mon, 05 Jan 2026 01:00:00 +0000\r\n"
        bodies = [
            head + b"To: desk+42@example.org\r\nMessage-ID: <m1@example.com>\r\n\r\nHello\r\n",
            head + b"To: desk@example.org\r\nSubject: door\r\n\r\nHello\r\n",
            head + b"To: desk+42@example.org\r\nAuto-Submitted: auto-replied\r\n\r\nAway\r\n",
        ]
        return [Inbound(body, received_us=1_767_574_860_000_000) for body in bodies]


class TestPlugin(PluginContract):
    name = "email"
    environ = {"SMTP_PASSWORD": "pa55-w0rd-0f-the-desk"}  # the contract's shape
    operations = {
        "notifiers": {
            "mail": {
                "type": "email",
                "host": "mail.example.org",
                "sender": "desk@example.org",
                "user": "desk",
                "password": {"env": "SMTP_PASSWORD"},
                "reply_to": "desk+{case}@example.org",
            }
        },
        "plugins": {"email": {"settings": {"address": "desk@example.org", "open_new": True}}},
    }
    offers = {"notifiers": ["mail"], "channels": ["email"]}

    def make(self):
        return servstd_email
