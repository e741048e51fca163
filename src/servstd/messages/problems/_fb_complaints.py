"""Problems of how complaints are handled (FBK140-169): they are told of a case's history, and change no clock.

The examples are events of one case under the rules of the guide to complaints: second dispatches 2 at most, call-backs not by the owner.
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "FBK140": Entry(
        "warning",
        (
            "event {event}: the complaint was closed, and this was still owed: {owed}",
            "Tell the customer the decision and call back, or make the attempts the standard asks for, then close; reopen it until then.",
        ),
        (
            "事件 {event}：投诉结案时还欠：{owed}",
            "先把处理意见告知客户并回访（联系不上时按标准做够次数），再结案；在此之前请重新打开。",
        ),
        (
            "A complaint that is closed before the customer heard of it is closed for the company only; it comes back as the next one.",
            "客户还不知道结果就结案，只是企业自己结了案，往往会变成下一次投诉。",
        ),
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n{"kind": "resolved"}\n{"kind": "closed"}',
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "decision_notice"}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "data": {"outcome": "satisfied"}}\n'
        '{"kind": "closed"}',
    ),
    "FBK141": Entry(
        "warning",
        (
            "event {event}: {by} owns the complaint and approved the remedy too",
            "Let somebody else approve it, or write `handler_is_not_approver: false` where the desk is too small for two.",
        ),
        (
            "事件 {event}：{by} 既是投诉负责人，又批准了处理方案",
            "请由他人批准；人手确实不够时，在标准里写 handler_is_not_approver: false。",
        ),
        (
            "Whoever handles a complaint has a stake in its remedy; a second pair of eyes is the point of an approval.",
            "处理人与方案有利害关系，批准的意义就在于换一个人来看。",
        ),
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "proposed", "by": {"role": "agent", "id": "li"}}\n'
        '{"kind": "approved", "by": {"role": "agent", "id": "li"}}',
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "proposed", "by": {"role": "agent", "id": "li"}}\n'
        '{"kind": "approved", "by": {"role": "agent", "id": "wang"}}',
    ),
    "FBK142": Entry(
        "warning",
        (
            "event {event}: `{kind}` does not follow the stage `{stage}`; the complaint stays there",
            "Send what comes first, correct the instant, or choose the table `stages: short` where the desk has fewer steps.",
        ),
        (
            "事件 {event}：处于“{stage}”阶段时不应出现 {kind}，阶段不变",
            "补上前面的步骤或更正时间；步骤较少的团队可以在标准里写 stages: short。",
        ),
        (
            "An approval of something nobody proposed tells that a step was skipped, or that two systems' clocks differ.",
            "没有方案却有批准，说明漏了步骤，或两个系统的时钟不一致。",
        ),
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n{"kind": "approved", "by": {"role": "agent", "id": "wang"}}',
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "proposed", "by": {"role": "agent", "id": "li"}}\n'
        '{"kind": "approved", "by": {"role": "agent", "id": "wang"}}',
    ),
    "FBK143": Entry(
        "warning",
        (
            "event {event}: {by} owns the complaint and called the customer back too",
            "Let somebody else call; `by:` under `callback:` says who. The attempt counts all the same.",
        ),
        (
            "事件 {event}：{by} 是投诉负责人，又由本人回访了客户",
            "请由他人回访，callback 下的 by 写明由谁来；这次回访照样计数。",
        ),
        (
            "Few customers tell the person who handled the matter that it was handled badly.",
            "面对经办人本人，客户很少会直说办得不好。",
        ),
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "by": {"role": "agent", "id": "li"}, "data": {"outcome": "satisfied"}}',
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "by": {"role": "agent", "id": "chen"}, "data": {"outcome": "satisfied"}}',
    ),
    "FBK144": Entry(
        "warning",
        (
            "event {event}: this is round {round}, and the standard has {limit} at most; it was to go to the level above",
            "Hand it to the level that `then:` names; raise `limit:` only in a new edition.",
        ),
        (
            "事件 {event}：这已是第 {round} 轮，标准最多 {limit} 轮，本应上报",
            "请交给 then 写明的上级；确需放宽 limit，请发布新版标准。",
        ),
        (
            "A matter that goes round without end wears the customer out; the limit is there to bring in somebody who can decide more.",
            "反复派单会耗尽客户的耐心，设上限就是为了让能拍板的人介入。",
        ),
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "data": {"outcome": "unsatisfied"}}\n'
        '{"kind": "redispatched"}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "data": {"outcome": "unsatisfied"}}\n'
        '{"kind": "redispatched"}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "data": {"outcome": "unsatisfied"}}\n'
        '{"kind": "redispatched"}',
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "data": {"outcome": "unsatisfied"}}\n'
        '{"kind": "redispatched"}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "data": {"outcome": "unsatisfied"}}\n'
        '{"kind": "redispatched"}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "data": {"outcome": "unsatisfied"}}',
    ),
    "FBK145": Entry(
        "warning",
        (
            "event {event}: the complaint was dispatched again, and nothing of this round asked for it",
            "Record the call-back that found the customer unsatisfied; to hand it on within a round send `assigned`.",
        ),
        (
            "事件 {event}：没有触发条件就做了二次派单",
            "请补记客户不满意的那次回访；同一轮里换人处理请用 assigned。",
        ),
        (
            "A new round gets a new clock; begun without a reason, it hides that the first was not kept.",
            "新一轮会重新起表；没有理由就重来，等于掩盖上一轮的超时。",
        ),
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "decision_notice"}\n'
        '{"kind": "rejected", "by": {"role": "agent", "id": "chen"}}\n'
        '{"kind": "redispatched"}',
        '{"kind": "opened", "data": {"matter": "complaint", "owner": "li"}}\n'
        '{"kind": "decision_notice"}\n'
        '{"kind": "resolved"}\n'
        '{"kind": "called_back", "data": {"outcome": "unsatisfied"}}\n'
        '{"kind": "redispatched"}',
    ),
}
