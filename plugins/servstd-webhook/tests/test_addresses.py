"""Where a webhook may go: the name that changes its mind, and TLS to a vetted address."""

from __future__ import annotations

from pathlib import Path

import httpcore
import pytest

from servstd.notices import Notice

from .conftest import Receiver, notifier_for  # noqa: TID252  # a plugin's tests are no package of anybody's

PUBLIC = "93.184.216.34"


class Loopback(httpcore.SyncBackend):
    """Takes every vetted address to loopback, and remembers it: a public network of our own."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.dialled.append(host)
        return super().connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)


def _public(receiver: Receiver, certificate: tuple[Path, Path] | None, **more: object):
    dial = Loopback()
    ca_file = str(certificate[0]) if certificate else ""
    url = f"https://hooks.example:{receiver.port}/in"
    given: dict[str, object] = {"resolve": lambda host, port: (PUBLIC,), **more}
    return notifier_for(url, allow_private=False, dial=dial, ca_file=ca_file, **given), dial


def test_tls_goes_to_the_vetted_address_and_checks_the_name(tls_receiver: Receiver, certificate, notice: Notice):
    notifier, dial = _public(tls_receiver, certificate)
    assert notifier.send(notice).status == "sent"
    assert dial.dialled == [PUBLIC]
    assert tls_receiver.headers()["host"] == f"hooks.example:{tls_receiver.port}"


def test_a_name_is_looked_up_once(tls_receiver: Receiver, certificate, notice: Notice):
    answers = [(PUBLIC,), ("127.0.0.1",)]  # the second answer is the attack
    notifier, dial = _public(tls_receiver, certificate, resolve=lambda host, port: answers.pop(0))
    assert notifier.send(notice).status == "sent"
    assert (dial.dialled, answers) == ([PUBLIC], [("127.0.0.1",)])
    refused = notifier.send(notice)  # the next notice asks anew and is refused
    assert (refused.status, refused.code, dial.dialled) == ("permanent", "forbidden_address", [PUBLIC])


def test_a_certificate_nobody_signed_is_permanent(tls_receiver: Receiver, notice: Notice):
    receipt = _public(tls_receiver, None)[0].send(notice)
    assert (receipt.status, receipt.code, tls_receiver.bodies) == ("permanent", "tls", [])


def test_a_certificate_for_another_name_is_permanent(tls_receiver: Receiver, certificate, notice: Notice):
    url = f"https://other.example:{tls_receiver.port}/"
    notifier = notifier_for(url, dial=Loopback(), ca_file=str(certificate[0]), resolve=lambda host, port: (PUBLIC,))
    assert notifier.send(notice).code == "tls"
    assert notifier_for(url, dial=Loopback(), ca_file="no/such/file", resolve=lambda host, port: (PUBLIC,)).send(notice).code == "ca_file"


def test_a_server_without_tls_is_retryable(receiver: Receiver, certificate, notice: Notice):
    receipt = _public(receiver, certificate, timeout=0.5)[0].send(notice)
    assert (receipt.status, receiver.bodies) == ("retryable", [])


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.0.0.1"])
def test_ways_to_write_loopback(receiver: Receiver, host: str, notice: Notice):
    receipt = notifier_for(f"https://{host}:{receiver.port}/", allow_private=False).send(notice)
    assert receipt.code in ("forbidden_address", "dns")
    assert receiver.connections == 0
