"""Connections go to vetted addresses only; how webhooks and feeds use them is tested with their plugins."""

from __future__ import annotations

import httpcore
import pytest

from servstd.network import AddressRefused, Exchange, NoAddress, VettedBackend, system_resolve


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
