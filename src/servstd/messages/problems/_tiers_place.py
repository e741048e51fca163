"""Problems of placing customers and of their tier history (TIR030-059)."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "TIR030": Entry(
        "error",
        (
            "a tier cannot be judged on a day before the last record of customer {customer} was made",
            "Judge on that day or later; to see what held earlier, ask history.at(customer, day, known_on).",
        ),
        (
            "不能在客户 {customer} 最近一次记录之前的日期评定等级",
            "请用该日或更晚的日期评定；要看当时的等级，用 history.at(客户, 日期, known_on)。",
        ),
        (
            "Judging backwards would rewrite what customers were told; a tier on a past day is looked up, not computed again.",
            "倒回去评定会改写已经告知客户的结果；过去的等级只查询，不重算。",
        ),
        "standard.tiers.assign(facts, history, on=date(2026, 3, 1))   # the last record is of 2026-04-01",
        'history.at("c7", date(2026, 3, 1))',
    ),
    "TIR031": Entry(
        "error",
        (
            "the score and the last record are of different customers",
            "Give the last record of the customer who was scored: history.last(customer).",
        ),
        ("得分与最近一次记录不属于同一客户", "请传入被评分客户自己的最近记录：history.last(客户)。"),
        ("A customer must not be held on, or kept from, a level by somebody else's history.", "不能用别人的历史决定一个客户的升降。"),
        'place(tiers, scored_of_c7, history.last("c8"), on)',
        'place(tiers, scored_of_c7, history.last("c7"), on)',
    ),
    "TIR032": Entry(
        "error",
        (
            "reviews count from the day the customer joined, and the facts do not say when that was",
            "Add the field `joined` to the facts, or choose `qualification: fixed` in tiers.review.",
        ),
        ("复核按客户加入之日起算，但资料中没有加入日期", "请在资料中加上 joined 字段，或在 tiers.review 中改用 qualification: fixed。"),
        (
            "Without that day no review date could be told, and a guess would move customers' tiers on days nobody promised.",
            "没有这一天就算不出复核日；靠猜测会让客户在没有约定的日子升降。",
        ),
        '{"customer": "c7", "paid_12m": 60000}',
        '{"customer": "c7", "joined": "2024-02-29", "paid_12m": 60000}',
    ),
    "TIR033": Entry(
        "error",
        (
            "an override for customer {customer} was approved by the one who looks after that customer",
            "Have somebody else approve it, and name that person in approved_by.",
        ),
        ("客户 {customer} 的人工定级由其负责人本人批准", "请由其他人批准，并在 approved_by 中写明。"),
        (
            "Whoever gains from a tier cannot be the one who grants it: the approver is not the customer's own owner.",
            "从定级中得益的人不能自己批准：批准人不得是该客户的负责人。",
        ),
        "{customer: K0917, tier: vip, reason: pilot, approved_by: li, until: 2026-06-30}   # li is the owner of K0917",
        "{customer: K0917, tier: vip, reason: pilot, approved_by: zhao, until: 2026-06-30}",
    ),
    "TIR034": Entry(
        "error",
        (
            "a record of customer {customer} was made before one that the history has already",
            "Append records in the order in which they were made; merge files by recorded_on first.",
        ),
        ("客户 {customer} 的这条记录早于历史中已有的记录", "请按产生的先后追加；合并文件前先按 recorded_on 排序。"),
        (
            "The history tells what was known on each day; a record slipped in afterwards would change that.",
            "历史要能说明每一天当时知道什么；事后塞入的记录会改变这一点。",
        ),
        "recorded_on: 2026-03-01, after one of 2026-04-01",
        "recorded_on: 2026-04-02",
    ),
    "TIR035": Entry(
        "error",
        (
            "a record of customer {customer} begins before the last one, and corrects none",
            "Let it begin on the day of the record it corrects (same valid_from, later recorded_on), or after the last one.",
        ),
        (
            "客户 {customer} 的这条记录生效日早于最后一条，又不是对某条的更正",
            "更正请使用被更正记录的 valid_from 并写较晚的 recorded_on；否则生效日应晚于最后一条。",
        ),
        ("It would overlap what holds from that day on: two tiers for one day.", "它会与那天起有效的记录重叠：同一天出现两个等级。"),
        "valid_from: 2026-02-15, between records of 2026-01-05 and 2026-04-01",
        "valid_from: 2026-01-05, recorded_on: 2026-04-02   # corrects the first",
    ),
    "TIR036": Entry(
        "error",
        ("customer {customer} has a record of this very day already", "Append a record once; a correction is made on a later day."),
        ("客户 {customer} 在这一天已有同日记录", "同一条记录只追加一次；更正请在之后的日期进行。"),
        (
            "Two records that begin and were made on the same day would leave open which of them counts.",
            "同日生效、同日产生的两条记录，无法判断以哪条为准。",
        ),
        "append(record); append(record)",
        "history.take(assignment)   # appends only what is new",
    ),
    "TIR037": Entry(
        "error",
        (
            "a record of customer {customer} begins on a day after it was made",
            "Let it begin on the day it is made at the latest; a fall to come is written as falls_to and falls_on.",
        ),
        ("客户 {customer} 的记录在产生之后的日期才生效", "生效日最晚为产生当日；将要发生的降级写在 falls_to 与 falls_on 中。"),
        (
            "A first record that begins later would leave the days until then without a tier: a gap.",
            "首条记录若晚于产生日生效，其间的日子就没有等级，出现空档。",
        ),
        "recorded_on: 2026-04-01, valid_from: 2026-05-01",
        "recorded_on: 2026-04-01, valid_from: 2026-04-01, falls_to: key, falls_on: 2026-05-01",
    ),
    "TIR038": Entry(
        "error",
        ("there is a request with this id already", "Give each request an id of its own."),
        ("已有相同编号的请求", "请为每个请求使用各自的编号。"),
        (
            "An answer names the request by its id; with two of them nobody knows which was answered.",
            "答复按编号对应请求；编号重复就不知道答复了哪一个。",
        ),
        'TierRequest("r1", ...) twice',
        'TierRequest("r2", ...)',
    ),
    "TIR039": Entry(
        "error",
        (
            "this request cannot be answered: it is not there, is answered, or was made later",
            "Answer a request that is open on that day: see history.requests(customer, open_on=day).",
        ),
        ("无法答复这个请求：不存在、已答复，或提出时间更晚", "请答复当日尚未答复的请求：见 history.requests(客户, open_on=日期)。"),
        (
            "An answer is final and belongs to one request; what was said cannot be replaced afterwards.",
            "答复是终局的，对应唯一的请求；说过的话不能事后替换。",
        ),
        'Answer("r9", ...)',
        'Answer("r1", ...)',
    ),
    "TIR040": Entry(
        "error",
        ("a request or an answer is of none of the kinds there are", "Use one of the words expected."),
        ("请求或答复的类别不在允许范围内", "请使用列出的取值之一。"),
        ("Requests are counted and reported by kind and outcome.", "请求按类别与结果统计和报告。"),
        "kind: complaint",
        "kind: objection",
    ),
    "TIR041": Entry(
        "error",
        ("this line is no entry of a tier history", "Write lines with history.lines(); do not edit them by hand."),
        ("这一行不是等级历史的条目", "请用 history.lines() 写出，不要手工修改。"),
        ("A history that was read wrongly would hold customers on a level they do not have.", "读错的历史会让客户停在不属于自己的等级上。"),
        '{"customer": "c7", "tier": "key"}',
        '{"schema": 1, "entry": "tier", "customer": "c7", "tier": "key", ...}',
    ),
    "TIR042": Entry(
        "error",
        ("this line of a tier history is of another schema", "Read it with the version of servstd that wrote it, or write it anew."),
        ("这一行等级历史的格式版本不同", "请用写出它的 servstd 版本读取，或重新写出。"),
        ("Fields may have changed their meaning between schemas.", "不同版本之间，字段的含义可能已经改变。"),
        '{"schema": 99, "entry": "tier", ...}',
        '{"schema": 1, "entry": "tier", ...}',
    ),
    "TIR043": Entry(
        "error",
        ("the day the customer joined is no date", "Write it as 2024-02-29."),
        ("客户加入日期不是日期", "请写成 2024-02-29。"),
        ("Anniversary reviews count from it.", "周年复核从这一天起算。"),
        "joined: last spring",
        "joined: 2024-03-20",
    ),
    "TIR044": Entry(
        "error",
        (
            "event {event} gives customer {customer} another tier than the tier history",
            'Leave the tier out of the events, or ask for it to be put right: on_given="replace".',
        ),
        ("事件 {event} 给客户 {customer} 的等级与等级历史不一致", '请不要在事件中写等级，或用 on_given="replace" 改为历史中的等级。'),
        (
            "A tier is computed by the standard; a second source would make promises depend on who typed what.",
            "等级由标准计算；若另有来源，承诺就会取决于谁填了什么。",
        ),
        '{"kind": "opened", "data": {"customer": "c7", "tier": "vip"}}   # the history says key',
        '{"kind": "opened", "data": {"customer": "c7"}}',
    ),
}
