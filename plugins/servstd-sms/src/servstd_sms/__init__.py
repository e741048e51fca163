"""Text messages by Alibaba Cloud and Twilio for servstd.

*Rule:* the types `aliyun_sms` and `twilio_sms` of `notifiers:`; at most once, whatever happens on the way.

Example:
    >>> segments("长" * 71)
    2
"""

from __future__ import annotations

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import AsyncNotifier, Notifier
from servstd_sms.segments import segments
from servstd_sms.senders import AliyunSms, TwilioSms
from servstd_sms.settings import Aliyun, Twilio

__all__ = ["Aliyun", "AliyunSms", "Twilio", "TwilioSms", "notifiers", "segments"]


@implements.notifiers
def notifiers(ctx: PluginContext) -> list[Notifier | AsyncNotifier]:
    """Return one sender for each instance of the two types."""
    return [
        *(AliyunSms(one.name, settings=one.settings, contact=one.contact) for one in ctx.instances("aliyun_sms", Aliyun)),
        *(TwilioSms(one.name, settings=one.settings, contact=one.contact) for one in ctx.instances("twilio_sms", Twilio)),
    ]
