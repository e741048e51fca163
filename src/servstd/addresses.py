"""Which addresses a request may go to: what keeps a URL in a settings file from reaching inside the company's own network.

*Rule:* a name is looked up once, every address it has is judged, and one that is refused refuses the name. Whatever carries an IPv4 address
inside IPv6 is judged by both.

Example:
    >>> why_refused("93.184.216.34"), why_refused("10.0.0.7"), why_refused("::ffff:127.0.0.1")
    (None, 'private', 'loopback')
    >>> why_refused("10.0.0.7", allow_private=True), why_refused("169.254.169.254", allow_private=True)
    (None, 'metadata')
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

__all__ = ["vet", "why_refused"]

_Address: TypeAlias = IPv4Address | IPv6Address


def _networks(*texts: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(text) for text in texts)


# Where clouds hand out credentials to whoever asks: AWS, Azure, GCP and most others; Azure's wire server; Alibaba; Oracle; AWS over IPv6.
# Providers' documentation, read November 2026. Nothing that is asked for is ever served there, so these stay refused with allow_private.
_METADATA = _networks("169.254.169.254/32", "169.254.170.2/32", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::/32")
# IANA special-purpose registries (RFC 6890 and what came after), read November 2026; listed since older Pythons know fewer of them.
_SPECIAL = _networks(
    "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "240.0.0.0/4", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10",
)  # fmt: skip
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_NEVER = frozenset(("metadata", "multicast", "unspecified", "not_an_address"))


def _embedded(address: _Address) -> tuple[_Address, ...]:
    """Return the IPv4 addresses an IPv6 address stands for or leads through: mapped, 6to4, Teredo, NAT64, compatible."""
    if isinstance(address, IPv4Address):
        return ()
    found: list[_Address] = [part for part in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if part is not None]
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(found)


def _judge(address: _Address) -> str | None:
    if any(address in network for network in _METADATA):
        return "metadata"
    if address.is_multicast:
        return "multicast"
    if address.is_unspecified:
        return "unspecified"
    if address.is_loopback:
        return "loopback"
    if address.is_link_local:
        return "link_local"
    for inner in _embedded(address):
        if (reason := _judge(inner)) is not None:
            return reason
    if any(address in network for network in _SPECIAL):
        return "reserved"
    if isinstance(address, IPv6Address) and (address.ipv4_mapped is not None or address in _NAT64):
        return None  # it is the IPv4 address, judged above
    if address.is_private:
        return "private"
    return None if address.is_global and not address.is_reserved else "reserved"


def why_refused(text: str, *, allow_private: bool = False) -> str | None:
    """Return why a request may not go to an address; None: it may.

    Args:
        text: An IPv4 or IPv6 address, with or without a scope (`%eth0`).
        allow_private: Whether the company's own network is meant; multicast and the clouds' metadata services stay refused.

    Returns:
        `private`, `loopback`, `link_local`, `metadata`, `multicast`, `reserved`, `unspecified` or `not_an_address`.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return "not_an_address"
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        address = IPv6Address(int(address))
    reason = _judge(address)
    return None if allow_private and reason not in _NEVER else reason


def vet(addresses: tuple[str, ...], *, allow_private: bool = False) -> tuple[str, str] | None:
    """Return the first address that is refused, with the reason; None when all may be connected to."""
    for address in addresses:
        if (reason := why_refused(address, allow_private=allow_private)) is not None:
            return address, reason
    return None
