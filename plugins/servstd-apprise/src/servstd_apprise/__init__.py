"""The long tail of notification services for servstd, by way of Apprise.

*Rule:* the type `apprise` of `notifiers:`. Apprise itself is imported when the first notice is sent, not before: it takes long.

Example:
    >>> "feishu" in UNVERIFIED, AppriseNotifier.addressing
    (True, 'room')
"""

from __future__ import annotations

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import AsyncNotifier, Notifier
from servstd_apprise.notifier import UNVERIFIED, AppriseNotifier, AppriseSettings

__all__ = ["UNVERIFIED", "AppriseNotifier", "AppriseSettings", "notifiers"]


@implements.notifiers
def notifiers(ctx: PluginContext) -> list[Notifier | AsyncNotifier]:
    """Return one notifier for each instance of the type."""
    instances = ctx.instances("apprise", AppriseSettings)
    return [AppriseNotifier(one.name, settings=one.settings, contact=one.contact) for one in instances]
