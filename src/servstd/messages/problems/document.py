"""What can be wrong with a document as such, in English and Chinese: its text, its keys, its values, the names in it.

*Rule:* DOC001-029 are about the text, DOC030-059 about keys and values, DOC060-079 about names and files. `bad` and `good` are
whole examples, or fragments as `tests/docs/test_problem_examples.py` describes them.

Example:
    >>> ENTRIES["DOC035"].en[0]
    'the version is a number: it must be a text in quotes'
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry
from servstd.messages.problems.document_lint import ENTRIES as LINTS

__all__ = ["ENTRIES"]

_POLICY = """# fragment
sla:
  policies:
    - name: all
      default: true
      calendar: always
"""

_OWN: Mapping[str, Entry] = {
    # ── the text ─────────────────────────────────────────────────────────────────────────────────────────────────
    "DOC001": Entry(
        "error",
        en=("the text is not UTF-8: byte {byte} at offset {offset} fits nowhere", "Save the file as UTF-8."),
        zh=("文件不是 UTF-8 编码：第 {offset} 个字节 {byte} 无法识别", "把文件另存为 UTF-8 编码。"),
        why=(
            "A file decoded by guessing may read well and mean something else; one letter in a status is enough to change verdicts.",
            "靠猜测解码，看上去读得通，意思却可能变了；状态里错一个字，结论就会不同。",
        ),
        bad="# fragment\n# encoding: latin-1\nchange_note: new hours at the café\n",
        good="# fragment\nchange_note: new hours at the café\n",
    ),
    "DOC002": Entry(
        "error",
        en=(
            "the text is not UTF-8 (byte {byte} at offset {offset}); it was probably saved as {guess}",
            "Save the file as UTF-8, not as {guess}.",
        ),
        zh=("文件不是 UTF-8 编码（第 {offset} 个字节 {byte}），很可能是按 {guess} 保存的", "用编辑器另存为 UTF-8，不要用 {guess}。"),
        why=(
            "Chinese Windows saves text as GBK unless told otherwise. The bytes are not the same characters in UTF-8.",
            "中文 Windows 的一些软件默认存成 GBK，同样的字节在 UTF-8 里不是同样的字。",
        ),
        bad="# fragment\n# encoding: gb18030\nchange_note: 投诉答复改为 48 小时\n",
        good="# fragment\nchange_note: 投诉答复改为 48 小时\n",
    ),
    "DOC003": Entry(
        "error",
        en=(
            "the file is too large to be a standard (more than {limit} bytes)",
            "Give servstd the standard, not an export; long tables belong in files of their own.",
        ),
        zh=("文件太大，不像是服务标准（超过 {limit} 字节）", "请确认给的是标准文件而不是导出数据；很长的表放到单独的文件里。"),
        why=(
            "A standard is a few thousand lines. Ten million bytes are an export given by mistake, or an attack.",
            "一份标准不过几千行。上千万字节多半是给错了文件，或是恶意文件。",
        ),
    ),
    "DOC004": Entry(
        "error",
        en=("the document is empty", "Write the standard, or start from `servstd init`."),
        zh=("文件是空的", "写入标准内容，或先用 servstd init 生成一份。"),
        why=("An empty standard promises nothing, and would pass every check.", "空的标准什么都没承诺，却能通过任何检查。"),
        bad="# nothing but a comment\n",
        good='format: 1\nstandard: acme-support\nversion: "2026.1"\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai\n',
    ),
    "DOC005": Entry(
        "error",
        en=(
            "the text cannot be read: {detail}",
            "Compare the line with an example; indentation, quotes and brackets are the usual causes.",
        ),
        zh=("文件语法有误，无法读取", "对照示例检查这一行，常见原因是缩进、引号或括号。"),
        why=(
            "After a mistake in the syntax nobody can know what the rest means, so nothing of it is used.",
            "语法出错之后，后面的内容是什么意思就说不准了，所以一概不用。",
        ),
        bad='# fragment\n# format: json\n{"owner": "li",}\n',
        good='# fragment\n# format: json\n{"owner": "li"}\n',
    ),
    "DOC006": Entry(
        "error",
        en=("a tab stands where the line is indented", "Indent with spaces, two for each level."),
        zh=("缩进用了制表符（Tab）", "改用空格缩进，每一级两个空格。"),
        why=(
            "A tab is as wide as each editor likes, so YAML does not count it as indentation.",
            "制表符在各编辑器里宽度不同，YAML 不允许用它缩进。",
        ),
        bad="# fragment\nstatuses:\n\topen: [new]\n",
        good="# fragment\nstatuses:\n  open: [new]\n",
    ),
    "DOC007": Entry(
        "error",
        en=("a full-width `{found}` stands where punctuation of the format belongs", "Write `{expected}` in half-width characters."),
        zh=("这里用了全角符号“{found}”，应为半角", "切换到英文输入法，改成半角的“{expected}”。"),
        why=(
            "A full-width colon looks like a colon, but to the format it is a letter of the text.",
            "全角冒号看起来是冒号，对文件格式来说却只是一个普通的字。",
        ),
        bad="# fragment\nowner：li\napproved_by: wang\n",
        good="# fragment\nowner: li\napproved_by: wang\n",
    ),
    "DOC008": Entry(
        "error",
        en=("an invisible control character stands in the text", "Delete it; retype the line if it cannot be seen."),
        zh=("文本里有看不见的控制字符", "把它删掉；看不见就重新输入这一行。"),
        why=(
            "Such characters come from copying out of other programs; two names that look the same would differ.",
            "这类字符多半是从别的软件复制来的，会让看上去一样的两个名字其实不同。",
        ),
        bad='# fragment\nowner: "li\\u0007"\n',
        good='# fragment\nowner: "li"\n',
    ),
    "DOC009": Entry(
        "error",
        en=("the key `{key}` stands twice (first in line {first})", "Keep one of the two, or rename one."),
        zh=("键“{key}”写了两次（第一次在第 {first} 行）", "保留其中一个，或改名。"),
        why=(
            "Most readers let the last one win silently: half of a policy would vanish.",
            "多数程序会悄悄以后一个为准，前面写的就不见了。",
        ),
        bad="# fragment\nstatuses:\n  open: [new]\n  open: [reopened]\n",
        good="# fragment\nstatuses:\n  open: [new, reopened]\n",
    ),
    "DOC010": Entry(
        "error",
        en=("`<<` (merging another mapping) is not allowed", "Write the keys out, or share a value by an anchor and an alias."),
        zh=("不允许用 << 合并其他内容", "把各个键写全；要共用一个值，可用锚点和别名。"),
        why=(
            "What is merged cannot be seen where it counts, and it is no part of YAML 1.2.",
            "合并进来的内容在原处看不见，而且 YAML 1.2 已不含这种写法。",
        ),
        bad="# fragment\npeople:\n  li: &li {team: desk}\n  wang: {<<: *li}\n",
        good="# fragment\npeople:\n  li: {team: desk}\n  wang: {team: desk}\n",
    ),
    "DOC011": Entry(
        "error",
        en=("the tag `{found}` is not allowed", "Remove the tag and write the plain value."),
        zh=("不允许使用标签 {found}", "去掉标签，直接写值。"),
        why=("Tags let a document make objects of a program; a standard is data.", "标签能让文件生成程序对象，而标准只是数据。"),
        bad="# fragment\nowner: !person li\n",
        good="# fragment\nowner: li\n",
    ),
    "DOC012": Entry(
        "error",
        en=("the alias `*{name}` repeats nothing that was written before it", "Set the anchor `&{name}` first, or write the value out."),
        zh=("别名 *{name} 之前没有对应的锚点", "先用 &{name} 定义，或直接写出内容。"),
        why=(
            "An alias stands for a value above it; a value cannot contain itself either.",
            "别名代表前面写过的值；一个值也不能包含它自己。",
        ),
        bad="# fragment\npeople: {li: *desk}\n",
        good="# fragment\npeople: {wang: &desk {team: desk}, li: *desk}\n",
    ),
    "DOC013": Entry(
        "error",
        en=("the document unfolds to more than {limit} values", "Split it, and write out what aliases repeat."),
        zh=("文件展开后超过 {limit} 个值", "拆分文件，少用别名重复。"),
        why=("A few lines of aliases can unfold to billions of values and fill the memory.", "几行别名就能展开出几十亿个值，把内存占满。"),
        bad="# fragment\npublish:\n"
        "  a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"  {b}: &{b} [{', '.join(['*' + a] * 10)}]\n" for a, b in zip("abcde", "bcdef", strict=True)),
        good="# fragment\npublish:\n  a: &a [x, x]\n  b: [*a, *a]\n",
    ),
    "DOC014": Entry(
        "error",
        en=("the document is nested more than {limit} levels deep", "Write it flatter; no standard needs more than a dozen levels."),
        zh=("嵌套超过 {limit} 层", "减少嵌套，正常的标准十几层足够。"),
        why=(
            "Nothing a person writes is nested so deep; such a text is broken or an attack.",
            "人写的标准不会嵌套这么深，多半是文件坏了或是恶意文件。",
        ),
        bad="# fragment\npublish: " + "[" * 101 + "]" * 101 + "\n",
        good="# fragment\npublish: [[]]\n",
    ),
    "DOC015": Entry(
        "error",
        en=("a second document begins here", "Put each edition into a file of its own, and remove `---`."),
        zh=("这里又开始了一份文档", "每个版本单独一个文件，去掉分隔线 ---。"),
        why=("It would not be clear which of them governs a case.", "一个文件里有两份，就说不清哪份适用。"),
        bad='format: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n---\nformat: 1\n',
        good='format: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n',
    ),
    "DOC016": Entry(
        "error",
        en=("a key must be a text", "Write a name before the colon."),
        zh=("键必须是文字", "在冒号前写上名称。"),
        why=("A list, a mapping or nothing cannot be a name.", "列表、映射或空值不能当名称。"),
        bad="# fragment\npublish:\n  ? [li, wang]\n  : desk\n",
        good="# fragment\npublish:\n  li: desk\n  wang: desk\n",
    ),
    "DOC017": Entry(
        "warning",
        en=('the key `{key}` is not in quotes; it is read as the text "{key}"', 'Write "{key}" in quotes.'),
        zh=("键 {key} 没加引号，已按文字“{key}”读取", '加上引号，写成 "{key}"。'),
        why=(
            "Names are texts. A number as a key is usually meant as one, but 1 and 01 or 1.0 would be different names.",
            "名称都是文字。数字作键通常也是当名称用，但 1、01、1.0 会成为不同的名称。",
        ),
        bad="# fragment\nattributes:\n  priority: {values: {1: low, 2: high}}\n",
        good='# fragment\nattributes:\n  priority: {values: {"1": low, "2": high}}\n',
    ),
    "DOC018": Entry(
        "error",
        en=("this is no number that can be counted with", "Write an ordinary number, or a text in quotes."),
        zh=("这不是可以计算的数字", "写普通的数字；如果是文字，请加引号。"),
        why=(
            "Infinity, not-a-number and numbers of more than 18 digits compare in surprising ways; long numbers are usually ids.",
            "无穷大、非数字和超过 18 位的数比较起来会出意外；很长的数字通常是编号，应写成文字。",
        ),
        bad="# fragment\nattributes:\n  amount: {kind: number, default: .inf}\n",
        good="# fragment\nattributes:\n  amount: {kind: number, default: 1000}\n",
    ),
    "DOC019": Entry(
        "error",
        en=("the document must be a mapping of keys to values", "Begin with `format: 1`; if this is a list, it is perhaps another file."),
        zh=("文件最外层应是“键: 值”的形式", "从 format: 1 写起；如果是列表，可能给错了文件。"),
        why=("A standard has named parts; a list or a plain text has none.", "标准由有名称的各部分组成，列表或纯文字没有。"),
        bad="- format: 1\n- standard: acme\n",
        good='format: 1\nstandard: acme\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n',
    ),
    "DOC020": Entry(
        "error",
        en=("the quote that opens here is never closed", "Close it at the end of the text, with the same kind of quote."),
        zh=("这里的引号没有配对", "在文字末尾加上同样的引号。"),
        why=("Everything up to the end of the file became part of one text.", "从这里到文件末尾都被当成了一段文字。"),
        bad='# fragment\napproved_by: "wang\nowner: li\n',
        good='# fragment\napproved_by: "wang"\nowner: li\n',
    ),
    "DOC021": Entry(
        "error",
        en=("the bracket that opens here is not closed before line {until}", "Close it, or put the missing comma between the values."),
        zh=("这里的括号到第 {until} 行还没有正确结束", "补上右括号，或在各项之间补上逗号。"),
        why=("Up to the closing bracket everything is read as part of the list.", "在右括号之前，所有内容都会被当成列表的一部分。"),
        bad="# fragment\nstatuses:\n  open: [new, open\n  closed: [done]\n",
        good="# fragment\nstatuses:\n  open: [new, open]\n  closed: [done]\n",
    ),
    "DOC022": Entry(
        "error",
        en=("a second colon stands in the line: the text around it needs quotes", "Put the whole text into quotes."),
        zh=("这一行有第二个冒号，含冒号的文字要加引号", "把整段文字用引号括起来。"),
        why=("A colon and a space separate a key from its value.", "冒号加空格是键和值的分隔。"),
        bad="# fragment\nchange_note: new: 48 hours\n",
        good='# fragment\nchange_note: "new: 48 hours"\n',
    ),
    "DOC023": Entry(
        "error",
        en=(
            "the indentation does not fit: this line belongs to nothing above it",
            "Align it with its neighbours, two spaces for each level.",
        ),
        zh=("缩进不对，这一行和上面的内容接不上", "与同级的行对齐，每一级两个空格。"),
        why=("Indentation says what belongs to what.", "缩进决定内容的从属关系。"),
        bad="# fragment\nowner: li\n  approved_by: wang\n",
        good="# fragment\nowner: li\napproved_by: wang\n",
    ),
    "DOC024": Entry(
        "error",
        en=("a value cannot begin with `{found}`", "Put the value into quotes."),
        zh=("值不能以“{found}”开头", "给这个值加上引号。"),
        why=("Some characters are kept by the format for itself.", "有些字符是格式保留的。"),
        bad="# fragment\nowner: @li\n",
        good='# fragment\nowner: "@li"\n',
    ),
    "DOC025": Entry(
        "error",
        en=("this line has no colon: it is neither a key nor part of the value above", "Write `key: value`, with a space after the colon."),
        zh=("这一行没有冒号，既不是键，也不属于上面的值", "写成“键: 值”，冒号后要有空格。"),
        why=("Without the space, `key:value` is one word.", "冒号后没有空格，整个就成了一个词。"),
        bad="# fragment\nowner:li\napproved_by: wang\n",
        good="# fragment\nowner: li\napproved_by: wang\n",
    ),
    # ── keys and values ──────────────────────────────────────────────────────────────────────────────────────────
    "DOC030": Entry(
        "error",
        en=("unknown key `{key}`", "Write the key as expected, or remove it."),
        zh=("不认识的键“{key}”", "改成上面给出的写法，或删掉。"),
        why=(
            "What is not known is not obeyed: a misspelt `calendar` would leave the promise on another one.",
            "不认识的内容不会起作用：calendar 拼错，限时就会按别的日历算。",
        ),
        bad="# fragment\nchange_notes: 48 hours\n",
        good="# fragment\nchange_note: 48 hours\n",
    ),
    "DOC031": Entry(
        "error",
        en=("the key `{key}` is missing ({title_en})", "Add `{key}:`."),
        zh=("缺少“{key}”（{title_zh}）", "补上 {key}:。"),
        why=("Without it the standard cannot be applied, and a default would be a guess.", "缺了它标准无法执行，而替它设默认值就是猜。"),
        bad='format: 1\nstandard: acme\nversion: "1"\neffective_from: 2026-01-01\n',
        good='format: 1\nstandard: acme\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai\n',
    ),
    "DOC032": Entry(
        "error",
        en=("the key has no value", "Give it a value, or remove the key."),
        zh=("这个键没有写值", "补上值，或删掉这个键。"),
        why=("A value may be missing because lines below it are not indented.", "也可能是下面几行没有缩进，没能算作它的值。"),
        bad="# fragment\nstatuses:\nowner: li\n",
        good="# fragment\nowner: li\n",
    ),
    "DOC033": Entry(
        "error",
        en=("a text belongs here", "Write a text; one that looks like something else needs quotes."),
        zh=("这里应写一段文字", "写成文字；看上去像别的东西时加引号。"),
        why=("Values are never converted by guessing.", "值从不靠猜测转换。"),
        bad="# fragment\napproved_by: true\n",
        good='# fragment\napproved_by: "true"\n',
    ),
    "DOC034": Entry(
        "error",
        en=("a text belongs here, and this is a number", "Put it into quotes."),
        zh=("这里应是文字，却写成了数字", "加上引号。"),
        why=(
            "A number loses what it looks like: clause 3.10 becomes 3.1, status 007 becomes 7.",
            "数字会丢掉原来的样子：条款 3.10 变成 3.1，状态 007 变成 7。",
        ),
        bad="# fragment\nstatuses: {open: [10, 20]}\n",
        good='# fragment\nstatuses: {open: ["10", "20"]}\n',
    ),
    "DOC035": Entry(
        "error",
        en=("the version is a number: it must be a text in quotes", "Put the version into quotes."),
        zh=("版本号被当成了数字，必须加引号", "给版本号加上引号。"),
        why=(
            "As a number 2026.10 is 2026.1: two editions would have the same version.",
            "当成数字时，2026.10 就是 2026.1，两个版本会混为一个。",
        ),
        bad="format: 1\nstandard: acme\nversion: 2026.10\neffective_from: 2026-01-01\ntime_zone: UTC\n",
        good='format: 1\nstandard: acme\nversion: "2026.10"\neffective_from: 2026-01-01\ntime_zone: UTC\n',
    ),
    "DOC036": Entry(
        "error",
        en=("true or false belongs here", "Write `true` or `false`; yes, no, on and off are texts."),
        zh=("这里应写 true 或 false", "写 true 或 false；yes、no、是、否都只是文字。"),
        why=("In YAML 1.2 only these two words are truth values.", "YAML 1.2 中只有这两个词表示是与否。"),
        bad="# fragment\nattributes:\n  matter: {required: yes}\n",
        good="# fragment\nattributes:\n  matter: {required: true}\n",
    ),
    "DOC037": Entry(
        "error",
        en=("a whole number belongs here", "Write a whole number without quotes."),
        zh=("这里应写整数", "写整数，不加引号。"),
        why=("Counts are whole numbers.", "计数只能是整数。"),
        bad="# fragment\nscenarios:\n  - name: a\n    events: [{at: 2026-01-05 09:00, kind: opened}]\n    expect: {resolution: {cycle: first}}\nsla: {measure: [resolution]}\n",
        good="# fragment\nscenarios:\n  - name: a\n    events: [{at: 2026-01-05 09:00, kind: opened}]\n    expect: {resolution: {cycle: 1}}\nsla: {measure: [resolution]}\n",
    ),
    "DOC038": Entry(
        "error",
        en=("a list belongs here", "Write the values in square brackets, or each on a line of its own after `- `."),
        zh=("这里应写列表", "用方括号括起来，或每项单独一行、以“- ”开头。"),
        why=(
            "A single text is not read as a list of one, nor as a list of its letters.",
            "单独一段文字不会当成只有一项的列表，更不会拆成单字。",
        ),
        bad="# fragment\nstatuses: {open: new}\n",
        good="# fragment\nstatuses: {open: [new]}\n",
    ),
    "DOC039": Entry(
        "error",
        en=("a mapping of keys to values belongs here", "Write `key: value` on indented lines below, or `{{key: value}}`."),
        zh=("这里应写“键: 值”", "在下面缩进写“键: 值”，或写成 {{键: 值}}。"),
        why=("The part has named values, which a list or a text cannot give.", "这一部分由有名称的值组成。"),
        bad="# fragment\nattributes: [priority, matter]\n",
        good="# fragment\nattributes: {priority: {values: [low, high]}, matter: {kind: text}}\n",
    ),
    "DOC040": Entry(
        "error",
        en=("another form is needed here", "Write it in one of the forms shown."),
        zh=("这里的写法不对", "按上面给出的任一种形式改写。"),
        why=(
            "The kind of value tells which form is meant; this kind has no meaning here.",
            "值的类型决定了是哪种写法，这种类型在这里没有意义。",
        ),
        bad=_POLICY + "      targets: {resolution: [4h]}\n",
        good=_POLICY + "      targets: {resolution: 4h}\n",
    ),
    "DOC041": Entry(
        "error",
        en=("`{found}` is not one of the values this key may have", "Write one of the values expected."),
        zh=("“{found}”不是这个键允许的值", "改成上面给出的值。"),
        why=("Only the words listed have a meaning.", "只有列出的词才有意义。"),
        bad=_POLICY + "      targets: {resolution: {within: 4h, commitment: promised}}\n",
        good=_POLICY + "      targets: {resolution: {within: 4h, commitment: promise}}\n",
    ),
    "DOC042": Entry(
        "error",
        en=("a date belongs here", "Write year-month-day with four, two and two digits."),
        zh=("这里应写日期", "写成“年-月-日”，四位、两位、两位数字。"),
        why=("1/2/2026 is two different days in two countries.", "1/2/2026 在不同国家是不同的日子。"),
        bad="# fragment\nreview_by: 2026/12/1\n",
        good="# fragment\nreview_by: 2026-12-01\n",
    ),
    "DOC043": Entry(
        "error",
        en=("there is no such date", "Correct the month or the day."),
        zh=("没有这一天", "改正月份或日期。"),
        why=("Moving it to the next day would change when the standard governs.", "自动挪到下一天会改变生效时间。"),
        bad="# fragment\nreview_by: 2026-02-30\n",
        good="# fragment\nreview_by: 2026-02-28\n",
    ),
    "DOC044": Entry(
        "error",
        en=("a date and time belongs here", "Write it as shown; without an offset it is local time of the standard."),
        zh=("这里应写日期和时间", "按示例写；不带时差即标准所在时区的当地时间。"),
        why=("A time that can be read in two ways decides nothing.", "有歧义的时间无法作为依据。"),
        bad="# fragment\nscenarios:\n  - name: a\n    now: 5 January, 9 am\n    events: [{at: 2026-01-05 09:00, kind: opened}]\n",
        good="# fragment\nscenarios:\n  - name: a\n    now: 2026-01-05 09:00\n    events: [{at: 2026-01-05 09:00, kind: opened}]\n",
    ),
    "DOC045": Entry(
        "error",
        en=("the text is empty", "Write something, or remove the key."),
        zh=("文字是空的", "补上内容，或删掉这个键。"),
        why=("An empty name cannot be referred to.", "空的名称没法引用。"),
        bad='# fragment\napproved_by: ""\n',
        good="# fragment\napproved_by: wang\n",
    ),
    "DOC046": Entry(
        "error",
        en=("there must be at least one entry", "Add one, or remove the key."),
        zh=("这里至少要有一项", "补上一项，或删掉这个键。"),
        why=("An empty part looks like a rule and is none.", "空的部分看着像规则，其实什么也没规定。"),
        bad="# fragment\nattributes:\n  priority: {values: []}\n",
        good="# fragment\nattributes:\n  priority: {values: [low, high]}\n",
    ),
    "DOC047": Entry(
        "error",
        en=("this version of servstd does not know this format", "Write the format expected, or use a newer servstd."),
        zh=("当前版本的 servstd 不认识这种格式", "改成上面的格式号，或升级 servstd。"),
        why=("A later format may give old words new meanings.", "新格式可能给旧词新的含义。"),
        bad='format: 2\nstandard: acme\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n',
        good='format: 1\nstandard: acme\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n',
    ),
    "DOC048": Entry(
        "error",
        en=("the text has not the form it needs", "Write it as in the example."),
        zh=("文字的格式不对", "按示例的格式写。"),
        why=("Another form could be read in two ways.", "换一种写法可能产生歧义。"),
        bad='# file: standard.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\ninclude: operations.yaml\n'
        '# file: operations.yaml\noperations: ops\ncalendars:\n  site: {dates: {"2026-02-14": ["9-18"]}}\n',
        good='# file: standard.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\ninclude: operations.yaml\n'
        '# file: operations.yaml\noperations: ops\ncalendars:\n  site: {dates: {"2026-02-14": ["09:00-18:00"]}}\n',
    ),
    "DOC049": Entry(
        "error",
        en=("a table asks exactly one attribute", "Write one attribute with its rows; a second one goes into a row."),
        zh=("一张表只能按一个属性查", "只写一个属性和它的各行；第二个属性写到某一行里面。"),
        why=("With two attributes side by side it is not said which comes first.", "两个属性并列，就说不清先看哪个。"),
        bad=_POLICY + "      targets: {resolution: {within: {priority: {high: 1h, else: 4h}, tier: {gold: 1h}}}}\n",
        good=_POLICY + "      targets: {resolution: {within: {priority: {high: 1h, else: {tier: {gold: 2h, else: 4h}}}}}}\n",
    ),
    "DOC050": Entry(
        "error",
        en=("exactly one of these keys must stand here", "Keep one and remove the other, or add one."),
        zh=("这些键必须写一个，而且只能写一个", "留一个、删掉其余，或补上一个。"),
        why=("Two ways of saying when it is due may differ; with none it is never due.", "两种到期写法可能矛盾；一个都不写就永远不到期。"),
        bad=_POLICY + "      targets: {visit: {within: 4h, until: appointment}}\n"
        "  metrics: {visit: {start: {event: opened}, stop: {event: x-arrived}}}\nattributes: {appointment: {kind: instant}}\n",
        good=_POLICY + "      targets: {visit: {until: appointment}}\n"
        "  metrics: {visit: {start: {event: opened}, stop: {event: x-arrived}}}\nattributes: {appointment: {kind: instant}}\n",
    ),
    "DOC051": Entry(
        "error",
        en=("`{key}` has a meaning only together with `{needed}`", "Add `{needed}`, or remove `{key}`."),
        zh=("“{key}”要和“{needed}”一起用才有意义", "补上 {needed}，或删掉 {key}。"),
        why=(
            "Alone it would be obeyed by nothing, and the reader of the standard would not know.",
            "单独写不起任何作用，读的人却以为有用。",
        ),
        bad=_POLICY + "      targets: {resolution: {within: 4h, grace: 30m}}\n",
        good=_POLICY + "      targets: {resolution: {within: 4h}}\n",
    ),
    "DOC052": Entry(
        "error",
        en=("this is not a point before or after the due", "Write a percentage, or an amount with `remaining` or `overdue`."),
        zh=("这不是到期前后的时间点", "写百分比，或“时长 remaining”（到期前）、“时长 overdue”（到期后）。"),
        why=("A warning at a point that is misread comes too late or never.", "提醒点读错，提醒就会晚到或不到。"),
        bad=_POLICY + '      targets: {resolution: {within: 24h, warn: ["8 hours before"]}}\n',
        good=_POLICY + '      targets: {resolution: {within: 24h, warn: ["8h remaining"]}}\n',
    ),
    "DOC053": Entry(
        "error",
        en=("a duration belongs here, with its unit", "Write a number and a unit, as shown."),
        zh=("这里应写时长，而且要带单位", "写数字加单位，如示例。"),
        why=("30 may be minutes, hours or days.", "只写 30，可能是分钟、小时或天。"),
        bad=_POLICY + "      targets: {first_response: 30}\n",
        good=_POLICY + "      targets: {first_response: 30m}\n",
    ),
    "DOC054": Entry(
        "error",
        en=("a single value belongs here: a text, a number, true or false", "Write one value."),
        zh=("这里应写单个值：文字、数字、true 或 false", "只写一个值。"),
        why=("Attributes hold plain values, which can be compared and printed.", "属性只存简单的值，才能比较和显示。"),
        bad="# fragment\nattributes:\n  priority: {default: {a: b}}\n",
        good="# fragment\nattributes:\n  priority: {default: normal}\n",
    ),
    "DOC055": Entry(
        "error",
        en=("exactly one name belongs here, with what belongs to it", "Write one name; another one goes into an item of its own."),
        zh=("这里只能写一个名称及其内容", "只写一个名称；另一个单独写一项。"),
        why=("Of two names side by side it is not said which one counts.", "两个名称并列，就说不清以哪个为准。"),
        bad="# fragment\ntiers: {ladder: [{standard: Standard, key: Key}]}\n",
        good="# fragment\ntiers: {ladder: [{standard: Standard}]}\n",
    ),
    "DOC056": Entry(
        "error",
        en=("a number within these bounds belongs here", "Write a number without quotes, within the bounds."),
        zh=("这里应写范围内的数字", "写范围内的数字，不加引号。"),
        why=(
            "Points run from 0 to 100 and shares from 0 to 1; a number beyond them is a slip.",
            "分数在 0 到 100 之间，占比在 0 到 1 之间，超出即笔误。",
        ),
        bad="# fragment\ntiers:\n  ladder: [standard, key]\n"
        "  criteria: {spent: {weight: 100%, missing: lowest, rule: {thresholds: {field: spent, steps: [{from: 0, points: 0}, {from: 9, points: 100}]}}}}\n"
        "  levels: {key: {enter: 300}}\n",
        good="# fragment\ntiers:\n  ladder: [standard, key]\n"
        "  criteria: {spent: {weight: 100%, missing: lowest, rule: {thresholds: {field: spent, steps: [{from: 0, points: 0}, {from: 9, points: 100}]}}}}\n"
        "  levels: {key: {enter: 30}}\n",
    ),
    # ── names and files ──────────────────────────────────────────────────────────────────────────────────────────
    "DOC060": Entry(
        "error",
        en=("no metric is called `{name}`", "Write the name as expected, or declare it under `sla.metrics`."),
        zh=("没有名为“{name}”的指标", "改成上面给出的名称，或在 sla.metrics 中声明。"),
        why=("A target of an unknown metric would promise something nobody measures.", "指标不存在，承诺就没有人计量。"),
        bad=_POLICY + "      targets: {resolutoin: 4h}\n",
        good=_POLICY + "      targets: {resolution: 4h}\n",
    ),
    "DOC061": Entry(
        "error",
        en=("no calendar is called `{name}`", "Write the name as expected, or add it under `calendars`."),
        zh=("没有名为“{name}”的日历", "改成上面给出的名称，或在 calendars 中添加。"),
        why=("Without its calendar nobody can say when a target is due.", "没有日历就算不出到期时间。"),
        bad="# fragment\nsla:\n  policies: [{name: all, default: true, calendar: allways, targets: {resolution: 4h}}]\n",
        good="# fragment\nsla:\n  policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]\n",
    ),
    "DOC062": Entry(
        "error",
        en=("the name `{name}` is used twice (first by number {first} of the list)", "Give each its own name."),
        zh=("名称“{name}”用了两次（列表第 {first} 项已用）", "各用不同的名称。"),
        why=("A decision names its policy; with two of one name nobody knows which.", "结论会写明依据哪条，重名就分不清。"),
        bad="# fragment\nsla:\n  policies:\n"
        "    - {name: a, when: {tier: gold}, calendar: always, targets: {resolution: 4h}}\n"
        "    - {name: a, default: true, calendar: always, targets: {resolution: 8h}}\n",
        good="# fragment\nsla:\n  policies:\n"
        "    - {name: a, when: {tier: gold}, calendar: always, targets: {resolution: 4h}}\n"
        "    - {name: b, default: true, calendar: always, targets: {resolution: 8h}}\n",
    ),
    "DOC063": Entry(
        "error",
        en=("the status `{word}` stands under `{first}` and under `{second}`", "Keep it where it belongs."),
        zh=("状态“{word}”同时列在 {first} 和 {second} 下", "只保留正确的一处。"),
        why=("Whether clocks run depends on it.", "表走不走取决于它属于哪一类。"),
        bad="# fragment\nstatuses: {open: [new, pending], waiting_customer: [pending]}\n",
        good="# fragment\nstatuses: {open: [new], waiting_customer: [pending]}\n",
    ),
    "DOC064": Entry(
        "error",
        en=("an attribute cannot be called `{name}`", "Choose another name."),
        zh=("属性不能叫“{name}”", "换一个名称。"),
        why=(
            "The word has a meaning of its own in conditions and events, or is derived from the history, so the attribute would never be read.",
            "这个词在条件或事件里另有含义，或由系统推算，声明了也读不到。",
        ),
        bad="# fragment\nattributes: {category: {values: [a, b]}}\n",
        good="# fragment\nattributes: {product_category: {values: [a, b]}}\n",
    ),
    "DOC065": Entry(
        "error",
        en=("the default of `{name}` is not a value it may have", "Write one of its values, in the same form."),
        zh=("“{name}”的默认值不在允许的取值之内", "改成允许的取值，写法要一致。"),
        why=("Every case that does not say would have a value no policy knows.", "没写明的事项都会带上一个谁也不认的值。"),
        bad="# fragment\nattributes: {priority: {values: [low, high], default: normal}}\n",
        good="# fragment\nattributes: {priority: {values: [low, normal, high], default: normal}}\n",
    ),
    "DOC066": Entry(
        "error",
        en=("the calendar stands on more than {limit} levels of other calendars", "Give it hours of its own, or combine fewer."),
        zh=("这个日历层层引用其他日历，超过了 {limit} 层", "给它写上自己的时段，或减少引用。"),
        why=("Nobody could say when it is open.", "层数太多，谁也说不清它何时开放。"),
        bad='# fragment\ncalendars:\n  c0: {hours: {mon-fri: ["09:00-18:00"]}}\n'
        + "".join(f"  c{i + 1}: {{any_of: [c{i}, always]}}\n" for i in range(13)),
        good='# fragment\ncalendars:\n  c0: {hours: {mon-fri: ["09:00-18:00"]}}\n  c1: {any_of: [c0, always]}\n',
    ),
    "DOC067": Entry(
        "warning",
        en=("the target of `{metric}` names no calendar, nor does its policy: it runs on `always`", "Name the calendar: {known}."),
        zh=("“{metric}”的时限和所属规则都没有写日历，按自然时间（always）计", "写明日历：{known}。"),
        why=("Round the clock is rarely what a part-time desk means.", "不是全天值班的团队，通常并不想按自然时间计。"),
        bad="# fragment\nsla:\n  policies: [{name: all, default: true, targets: {resolution: 4h}}]\n",
        good="# fragment\nsla:\n  policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]\n",
    ),
    "DOC068": Entry(
        "error",
        en=("the calendar `always` must be open around the clock", "Write `always: 24/7`, or give these hours another name."),
        zh=("日历 always 必须是全天候的", "写成 always: 24/7，或给这套时段换个名称。"),
        why=("Spans, grace and appointments run on `always`.", "自然时间、宽限、约定时刻都按 always 计。"),
        bad='# fragment\ncalendars: {always: {hours: {mon-fri: ["09:00-18:00"]}}}\n',
        good='# fragment\ncalendars: {always: 24/7, office: {hours: {mon-fri: ["09:00-18:00"]}}}\n',
    ),
    "DOC069": Entry(
        "error",
        en=("the policy `{name}` does not say which cases it governs", "Add `when:`, or `default: true` for all the rest."),
        zh=("规则“{name}”没有写明适用于哪些事项", "补上 when:，或用 default: true 管其余所有事项。"),
        why=(
            "A policy for everything must say so, since it hides every policy after it.",
            "管所有事项的规则必须写明，因为它会盖住后面的规则。",
        ),
        bad="# fragment\nsla:\n  policies: [{name: all, calendar: always, targets: {resolution: 4h}}]\n",
        good="# fragment\nsla:\n  policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]\n",
    ),
    "DOC070": Entry(
        "note",
        en=("`{key}` is accepted as it is and not used yet", "Nothing to do; a later version will check and use it."),
        zh=("“{key}”原样接受，目前版本尚未启用", "无需修改，以后的版本会检查并启用。"),
        why=("A standard may be written whole before every part of it has a capability.", "标准可以先写全，各部分功能再陆续启用。"),
        bad="# fragment\npublish: {customer: {examples: 3}}\n",
        good="# fragment\nowner: li\n",
    ),
    "DOC072": Entry(
        "warning",
        en=("the operations file `{name}` was not given: what it adds is missing here", "Check the folder that holds both files."),
        zh=("没有提供运行文件“{name}”，其中的内容这里没有计入", "请检查同时放着两个文件的文件夹。"),
        why=("Dates in the operations file may move dues.", "运行文件里的日期安排会影响到期时间。"),
        bad="# fragment\ninclude: operations.yaml\n",
        good='# file: standard.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\ninclude: operations.yaml\n'
        "# file: operations.yaml\noperations: desk\n",
    ),
    "DOC073": Entry(
        "error",
        en=("the operations file `{name}` is not among the files given", "Correct the name, or add the file."),
        zh=("给出的文件里没有运行文件“{name}”", "改正文件名，或补上这个文件。"),
        why=("Without it the dates that were added are missing, and dues are wrong.", "缺了它，补充的日期没有计入，到期会算错。"),
        bad='# file: standard.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\ninclude: operation.yaml\n'
        "# file: operations.yaml\noperations: desk\n",
        good='# file: standard.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\ninclude: operations.yaml\n'
        "# file: operations.yaml\noperations: desk\n",
    ),
    "DOC074": Entry(
        "error",
        en=("two editions have the same version (the other is in {other})", "Give the newer one a version of its own."),
        zh=("有两个版本的版本号相同（另一个在 {other}）", "给新版本换一个版本号。"),
        why=("A decision names the version it rests on.", "结论会写明依据哪个版本。"),
        bad='# file: a.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'
        '# file: b.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-07-01\ntime_zone: UTC\n',
        good='# file: a.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'
        '# file: b.yaml\nformat: 1\nstandard: s\nversion: "2"\neffective_from: 2026-07-01\ntime_zone: UTC\n',
    ),
    "DOC075": Entry(
        "error",
        en=(
            "two editions take effect at the same instant (the other is in {other})",
            "Change one of the dates, or remove the older edition.",
        ),
        zh=("有两个版本同时生效（另一个在 {other}）", "改其中一个的生效日，或去掉旧版本。"),
        why=("A case opened then would be governed by two editions.", "那时受理的事项就有两个版本同时适用。"),
        bad='# file: a.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'
        '# file: b.yaml\nformat: 1\nstandard: s\nversion: "2"\neffective_from: 2026-01-01\ntime_zone: UTC\n',
        good='# file: a.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'
        '# file: b.yaml\nformat: 1\nstandard: s\nversion: "2"\neffective_from: 2026-07-01\ntime_zone: UTC\n',
    ),
    "DOC076": Entry(
        "error",
        en=(
            "the editions of a folder must be of one standard, and {other} is of another",
            "Move it to a folder of its own, or correct the name.",
        ),
        zh=("同一文件夹里的各版本须属于同一标准，{other} 的标准名不同", "移到单独的文件夹，或改正标准名。"),
        why=("Editions follow one another; those of two standards do not.", "版本是前后相继的，不同标准的版本不能混在一起。"),
        bad='# file: a.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'
        '# file: b.yaml\nformat: 1\nstandard: t\nversion: "2"\neffective_from: 2026-07-01\ntime_zone: UTC\n',
        good='# file: a.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'
        '# file: b.yaml\nformat: 1\nstandard: s\nversion: "2"\neffective_from: 2026-07-01\ntime_zone: UTC\n',
    ),
    "DOC077": Entry(
        "error",
        en=("no file holds an edition of a standard", "Add the standard itself; an operations file alone promises nothing."),
        zh=("没有一个文件是服务标准", "补上标准文件；只有运行文件不构成承诺。"),
        why=("There is nothing to decide by.", "没有可以依据的标准。"),
        bad="# file: operations.yaml\noperations: desk\n",
        good='# file: standard.yaml\nformat: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n',
    ),
}

ENTRIES: Mapping[str, Entry] = {**_OWN, **LINTS}
