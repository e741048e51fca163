"""A receiver on loopback that answers as told, and the notifier pointed at it."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from servstd.notices import Action, Notice, Recipient
from servstd.secret import Secret
from servstd_webhook import WebhookNotifier, WebhookSettings

NOW = 1_767_574_800.25  # 2026-01-05T01:00:00.25Z
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


class Receiver:
    """An HTTP server of one thread: keeps what it got, and answers each request with the next of `answers`."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.heads: list[str] = []
        self.bodies: list[bytes] = []
        self.answers: list[bytes | Callable[[socket.socket], None]] = []
        self.connections = 0
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.released = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def headers(self, index: int = -1) -> dict[str, str]:
        lines = self.heads[index].split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                try:
                    self._take(connection)
                except OSError:
                    continue

    def _take(self, connection: socket.socket) -> None:
        if self._context is not None:
            connection = self._context.wrap_socket(connection, server_side=True)
        with connection:
            data = b""
            while b"\r\n\r\n" not in data:
                if not (part := connection.recv(65536)):
                    return
                data += part
            head, _, body = data.partition(b"\r\n\r\n")
            self.heads.append(head.decode())
            while len(body) < int(self.headers()["content-length"]):
                body += connection.recv(65536)
            self.bodies.append(body)
            answer = self.answers.pop(0) if self.answers else reply(204)
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(connection)

    def close(self) -> None:
        self.released.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


def reply(status: int, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Said", "Content-Length: 0", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    yield server
    server.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for hooks.example that signs itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is needed to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*made, "-subj", "/CN=hooks.example", "-addext", "subjectAltName=DNS:hooks.example"], check=True, capture_output=True)
    return cert, key


@pytest.fixture
def tls_receiver(certificate: tuple[Path, Path]) -> Iterator[Receiver]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server = Receiver(context)
    yield server
    server.close()


@pytest.fixture
def notice() -> Notice:
    return Notice(
        "acme 42 notice opened:客户 c7",
        tenant="acme",
        case="42",
        reason="opened",
        subject="已受理 42",
        text="您好，\n我们已受理。",
        recipients=(Recipient("c7", name="王女士"),),
        actions=(Action("查看", url="https://example.com/42"),),
        locale="zh",
    )


@pytest.fixture
def notifier(receiver: Receiver) -> WebhookNotifier:
    return notifier_for(f"http://127.0.0.1:{receiver.port}/in?desk=1")


def notifier_for(url: str, *, secrets: tuple[str, ...] = (SECRET,), timeout: float = 5.0, **more: object) -> WebhookNotifier:
    from datetime import timedelta

    parts = {name: more.pop(name) for name in ("resolve", "dial", "now") if name in more}
    given: dict[str, object] = {"allow_private": True, "timeout": timedelta(seconds=timeout), **more}
    settings = WebhookSettings(url, secrets=tuple(map(Secret, secrets)), **given)  # type: ignore[arg-type]  # fields of each test
    return WebhookNotifier("hook", settings=settings, **{"now": lambda: NOW, **parts})  # type: ignore[arg-type]  # fields of each test
