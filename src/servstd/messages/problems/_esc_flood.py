"""Problems of flood control (ESC080-099): quotas and digests."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_NOTIFIERS = "# fragment\nnotifiers: {sms: {type: console}, email: {type: console}}\nescalation:\n"

ENTRIES: Mapping[str, Entry] = {
    "ESC080": Entry(
        "warning",
        (
            "the limit of {count} in {per} is never reached: {other} in {other_per} admits no more than that",
            "Leave it out, lower its count, or write `smooth: true` to spread what comes after the first burst.",
        ),
        (
            "每 {per} 最多 {count} 条的限制永远用不上：每 {other_per} 最多 {other} 条已经更严",
            "请删去它、减小条数，或写 `smooth: true`，把首批之后的通知均匀摊开。",
        ),
        ("A limit that cannot bite is a mistake in the numbers.", "起不了作用的限制，多半是数字写错了。"),
        _NOTIFIERS + "  throttle: [{via: [sms], limits: [{count: 3, per: 15m}, {count: 18, per: 60m}]}]\n",
        _NOTIFIERS + "  throttle: [{via: [sms], limits: [{count: 3, per: 15m}, {count: 8, per: 60m}]}]\n",
    ),
    "ESC081": Entry(
        "error",
        ("{name} is gathered by two digests, with windows of {window} and of {other}", "Name each notifier in one digest."),
        ("{name} 出现在两条合并规则里，窗口分别为 {window} 和 {other}", "每种通知方式只写在一条合并规则里。"),
        ("Which window holds would be a matter of order.", "究竟按哪个窗口，就要看书写顺序了。"),
        _NOTIFIERS + "  digest: [{via: [sms], window: 2m}, {via: [sms, email], window: 10m}]\n",
        _NOTIFIERS + "  digest: [{via: [sms], window: 2m}, {via: [email], window: 10m}]\n",
    ),
}
