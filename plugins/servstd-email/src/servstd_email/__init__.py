"""E-mail for servstd: notices out over SMTP with TLS, and what customers answer in.

*Rule:* every mail of a case finds the others, robots are told not to answer, and no robot's answer is taken for a customer's.

Example:
    >>> sorted(__all__)[:2]
    ['EmailChannel', 'EmailNotifier']
"""

from __future__ import annotations

from collections.abc import Iterable

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import AsyncNotifier, Channel, Notifier
from servstd_email.channel import EmailChannel
from servstd_email.notifier import EmailNotifier
from servstd_email.settings import EmailSettings, InboundSettings

__all__ = ["EmailChannel", "EmailNotifier", "EmailSettings", "InboundSettings", "channels", "notifiers"]


@implements.notifiers
def notifiers(ctx: PluginContext) -> Iterable[Notifier | AsyncNotifier]:
    """Return one notifier for each instance of the type `email`."""
    instances = ctx.instances("email", EmailSettings)
    return [EmailNotifier(one.name, settings=one.settings, contact=one.contact or "email") for one in instances]


@implements.channels
def channels(ctx: PluginContext) -> Iterable[Channel]:
    """Return the channel, when it has an address."""
    settings = ctx.settings_as(InboundSettings)
    return [EmailChannel(settings=settings)] if settings.address else []
