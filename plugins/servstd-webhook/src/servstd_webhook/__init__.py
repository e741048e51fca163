"""Webhooks for servstd by the rules of Standard Webhooks: notices out, events in.

*Rule:* what goes out is signed, what comes in is checked, and nothing goes where a company's own network begins unless it is said so.

Example:
    >>> sorted(__all__)[:2]
    ['InboundSettings', 'RETRY_SCHEDULE']
"""

from __future__ import annotations

from collections.abc import Iterable

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import AsyncNotifier, Channel, Notifier
from servstd_webhook.channel import WebhookChannel
from servstd_webhook.notifier import WebhookNotifier
from servstd_webhook.schedule import RETRY_SCHEDULE, next_try
from servstd_webhook.settings import InboundSettings, WebhookSettings
from servstd_webhook.signing import sign, webhook_id

__all__ = [
    "RETRY_SCHEDULE",
    "InboundSettings",
    "WebhookChannel",
    "WebhookNotifier",
    "WebhookSettings",
    "channels",
    "next_try",
    "notifiers",
    "sign",
    "webhook_id",
]


@implements.notifiers
def notifiers(ctx: PluginContext) -> Iterable[Notifier | AsyncNotifier]:
    """Return one notifier for each instance of the type `webhook`."""
    instances = ctx.instances("webhook", WebhookSettings)
    return [WebhookNotifier(one.name, settings=one.settings, contact=one.contact or "webhook") for one in instances]


@implements.channels
def channels(ctx: PluginContext) -> Iterable[Channel]:
    """Return the channel, when it has a secret."""
    settings = ctx.settings_as(InboundSettings)
    return [WebhookChannel(settings=settings)] if settings.keys else []
