"""Problems of reports on feedback (FBK170-199): what is asked for, and what had to be left out."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "FBK170": Entry(
        "error",
        ("edition {version} of standard {name!r} has no section `feedback:`", "Write one, or name a standard that has it."),
        ("标准 {name!r} 的 {version} 版没有 `feedback:` 一节", "请写上这一节，或改用有这一节的标准。"),
        ("Without instruments nobody knows what a score means.", "没有写明调查方式，分数的含义就无从得知。"),
        "format: 1\nstandard: shop",
        "format: 1\nstandard: shop\nfeedback:\n  instruments: {after_service: {kind: csat, scale: 5}}",
    ),
    "FBK171": Entry(
        "warning",
        ("case {case} is left out of the report: {why_en}", "Mend the case's events; the other cases are counted."),
        ("事项 {case} 未计入报告：{why_zh}", "请改正该事项的事件；其他事项照常计入。"),
        ("Events that contradict each other give answers that cannot be trusted.", "相互矛盾的事件得不出可信的结果。"),
        '{"case": "42", "id": "e1", "kind": "answered", "data": {"score": 5}} and again e1 with score 1',
        "each id once, or the same content every time",
    ),
    "FBK172": Entry(
        "warning",
        ("case {case} declares {kind} without a reason; limits stay as they are", "Say in `reason` what changed for good."),
        ("事项 {case} 的 {kind} 没有写原因，控制限保持不变", "请在 `reason` 中写明发生了什么长期变化。"),
        (
            "Limits that may be moved without a reason can be moved until nothing is ever out of them.",
            "如果不说原因就能改控制限，最后就什么异常都看不出来了。",
        ),
        '{"kind": "x-rebased", "data": {}}',
        '{"kind": "x-rebased", "data": {"reason": "call-back by a specialist"}}',
    ),
    "FBK173": Entry(
        "error",
        ("answers cannot be grouped by {name!r}: it is not kept with them", "Use one of: {expected}."),
        ("不能按 {name!r} 分组：答复没有记下这一项", "可用：{expected}。"),
        (
            "With an answer those attributes are kept whose value at the answer and at the solution differ; others would tell who answered.",
            "答复只记下那些在作答时与解决时可能不同的属性；记得更多就可能认出是谁作答。",
        ),
        "servstd feedback report standard.yaml --events events.jsonl --by customer",
        "servstd feedback report standard.yaml --events events.jsonl --by team",
    ),
    "FBK174": Entry(
        "error",
        ("{name} is {found}, expected {expected}", "Give a whole number in that range."),
        ("{name} 为 {found}，应为 {expected}", "请给出此范围内的整数。"),
        ("A minimum or a baseline that is no count has no meaning.", "最少份数和基期长度都必须是计数。"),
        "servstd feedback report standard.yaml --events events.jsonl --minimum few",
        "servstd feedback report standard.yaml --events events.jsonl --minimum 30",
    ),
    "FBK175": Entry(
        "warning",
        ("answers that no instrument of the standard takes: {count} ({why_en})", "Look at their `instrument` and `version`."),
        ("有 {count} 份答复不属于标准中的任何调查（{why_zh}）", "请核对这些答复的 `instrument` 与 `version`。"),
        ("An answer whose scale nobody knows cannot be counted; it is not forgotten either.", "量表不明的答复不能计入，但也不能当作没有。"),
        '{"kind": "answered", "data": {"instrument": "after_servce", "score": 5}}',
        '{"kind": "answered", "data": {"instrument": "after_service", "score": 5}}',
    ),
    "FBK176": Entry(
        "error",
        ("the standard has no themes to look for", "Write `feedback.themes`: words or patterns by name."),
        ("标准没有写任何主题", "请在 `feedback.themes` 中写明主题及其词语。"),
        ("What counts as a theme is the company's to say.", "什么算一个主题，应由公司自己规定。"),
        "feedback: {instruments: {after: {kind: csat, scale: 5}}}",
        "feedback: {instruments: {after: {kind: csat, scale: 5}}, themes: {leaks: {words: [leak]}}}",
    ),
    "FBK178": Entry(
        "error",
        ("--answers-mapping says how to read a file of answers, and none is given", "Name the file with --answers."),
        ("给了 --answers-mapping，却没有给答卷文件", "用 --answers 指定答卷文件。"),
        ("Left aside in silence, a mapping would seem to have been used.", "悄悄忽略，会让人以为映射已经生效。"),
        "servstd feedback report acme.yaml --events e.jsonl --answers-mapping survey.yaml",
        "servstd feedback report acme.yaml --events e.jsonl --answers survey.csv --answers-mapping survey.yaml",
    ),
    "FBK177": Entry(
        "error",
        ("{name!r} is no loop whose theme opens an improvement", "Name one of: {expected}."),
        ("{name!r} 不是由主题引出改进事项的闭环", "可用：{expected}。"),
        (
            "Whether measures helped can be told only of an item that the standard opens: it has the share from before.",
            "只有标准引出的改进事项才留有改进前的占比，才能判断措施是否有效。",
        ),
        "servstd feedback themes standard.yaml --events events.jsonl --since leeks=2026-03-01",
        "servstd feedback themes standard.yaml --events events.jsonl --since leaks=2026-03-01",
    ),
}
