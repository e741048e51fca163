"""Problems of the command line: options, files that are read and written, and what was asked for."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "CLI001": Entry(
        "error",
        ("there is no option {name}", "Use a name as expected."),
        ("没有选项 {name}", "请改用“应为”一行的写法。"),
        ("A misspelt option that was passed over would change what a command does.", "写错的选项如果被忽略，命令做的就不是你要的事。"),
        "servstd check --loclae zh standard.yaml",
        "servstd check --locale zh standard.yaml",
    ),
    "CLI002": Entry(
        "error",
        ("{name} is missing, or its value", "Run `{command} --help` to see what the command needs."),
        ("缺少 {name} 或它的值", "运行 `{command} --help` 查看需要哪些参数。"),
        ("A command guesses nothing that decides its result.", "影响结果的内容，命令不会自行猜测。"),
        "servstd decide standard.yaml",
        "servstd decide standard.yaml --events events.jsonl",
    ),
    "CLI003": Entry(
        "error",
        ("the value of {name} cannot be used", "Write a value as expected."),
        ("{name} 的值不可用", "请按“应为”一行的写法。"),
        ("An option's value is refused rather than bent to fit.", "选项的值不对就拒绝，不会勉强套用。"),
        "servstd report … --period fortnight",
        "servstd report … --period month",
    ),
    "CLI004": Entry(
        "error",
        ("there is no command {name!r}", "Use a name as expected."),
        ("没有命令 {name!r}", "请改用“应为”一行的写法。"),
        ("`servstd --help` lists the commands.", "`servstd --help` 列出全部命令。"),
        "servstd chek standard.yaml",
        "servstd check standard.yaml",
    ),
    "CLI005": Entry(
        "error",
        ("the command line cannot be read: {reason}", "Run `{command} --help`."),
        ("命令行无法识别：{reason}", "请运行 `{command} --help`。"),
        ("A command takes only what its help names.", "命令只接受帮助里列出的内容。"),
        "servstd check a.yaml b.yaml",
        "servstd check a.yaml",
    ),
    "CLI006": Entry(
        "error",
        ("there is no file or folder {file}", "Check the path."),
        ("没有文件或目录 {file}", "请检查路径。"),
        ("What the command line names must exist.", "命令行上写的文件必须存在。"),
        "servstd check standrad.yaml",
        "servstd check standard.yaml",
    ),
    "CLI007": Entry(
        "error",
        ("{file} cannot be written: {reason}", "Nothing was written; choose another place, or free some space."),
        ("无法写入 {file}：{reason}", "没有写入任何内容；请换个位置，或腾出空间。"),
        (
            "Output is written beside its place and moved there when complete, so that no half-written file remains.",
            "结果先写在旁边，完整后再移过去，不会留下写了一半的文件。",
        ),
        "servstd decide … --out missing-folder/clocks.csv",
        "servstd decide … --out clocks.csv",
    ),
    "CLI008": Entry(
        "error",
        ("{file}: the kind of file is told by its ending, and this one is not known", "Name the file *.csv, *.jsonl or *.parquet."),
        ("{file}：文件类型由扩展名决定，这个扩展名不认识", "请用 *.csv、*.jsonl 或 *.parquet。"),
        ("The ending says what is written.", "扩展名决定写出的格式。"),
        "servstd decide … --out clocks.xls",
        "servstd decide … --out clocks.csv",
    ),
    "CLI009": Entry(
        "error",
        (
            "{file}: writing Parquet needs the package pyarrow, which is not installed",
            "Run `pip install 'servstd[report]'`, or write *.csv or *.jsonl.",
        ),
        ("{file}：写 Parquet 需要 pyarrow，尚未安装", "请运行 `pip install 'servstd[report]'`，或改写 *.csv、*.jsonl。"),
        ("The core installs without large packages.", "核心安装不含大型依赖。"),
        "pip install servstd",
        "pip install 'servstd[report]'",
    ),
    "CLI010": Entry(
        "error",
        ("{file} would be written over what is read from it", "Choose another file."),
        ("写入 {file} 会覆盖正在读取的文件", "请换一个文件名。"),
        ("A result never replaces the facts it was made from.", "结果不能覆盖它所依据的数据。"),
        "servstd decide … --events events.jsonl --out events.jsonl",
        "servstd decide … --events events.jsonl --out clocks.jsonl",
    ),
    "CLI011": Entry(
        "error",
        ("{found!r} is not an attribute with its value", "Write NAME=VALUE, for example priority=urgent."),
        ("{found!r} 不是“属性=值”", "请写成 属性=值，例如 priority=urgent。"),
        ("A quote needs the attributes the policies ask about.", "报出时限需要规则用到的属性。"),
        "servstd quote standard.yaml priority urgent",
        "servstd quote standard.yaml priority=urgent",
    ),
    "CLI012": Entry(
        "error",
        ("the standard declares no attribute {name!r}", "Use a name as expected."),
        ("标准没有声明属性 {name!r}", "请改用“应为”一行的写法。"),
        ("A misspelt attribute would put every case into one group without a value.", "属性写错，所有事项都会归到“无值”一组。"),
        "servstd report … --by prioritty",
        "servstd report … --by priority",
    ),
    "CLI013": Entry(
        "error",
        ("{folder} already holds {files}", "Choose a folder without these files; nothing was written."),
        ("{folder} 里已有 {files}", "请换一个没有这些文件的目录；没有写入任何内容。"),
        ("A first standard never replaces one you have written.", "初始标准不会覆盖已有的文件。"),
        "servstd init .",
        "servstd init first-standard",
    ),
    "CLI014": Entry(
        "error",
        ("{file} holds no events that could be read", "Look at the rejected rows, or at the mapping."),
        ("{file} 里没有可用的事件", "请查看被拒绝的行，或检查映射。"),
        ("Without an event there is no case to decide, and no instant to decide at.", "没有事件就没有可判定的事项，也没有判定时刻。"),
        "servstd report standard.yaml --events empty.jsonl",
        "servstd report standard.yaml --events events.jsonl",
    ),
    "CLI015": Entry(
        "error",
        ("the period is empty: it ends before it begins", "Give --from a day that is not after --to."),
        ("期间为空：结束早于开始", "--from 不能晚于 --to。"),
        (
            "From and to bound the clocks that are counted; a day given for --to is counted whole.",
            "--from 与 --to 限定计入的范围；--to 写日期时当天全部计入。",
        ),
        "servstd report … --from 2026-02-01 --to 2026-01-31",
        "servstd report … --from 2026-01-01 --to 2026-01-31",
    ),
    "CLI016": Entry(
        "warning",
        ("{count} rows of {file} could not be read and are not in the result", "`--rejects FILE` writes them all, with the reason."),
        ("{file} 有 {count} 行无法读取，未计入结果", "加 `--rejects 文件` 可写出全部这些行及原因。"),
        ("Rows that are left out are counted, listed and kept, never dropped silently.", "没有计入的行会计数、列出并保留，不会悄悄丢弃。"),
        "2026-13-01 09:00",
        "2026-12-01 09:00",
    ),
    "CLI017": Entry(
        "error",
        ("the case {case!r} cannot be decided, for the reason below", "Mend its events; the other cases are not affected."),
        ("事项 {case!r} 无法判定，原因见下", "请改正它的事件；其他事项不受影响。"),
        ("A history with one id used twice for different facts has no single reading.", "同一编号对应不同内容的历史没有唯一的解释。"),
        '{"id": "e1", "kind": "opened", …} {"id": "e1", "kind": "closed", …}',
        '{"id": "e1", "kind": "opened", …} {"id": "e2", "kind": "closed", …}',
    ),
    "CLI018": Entry(
        "error",
        ("{file} cannot be read: {reason}", "Check its permissions, and that it is a file."),
        ("无法读取 {file}：{reason}", "请检查权限，并确认它是文件。"),
        ("The system's own reason is given as it gives it.", "这里原样给出系统的报错。"),
        "servstd report standard.yaml --events folder/",
        "servstd report standard.yaml --events folder/events.jsonl",
    ),
    "CLI099": Entry(
        "error",
        (
            "servstd has failed unexpectedly ({kind}: {reason})",
            "This is a fault of servstd, not yours. Run again with --debug and report what it prints, with the version ({version}).",
        ),
        (
            "servstd 意外出错（{kind}：{reason}）",
            "这是 servstd 的缺陷，不是你的错。请加 --debug 再运行一次，把输出连同版本号（{version}）一起报告。",
        ),
        (
            "An error nobody foresaw is told in one line; --debug shows where it happened.",
            "未预料的错误只用一行说明；--debug 显示出错位置。",
        ),
    ),
}
