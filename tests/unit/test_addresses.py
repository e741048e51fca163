"""Which addresses a request may go to, however they are written."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.addresses import vet, why_refused

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
