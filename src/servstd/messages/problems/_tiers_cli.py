"""Problems of the commands about tiers (TIR150-169): files of customers, the history's file, what was asked for."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "TIR151": Entry(
        "error",
        ("{file} holds no customer {customer!r}", "Check the identifier; it is compared as text, so 4 is not 00004."),
        ("{file} 里没有客户 {customer!r}", "请核对客户编号；编号按文本比较，4 与 00004 不同。"),
        ("An explanation is of one customer's own facts.", "解释必须依据该客户自己的数据。"),
        "servstd tiers explain standard.yaml --customers c.csv --customer 4 --on 2026-04-01",
        "servstd tiers explain standard.yaml --customers c.csv --customer 00004 --on 2026-04-01",
    ),
    "TIR152": Entry(
        "error",
        (
            "rows of {file} that cannot be judged: {count}, shown above: {shown}; nothing was written",
            "Mend them; or give `--rejects FILE`, and they are set aside there while the others are judged.",
        ),
        (
            "{file} 有 {count} 行无法评定，以上列出 {shown} 行；没有写入任何内容",
            "请改正这些行；或加 `--rejects 文件` 另存这些行，其余照常评定。",
        ),
        (
            "A population judged in part looks like one judged whole; that takes a decision by whoever runs it.",
            "只评定了一部分的结果看上去和全部评定一样，是否接受应由执行的人决定。",
        ),
        "K0917,-5",
        "K0917,5",
    ),
    "TIR153": Entry(
        "error",
        (
            "{file} was changed by somebody else meanwhile; nothing was appended",
            "Run the command again; it then starts from what is there now.",
        ),
        ("执行期间 {file} 被别人改动，没有追加任何内容", "请重新执行，将以现有内容为准。"),
        ("Two runs at once would each overwrite what the other recorded.", "两个任务同时写入会互相覆盖记录。"),
        "servstd tiers assign … --history tiers.jsonl & servstd tiers assign … --history tiers.jsonl",
        "servstd tiers assign … --history tiers.jsonl; servstd tiers assign … --history tiers.jsonl",
    ),
    "TIR154": Entry(
        "error",
        ("{file} holds no customers", "Look at the file; a header alone is not enough."),
        ("{file} 里没有客户", "请检查文件；只有表头是不够的。"),
        (
            "An empty population is more often a failed export than a company without customers.",
            "空名单多半是导出失败，而不是公司没有客户。",
        ),
        "customer,paid_12m",
        "customer,paid_12m\nK0917,220000",
    ),
    "TIR155": Entry(
        "error",
        ("customer {customer!r} stands twice, first in row {first}", "Keep the row that is right; nothing was written."),
        ("客户 {customer!r} 出现两次，第一次在第 {first} 行", "请保留正确的一行；没有写入任何内容。"),
        (
            "Which row is right cannot be known, and the one that comes last is no better; so the run fails even with --rejects.",
            "无从知道哪一行正确，后一行也不比前一行可信；因此即使给出 --rejects 也算失败。",
        ),
        "K0917,5\nK0917,6",
        "K0917,5\nK0918,6",
    ),
    "TIR156": Entry(
        "warning",
        ("rows of {file} that could not be judged and were set aside: {count}", "{rejects} lists them all, with the reason."),
        ("{file} 有 {count} 行无法评定，已另存", "{rejects} 列出了全部这些行及原因。"),
        ("Customers who are set aside keep the tier they had.", "另存的客户保持原有等级。"),
        "K0917,NaN",
        "K0917,5",
    ),
    "TIR157": Entry(
        "error",
        ("this line is no entry of a tier history", "Take it out, or restore the file; `servstd tiers assign` writes such files."),
        ("这一行不是等级历史的记录", "请去掉这一行或恢复文件；这种文件由 `servstd tiers assign` 生成。"),
        ("A history that is read in part would assign from something that never was.", "只读一部分历史，就会按从未有过的情况来评定。"),
        '{"customer": "K0917"',
        '{"customer": "K0917", "tier": "key", …}',
    ),
    "TIR158": Entry(
        "error",
        ("a TierHistory is expected here, found {found}", "Read it with `TierHistory.read(lines)`, or leave it out."),
        ("此处应为 TierHistory，实际是 {found}", "请用 `TierHistory.read(行)` 读取，或不给这个参数。"),
        ("A tier that is looked up anew at every event must come from a history.", "每个事件都要查当时的等级，只有历史能回答。"),
        'standard.decide(events, now=now, tiers="gold")',
        "standard.decide(events, now=now, tiers=history)",
    ),
    "TIR159": Entry(
        "error",
        ("this answer is neither true nor false", "Write `true` or `false`; leave out who did not answer."),
        ("这条满意度答复既不是 true 也不是 false", "请写 true 或 false；没有答复的不要列入。"),
        (
            "Where a scale is cut into satisfied and not is decided by whoever made the survey; a guess would decide the result.",
            "几分算满意应由调查方决定；如果由程序去猜，结论就成了猜出来的。",
        ),
        "case,satisfied\nT-17,4",
        "case,satisfied\nT-17,true",
    ),
    "TIR160": Entry(
        "error",
        ("this answer names neither a case nor a tier", "Fill in `case` or `tier`."),
        ("这条满意度答复既没有写事项，也没有写等级", "请填写 case 或 tier。"),
        ("An answer is compared by tier; without either it belongs nowhere.", "答复要按等级对比，两者都没有就无从归类。"),
        "case,tier,satisfied\n,,true",
        "case,tier,satisfied\nT-17,,true",
    ),
    "TIR161": Entry(
        "warning",
        (
            "answers of {file} whose case was not decided here, and which were left out: {count}",
            "Give the events of those cases too, or the tier in the file of answers.",
        ),
        ("{file} 有 {count} 条答复对应的事项未在这里判定，没有计入", "请补上这些事项的事件，或在答复文件里写明等级。"),
        (
            "The tier is known from the case; if many are missing, those that are left may not speak for all.",
            "等级要从事项得知；缺得多时，剩下的答复未必有代表性。",
        ),
        "case,satisfied\nT-no-such,true",
        "case,satisfied\nT-17,true",
    ),
}
