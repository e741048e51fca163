"""Problems of agreements (TIR100-129): rows of the standard, of its table, of a plugin, and what is doubtful in them."""
# a text stays on one line, so that it can be searched for

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_HEAD = (
    "# fragment\nsla:\n  policies: [{name: all, default: true, calendar: always, targets: {resolution: 24h}}]\n  agreements:\n    rows:\n"
)


def _rows(*rows: str) -> str:
    return _HEAD + "".join(f"      - {{customer: K1, {row}}}\n" for row in rows)


def _row(terms: str, dates: str = "from: 2026-01-01", contract: str = "HT-1") -> str:
    return f'contract: {contract}, clause: "6.2", {dates}, targets: {{{terms}}}'


_GOOD = _rows(_row("resolution: {within: 8h, calendar: always}"))
_TABLE = "customer,contract,clause,from,metric,within,calendar\nK1,HT-1,6.2,2026-01-01,resolution,8h,always\n"
_STANDARD = (
    '# file: acme.yaml\nformat: 1\nstandard: acme\nversion: "2026.1"\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai\nlanguage: en\n'
    "sla:\n  policies: [{name: all, default: true, calendar: always, targets: {resolution: 24h}}]\n  agreements: {from: agreements.csv}\n"
)


def _folder(table: str) -> str:
    return f"{_STANDARD}# file: agreements.csv\n{table}"


ENTRIES: Mapping[str, Entry] = {
    "TIR100": Entry(
        "error",
        ("the agreement names {name!r}, which is not a metric", "Write one of: {expected}."),
        ("客户约定里的“{name}”不是指标", "请改为：{expected}。"),
        (
            "A promise about a metric that is not measured would never be kept nor broken.",
            "没有计量的指标，约定了也无从算起，等于没有约定。",
        ),
        _rows(_row("resolutoin: {within: 8h, calendar: always}")),
        _GOOD,
    ),
    "TIR101": Entry(
        "error",
        ("the agreement ends on {last}, before it begins on {first}", "Exchange or correct the dates."),
        ("约定的截止日 {last} 早于起始日 {first}", "请对调或改正日期。"),
        ("Such an agreement is never in force.", "这样的约定一天也不会生效。"),
        _rows(_row("resolution: {within: 8h, calendar: always}", "from: 2026-12-31, to: 2026-01-01")),
        _rows(_row("resolution: {within: 8h, calendar: always}", "from: 2026-01-01, to: 2026-12-31")),
    ),
    "TIR102": Entry(
        "error",
        (
            "contract {contract} of customer {customer} is in force twice at once: also {other}",
            "End the earlier one the day before the later one begins.",
        ),
        ("客户 {customer} 的合同 {contract} 有两段有效期重叠，另一段是 {other}", "请把前一段的截止日改到后一段起始日的前一天。"),
        (
            "A renewal takes over where the old terms end; while both are in force nobody can say which terms count.",
            "续约应从旧条款结束后接上；两段同时有效时，说不清按哪一段算。",
        ),
        _rows(
            _row("resolution: {within: 8h, calendar: always}", "from: 2026-01-01, to: 2026-12-31"),
            _row("resolution: {within: 4h, calendar: always}", "from: 2026-12-31"),
        ),
        _rows(
            _row("resolution: {within: 8h, calendar: always}", "from: 2026-01-01, to: 2026-12-31"),
            _row("resolution: {within: 4h, calendar: always}", "from: 2027-01-01"),
        ),
    ),
    "TIR103": Entry(
        "error",
        (
            "contract {contract} of customer {customer} says two things about {metric}",
            "Keep the row that the contract says, and delete the other.",
        ),
        ("客户 {customer} 的合同 {contract} 对 {metric} 有两种互相矛盾的写法", "请保留与合同一致的一行，删掉另一行。"),
        (
            "Two rows of one contract and validity are one agreement; it cannot promise two different times.",
            "同一合同、同一有效期的几行合为一份约定，同一指标不能有两个时限。",
        ),
        _rows(_row("resolution: {within: 8h, calendar: always}"), _row("resolution: {within: 4h, calendar: always}")),
        _rows(_row("resolution: {within: 8h, calendar: always}"), _row("first_response: {within: 1h, calendar: always}")),
    ),
    "TIR104": Entry(
        "error",
        (
            "the agreement does not say on which calendar {metric} is counted",
            "Give the target a `calendar:` ({known}), or the agreement one of its own.",
        ),
        ("约定没有写明 {metric} 按哪个日历计时", "请给该时限写 calendar（现有：{known}），或给整份约定写一个日历。"),
        (
            "Four hours around the clock and four office hours are different promises.",
            "全天的 4 小时和工作时间的 4 小时是两种承诺。",
        ),
        _rows(_row("resolution: 8h")),
        _GOOD,
    ),
    "TIR105": Entry(
        "error",
        ("agreement {contract} promises nothing", "Give it `targets:`, or a `calendar:` of its own."),
        ("约定 {contract} 没有任何内容", "请写 targets，或写客户自己的 calendar。"),
        ("An agreement is there for its terms.", "没有条款的约定没有意义。"),
        _rows('contract: HT-1, clause: "6.2", from: 2026-01-01'),
        _GOOD,
    ),
    "TIR106": Entry(
        "error",
        (
            "the table {name!r} is not beside the standard",
            "Put it into the same folder and name it as it is called ({expected}); load the standard from its file, not from a text.",
        ),
        ("标准旁边没有表格“{name}”", "请把表格放在同一文件夹，文件名照实写（{expected}）；要从文件加载标准，不能只给文字。"),
        (
            "Without its table the standard would quietly break every promise in it.",
            "缺了这张表，表里的承诺就会全部悄悄落空。",
        ),
        "# fragment\nsla: {agreements: {from: agreements.csv}}\n",
        _folder(_TABLE),
    ),
    "TIR107": Entry(
        "error",
        (
            "this line of the table cannot be read: {found}",
            "Give every line as many cells as the header has; put a cell that holds the delimiter in quotes. In JSON Lines, one object a line.",
        ),
        ("表格的这一行无法读取：{found}", "每行的格数应与表头一致；内容里有分隔符的，要加英文引号。JSON Lines 每行一个对象。"),
        ("Cells that slip by one column turn a promise into another.", "错一列，承诺就成了另一个。"),
        _folder(_TABLE.replace(",always\n", "\n")),
        _folder(_TABLE),
    ),
    "TIR108": Entry(
        "error",
        ("the table has a column {found!r} that means nothing here", "Write one of: {expected}; or delete the column."),
        ("表格里有不认识的列“{found}”", "请改为：{expected}；用不到就删掉这一列。"),
        ("A misspelt column would silently drop what stands in it.", "列名写错，整列内容就会悄悄丢掉。"),
        _folder(_TABLE.replace("within", "witin")),
        _folder(_TABLE),
    ),
    "TIR109": Entry(
        "error",
        (
            "the agreements come from {name!r}, and there is no plugin at hand",
            "Load the standard with a host: `servstd.load(path, host=host)`; the command line has one unless `--no-plugins` is given.",
        ),
        (
            "客户约定来自“{name}”，但目前没有可用的插件",
            "请带宿主加载标准：`servstd.load(path, host=host)`；命令行默认带宿主，除非写了 `--no-plugins`。",
        ),
        ("Without its agreements the standard would be another one.", "没有这些约定，标准就不是原来的标准。"),
        "# fragment\nsla: {agreements: {source: crm}}\n",
        _GOOD,
    ),
    "TIR110": Entry(
        "error",
        (
            "row {number} of the agreements that {name} gives is not a row: {found}",
            "Mend the plugin: each row is a mapping with text keys.",
        ),
        ("{name} 给出的第 {number} 行不是一行约定，而是 {found}", "请修复插件：每行应是以文字为键的映射。"),
        ("A row that cannot be read is a customer's promise lost.", "读不了的一行，就是丢掉的一份承诺。"),
    ),
    "TIR120": Entry(
        "warning",
        (
            "customer {customer} has two agreements in force at once that name {metric}: {contract} and {other}; the earlier due counts",
            "If one replaces the other, end it the day before.",
        ),
        (
            "客户 {customer} 同时有两份有效约定都写了 {metric}：{contract} 与 {other}；以较早的到期为准",
            "如果是一份取代另一份，请把旧的截止到前一天。",
        ),
        ("Mostly the old contract was not ended when the new one was signed.", "多半是签新合同时忘了截止旧合同。"),
        _rows(
            _row("resolution: {within: 8h, calendar: always}"),
            _row("resolution: {within: 4h, calendar: always}", contract="HT-2"),
        ),
        _rows(
            _row("resolution: {within: 8h, calendar: always}", "from: 2026-01-01, to: 2026-12-31"),
            _row("resolution: {within: 4h, calendar: always}", "from: 2027-01-01", contract="HT-2"),
        ),
    ),
    "TIR121": Entry(
        "warning",
        (
            "customer {customer} has two agreements in force with calendars of their own: {contract} and {other}; policies take the first",
            "Give the customer one calendar.",
        ),
        ("客户 {customer} 同时有两份有效约定各带日历：{contract} 与 {other}；规则按前一份的日历计时", "请只保留一个客户日历。"),
        ("A policy that asks for the customer's calendar can use only one.", "规则里的客户日历只能有一个。"),
        _HEAD
        + (
            '      - {customer: K1, contract: HT-1, clause: "1", from: 2026-01-01, calendar: always}\n'
            '      - {customer: K1, contract: HT-2, clause: "1", from: 2026-01-01, calendar: 24/7}\n'
        ),
        _HEAD + '      - {customer: K1, contract: HT-1, clause: "1", from: 2026-01-01, calendar: always}\n',
    ),
    "TIR122": Entry(
        "note",
        (
            "agreement {contract} is never due earlier for {metric} than the policies already promise everybody",
            "Nothing to do; or look whether the contract was copied rightly.",
        ),
        ("约定 {contract} 的 {metric} 从不早于规则对所有人的承诺", "可以不管；也请核对合同是否抄对。"),
        (
            "The earlier due counts, so these terms change nothing; a slip of the pen looks the same.",
            "到期以较早的为准，这一条不起作用；抄错合同时也是这个样子。",
        ),
        _rows(_row("resolution: {within: 48h, calendar: always}")),
        _GOOD,
    ),
    "TIR123": Entry(
        "note",
        ("agreement {contract} of customer {customer} ended on {last}", "Keep it while cases of that time are decided; else delete it."),
        ("客户 {customer} 的约定 {contract} 已于 {last} 到期", "那段时间的事项还要计算就留着，否则可以删掉。"),
        ("Perhaps a renewal was forgotten.", "也许是忘了续约。"),
        _rows(_row("resolution: {within: 8h, calendar: always}", "from: 2026-01-01, to: 2026-03-31")),
        _GOOD,
    ),
    "TIR124": Entry(
        "warning",
        (
            "agreement {contract} allows more for {metric} than everybody's floor: started {start_en}, due {late_en}, by the floor {early_en}",
            "Nothing to mend if a policy keeps the floor: the earlier due counts; else promise at least the floor.",
        ),
        (
            "约定 {contract} 的 {metric} 比底线还宽：{start_zh} 起算，约定 {late_zh} 到期，底线 {early_zh} 到期",
            "到期以较早的为准，规则守住底线就不要紧；否则请至少约定到底线。",
        ),
        ("Nobody's own contract should promise less than everybody gets.", "客户专门签的约定，不应比人人都有的底线还差。"),
    ),
}
