"""Addresses of an order: those it holds, and those that stand in the environment, read at the moment a notice is sent.

*Rule:* what the environment holds is looked up each time, shown nowhere and kept nowhere; a variable that is empty is missing.

Example:
    >>> addresses = Addresses({"wecom": "wangfang"}, {"sms": "PHONE_WANG"}, {"PHONE_WANG": "13800138000"})
    >>> addresses["wecom"], addresses["sms"], addresses
    ('wangfang', '13800138000', Addresses())
    >>> missing_variable(Addresses({}, {"sms": "PHONE_WANG"}, {}), "sms")
    'PHONE_WANG'
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

import attrs

__all__ = ["Addresses", "missing_variable"]


def _environment() -> Mapping[str, str]:
    return os.environ


@attrs.frozen
class Addresses(Mapping[str, str]):
    """Contact key -> address.

    Attributes:
        contacts: Those the order holds; they count first.
        secrets: Contact key -> the environment variable that holds the address.
        environment: The environment; the process's own when left out.
    """

    contacts: Mapping[str, str] = attrs.field(repr=False)
    secrets: Mapping[str, str] = attrs.field(repr=False)
    environment: Mapping[str, str] = attrs.field(factory=_environment, repr=False, eq=False)

    def __getitem__(self, key: str) -> str:
        address = self.contacts.get(key) or (self.environment.get(self.secrets[key]) if key in self.secrets else None)
        if not address:
            raise KeyError(key)
        return address

    def __iter__(self) -> Iterator[str]:
        return (key for key in dict.fromkeys((*self.contacts, *self.secrets)) if self.contacts.get(key) or self._is_set(key))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _is_set(self, key: str) -> bool:
        return bool(self.environment.get(self.secrets.get(key, "")))


def missing_variable(own: Mapping[str, str], contact: str) -> str | None:
    """Return the environment variable that should hold an address and does not; None: none is named."""
    return own.secrets.get(contact) if isinstance(own, Addresses) and contact not in own else None
