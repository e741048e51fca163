"""Problems of the document as such that its lints find (DOC1xx); `document.py` merges them into its own.

*Rule:* as in `sla.py`: every example that starts with `# fragment` is merged under a plain header.
"""
# a text stays on one line, so that it can be searched for

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_SLA = "sla: {policies: [{name: everyone, default: true, calendar: always, targets: {resolution: 8h}}]}\n"
_ON_OFFICE = _SLA.replace("always", "office").replace("8h", "4h")

ENTRIES: Mapping[str, Entry] = {
    "DOC101": Entry(
        "warning",
        ("the standard was to be reviewed by {found}, {days} days ago", "Review it and set a new `review_by`."),
        ("本标准应在 {found} 前复审，已过 {days} 天", "复审后更新 review_by。"),
        ("Promises go stale: hours, people and customers change.", "承诺会过时：工作时间、人员和客户都在变化。"),
        "# fragment\nreview_by: 2026-01-31\n" + _SLA,
        "# fragment\nreview_by: 2099-12-31\n" + _SLA,
    ),
    "DOC102": Entry(
        "warning",
        ("the review date lies before the standard governs ({effective})", "Set a later `review_by`."),
        ("复审日早于生效日（{effective}）", "把 review_by 改到生效之后。"),
        ("It is probably left over from the edition before.", "多半是从上一版本抄来的。"),
        "# fragment\nreview_by: 2025-06-30\n" + _SLA,
        "# fragment\nreview_by: 2099-12-31\n" + _SLA,
    ),
    "DOC103": Entry(
        "note",
        ("nothing uses the calendar {calendar!r}", "Remove it, or name it where it is meant."),
        ("日历“{calendar}”没有用到", "删去，或在该用的地方写上它。"),
        ("A calendar that was meant for a policy may be missing there.", "也许某条规则本该用它，却漏写了。"),
        '# fragment\ncalendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\n' + _SLA,
        '# fragment\ncalendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\n' + _ON_OFFICE,
    ),
    "DOC104": Entry(
        "note",
        ("no rule reads the attribute {attribute!r}", "Remove it, or keep it for counting in reports."),
        ("没有规则用到属性“{attribute}”", "可以删去；若只用于报表统计，可保留。"),
        ("A rule that was meant to depend on it may be missing.", "也许某条规则本该用它，却漏写了。"),
        "# fragment\nattributes: {region: {values: [north, south]}}\n" + _SLA,
        "# fragment\nattributes: {region: {values: [north, south]}}\n" + _SLA.replace("8h", "{within: {region: {north: 4h, else: 8h}}}"),
    ),
    "DOC109": Entry(
        "warning",
        (
            "the holidays of {calendar!r} are announced until {until} only",
            "Update servstd's table of years, or add the dates by hand under `holidays: add`.",
        ),
        ("日历“{calendar}”的节假日只公布到 {until}", "更新 servstd 的年份表，或在 holidays 的 add 里手工补上。"),
        (
            "Later dues are provisional: a holiday or a make-up day may still move them.",
            "此后的到期时间是暂定的，放假或调休安排公布后可能变动。",
        ),
        '# fragment\neffective_from: 2060-01-01\ncalendars: {office: {hours: {mon-fri: ["09:00-17:00"]}, holidays: {country: CN}}}\n'
        + _ON_OFFICE,
        '# fragment\neffective_from: 2026-01-01\ncalendars: {office: {hours: {mon-fri: ["09:00-17:00"]}, holidays: {country: CN}}}\n'
        + _ON_OFFICE,
    ),
}
