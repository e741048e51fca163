"""Problems of delivery: what is asked of `deliver`, templates of notices, notifiers and addresses, the file of what was sent."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_ALLOWED = (
    "A template may hold text, facts and their parts, if, for, comparisons, and the filters default, join, length, lower, round, trim, upper.",
    "模板里只能有：文字、事实及其部分、if、for、比较，以及过滤器 default、join、length、lower、round、trim、upper。",
)
_WHY_NARROW = (
    "Templates come with a standard from anywhere; this one language surely ends, and reads nothing but facts of the case.",
    "模板随标准而来，来源不一；只留这些写法，才能保证一定会结束，并且只读得到事项的事实。",
)
_WHY_FALLBACK = (
    "A notice is not lost to its template: the plain text with case, clock and due goes out instead, and this is told.",
    "通知不会因模板而丢：改发写明事项、计时和时限的固定文字，并报告原因。",
)

ENTRIES: Mapping[str, Entry] = {
    "DLV001": Entry(
        "error",
        (
            "`deliver` is not told what is done already",
            "Give `sent=` the keys that are done, or `after=` the instant the service went live.",
        ),
        ("没有告诉 `deliver` 哪些已经发过", "请用 `sent=` 给出已发的键，或用 `after=` 给出上线时刻。"),
        (
            "A decision's effects are cumulative: without this, everything since ever would be sent, imported history included.",
            "判定的事务是累计的：不说明的话，包括导入的历史在内，从头至今的通知都会发出去。",
        ),
        "servstd.deliver(decision.effects, host)",
        "servstd.deliver(decision.effects, host, sent=keys)",
    ),
    "DLV002": Entry(
        "error",
        ("`sent` is one text, not a set of keys", "Put the key into a list or a set."),
        ("`sent` 是一段文字，不是一组键", "请把键放进列表或集合。"),
        ("Every part of the text would count as a key.", "文字里的每个片段都会被当成键。"),
        "servstd.deliver(effects, host, sent=key)",
        "servstd.deliver(effects, host, sent=[key])",
    ),
    "DLV003": Entry(
        "error",
        ("templates of notices need Jinja2 ({name} is not installed)", 'Run `pip install "servstd[deliver]"`.'),
        ("通知模板需要 Jinja2（未安装 {name}）", '请运行 `pip install "servstd[deliver]"`。'),
        ("What only some people need is not installed for all.", "只有部分人用得到的东西，不强加给所有人。"),
        "pip install servstd",
        'pip install "servstd[deliver]"',
    ),
    "DLV004": Entry(
        "error",
        ("staff cannot be told through {name}: it does not address a room", "Name a notifier that posts to a group or a room."),
        ("不能通过 {name} 通知员工：它不是发到群里的", "请改用发到群的通知方式。"),
        (
            "A threshold or a miss is told where the team reads; it has no recipient of its own.",
            "预警和超时发到团队看得到的地方，没有单独的收件人。",
        ),
        "servstd notify … --staff sms",
        "servstd notify … --staff complaint_group",
    ),
    "DLV005": Entry(
        "error",
        ("the effect {found} is no notice, and no room for staff is named", "Name one with `staff=`, or leave the effect out."),
        ("{found} 不是通知，又没有指定员工群", "请用 `staff=` 指定，或不要交付这一项。"),
        ("Only notices carry what they say and to whom.", "只有通知才带有内容和收件人。"),
        "deliverer.deliver(missed)",
        "Deliverer(host, staff='group').deliver(missed)",
    ),
    "DLV006": Entry(
        "error",
        ("{found} is no address at which a case is found", "Write the address of a case, with {{case}} where its number stands."),
        ("{found} 不是事项的网址", "请写事项页面的网址，事项编号处写 {{case}}。"),
        (
            "Staff open the case from the notice, so the link must be a web address and lead to that very case.",
            "员工要从通知直接打开事项，所以链接必须是网址，并且指向这一件事项。",
        ),
        "servstd notify … --case-url crm.example/cases",
        "servstd notify … --case-url 'https://crm.example/cases/{case}'",
    ),
    "DLV007": Entry(
        "error",
        ("what was sent lately is given, and the present is not", "Give `now=`: the instant of the call, or a clock."),
        ("给出了最近发送的记录，却没有给出现在的时间", "请用 `now=` 给出调用时刻，或一个时钟。"),
        ("How long something still has to wait can only be said of an instant.", "还要等多久，要知道现在几点才说得出来。"),
        "servstd.deliver(effects, host, sent=keys, flood=rules, recent=sendings)",
        "servstd.deliver(effects, host, sent=keys, flood=rules, recent=sendings, now=clock)",
    ),
    "DLV010": Entry(
        "error",
        ("line {line} of the template cannot be read: {reason}", "Mend the braces and words; {{{{ name }}}} puts a fact in."),
        ("模板第 {line} 行无法识别：{reason}", "请改正花括号和用词；{{{{ 名称 }}}} 用来放入一个事实。"),
        _WHY_FALLBACK,
        "{% if tier %}您好",
        "{% if tier %}您好{% endif %}",
    ),
    "DLV011": Entry(
        "error",
        ("line {line} of the template holds {what_en}, which is not allowed", _ALLOWED[0]),
        ("模板第 {line} 行有{what_zh}，不允许使用", _ALLOWED[1]),
        _WHY_NARROW,
        "{% for i in range(999999999) %}x{% endfor %}",
        "{% for tag in tags %}{{ tag }} {% endfor %}",
    ),
    "DLV012": Entry(
        "error",
        ("line {line} of the template asks for {name}, which it may not read", "Name a fact; no name begins with an underscore."),
        ("模板第 {line} 行要读取 {name}，不允许", "请写事实的名称；名称不以下划线开头。"),
        _WHY_NARROW,
        "{{ case.__class__ }}",
        "{{ case }}",
    ),
    "DLV013": Entry(
        "error",
        ("line {line} of the template is nested more than {limit} deep", "Write it flatter: one `if` after the other."),
        ("模板第 {line} 行嵌套超过 {limit} 层", "请写得平一些：把 `if` 依次排开。"),
        _WHY_NARROW,
        "{{ not not not not not not not not not not not not not not not not not not not not not not case }}",
        "{{ case }}",
    ),
    "DLV014": Entry(
        "error",
        ("the template has {found} characters, more than {limit}", "Shorten it; a notice is a few sentences."),
        ("模板有 {found} 个字符，超过 {limit} 个", "请缩短；一条通知只有几句话。"),
        _WHY_NARROW,
    ),
    "DLV015": Entry(
        "error",
        ("line {line} of the template uses {name}, which there is not", "Use one as expected."),
        ("模板第 {line} 行用了 {name}，没有这个过滤器或判断", "请改用“应为”一行所列的。"),
        _WHY_NARROW,
        "{{ owner.name | uper }}",
        "{{ owner.name | upper }}",
    ),
    "DLV016": Entry(
        "error",
        ("the `for` in line {line} of the template does not go over a fact", "Write `for NAME in FACT`."),
        ("模板第 {line} 行的 `for` 没有对应一个事实", "请写成 `for 名称 in 事实`。"),
        _WHY_NARROW,
        "{% for x in 'abc' %}{{ x }}{% endfor %}",
        "{% for x in tags %}{{ x }}{% endfor %}",
    ),
    "DLV017": Entry(
        "error",
        ("the `for` in line {line} of the template stands in {limit} others", "Do without the innermost."),
        ("模板第 {line} 行的 `for` 外面已有 {limit} 层 `for`", "请去掉最里面的一层。"),
        _WHY_NARROW,
        "{% for a in x %}{% for b in x %}{% for c in x %}.{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in x %}{% for b in x %}.{% endfor %}{% endfor %}",
    ),
    "DLV018": Entry(
        "error",
        (
            "line {line} of the template gives the filter {name} what it does not take",
            "`join` takes a fact and one constant sign; no filter takes named arguments.",
        ),
        ("模板第 {line} 行给过滤器 {name} 的参数不对", "`join` 只接一个事实和一个固定的分隔符；过滤器都不接具名参数。"),
        _WHY_NARROW,
        "{{ tags | join(tags) }}",
        "{{ tags | join('、') }}",
    ),
    "DLV020": Entry(
        "warning",
        ("the template writes {name}, which has no value here", "Ask first: {{% if {name} %}} … {{% endif %}}."),
        ("模板写了 {name}，但此时没有值", "请先判断：{{% if {name} %}} … {{% endif %}}。"),
        _WHY_FALLBACK,
        "我们将在{{ next_update }}前再次联系您。",
        "{% if next_update %}我们将在{{ next_update }}前再次联系您。{% endif %}",
    ),
    "DLV021": Entry(
        "warning",
        ("the template could not be filled: {reason}", "Compare numbers with numbers and texts with texts."),
        ("模板无法填写：{reason}", "请让数字与数字比较，文字与文字比较。"),
        _WHY_FALLBACK,
        "{% if amount > 'many' %}…{% endif %}",
        "{% if amount > 100 %}…{% endif %}",
    ),
    "DLV022": Entry(
        "warning",
        ("the filled template has more than {limit} characters", "Leave long values out."),
        ("模板填好后超过 {limit} 个字符", "请去掉很长的值。"),
        _WHY_FALLBACK,
        "{{ full_history }}",
        "{{ decision }}",
    ),
    "DLV023": Entry(
        "warning",
        ("the filled template is empty", "Add text that does not depend on a fact."),
        ("模板填好后是空的", "请加上不依赖事实的文字。"),
        _WHY_FALLBACK,
        "{{ 称呼 }}",
        "{{ 称呼 }}您好，您的事项{{ case }}有新进展。",
    ),
    "DLV030": Entry(
        "error",
        ("the notice names no notifier", "Add `via:`."),
        ("通知没有写用什么方式发", "请加上 `via:`。"),
        ("What goes nowhere would be taken as sent.", "没有去处的通知会被误以为已发。"),
        "{trigger: {event: opened}, text: 已收到}",
        "{trigger: {event: opened}, via: [sms], text: 已收到}",
    ),
    "DLV031": Entry(
        "warning",
        ("{recipient} has no address for {name}", "Add `{contact}` to the contacts of the recipient."),
        ("{recipient} 没有用于 {name} 的联系方式", "请在其联系方式里补上 `{contact}`。"),
        ("The next notifier of `via` is tried; without one, nobody is told.", "会改用 `via` 里的下一种方式；再没有，就没有人被通知到。"),
        "contacts: {email: li@example.com}   # via: [sms]",
        "contacts: {email: li@example.com, sms: '13800138000'}",
    ),
    "DLV032": Entry(
        "warning",
        ("{name} could not be prepared: {reason}", "Mend the notifier, or the look-up of contacts."),
        ("{name} 无法准备发送：{reason}", "请修正这个通知方式，或查找联系方式的函数。"),
        (
            "A notifier that fails before sending has surely sent nothing: the next one is tried.",
            "发送之前就失败，说明肯定没发出：会改用下一种方式。",
        ),
    ),
    "DLV033": Entry(
        "error",
        (
            "the address of {recipient} for {name} stands in the environment variable {variable}, which is not set here",
            "Set {variable} where notices are sent, or write the address under the contacts of {recipient}.",
        ),
        (
            "{recipient} 用于 {name} 的地址存放在环境变量 {variable} 里，但这里没有设置它",
            "在发送通知的机器上设置 {variable}，或在 {recipient} 的联系方式里直接写地址。",
        ),
        (
            "The next notifier of `via` is tried; without one, nobody is told. The variable is read when a notice is sent, not before.",
            "会改用 `via` 里的下一种方式；再没有，就没有人被通知到。该变量在发送时才读取。",
        ),
        "contacts: {sms: {env: PHONE_WANG}}   # PHONE_WANG is not set",
        "contacts: {sms: {env: PHONE_WANG}}   # export PHONE_WANG=13800138000",
    ),
    "DLV040": Entry(
        "error",
        (
            "{file} does not tell yet what was sent; everything since ever would be sent now",
            "For the first run give the instant the service goes live: --after {example}.",
        ),
        ("{file} 还没有已发记录，现在运行会把从头至今的通知全部发出", "第一次运行请给出上线时刻：--after {example}。"),
        (
            "A go-live instant protects customers from messages about cases long over that were only imported.",
            "给出上线时刻，才不会为早已结束、只是导入进来的事项打扰客户。",
        ),
        "servstd notify … --sent sent.jsonl",
        "servstd notify … --sent sent.jsonl --after 2026-01-05T09:00",
    ),
    "DLV041": Entry(
        "error",
        ("{file} is in use by another `servstd notify`", "Let that one finish, then run again.{extra_en}"),
        ("{file} 正被另一个 `servstd notify` 使用", "请等它结束再运行。{extra_zh}"),
        ("Two at once would send the same notices twice.", "两个同时运行会把同样的通知发两遍。"),
        "servstd notify … & servstd notify …",
        "servstd notify …; servstd notify …",
    ),
    "DLV042": Entry(
        "warning",
        (
            "the last line of {file} is not whole; a run was stopped while it was written",
            "Nothing to do: if something was being sent then, it is counted below as unknown.",
        ),
        ("{file} 的最后一行不完整：上次运行在写它时被中断", "不用处理：若当时正在发送，会在下面计入“结果不明”。"),
        ("A program can be killed at any moment; only the notice in flight is in doubt.", "程序随时可能被终止；存疑的只有正在发的那一条。"),
    ),
    "DLV043": Entry(
        "error",
        ("line {line} of {file} is not a receipt of `servstd notify`", "Restore the file from a copy; do not edit it."),
        ("{file} 第 {line} 行不是 `servstd notify` 写的记录", "请从备份恢复这个文件；不要手工修改。"),
        ("A line that is passed over would be a notice sent twice.", "跳过一行，就可能把一条通知发两遍。"),
        "2026-01-05 sent case 42",
        '{"key": "|42||e1|notice welcome", "status": "sent"}',
    ),
    "DLV044": Entry(
        "error",
        ("--again: {name} is no notice of this run, or was sent well", "Take a key as expected from the file of what was sent."),
        ("--again：{name} 不在本次要处理的通知里，或已经发送成功", "请从已发记录里取“应为”一行所列的键。"),
        ("A misspelt key that was passed over would leave a notice unsent.", "写错的键如果被忽略，那条通知就一直没有发。"),
        "servstd notify … --again 42",
        "servstd notify … --again '|42||e1|notice welcome'",
    ),
    "DLV045": Entry(
        "error",
        ("{file} does not hold contacts", "Write RECIPIENT: {{CONTACT KEY: ADDRESS}}, addresses in quotes."),
        ("{file} 里不是联系方式", "请写成 收件人: {{联系方式的键: 地址}}，地址加引号。"),
        ("A wrong address is a notice to a stranger; nothing is guessed.", "地址错了就发给了陌生人；这里什么都不猜。"),
        "c7: 13800138000",
        "c7: {sms: '13800138000'}",
    ),
    "DLV046": Entry(
        "warning",
        (
            "{count} notices of earlier runs are not tried again: permanent {permanent}, unknown {ambiguous}",
            "Look into the file of what was sent; `--again KEY` tries one once more.",
        ),
        ("以前的 {count} 条通知不再重试：无法送达 {permanent} 条，结果不明 {ambiguous} 条", "请查看已发记录；`--again 键` 可再试一条。"),
        (
            "What failed for good fails again; what nobody knows the outcome of may have arrived, and nobody wants it twice.",
            "注定失败的再试也一样；结果不明的可能已经送到，没有人想收两遍。",
        ),
    ),
}
