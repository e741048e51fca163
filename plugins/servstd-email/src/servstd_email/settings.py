"""What a company writes for e-mail: one class for an instance that sends, one for the channel that receives.

*Rule:* what can be known to be wrong is refused when the settings are read; a password never goes over a connection without TLS unless the
server is on the same machine or it is said so.

Example:
    >>> EmailSettings("mail.example.com", sender="desk@example.com", security="none")
    Traceback (most recent call last):
        ...
    ValueError: security: `none` sends everything readable; it is for a server on this machine, or with `allow_plain: true`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

import attrs

from servstd.secret import Secret
from servstd_email.addresses import Address, one_line, read_address

__all__ = ["EmailSettings", "InboundSettings", "Security"]

Security = Literal["starttls", "tls", "none"]
_PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}  # RFC 8314 and RFC 5321
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_HOST = re.compile(r"[A-Za-z0-9.:_-]+")
_HELO = re.compile(r"[A-Za-z0-9.:\[\]-]*")


def _no_attributes() -> Mapping[str, str]:
    return {}


def _address(name: str, text: str) -> Address:
    found = read_address(text)
    if found is None:
        raise ValueError(f"{name}: an address is expected, like desk@example.com")
    return found


@attrs.frozen
class EmailSettings:
    """A mail server and a sender.

    Attributes:
        host: The server that takes mail from you.
        sender: The address mail comes from.
        port: Unless it is 587 (starttls), 465 (tls) or 25 (none).
        security: `starttls`: TLS after the greeting, never without; `tls`: from the first byte; `none`: everything readable.
        allow_plain: Whether `none` may be used to another machine.
        user: The name to log in with; empty: without logging in.
        password: Its password.
        sender_name: The name beside the sender's address.
        reply_to: Where answers go; `{case}` in it becomes the case, as in `desk+{case}@example.com`.
        envelope_from: Where bounces go, the sender unless written.
        timeout: The longest wait for each step of the conversation.
        ca_file: A file of certificate authorities, for a server whose certificate the public ones did not sign.
        helo: What this machine calls itself; empty: its name.
        message_domain: The domain of message ids; the sender's unless written.
        subject_token: Whether subjects start with `[#CASE]`.
    """

    host: str
    sender: str = attrs.field(kw_only=True)
    port: int | None = attrs.field(default=None, kw_only=True)
    security: Security = attrs.field(default="starttls", kw_only=True)
    allow_plain: bool = attrs.field(default=False, kw_only=True)
    user: str = attrs.field(default="", kw_only=True)
    password: Secret | None = attrs.field(default=None, kw_only=True)
    sender_name: str = attrs.field(default="", kw_only=True)
    reply_to: str = attrs.field(default="", kw_only=True)
    envelope_from: str = attrs.field(default="", kw_only=True)
    timeout: timedelta = attrs.field(default=timedelta(seconds=30), kw_only=True)
    ca_file: str = attrs.field(default="", kw_only=True)
    helo: str = attrs.field(default="", kw_only=True)
    message_domain: str = attrs.field(default="", kw_only=True)
    subject_token: bool = attrs.field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        sender = self.origin
        if self.reply_to:
            _address("reply_to", self.reply_to.replace("{case}", "x"))
        if not (self.bounces.is_ascii and sender.is_ascii):
            raise ValueError("sender: an address in ASCII letters; not every server takes others from you")
        if not _HOST.fullmatch(self.host) or not _HELO.fullmatch(self.helo):
            raise ValueError("host: the name of a server is expected, like mail.example.com")
        if not 1 <= self.server_port <= 65535:
            raise ValueError("port: from 1 to 65535")
        if self.security == "none" and not self.allow_plain and self.host.lower() not in _LOOPBACK:
            raise ValueError("security: `none` sends everything readable; it is for a server on this machine, or with `allow_plain: true`")
        if bool(self.user) != (self.password is not None):
            raise ValueError("user: a user and a password go together")
        if self.password is not None and not (self.user.isascii() and self.password.reveal().isascii()):
            raise ValueError("password: only ASCII letters can be sent to log in")
        if not timedelta(0) < self.timeout <= timedelta(minutes=10):
            raise ValueError("timeout: more than nothing and at most 10 minutes")
        if self.message_domain and read_address(f"x@{self.message_domain}") is None:
            raise ValueError("message_domain: a domain is expected, like example.com")
        if one_line(self.sender_name) != self.sender_name:
            raise ValueError("sender_name: one line, without spaces at its ends")

    @property
    def server_port(self) -> int:
        """Return the port."""
        return _PORTS[self.security] if self.port is None else self.port

    @property
    def origin(self) -> Address:
        """Return whom mail comes from."""
        return _address("sender", self.sender)

    @property
    def bounces(self) -> Address:
        """Return where bounces go."""
        return _address("envelope_from", self.envelope_from or self.sender)

    @property
    def id_domain(self) -> str:
        """Return the domain of message ids."""
        return (self.message_domain or self.origin.domain).lower()


@attrs.frozen
class InboundSettings:
    """The channel; without an address there is none.

    Attributes:
        address: The address customers write to, and what notices come from.
        aliases: More such addresses.
        message_domains: The domains of our message ids; that of `address` unless written.
        subject_pattern: A regular expression whose one group is the case in a subject.
        open_new: Whether a mail that belongs to no case opens one; else it is refused.
        opened_attributes: Attributes of a case that a mail opens, such as `channel: email`.
        lists: Mailing lists (their List-Id) that bring customers' mail; mail of any other list is refused.
        trim_quotes: Whether the quoted mail below an answer is left out, where it is sure what is quoted.
        max_text: The longest text kept, in characters.
        max_bytes: The largest mail that is looked at.
    """

    address: str = ""
    aliases: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    message_domains: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    subject_pattern: str = attrs.field(default=r"\[#([^\]\s]{1,100})\]", kw_only=True)
    open_new: bool = attrs.field(default=False, kw_only=True)
    opened_attributes: Mapping[str, str] = attrs.field(factory=_no_attributes, kw_only=True)
    lists: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    trim_quotes: bool = attrs.field(default=True, kw_only=True)
    max_text: int = attrs.field(default=20_000, kw_only=True)
    max_bytes: int = attrs.field(default=26_214_400, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _ = self.ours
        try:
            groups = re.compile(self.subject_pattern).groups
        except re.error as error:
            raise ValueError(f"subject_pattern: this is no regular expression ({error})") from None
        if groups != 1:
            raise ValueError("subject_pattern: exactly one group, which is the case")
        if self.max_text < 1 or self.max_bytes < 1:
            raise ValueError("max_text, max_bytes: at least 1")

    @property
    def ours(self) -> tuple[Address, ...]:
        """Return our addresses."""
        return tuple(_address("address", text) for text in (self.address, *self.aliases) if text)

    @property
    def domains(self) -> frozenset[str]:
        """Return the domains of our message ids."""
        return frozenset(text.lower() for text in self.message_domains) or frozenset(address.domain for address in self.ours)
