"""Group bots of WeCom, DingTalk, Feishu and Slack for servstd.

*Rule:* the types `wecom`, `dingtalk`, `feishu` and `slack` of `notifiers:`; an error code inside HTTP 200 is a failure.

Example:
    >>> sorted(__all__)[:2]
    ['DingTalk', 'Feishu']
"""

from __future__ import annotations

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import AsyncNotifier, Notifier
from servstd_chat.bots import GroupBot, dingtalk_bot, feishu_bot, slack_bot, wecom_bot
from servstd_chat.settings import DingTalk, Feishu, Slack, WeCom

__all__ = ["DingTalk", "Feishu", "GroupBot", "Slack", "WeCom", "dingtalk_bot", "feishu_bot", "notifiers", "slack_bot", "wecom_bot"]


@implements.notifiers
def notifiers(ctx: PluginContext) -> list[Notifier | AsyncNotifier]:
    """Return one bot for each instance of the four types."""
    return [
        *(wecom_bot(one.name, settings=one.settings, contact=one.contact) for one in ctx.instances("wecom", WeCom)),
        *(dingtalk_bot(one.name, settings=one.settings, contact=one.contact) for one in ctx.instances("dingtalk", DingTalk)),
        *(feishu_bot(one.name, settings=one.settings, contact=one.contact) for one in ctx.instances("feishu", Feishu)),
        *(slack_bot(one.name, settings=one.settings, contact=one.contact) for one in ctx.instances("slack", Slack)),
    ]
