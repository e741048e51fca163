"""Problems of the section `rotas:` of a document (ROT030-059), of the commands about rotas and of iCalendar files (ROT060-070).

*Rule:* as in `sla.py`: every example that starts with `# fragment` is merged under a plain header. Hours are always told.
"""
# a text stays on one line, so that it can be searched for

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_PEOPLE = "people: {li: {name: Li}, chen: {name: Chen}, sun: {name: Sun}, wang: {name: Wang, roles: [supervisor]}}\n"
_DAY = '{day: "08:00-20:00"}'
_THREE = '{early: "08:00-16:30", late: "15:30-24:00", night: "23:30-08:00"}'


def _rota(
    *,
    shifts: str = _DAY,
    pattern: str = "day",
    people: str = "li",
    more: str = "",
    fallback: str = ", fallback: {role: supervisor}",
    besides: str = "",
) -> str:
    work = f"shifts: {shifts}, pattern: [{pattern}], people: [{people}], from: 2026-01-05"
    return f"# fragment\n{_PEOPLE}rotas: {{desk: {{{work}{more}{fallback}}}{besides}}}\n"


def _layers(*layers: str, more: str = "", head: str = "") -> str:
    inner = ", ".join(f"{{{layer}}}" for layer in layers)
    return f"# fragment\n{head}{_PEOPLE}rotas: {{call: {{layers: [{inner}]{more}, fallback: wang}}}}\n"


ENTRIES: Mapping[str, Entry] = {
    "ROT030": Entry(
        "error",
        ("nobody is called {found!r}", "Write the key of somebody under `people:`, as expected."),
        ("没有名为“{found}”的人员", "改成 people 里有的人员代号。"),
        ("Whoever is on duty must be somebody who can be told.", "值班的人要能联系到，先得在人员里登记。"),
        _rota(people="lee"),
        _rota(),
    ),
    "ROT031": Entry(
        "error",
        ("nobody ever is on duty by this rota", "Name who works it under `people:`."),
        ("这张值班表里一个人也没有", "在 people 里写上排班的人。"),
        ("A rota without people leaves every call to the fallback.", "没有人的值班表，所有事情都会落到兜底的人头上。"),
        _rota(people=""),
        _rota(),
    ),
    "ROT032": Entry(
        "error",
        ("the pattern has {found!r}, which is no shift", "Write the name of a shift, or `off` for a day off."),
        ("循环里的“{found}”不是班次", "改成 shifts 里的班次名；休息日写“休”或 off。"),
        (
            "A shift that is misspelt would be a day off for somebody, and a gap for the customers.",
            "班次写错一个字，就有人白休一天，也就有一段时间没人。",
        ),
        _rota(pattern="dya, off"),
        _rota(pattern="day, off", people="li, chen"),
    ),
    "ROT033": Entry(
        "warning",
        (
            "{people} people work a pattern of {length} days: on {days} of every {length} days nobody has the shift {shift!r}",
            "Name as many people as the pattern has days, or shorten the pattern.",
        ),
        ("{length} 天一循环的班只排了 {people} 个人：每 {length} 天有 {days} 天没人上“{shift}”", "让人数与循环天数相等，或缩短循环。"),
        (
            "Each person begins one day later in the pattern; with fewer people than days some entries have nobody.",
            "每个人依次错开一天；人数少于循环天数，总有几格没人。",
        ),
        _rota(pattern="day, day, off", people="li"),
        _rota(pattern="day, day, off", people="li, chen, sun"),
    ),
    "ROT034": Entry(
        "error",
        (
            "{found!r} names no two shifts of this rota",
            "Write two shifts with a hyphen between: the one that leaves, then the one that takes over.",
        ),
        ("“{found}”不是本表的两个班次", "写成“前班-后班”，如 早班-中班。"),
        ("A minimum that names no shifts is never compared with anything.", "名字对不上的交接要求，等于没写。"),
        _rota(shifts=_THREE, pattern="early, late, night", people="li, chen, sun", more=", minimum_handover: {early-lat: 30m}"),
        _rota(shifts=_THREE, pattern="early, late, night", people="li, chen, sun", more=", minimum_handover: {early-late: 30m}"),
    ),
    "ROT035": Entry(
        "warning",
        (
            "{before!r} never hands over to {after!r}: in the 30 days from {day} no {after!r} begins while somebody has {before!r}, or as it ends",
            "Name the two in their order, or remove the line.",
        ),
        (
            "“{before}”从不交接给“{after}”：自 {day} 起 30 天内，“{before}”在岗或刚下班时没有“{after}”开始",
            "按先后写两个班次，或删去这一条。",
        ),
        ("A minimum for two shifts that do not meet keeps nobody on duty.", "两个班碰不上，交接要求就管不到任何人。"),
        _rota(shifts=_THREE, pattern="early, late, night", people="li, chen, sun", more=", minimum_handover: {early-night: 30m}"),
        _rota(shifts=_THREE, pattern="early, late, night", people="li, chen, sun", more=", minimum_handover: {late-night: 30m}"),
    ),
    "ROT036": Entry(
        "error",
        ("{key} is {found}: nobody could work by this limit", "Write an amount as expected, or remove the line."),
        ("{key} 写的是 {found}，没有人能照这个限制上班", "按“应为”改写，或删去这一条。"),
        ("A limit that everybody breaks tells nothing.", "人人都违反的限制，说明不了任何问题。"),
        _rota(more=", limits: {hours_per_week: 0}"),
        _rota(more=", limits: {hours_per_week: 84}"),
    ),
    "ROT037": Entry(
        "note",
        (
            "clocks change: {wall} is {what_en} on {date} in {zone}, so {name!r} hands over at {at} that day and lasts {hours} h",
            "Nothing need be done; choose a time of day outside the change of clocks if that is unwanted.",
        ),
        (
            "夏令时切换：{date} 在 {zone} {what_zh} {wall}，“{name}”当天改在 {at} 交接，这一班 {hours} 小时",
            "不必修改；若不希望如此，请把交接改到不受切换影响的钟点。",
        ),
        (
            "A skipped time of day moves forward by the gap, a repeated one counts the first time.",
            "被跳过的钟点顺延到切换之后；出现两次的钟点取第一次。",
        ),
        _layers(
            "name: first, people: [li, chen], every: day, from: 2026-01-05T02:30, time_zone: America/Chicago", head="# today: 2026-03-01\n"
        ),
        _layers(
            "name: first, people: [li, chen], every: day, from: 2026-01-05T08:00, time_zone: America/Chicago", head="# today: 2026-03-01\n"
        ),
    ),
    "ROT038": Entry(
        "error",
        (
            "{person!r} changes places twice at the same time: with {first!r} and with {second!r}",
            "Let one swap end before the other begins.",
        ),
        ("“{person}”在同一段时间换了两次班：既和“{first}”换，又和“{second}”换", "让前一次换班结束后，再开始后一次。"),
        ("Of two swaps at once nobody can say who is on duty.", "同一时间换两次班，谁也说不清该谁值班。"),
        _rota(
            pattern="day, off, off",
            people="li, chen, sun",
            more=", swaps: [{person: li, with: chen, from: 2026-03-02, to: 2026-03-06}, {person: sun, with: li, from: 2026-03-06, to: 2026-03-09}]",
        ),
        _rota(
            pattern="day, off, off",
            people="li, chen, sun",
            more=", swaps: [{person: li, with: chen, from: 2026-03-02, to: 2026-03-06}, {person: sun, with: li, from: 2026-03-07, to: 2026-03-09}]",
        ),
    ),
    "ROT039": Entry(
        "error",
        ("it ends ({found}) before it has begun ({from})", "Write an end that lies after the beginning."),
        ("结束时间（{found}）不晚于开始时间（{from}）", "把结束时间改到开始时间之后。"),
        ("Such a change never holds, and the person it was meant for stays on duty.", "这样的调整从不生效，原来的人还得值班。"),
        _rota(more=", overrides: [{from: 2026-02-18T08:00, to: 2026-02-16T08:00, add: chen}]"),
        _rota(more=", overrides: [{from: 2026-02-16T08:00, to: 2026-02-18T08:00, add: chen}]"),
    ),
    "ROT040": Entry(
        "error",
        ("the fallbacks go round in a circle: {cycle}", "Let the last of them fall back on a person or a role."),
        ("兜底互相指来指去：{cycle}", "让其中最后一张表的 fallback 写人或角色。"),
        ("When nobody is on duty, somebody must be found in the end.", "都没人值班时，总得落到一个人身上。"),
        _rota(fallback=", fallback: {rota: desk}"),
        _rota(),
    ),
    "ROT041": Entry(
        "error",
        ("nothing says who is told when nobody is on duty", "Add `fallback: {{role: ...}}`, or a person."),
        ("没有写明无人值班时转给谁", "加上 fallback: {{role: ...}}，或写一个人。"),
        (
            "Every rota has a gap some day: somebody is ill, or left. A notice must never reach nobody.",
            "再好的排班也有空缺：有人请假、有人离职。通知不能没人收。",
        ),
        _rota(fallback=""),
        _rota(),
    ),
    "ROT042": Entry(
        "warning",
        (
            "nobody is on duty {when_en}: {count} gaps with {hours} h in the {days} days from {day}; first {first}",
            "Add people or shifts, or say under `must_cover:` which hours need nobody.",
        ),
        (
            "{when_zh}无人值班：自 {day} 起 {days} 天内共 {count} 段、{hours} 小时；最早 {first}",
            "增加人手或班次；确实不需要人的时段，从 must_cover 里去掉。",
        ),
        ("Whoever calls in these hours reaches the fallback.", "这些时段来的事情，只能由兜底的人接。"),
        _rota(more=", must_cover: 24/7"),
        _rota(more=', must_cover: {mon-sun: ["08:00-20:00"]}'),
    ),
    "ROT043": Entry(
        "warning",
        (
            "{before!r} hands over to {after!r} in {found}, at least {expected} are asked for: {count} times in the {days} days from {day}, first {first}",
            "Let the shifts overlap by more, or ask for less under `minimum_handover:`.",
        ),
        (
            "“{before}”与“{after}”交接只有 {found}，要求至少 {expected}：自 {day} 起 {days} 天内 {count} 次，最早 {first}",
            "让两个班次多重叠一些，或放宽 minimum_handover。",
        ),
        ("What is not handed over is told twice by the customer.", "没交接清楚的事，客户就得再说一遍。"),
        _rota(shifts=_THREE, pattern="early, late, night", people="li, chen, sun", more=", minimum_handover: {late-night: 60m}"),
        _rota(shifts=_THREE, pattern="early, late, night", people="li, chen, sun", more=", minimum_handover: {late-night: 30m}"),
    ),
    "ROT044": Entry(
        "warning",
        ("{person} works {hours} h a week {off_en} (week from {day}, the first of {weeks})", "Add people, or days off to the pattern."),
        ("{person} 每周工作 {hours} 小时，{off_zh}（自 {day} 起的一周，{days} 天内共 {weeks} 周如此）", "增加人手，或在循环里加休息日。"),
        (
            "People who never rest make mistakes and leave; law and contract limit hours, too.",
            "得不到休息的人会出错、会离开；法律和合同对工时也有限制。",
        ),
        _rota(
            shifts=_THREE, pattern="early, late, night", people="li, chen, sun", more=", limits: {hours_per_week: 44, days_off_per_week: 1}"
        ),
        _rota(
            shifts=_THREE,
            pattern="early, late, night, off, off",
            people="li, chen, sun, wang, chen",
            more=", limits: {hours_per_week: 90}",
        ),
    ),
    "ROT045": Entry(
        "warning",
        (
            "{person} rests {found} between two shifts, at least {expected} are asked for: {count} times in the {days} days from {day}, the shortest from {first}",
            "Put a day off, or a later shift, between the two in the pattern.",
        ),
        (
            "{person} 两个班之间只休息 {found}，要求至少 {expected}：自 {day} 起 {days} 天内 {count} 次，最短的一次自 {first}",
            "在循环里把两个班隔开，或改排较晚的班。",
        ),
        ("Between two shifts people travel, eat and sleep.", "两个班之间要赶路、吃饭、睡觉。"),
        _rota(
            shifts='{early: "06:00-14:00", late: "14:00-22:00"}',
            pattern="late, early",
            people="li, chen",
            more=", limits: {rest_between: 11h}",
        ),
        _rota(
            shifts='{early: "06:00-14:00", late: "14:00-22:00"}',
            pattern="late, late",
            people="li, chen",
            more=", limits: {rest_between: 11h}",
        ),
    ),
    "ROT046": Entry(
        "error",
        ("no rota is called {found!r}", "Write the name of a rota, as expected."),
        ("没有名为“{found}”的值班表", "改成 rotas 里有的值班表名。"),
        ("A fallback that does not exist takes no calls.", "不存在的兜底接不了任何事。"),
        _rota(fallback=", fallback: {rota: nightdesk}"),
        _rota(),
    ),
    "ROT047": Entry(
        "warning",
        (
            "the fallback is {kind} {found!r}, and nobody is in it",
            "Give somebody that role or team under `people:`, or name another fallback.",
        ),
        ("兜底是{kind_zh}“{found}”，但没有人属于它", "在 people 里给某人这个角色或部门，或改写兜底。"),
        ("When nobody is on duty, this would reach nobody either.", "没人值班时，兜底也找不到人。"),
        _rota(fallback=", fallback: {role: director}"),
        _rota(),
    ),
    "ROT048": Entry(
        "error",
        ("the layer {name!r} stands twice in the rota; layer {first} has that name already", "Give one of the two another name."),
        ("层“{name}”在本表里写了两次；第 {first} 层已用这个名称", "给其中一层改名。"),
        ("Reports and notices tell layers apart by their names.", "报表与通知靠名称区分各层。"),
        _layers("name: first, people: [li], from: 2026-01-05", "name: first, people: [chen], from: 2026-01-05"),
        _layers("name: first, people: [li], from: 2026-01-05", "name: second, people: [chen], from: 2026-01-05"),
    ),
    "ROT049": Entry(
        "warning",
        ("{person!r} is not on duty then: this change has no effect", "Name who is on duty in that time, or change the time."),
        ("“{person}”那段时间并不值班，这条调整不起作用", "写那段时间真正值班的人，或改时间。"),
        ("Somebody believes to be replaced, or to replace, and nobody comes.", "有人以为换好了班，结果没人来。"),
        _rota(
            pattern="day, off",
            people="li, chen",
            more=", absences: [{person: li, from: 2026-06-03, to: 2026-06-03}], overrides: [{from: 2026-06-03, to: 2026-06-03, remove: chen}, {from: 2026-06-04, to: 2026-06-04, remove: chen}]",
        ),
        _rota(pattern="day, off", people="li, chen", more=", overrides: [{from: 2026-06-01, to: 2026-06-04, remove: chen}]"),
    ),
    # ── commands and iCalendar files ──
    "ROT060": Entry(
        "error",
        ("no rota is called {found!r}", "Name a rota of the standard, as expected."),
        ("没有名为“{found}”的值班表", "写标准里有的值班表名。"),
        ("A command shows the rotas that the standard has.", "命令只能显示标准里有的值班表。"),
    ),
    "ROT061": Entry(
        "error",
        ("the standard has no rotas", "Add a section `rotas:`."),
        ("标准里没有值班表", "加上 rotas 一节。"),
        ("There is nothing to show.", "没有可显示的内容。"),
    ),
    "ROT062": Entry(
        "error",
        ("iCalendar files are read by the plugin servstd-ical, which is not installed", "Install it: `pip install servstd[ical]`."),
        ("读写 iCalendar 文件需要插件 servstd-ical，目前没有安装", "安装：pip install servstd[ical]。"),
        (
            "What other calendars write is read by libraries that servstd itself does not need.",
            "读别的日历软件的文件要用到额外的库，servstd 本身不需要。",
        ),
    ),
    "ROT063": Entry(
        "error",
        ("the event cannot be read: {uid}{reason}", "Mend the event where it was made and export the file again."),
        ("日程读不出来：{uid}{reason}", "在原来的日历软件里改好，再导出一次。"),
        ("An event that cannot be read would be a shift nobody works.", "读不出来的日程，就是没人上的班。"),
    ),
    "ROT064": Entry(
        "warning",
        (
            "{count} all-day events are read as duty from midnight to midnight in {zone}; the first is {uid!r}",
            "Give them times of day if they are shifts; leave them out with `--skip-all-day` if they are none.",
        ),
        (
            "{count} 条全天日程按 {zone} 零点到零点值班读入；第一条是“{uid}”",
            "若是班次，请写上起止时间；若不是值班，用 --skip-all-day 略过。",
        ),
        ("All-day events are often holidays or absences.", "全天日程往往是假日或请假，而不是值班。"),
    ),
    "ROT065": Entry(
        "warning",
        (
            "{count} events name nobody of the standard: {found!r}",
            'Say who it is: `--as "{found}=KEY"`, or add the person under `people:`.',
        ),
        ("{count} 条日程对不上标准里的任何人：“{found}”", '用 --as "{found}=人员代号" 说明是谁，或在 people 里加上这个人。'),
        ("What is printed would be refused by `servstd check`.", "这样输出的内容通不过 servstd check。"),
    ),
    "ROT066": Entry(
        "error",
        ("no event of the file lies between {first} and {last}", "Choose other days with `--from` and `--to`."),
        ("文件里没有 {first} 到 {last} 之间的日程", "用 --from 和 --to 换一段时间。"),
        ("There is nothing to take over.", "没有可读入的内容。"),
    ),
    "ROT067": Entry(
        "error",
        ("--to {found} does not lie after --from {first}", "Write a later end."),
        ("--to {found} 不晚于 --from {first}", "把结束日期写晚一些。"),
        ("A rota is shown from one day to another.", "值班表要从一天显示到另一天。"),
    ),
    "ROT068": Entry(
        "error",
        ("{days} days are too many to show; at most {limit}", "Choose fewer days with `--from` and `--to`."),
        ("{days} 天太多，最多显示 {limit} 天", "用 --from 和 --to 缩短时间。"),
        ("The shifts of centuries fill the memory and help nobody.", "几百年的班次既占内存，也没人看。"),
    ),
    "ROT069": Entry(
        "error",
        ("{found!r} does not say who an event's name is", 'Write `--as "Li Lei=li"`: the name in the file, then the person\'s key.'),
        ("“{found}”没有说明日程里的名字是谁", '写成 --as "李雷=li"：文件里的名字 = 人员代号。'),
        ("Names in calendars are seldom the keys of a standard.", "日历里的名字很少正好是标准里的人员代号。"),
    ),
    "ROT070": Entry(
        "error",
        ("the rota {name!r} names nobody {found!r}", "Write the key of somebody it names, as expected."),
        ("值班表“{name}”里没有“{found}”这个人", "写这张表里有的人员代号。"),
        ("A plan without a shift would look like days off.", "查不到人就显示空表，会被当成休息。"),
    ),
}
