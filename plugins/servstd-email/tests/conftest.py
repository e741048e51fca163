"""A mail server on loopback that takes or refuses as told, and the notifier pointed at it."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from servstd.notices import Action, Notice, Recipient
from servstd_email import EmailNotifier, EmailSettings

NOW = 1_767_574_800.0  # 2026-01-05T01:00:00Z


class Inbox:
    """What the server got, and what it says at each step; None: it takes it."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.senders: list[str] = []
        self.recipients: list[str] = []
        self.options: list[str] = []
        self.says: dict[str, str] = {}
        self.drop_at = ""

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802  # the name aiosmtpd looks for
        if said := self.says.get("MAIL"):
            return said
        envelope.mail_from = address
        self.options = options
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  # the name aiosmtpd looks for
        if said := self.says.get("RCPT"):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the name aiosmtpd looks for
        self.mails.append(envelope.content)
        self.senders.append(envelope.mail_from)
        self.recipients += envelope.rcpt_tos
        if self.drop_at == "DATA":
            server.transport.abort()
        return self.says.get("DATA", "250 2.0.0 taken")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def serve(inbox: Inbox) -> Iterator[Callable[..., int]]:
    """Start a server with the options of aiosmtpd; returns its port."""
    running: list[Controller] = []

    def start(**options: object) -> int:
        controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), server_hostname="mx.example", **options)
        controller.start()
        running.append(controller)
        return int(controller.port)

    yield start
    for controller in running:
        controller.stop()
        controller.loop.close()


class Scripted:
    """A server of one connection that says its lines one after the other, each once a line has come in; then it hangs up."""

    def __init__(self, *lines: bytes, hold: bool = False) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.heard: list[bytes] = []
        self.released = threading.Event()
        self._lines, self._hold = lines, hold
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rb") as stream:
            for i, line in enumerate(self._lines):
                if i > 0:
                    self.heard.append(stream.readline())
                    while self._lines[i - 1].startswith(b"354") and self.heard[-1] not in (b".\r\n", b""):
                        self.heard.append(stream.readline())
                connection.sendall(line)
            if self._hold:
                self.released.wait(10)
            else:
                self.heard.append(stream.readline())

    def close(self) -> None:
        self.released.set()
        self._socket.close()
        self._thread.join(5)


@pytest.fixture
def scripted() -> Iterator[Callable[..., Scripted]]:
    running: list[Scripted] = []

    def start(*lines: bytes, hold: bool = False) -> Scripted:
        running.append(Scripted(*lines, hold=hold))
        return running[-1]

    yield start
    for server in running:
        server.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is needed to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*made, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    return cert, key


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def notice() -> Notice:
    return make_notice()


def make_notice(address: str = "wang@example.com", **changes: object) -> Notice:
    given: dict[str, object] = {
        "case": "42",
        "reason": "opened",
        "subject": "已受理您的投诉",
        "text": "您好，\n我们已受理。\n\n.A line with a dot\n",
        "recipients": (Recipient("c7", name="王女士", address=address),),
        "actions": (Action("查看", url="https://example.com/42?a=1&b=2"),),
        "locale": "zh",
    }
    return Notice("acme 42 notice opened c7", **{**given, **changes})  # type: ignore[arg-type]  # fields of each test


def notifier_for(port: int, *, timeout: float = 5.0, **more: object) -> EmailNotifier:
    given: dict[str, object] = {"sender": "desk@example.org", "security": "none", "helo": "client.example", **more}
    settings = EmailSettings(str(given.pop("host", "localhost")), port=port, timeout=timedelta(seconds=timeout), **given)  # type: ignore[arg-type]  # fields of each test
    return EmailNotifier("mail", settings=settings, now=lambda: NOW)
