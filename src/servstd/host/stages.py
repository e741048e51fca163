"""The stages of loading, as a table: what each does, whether it runs a plugin's code, and what becomes of a plugin that fails there.

*Rule:* the documentation's diagram is drawn from this table, and a test walks a plugin that fails at each stage through the host.

Example:
    >>> [stage.name for stage in STAGES if not stage.runs_code]
    ['scan', 'clashes', 'switched off', 'version', 'merge']
"""

from __future__ import annotations

import attrs

from servstd.host.records import Status

__all__ = ["STAGES", "Stage"]


@attrs.frozen
class Stage:
    """One stage of loading.

    Attributes:
        name: In English.
        name_zh: In Chinese.
        does: What happens, in English and Chinese.
        runs_code: Whether a line of the plugin runs.
        fails_as: The status of a plugin that does not pass; None: every plugin passes.
        codes: The problems that are told here.
    """

    name: str
    name_zh: str = attrs.field(kw_only=True)
    does: tuple[str, str] = attrs.field(kw_only=True)
    runs_code: bool = attrs.field(default=True, kw_only=True)
    fails_as: Status | None = attrs.field(default="failed", kw_only=True)
    codes: tuple[str, ...] = attrs.field(default=(), kw_only=True)


STAGES: tuple[Stage, ...] = (
    Stage(
        "scan", name_zh="扫描", runs_code=False, codes=("PLG043",),
        does=("entry points of the group servstd are read from the metadata", "从安装信息中读取 servstd 组的入口点"),
    ),
    Stage(
        "clashes", name_zh="重名", runs_code=False, fails_as="clashing", codes=("PLG016",),
        does=("two distributions with a plugin of one name; `prefer:` chooses", "两个发行包的插件同名；可用 `prefer:` 选定"),
    ),
    Stage(
        "switched off", name_zh="停用", runs_code=False, fails_as="disabled", codes=("PLG029",),
        does=("`enabled: false`, SERVSTD_PLUGINS, --no-plugins", "`enabled: false`、SERVSTD_PLUGINS、--no-plugins"),
    ),
    Stage(
        "version", name_zh="版本", runs_code=False, fails_as="incompatible", codes=("PLG017",),
        does=("Requires-Dist: servstd is compared with this version", "核对 Requires-Dist: servstd 与当前版本"),
    ),
    Stage(
        "import", name_zh="导入", codes=("PLG001", "PLG002", "PLG003"),
        does=("the module is imported; an exception or an exit ends here", "导入模块；异常或退出到此为止"),
    ),
    Stage(
        "hooks", name_zh="钩子", codes=("PLG004", "PLG005", "PLG006", "PLG007", "PLG008", "PLG014"),
        does=("names and signatures of the marked functions are looked at", "检查有标记的函数的名称与参数"),
    ),
    Stage(
        "settings", name_zh="设置", codes=("PLG018", "PLG020", "PLG021", "PLG022", "PLG023", "PLG024", "PLG025", "PLG032"),
        does=("settings and instances are read strictly, each at file:line:column", "严格读取设置与实例，逐项给出文件:行:列"),
    ),
    Stage(
        "calls", name_zh="调用", codes=("PLG009", "PLG010", "PLG011", "PLG019"),
        does=("each hook is called once; what it raises is caught", "每个钩子调用一次；抛出的异常会被拦下"),
    ),
    Stage(
        "parts", name_zh="部件", codes=("PLG012", "PLG013", "PLG014", "PLG033"),
        does=("what was returned is compared with its protocol", "对照协议检查返回的部件"),
    ),
    Stage(
        "merge", name_zh="合并", runs_code=False, fails_as="clashing", codes=("PLG015", "PLG034"),
        does=("names that two plugins offer; the rest is put into the frozen registry", "处理同名部件；其余并入冻结的登记表"),
    ),
)  # fmt: skip
"""In the order in which they run."""
