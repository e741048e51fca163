"""Settings and hooks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from servstd.hookspecs import Instance
from servstd.secret import Secret
from servstd_email import EmailSettings, InboundSettings, channels, notifiers


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"host": ""}, "host"),
        ({"host": "mail example"}, "host"),
        ({"sender": "desk"}, "sender"),
        ({"sender": "客服@example.com"}, "ASCII"),
        ({"sender": "desk@example.com\r\nBcc: x@example.com"}, "sender"),
        ({"envelope_from": "nobody"}, "envelope_from"),
        ({"reply_to": "desk+{case}"}, "reply_to"),
        ({"port": 0}, "port"),
        ({"security": "none"}, "readable"),
        ({"user": "desk"}, "go together"),
        ({"password": Secret("pa55")}, "go together"),
        ({"user": "desk", "password": Secret("密码")}, "ASCII"),
        ({"timeout": timedelta(0)}, "timeout"),
        ({"message_domain": "a b"}, "message_domain"),
        ({"sender_name": "a\nb"}, "sender_name"),
        ({"helo": "a b"}, "host"),
    ],
)
def test_settings_that_are_refused(more: dict[str, object], match: str):
    given = {"host": "mail.example.com", "sender": "desk@example.com", **more}
    with pytest.raises(ValueError, match=match) as caught:
        EmailSettings(**given)  # type: ignore[arg-type]  # fields of each test
    assert "pa55" not in str(caught.value)
    assert "密码" not in str(caught.value)


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"address": "desk"}, "address"),
        ({"aliases": ("x",)}, "address"),
        ({"subject_pattern": "("}, "regular expression"),
        ({"subject_pattern": "x"}, "one group"),
        ({"max_text": 0}, "at least 1"),
        ({"max_bytes": 0}, "at least 1"),
    ],
)
def test_inbound_settings_that_are_refused(more: dict[str, object], match: str):
    with pytest.raises(ValueError, match=match):
        InboundSettings(**{"address": "desk@example.com", **more})  # type: ignore[arg-type]  # fields of each test


def test_what_is_not_written_is_sensible():
    settings = EmailSettings("mail.example.com", sender="desk@Example.com")
    assert (settings.server_port, settings.id_domain, str(settings.bounces)) == (587, "example.com", "desk@example.com")
    assert EmailSettings("m.example.com", sender="a@b.example", security="tls").server_port == 465
    assert EmailSettings("127.0.0.1", sender="a@b.example", security="none").server_port == 25
    assert EmailSettings("m.example.com", sender="a@b.example", security="none", allow_plain=True, port=2525).server_port == 2525
    assert InboundSettings("desk@example.org", message_domains=("Mail.example.org",)).domains == {"mail.example.org"}


class Context:
    """A plugin's context, filled by hand."""

    plugin, locale = "email", "en"

    def __init__(self, inbound: InboundSettings, *instances: Instance[EmailSettings]) -> None:
        self.settings: object = inbound
        self._instances = instances

    def settings_as(self, form, /):
        assert isinstance(self.settings, form)
        return self.settings

    def instances(self, type, form, /):
        return self._instances if type == "email" else ()


def test_one_notifier_an_instance_and_a_channel_where_there_is_an_address():
    settings = EmailSettings("mail.example.com", sender="desk@example.com")
    ctx = Context(InboundSettings(), Instance("mail", settings=settings), Instance("private", settings=settings, contact="home"))
    assert [(one.name, one.contact) for one in notifiers(ctx)] == [("mail", "email"), ("private", "home")]
    assert list(channels(ctx)) == []
    assert [channel.name for channel in channels(Context(InboundSettings("desk@example.com")))] == ["email"]
