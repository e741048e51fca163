"""The kinds of event and their data: one table, from which the reference page is made.

*Rule:* data keys that are attributes set them, for the kinds that say so. A company's own kinds start with `x-`.

Example:
    >>> KINDS["called_back"].required, KINDS["changed"].attributes
    (('outcome',), True)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import attrs

__all__ = ["KINDS", "ROLES", "Kind", "Role"]

Role = Literal["customer", "agent", "bot", "system"]
ROLES: tuple[Role, ...] = get_args(Role)


@attrs.frozen
class Kind:
    """One kind of event.

    Attributes:
        name: The word in the `kind` field.
        data: Names of the data the kind knows, by name: what they hold.
        required: Names that must be there.
        attributes: Whether other data keys set attributes of the case.
        flags: Names of the data that must be true or false.
    """

    name: str
    data: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    required: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    attributes: bool = attrs.field(default=False, kw_only=True)
    flags: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    meaning: tuple[str, str] = attrs.field(default=("", ""), kw_only=True)


def _kind(name: str, en: str, zh: str, *, required: tuple[str, ...] = (), attributes: bool = False, **data: str) -> tuple[str, Kind]:
    flags = tuple(key for key, holds in data.items() if holds.startswith("true:"))
    return name, Kind(name, data=data, required=required, attributes=attributes, flags=flags, meaning=(en, zh))


# The whole table of section 3 of the semantics: a company's own kinds start with `x-` and are kept even when nothing uses them.
KINDS: Mapping[str, Kind] = dict(
    [
        _kind("opened", "the matter was raised", "受理", attributes=True, answered="true: somebody already answered in person"),
        _kind("message", "somebody wrote", "消息", required=("public",), public="true: the customer can see it", text="what was said"),
        _kind("changed", "attributes changed", "变更", attributes=True),
        _kind("assigned", "an owner or a team got it", "派单", attributes=True, owner="a person", team="a team"),
        _kind("solution_offered", "a solution was offered", "给出方案"),
        _kind("no_reply_needed", "the last message needs no reply", "无需回复"),
        _kind("promised", "something was promised", "承诺", required=("due",), due="when it is to be kept", what="what was promised"),
        _kind("resolved", "the matter is solved", "已解决"),
        _kind("reopened", "the matter is alive again", "重新打开"),
        _kind("closed", "the matter is closed", "关闭"),
        _kind("cancelled", "the matter was withdrawn", "撤销"),
        _kind("merged", "the matter became part of another case", "合并", required=("into",), into="the other case"),
        _kind("acknowledged", "somebody took note", "已知悉", of="a notice's key or a level", chain="a chain's name"),
        _kind("unacknowledged", "a note taken was taken back", "撤回知悉", chain="a chain's name"),
        _kind("escalated", "somebody escalated by hand", "手动上报", chain="a chain's name"),
        _kind("watch_resumed", "nobody watched the case since an instant, until now", "恢复值守", required=("since",), since="an instant"),
        _kind("called_back", "the customer was called back", "回访", required=("outcome",), outcome="satisfied, unsatisfied, unreachable"),
        _kind("surveyed", "a survey was sent", "已发问卷", instrument="which one", invitation="its key", version="of the instrument"),
        _kind(
            "answered",
            "a survey was answered",
            "已答问卷",
            instrument="which one",
            score="the answer",
            invitation="which it answers",
            version="of the instrument",
            comment="in the customer's words",
            partial="true: it was broken off",
            late="true: its link had expired",
        ),
        _kind("dismissed", "a survey was closed without an answer", "关闭问卷未作答", instrument="which one", invitation="its key"),
        _kind("followed_up", "a follow-up was opened", "已开跟进", loop="which loop", into="the new case"),
        _kind("assessed", "the complaint was assessed", "已评估"),
        _kind("investigated", "the complaint is being looked into", "调查中"),
        _kind("proposed", "a remedy was proposed", "已提方案"),
        _kind("approved", "the remedy was approved", "已批准"),
        _kind("decision_notice", "the customer was told the decision", "答复", decision="what was decided"),
        _kind("accepted", "the customer accepts the decision", "客户接受"),
        _kind("rejected", "the customer rejects the decision", "客户不接受"),
        _kind("actioned", "the remedy was carried out", "已落实"),
        _kind("redispatched", "the matter was dispatched again", "二次派单", attributes=True, owner="a person", team="a team"),
    ]
)
