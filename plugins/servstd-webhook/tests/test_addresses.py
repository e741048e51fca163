"""Where a webhook may go: the addresses, the name that changes its mind, and TLS to a vetted address."""

from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.notices import Notice
from servstd_webhook.addresses import vet, why_refused
from servstd_webhook.network import AddressRefused, Exchange, NoAddress, VettedBackend, system_resolve

from .conftest import Receiver, notifier_for  # noqa: TID252  # a plugin's tests are no package of anybody's

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "loopback"), ("127.8.8.8", "loopback"), ("::1", "loopback"), ("::ffff:127.0.0.1", "loopback"),
        ("10.1.2.3", "private"), ("172.16.0.1", "private"), ("192.168.1.1", "private"), ("fd12:3456::1", "private"),
        ("::ffff:10.0.0.1", "private"), ("::ffff:a9fe:a9fe", "metadata"), ("169.254.169.254", "metadata"), ("fd00:ec2::254", "metadata"),
        ("168.63.129.16", "metadata"), ("100.100.100.200", "metadata"), ("169.254.1.1", "link_local"), ("fe80::1", "link_local"),
        ("fe80::1%eth0", "link_local"), ("224.0.0.1", "multicast"), ("ff02::1", "multicast"), ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("0.1.2.3", "reserved"), ("100.64.0.1", "reserved"), ("198.18.0.1", "reserved"), ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"), ("192.0.2.1", "reserved"), ("192.0.0.8", "reserved"), ("2001:db8::1", "reserved"),
        ("64:ff9b::7f00:1", "loopback"), ("64:ff9b::a00:1", "private"), ("64:ff9b:1::1", "reserved"), ("2002:7f00:1::", "loopback"),
        ("2002:a00:1::", "private"), ("::7f00:1", "loopback"), ("fec0::1", "reserved"), ("localhost", "not_an_address"),
        ("", "not_an_address"),
        (PUBLIC, None), ("8.8.8.8", None), ("2606:4700::1111", None), ("::ffff:8.8.8.8", None), ("64:ff9b::808:808", None),
    ],
)  # fmt: skip
def test_addresses(address: str, reason: str | None):
    assert why_refused(address) == reason


@pytest.mark.parametrize("address", ["169.254.169.254", "::ffff:169.254.169.254", "224.0.0.1", "0.0.0.0", "fd00:ec2::254", "nonsense"])
def test_some_stay_refused_when_private_ones_are_allowed(address: str):
    assert why_refused(address, allow_private=True) == why_refused(address) is not None


@settings(max_examples=150)
@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_another_is_judged_like_itself(number: int):
    plain = IPv4Address(number)
    assert (why_refused(f"::ffff:{plain}") is None) == (why_refused(f"64:ff9b::{plain}") is None) == (why_refused(str(plain)) is None)


def test_one_refused_address_refuses_the_name():
    assert vet((PUBLIC, "8.8.8.8")) is None
    assert vet((PUBLIC, "10.0.0.1")) == ("10.0.0.1", "private")


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


def test_the_system_s_names():
    assert "127.0.0.1" in system_resolve("localhost", 80)
    with pytest.raises(NoAddress):
        system_resolve("x" * 64 + ".example", 80)


def test_no_socket_of_the_file_system():
    backend = VettedBackend(Exchange(1.0), resolve=system_resolve, dial=httpcore.SyncBackend(), allow_private=True)
    with pytest.raises(AddressRefused):
        backend.connect_unix_socket("socket")
    with pytest.raises(AddressRefused):
        VettedBackend(Exchange(1.0), resolve=system_resolve, dial=httpcore.SyncBackend(), allow_private=False).connect_tcp("127.0.0.1", 80)
