"""Plugins: found by their metadata, vetted, loaded one at a time, and put into one frozen registry.

*Rule:* one bad plugin harms nobody. It is named with its reason, offers nothing, and only a standard that names something of its
own is refused.

Example:
    >>> from servstd.host import Host
    >>> with Host.empty({"notifiers": {"screen": {"type": "console"}}}) as host:
    ...     host.registry.names("notifiers")
    ('screen',)
"""

from __future__ import annotations

from servstd.host.host import Host
from servstd.host.records import STATUSES, PluginRecord, SettingsKey, Status
from servstd.host.stages import STAGES, Stage

__all__ = ["STAGES", "STATUSES", "Host", "PluginRecord", "SettingsKey", "Stage", "Status"]
