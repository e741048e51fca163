"""What `--help` says of every command and option, in English and Chinese.

*Rule:* every command, argument and option has an entry; a test compares this table with the command line.

Example:
    >>> help_text("check", "", "en")
    'Show every problem of a standard, with its place and the way to mend it.'
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["HELP", "help_text"]

_EVENTS = ("Events: JSON Lines, or any export together with --mapping.", "事件文件：JSON Lines；其他导出文件请同时给 --mapping。")
_MAPPING = ("How the export's columns become events.", "映射文件：说明导出文件各列如何变成事件。")
_NOW = (
    "The instant to decide at; without an offset, local time of the standard. Left out: the mapping's as_of, else the file's last instant.",
    "判定时刻；不带时区偏移即标准所在地时间。不写则取映射的 as_of，否则取文件中最后的时刻。",
)
_REJECTS = ("Write the rows that cannot be read here, with the reason (CSV).", "把无法读取的行连同原因写到这个文件（CSV）。")
_TIERS = (
    "The customers' tier history (JSON Lines, from `servstd tiers assign`): a case then has the tier in force.",
    "客户等级历史（`servstd tiers assign` 生成的 JSON Lines）：事项按当时有效的等级判定。",
)

HELP: Mapping[str, tuple[str, str]] = {
    "servstd": (
        "Service standards as code: check a standard, decide cases, explain every due date. Exit codes: 0 fine or warnings only, 1 problems, 2 wrong usage. Set SERVSTD_LOCALE=zh for Chinese.",
        "把服务标准写成可执行的文件：检查标准、判定事项、解释每个时限。退出码：0 正常或只有警告，1 有问题，2 用法不对。设置 SERVSTD_LOCALE=zh 可默认使用中文。",
    ),
    "*.standard": ("The standard: a file, or a folder of editions.", "标准：一个文件，或放着各版本的目录。"),
    "*.format": ("How the result is printed.", "结果的输出格式。"),
    "*.locale": ("Language of messages: en or zh; default en, or SERVSTD_LOCALE.", "消息语言：en 或 zh；默认 en，或取 SERVSTD_LOCALE。"),
    "*.plugin": (
        "A module that is a plugin without being installed as one; may be given several times.",
        "未安装为插件、但按插件加载的模块；可多次给出。",
    ),
    "*.no_plugins": ("Load no installed plugin.", "不加载已安装的插件。"),
    "*.strict_plugins": (
        "A plugin that cannot be loaded is a failure, for continuous integration.",
        "插件无法加载即视为失败，用于持续集成。",
    ),
    "*.operations": ("The standard, folder or operations file with instances and settings.", "写有实例与设置的标准、目录或运行文件。"),
    "schema.plugged": ("With the types that installed plugins offer, and their keys.", "包括已安装插件提供的类型及其键。"),
    "plugins": ("What is installed beside servstd, what became of it, and making a new one.", "查看、检查已安装的插件，或新建一个插件。"),
    "plugins list": ("List installed plugins from their metadata; none is imported.", "根据安装信息列出插件，不导入任何插件。"),
    "plugins show": (
        "Load the plugins and show one: status and reason, what it offers, its settings.",
        "加载插件并显示其中一个：状态与原因、提供的部件、可用的设置。",
    ),
    "plugins show.name": ("The plugin's name.", "插件名称。"),
    "plugins check": (
        "Load all plugins with settings and secrets; fail when one cannot be loaded.",
        "连同设置与密钥加载全部插件；有一个无法加载即为失败。",
    ),
    "plugins check.name": ("Only this plugin counts.", "只看这个插件。"),
    "plugins new": ("Write a complete plugin that runs, to be changed into your own.", "生成一个可运行的完整插件，供你修改。"),
    "plugins new.name": ("Its name: small letters, digits, hyphens.", "名称：小写字母、数字、连字符。"),
    "plugins new.kind": ("What it offers.", "它提供什么。"),
    "plugins new.into": ("The folder to make it in.", "建在哪个目录下。"),
    "plugins new.author": ("The author's name.", "作者姓名。"),
    "plugins new.lang": ("Language of its README and example; default the session's.", "README 与示例的语言；默认同界面语言。"),
    "*.debug": ("Show where an unexpected error happened.", "显示意外错误的位置。"),
    "*.help": ("Show this help.", "显示帮助。"),
    "*.version": ("Show the version.", "显示版本。"),
    "init": (
        "Write a first standard with scenarios and sample events that run at once.",
        "生成一份带用例和示例事件、可立即运行的初始标准。",
    ),
    "init.folder": ("Where to; made if it is not there.", "目录，不存在则新建。"),
    "init.lang": ("Language of the standard.", "标准所用的语言。"),
    "check": ("Show every problem of a standard, with its place and the way to mend it.", "列出标准中的全部问题、位置和改法。"),
    "test": ("Run a standard's scenarios, and show what none of them reaches.", "运行标准里的用例，并列出没有覆盖的内容。"),
    "decide.format": (
        "lines: JSON, one case a line; text: a table; json: as lines, and messages as JSON too.",
        "lines：JSON，一个事项一行；text：表格；json：同 lines，提示也用 JSON。",
    ),
    "decide": ("Decide every clock of every case.", "判定每个事项的每个计时。"),
    "decide.events": _EVENTS,
    "decide.mapping": _MAPPING,
    "decide.now": _NOW,
    "decide.case": ("Only this case.", "只看这个事项。"),
    "decide.rejects": _REJECTS,
    "decide.out": ("Write a table, one row a clock: *.csv, *.jsonl or *.parquet.", "写成表格，一个计时一行：*.csv、*.jsonl 或 *.parquet。"),
    "explain": ("Say in words why each clock of a case stands as it does.", "用文字解释一个事项的每个计时为什么是现在这样。"),
    "explain.events": _EVENTS,
    "explain.mapping": _MAPPING,
    "explain.now": _NOW,
    "explain.case": ("Which case.", "哪个事项。"),
    "explain.audience": (
        "For whom: staff see policies and arithmetic, customers what was promised and what ran.",
        "给谁看：staff 含规则与算式，customer 只含承诺与经过。",
    ),
    "quote": ("Say what would be promised to a case with these attributes.", "说明具有这些属性的事项会得到什么承诺。"),
    "quote.attributes": ("Attributes of the case: NAME=VALUE.", "事项属性：属性=值。"),
    "quote.at": (
        "When it would be opened; without an offset, local time of the standard. Left out: now.",
        "受理时刻；不带时区偏移即标准所在地时间，不写则为当前时间。",
    ),
    "diff": ("Say in words what changed between two standards.", "用文字说明两份标准之间改了什么。"),
    "diff.old": ("The standard as it was.", "旧标准。"),
    "diff.new": ("The standard as it is.", "新标准。"),
    "schema": ("Print the JSON Schema of a standard, for editors.", "输出标准的 JSON Schema，供编辑器使用。"),
    "report": ("Report attainment, overruns and what is undecided.", "输出达标率、超时与未定情况的报表。"),
    "report.events": _EVENTS,
    "report.mapping": _MAPPING,
    "report.now": _NOW,
    "report.start": ("Count from this day or instant on.", "从这一天或时刻起统计。"),
    "report.end": ("Count up to this instant; a day is counted whole.", "统计到这个时刻为止；写日期则当天全部计入。"),
    "report.period": ("Split the tables by day, week, month, quarter or year.", "按日、周、月、季度或年分行。"),
    "report.count_by": (
        "What places a clock in time: the case's opening, the clock's due, or the instant its verdict fell.",
        "按什么时间归期：受理时间、到期时间，或定论时间。",
    ),
    "report.by": (
        "An attribute that gets a table of its own, by its value when the case is decided; may be given several times.",
        "为这个属性单列一表（取判定时的值）；可写多次。",
    ),
    "report.kind": ("A report format that a plugin offers; with --out.", "插件提供的报表格式；与 --out 同用。"),
    "report.out": ("The file to write it to.", "写到哪个文件。"),
    "report.rejects": _REJECTS,
    "notify": (
        "Send the notices that are owed and not sent yet, and record each one. Exit codes: 0 all sent, 1 some not, 2 wrong usage.",
        "发送应发而未发的通知，并逐条记录。退出码：0 全部发出，1 有未发出的，2 用法不对。",
    ),
    "notify.events": _EVENTS,
    "notify.mapping": _MAPPING,
    "notify.now": (
        "The instant to decide and send at; without an offset, local time of the standard. Left out: now.",
        "判定和发送的时刻；不带时区偏移即标准所在地时间，不写则为当前时间。",
    ),
    "notify.sent": ("What was sent: read first, and added to after every notice.", "已发记录：先读取，每发一条即追加一行。"),
    "notify.after": (
        "The first time: the instant the service goes live; only what came to pass later is sent.",
        "首次运行：上线时刻；只发送此后发生的。",
    ),
    "notify.contacts": (
        "Addresses: RECIPIENT: {CONTACT KEY: ADDRESS} (YAML or JSON).",
        "联系方式文件，内容为 收件人: {联系方式的键: 地址}（YAML 或 JSON）。",
    ),
    "notify.staff": (
        "A notifier that posts to a group: thresholds crossed and targets missed are told there.",
        "发到群的通知方式：预警和超时也发到那里。",
    ),
    "notify.case_url": (
        "Where staff find a case, https://crm.example/cases/{case}: their notices link to it; customers' never do.",
        "事项页面的网址，如 https://crm.example/cases/{case}：发给员工的通知带此链接，发给客户的不带。",
    ),
    "notify.again": (
        "Try this key once more, although it failed for good or its outcome is unknown; may be given several times.",
        "再试一次这个键，即使已无法送达或结果不明；可写多次。",
    ),
    "notify.dry_run": ("Show what would be sent; send and record nothing.", "只显示将发送的内容，不发送也不记录。"),
    "decide.tiers": _TIERS,
    "explain.tiers": _TIERS,
    "report.tiers": _TIERS,
    "escalation": ("Plan who is told what, when; show the chains in words.", "推演上报：谁在什么时候收到什么；以文字列出上报链。"),
    "escalation plan": (
        "Say who is told what, when and by what, and who is not and why: for a case of a file, or for one that is supposed. Nothing is sent.",
        "列出谁在何时以何种方式收到通知，谁不会收到及原因：可以是文件里的事项，也可以是假设的事项。不会发送任何通知。",
    ),
    "escalation plan.events": _EVENTS,
    "escalation plan.mapping": _MAPPING,
    "escalation plan.tiers": _TIERS,
    "escalation plan.now": (
        "From when it is planned; without an offset, local time of the standard. Left out: the mapping's as_of, else the file's last instant.",
        "从何时起推演；不带时区偏移即标准所在地时间。不写则取映射的 as_of，否则取文件中最后的时刻。",
    ),
    "escalation plan.case": ("The case of the file.", "文件中的事项编号。"),
    "escalation plan.case_data": (
        "An attribute of a case that is supposed, as priority=urgent; may be given several times.",
        "假设事项的属性，如 priority=urgent；可多次给出。",
    ),
    "escalation plan.at": (
        "When the supposed case is opened by a customer; without an offset, local time of the standard.",
        "假设事项由客户提出的时刻；不带时区偏移即标准所在地时间。",
    ),
    "escalation plan.answer": (
        "What is supposed to happen: `+20m acknowledged wang`, `2026-01-06T09:00 resolved li`; more of it as name=value. May be given several times.",
        "假设之后发生的事：如 `+20m acknowledged wang`、`2026-01-06T09:00 resolved li`；其他数据写 名=值。可多次给出。",
    ),
    "escalation plan.until": (
        "Where the plan ends. Left out: at the last line that can come within a year.",
        "推演到何时。不写则到一年内最后一条。",
    ),
    "escalation plan.html": ("Write a picture of it as a page of its own (HTML).", "把推演画成一个独立的网页（HTML）。"),
    "escalation show": (
        "Show every chain in words: what starts it, its steps, what ends it.",
        "以文字列出每条上报链：怎样启动、各步骤、怎样停止。",
    ),
    "escalation show.chain": ("Only this chain.", "只看这一条上报链。"),
    "rota": (
        "Show who is on duty, find gaps and too many hours, exchange rotas with other calendars.",
        "查看谁在值班、找出空缺与超时工作，与别的日历互相导入导出。",
    ),
    "rota show": ("Show who is on duty, day by day.", "逐日显示谁在值班。"),
    "rota coverage": (
        "Show gaps, overlaps, hand-overs and everybody's hours. Exit code 1: somebody must be on duty and nobody is, or a limit is broken.",
        "显示空缺、重叠、交接与各人工时。有空缺或违反限制时退出码为 1。",
    ),
    "rota export": ("Write the shifts of a rota as an iCalendar file.", "把值班表的班次写成 iCalendar 文件。"),
    "rota import": (
        "Read an iCalendar file, also of another program, and print it as a rota's overrides (YAML).",
        "读入 iCalendar 文件（也可来自别的软件），打印成值班表的调整（YAML）。",
    ),
    "rota export.name": ("Which rota.", "哪张值班表。"),
    "rota export.out": ("The file to write (.ics).", "写到哪个文件（.ics）。"),
    "rota import.file": ("The iCalendar file (.ics).", "iCalendar 文件（.ics）。"),
    "rota import.standard": ("The standard whose people and rotas the events are matched with.", "用哪份标准里的人员与值班表来对照。"),
    "rota import.name": ("The rota's name in what is printed; imported when left out.", "打印出的值班表名称，不写即 imported。"),
    "rota import.who": (
        'Who a name in the file is: --as "Li Lei=li"; may be given several times.',
        '文件里的名字是谁：--as "李雷=li"；可多次给出。',
    ),
    "rota import.time_zone": (
        "The zone of what is printed, of dates, and of times without one; left out: the rota's or the standard's, else UTC.",
        "打印结果、日期以及未注明时区的时刻所用的时区；不写则取值班表或标准的时区，都没有即 UTC。",
    ),
    "rota import.skip_all_day": ("Leave all-day events out.", "略过全天日程。"),
    "*.rota_name": ("Which rota; all when left out.", "哪张值班表，不写即全部。"),
    "*.first": ("The first day: 2026-01-05.", "第一天：2026-01-05。"),
    "*.last": ("The last day; a week, or four for coverage and files, when left out.", "最后一天；不写即一周，coverage 与文件为四周。"),
    "*.person": ("Only this person.", "只看这个人。"),
    "rota show.html": ("Write the rota as a page of its own (HTML).", "把值班表写成一个独立的网页（HTML）。"),
    "rota coverage.html": ("Write the rota as a page of its own (HTML).", "把值班表写成一个独立的网页（HTML）。"),
    "feedback": ("Report on what customers answered, and on what they write about.", "统计客户的答复，以及他们写到的主题。"),
    "feedback report": (
        "Report on answers: figures with intervals, targets, segments without ranks, control charts, response rates, complaints.",
        "统计答复：带区间的结果、目标、不排名的分组、控制图、答复率与投诉。",
    ),
    "feedback report.by": (
        "An attribute to break figures down by: owner, team, tier, channel, matter, priority; may be given several times.",
        "按此属性分组：owner、team、tier、channel、matter、priority；可多次给出。",
    ),
    "feedback report.period": ("Draw control charts by this period.", "按此时段画控制图。"),
    "feedback report.count_by": (
        "Which attributes count: those when the answer came, or those when the matter was solved.",
        "以哪时的属性为准：作答时（answered）或解决时（resolved）。",
    ),
    "feedback report.minimum": (
        "With fewer answers nothing is said of a segment, and it wins no award.",
        "份数少于此数的分组不下结论，也不参与评优。",
    ),
    "feedback report.baseline": ("How many periods with data make a chart's limits.", "控制限取自多少个有数据的时段。"),
    "feedback report.html": ("Write the report as a page of its own (HTML).", "把报告写成一个独立的网页（HTML）。"),
    "feedback invite": (
        "Say who is asked now and by what, who is not and why; without --dry-run, ask them, remind, and write down what ran out.",
        "列出现在会问谁、怎么问，不问谁、为什么；不带 --dry-run 时实际发送邀请与提醒，并记录已过期的邀请。",
    ),
    "feedback invite.events": _EVENTS,
    "feedback invite.mapping": _MAPPING,
    "feedback invite.now": (
        "The instant to work at. Left out: the present; with --dry-run the file's last instant.",
        "处理时刻。不写则取当前时间；试运行时取文件中最后的时刻。",
    ),
    "feedback invite.ledger": (
        "The contact ledger (JSON Lines): whom we asked. Read first, and added to after every notice.",
        "联系台账（JSON Lines）：问过谁。先读取，每发一条即追加。",
    ),
    "feedback invite.sent": (
        "What was sent, in a file of its own: written before and after every notice.",
        "已发记录（单独一个文件）：每发一条，前后各写一行。",
    ),
    "feedback invite.out": (
        "Add the `surveyed` events here; it may be the events file.",
        "把 surveyed 事件追加到这个文件，可以就是事件文件。",
    ),
    "feedback invite.customers": (
        "Customers for campaigns: JSON Lines with `customer` and attributes.",
        "定期调查的客户：JSON Lines，每行含 customer 与属性。",
    ),
    "feedback invite.link": (
        "Where answers are taken: an address with {token}. Left out: customers answer the message itself.",
        "作答网址，含 {token}。不写则请客户直接回复。",
    ),
    "feedback invite.secret_env": (
        "The environment variable with the secret that signs answer tokens, 32 bytes or more.",
        "存放令牌密钥的环境变量，密钥至少 32 字节。",
    ),
    "feedback invite.contacts": (
        "Addresses: recipient -> contact key -> address (YAML, JSON or TOML).",
        "联系方式：接收人 -> 联系方式键 -> 地址（YAML、JSON 或 TOML）。",
    ),
    "feedback invite.dry_run": ("Show who would be asked; send and write nothing.", "只显示会问谁，不发送也不记录。"),
    "feedback themes": (
        "Say how often customers write about each theme of the standard, and whether improvements helped.",
        "统计客户写到标准中各主题的比例，并判断改进是否有效。",
    ),
    "feedback themes.since": (
        "From when the measures of a loop work; without it, an item counts from when it was opened.",
        "某个闭环的措施自哪天起生效；不写则自改进事项提出时起算。",
    ),
    "feedback report.events": _EVENTS,
    "feedback report.mapping": _MAPPING,
    "feedback report.now": _NOW,
    "feedback report.start": ("Count answers from this day or instant on.", "从这一天或时刻起的答复。"),
    "feedback report.end": (
        "Count answers up to this day, the day included, or before this instant.",
        "到这一天（含当天）或这一时刻之前的答复。",
    ),
    "feedback report.out": ("Write the result here instead of printing it.", "把结果写到这个文件，不打印。"),
    "feedback themes.events": _EVENTS,
    "feedback themes.mapping": _MAPPING,
    "feedback themes.now": _NOW,
    "feedback themes.start": ("Count answers from this day or instant on.", "从这一天或时刻起的答复。"),
    "feedback themes.end": (
        "Count answers up to this day, the day included, or before this instant.",
        "到这一天（含当天）或这一时刻之前的答复。",
    ),
    "feedback themes.out": ("Write the result here instead of printing it.", "把结果写到这个文件，不打印。"),
    "*.ledger": (
        "What was sent (JSON Lines): response rates, and which invitations may be answered.",
        "发送台账（JSON Lines）：用于计算答复率，并核对邀请是否有效。",
    ),
    "feedback report.rejects": _REJECTS,
    "feedback themes.rejects": _REJECTS,
    "*.answers": ("An export of a survey tool with further answers, or events.", "调查工具导出的答复文件，或事件文件。"),
    "*.answers_mapping": ("How that export's columns become answers.", "该导出文件的映射。"),
    "tiers": ("Assign customers to tiers, explain it, try a change before it is made.", "给客户评定等级、解释结果、事先试算改动。"),
    "tiers assign": (
        "Assign every customer of a file to a tier, and append what changed to the history. A row that cannot be judged fails the run, unless --rejects is given; then nothing is written.",
        "为文件中的每个客户评定等级，并把变化追加到历史文件。有无法评定的行即失败、什么也不写；给出 --rejects 则另存这些行，其余照常。",
    ),
    "tiers assign.rejects": _REJECTS,
    "tiers assign.out": (
        "Write a table, one row a customer: *.csv, *.jsonl or *.parquet.",
        "写成表格，一个客户一行：*.csv、*.jsonl 或 *.parquet。",
    ),
    "tiers assign.explain": (
        "What is kept of each explanation: nothing, the points and thresholds, or all with evidence and the nearest change.",
        "每条解释保留多少：none 不留，short 只留得分与门槛，full 连同依据和最近的改变。",
    ),
    "tiers assign.history": (
        "The tiers so far (JSON Lines); made if it is not there, and replaced as a whole when the run has ended well.",
        "至今的等级历史（JSON Lines）；没有则新建，全部评定成功后才整体替换。",
    ),
    "tiers assign.dry_run": ("Assign and count; append nothing.", "只评定和计数，不追加历史。"),
    "tiers explain": ("Say in words why a customer has the tier they have.", "用文字解释一个客户为什么是这个等级。"),
    "tiers explain.audience": (
        "For whom: staff see points, weights and evidence, customers what counts and what would change it.",
        "给谁看：staff 含得分、权重与依据，customer 只含评定因素和怎样会变。",
    ),
    "tiers simulate": (
        "Show who would move, why, and what it would cost if another ladder were in force.",
        "试算换一份标准后谁会升降、为什么、带来多少工作量。",
    ),
    "tiers simulate.old": ("The standard as it is.", "现行标准。"),
    "tiers simulate.new": ("The standard as it would be.", "拟改的标准。"),
    "tiers simulate.html": ("Write the result as a page of its own (HTML).", "把结果写成一个独立的网页（HTML）。"),
    "tiers simulate.rejects": _REJECTS,
    "tiers parity": (
        "Compare how the promises were kept tier by tier: which differences are real, and which promises differ by design.",
        "按等级对比承诺的兑现情况：哪些差异确实存在，哪些承诺本就不同。",
    ),
    "tiers parity.events": _EVENTS,
    "tiers parity.mapping": _MAPPING,
    "tiers parity.now": _NOW,
    "tiers parity.tiers": _TIERS,
    "tiers parity.answers": (
        "Answers to a satisfaction survey (CSV, JSON Lines or xlsx): columns satisfied (true or false), and case or tier.",
        "满意度答复文件（CSV、JSON Lines 或 xlsx）：satisfied 列写 true 或 false，并有 case 或 tier 列。",
    ),
    "tiers parity.html": ("Write the comparison as a page of its own (HTML).", "把对比结果写成一个独立的网页（HTML）。"),
    "tiers parity.minimum": (
        "The least results a tier must have for anything to be claimed of it.",
        "一个等级至少要有多少条结果才下结论。",
    ),
    "tiers history": (
        "Show the tiers customers had, and what was believed of them on a day.",
        "查看客户的历史等级，以及某一天当时的认定。",
    ),
    "tiers history.customer": ("Only this customer.", "只看这个客户。"),
    "tiers history.on": ("Only the tier that held on this day.", "只看这一天的等级。"),
    "tiers history.known_on": (
        "As it was known on this day: what was recorded later is left out.",
        "按这一天已记录的内容，之后记录的不算。",
    ),
    "tiers history.history": ("The history (JSON Lines).", "等级历史文件（JSON Lines）。"),
    "tiers request": (
        "Record that a customer asked for an explanation or objects, or that they were answered.",
        "登记客户要求说明、提出异议，或已经答复。",
    ),
    "tiers request.history": ("The history it is appended to (JSON Lines).", "追加到哪个等级历史文件（JSON Lines）。"),
    "tiers request.kind": ("What it is.", "登记的是什么。"),
    "tiers request.by": ("Who answers; with --kind answer.", "由谁答复；与 --kind answer 同用。"),
    "tiers request.outcome": (
        "What came of it, with --kind answer: the reasons were given, the tier stands, or it was put right.",
        "答复的结果，与 --kind answer 同用：explained 已说明，upheld 维持，corrected 已更正。",
    ),
    "tiers request.id": (
        "The request's own identifier; left out: made from the rest, and for an answer the oldest request that is open.",
        "请求的编号；不写则自动生成，答复时取最早的未答复请求。",
    ),
    "tiers request.at": ("The day on which it came: 2026-04-01.", "日期：2026-04-01。"),
    "tiers request.note": ("What was said, in a sentence.", "一句话说明内容。"),
    "*.customers": (
        "The customers' facts, one row each: CSV, JSON Lines, Parquet or xlsx.",
        "客户数据文件，一行一个客户：CSV、JSON Lines、Parquet 或 xlsx。",
    ),
    "*.customer": ("Which customer.", "哪个客户。"),
    "*.history": (
        "The tiers so far (JSON Lines); left out: every customer is new.",
        "至今的等级历史（JSON Lines）；不写则视为都是新客户。",
    ),
    "*.on": (
        "The day to judge on: 2026-04-01. There is no default: the same call gives the same answer tomorrow.",
        "评定日期：2026-04-01。没有默认值，因此同样的命令明天结果也一样。",
    ),
}


def help_text(command: str, parameter: str, locale: str) -> str:
    """Return the help of a command, or of one of its parameters; parameters alike everywhere are found under `*`.

    Args:
        command: The command's name; `servstd` for the program itself.
        parameter: The parameter's name; empty for the command itself.
        locale: `en` or `zh`.
    """
    zh = locale.startswith("zh")
    if not parameter:
        return HELP[command][zh]
    return (HELP.get(f"{command}.{parameter}") or HELP[f"*.{parameter}"])[zh]
