"""Loading one plugin: everything that can be wrong with it, and what is told."""

# ruff: noqa: E501  # a source stays on one line

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import attrs
import pytest

from servstd.errors import Problem, StandardError
from servstd.hookspecs import implements
from servstd.host import STAGES, Host
from servstd.host.host import Host as SameHost
from servstd.messages.problems.plugins import ENTRIES
from servstd.registry import KINDS
from tests.contracts import parts
from tests.contracts.distributions import HEAD, PAGER, pager

EMPTY = Host.empty()


def module(code: str, name: str = "acme") -> ModuleType:
    made = ModuleType(name)
    exec(compile(code, f"{name}.py", "exec"), made.__dict__)
    return made


def wrong(plugin: object, operations: Mapping[str, object] | None = None) -> tuple[Problem, ...]:
    with pytest.raises(StandardError) as error:
        Host.empty(operations).with_plugin(plugin, name="acme")
    return error.value.problems


def one(code: str, operations: Mapping[str, object] | None = None) -> Problem:
    (problem,) = wrong(module(code), operations)
    return problem


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("loaded_")]:
        del sys.modules[name]


def imported(folder: Path, code: str | bytes, target: str = "loaded_plugin") -> Problem:
    (folder / "loaded_plugin.py").write_bytes(code if isinstance(code, bytes) else code.encode())
    host = Host.discover(modules=[target], installed=False, environ={})
    (record,) = host.plugins
    assert (record.status, record.components) == ("failed", ())
    assert host.failures == (record,)
    (problem,) = record.problems
    return problem


# ── import ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import no_such_library_at_all", "ModuleNotFoundError: No module named 'no_such_library_at_all' (loaded_plugin.py:1)"),
        ("\n1 / 0", "ZeroDivisionError: division by zero (loaded_plugin.py:2)"),
        ("raise GeneratorExit", "GeneratorExit (loaded_plugin.py:1)"),
        ("class E(Exception):\n    def __str__(self): raise E\nraise E", "E (loaded_plugin.py:3)"),
        ("raise ValueError('x' * 500)", "ValueError: " + "x" * 200 + " (loaded_plugin.py:1)"),
    ],
)
def test_an_import_that_raises(path: Path, code: str, what: str) -> None:
    problem = imported(path, code)
    assert problem.code == "PLG001"
    assert problem.message() == f"plugin loaded_plugin cannot be imported: {what}"
    assert problem.message("zh") == f"插件 loaded_plugin 无法导入：{what}"
    assert "loaded_plugin" not in sys.modules


def test_a_module_that_is_no_python(path: Path) -> None:
    assert imported(path, "def (").message().startswith("plugin loaded_plugin cannot be imported: SyntaxError: ")
    assert imported(path, "'王'".encode("gbk")).code == "PLG001"


def test_a_module_that_is_not_there() -> None:
    (record,) = Host.discover(modules=["no_such_module_of_ours"], installed=False, environ={}).plugins
    assert [problem.code for problem in record.problems] == ["PLG001"]


@pytest.mark.parametrize(
    ("call", "what"), [("sys.exit('no licence')", "'no licence'"), ("sys.exit()", "None"), ("raise SystemExit(0)", "0")]
)
def test_an_import_that_ends_the_program(path: Path, call: str, what: str) -> None:
    problem = imported(path, f"import sys\n{call}")
    assert problem.code == "PLG002"
    assert problem.message() == f"plugin loaded_plugin ends the program when it is imported: SystemExit({what})"
    assert problem.message("zh") == f"插件 loaded_plugin 一导入就要退出程序：SystemExit({what})"


def test_who_stops_the_program_by_hand_stops_it(path: Path) -> None:
    (path / "loaded_plugin.py").write_text("raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        Host.discover(modules=["loaded_plugin"], installed=False, environ={})


@pytest.mark.parametrize("code", ["", "def __getattr__(name): raise SystemExit", "def __getattr__(name): raise OSError"])
def test_an_entry_point_that_names_nothing(path: Path, code: str) -> None:
    problem = imported(path, code, "loaded_plugin:plugn")
    assert problem.code == "PLG003"
    assert problem.message() == "plugin loaded_plugin: there is no plugn in what its entry point names"
    assert problem.message("zh") == "插件 loaded_plugin：入口点所指之处没有 plugn"
    assert problem.params["expected"] == "loaded_plugin:plugn"


def test_an_entry_point_may_name_an_object(path: Path) -> None:
    code = HEAD + "class P:\n    @implements.conditions\n    def conditions(self, ctx): return []\nclass box: plugin = P()\n"
    (path / "loaded_plugin.py").write_text(code)
    (record,) = Host.discover(modules=["loaded_plugin:box.plugin"], installed=False, environ={}).plugins
    assert record.status == "active"


# ── hooks ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_class_is_no_plugin() -> None:
    class Plugin:
        @implements.conditions
        def conditions(self, ctx: object) -> list[object]:
            return []

    (problem,) = wrong(Plugin)
    assert problem.code == "PLG004"
    assert problem.message() == "plugin acme is a class: nobody makes an object of it"
    assert problem.message("zh") == "插件 acme 是一个类：不会有人替它创建对象"
    assert problem.params["found"] == "class Plugin"
    assert EMPTY.with_plugin(Plugin()).plugin("Plugin") is not None


def test_a_plugin_without_hooks() -> None:
    problem = one("")
    assert problem.code == "PLG005"
    assert problem.message() == "plugin acme fills no hook"
    assert problem.message("zh") == "插件 acme 没有实现任何钩子"
    assert problem.params["expected"] == "@implements.settings, @implements.notifiers, @implements.channels, ..."


def test_a_misspelt_marker_is_told_when_the_module_is_imported(path: Path) -> None:
    code = HEAD + "@implements.notifers\ndef notifiers(ctx): return []\n"
    problem = imported(path, code)
    assert problem.code == "PLG001"
    assert "AttributeError: there is no hook 'notifers'; did you mean 'notifiers'? (loaded_plugin.py:6)" in problem.message()


def test_a_hook_marked_by_pluggy_itself_with_a_name_that_is_none() -> None:
    problem = one("import pluggy\n@pluggy.HookimplMarker('servstd')\ndef notifers(ctx): return []\n")
    assert problem.code == "PLG006"
    assert problem.message() == "plugin acme: notifers is marked for a hook 'notifers', which does not exist"
    assert problem.message("zh") == "插件 acme：notifers 标记的钩子 'notifers' 不存在"
    assert problem.params["expected"] == "notifiers"
    problem = one("import pluggy\n@pluggy.HookimplMarker('servstd')\ndef xyz(ctx): return []\n")
    assert str(problem.params["expected"]).startswith("settings, notifiers, channels")


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        ("def notifiers(ctx=None): return []", "notifiers(ctx=None)"),
        ("def notifiers(): return []", "notifiers()"),
        ("def notifiers(ctx, more): return []", "notifiers(ctx, more)"),
        ("def notifiers(*ctx): return []", "notifiers(*ctx)"),
        ("def notifiers(*, ctx): return []", "notifiers(*, ctx)"),
        ("def notifiers(**ctx): return []", "notifiers(**ctx)"),
        ("def notifiers(context): return []", "notifiers(context)"),
        ("def notifiers(self): return []", "notifiers(self)"),
        ("async def notifiers(ctx): return []", "async notifiers(ctx)"),
    ],
)
def test_a_hook_that_cannot_be_called_as_one(definition: str, found: str) -> None:
    problem = one(f"{HEAD}@implements.notifiers\n{definition}\n")
    assert problem.code == "PLG007"
    assert problem.message() == "plugin acme: notifiers cannot be called as the hook notifiers"
    assert problem.message("zh") == "插件 acme：notifiers 不能作为钩子 notifiers 调用"
    assert (problem.params["expected"], problem.params["found"]) == ("notifiers(ctx)", found)


@pytest.mark.parametrize("kind", ["hookwrapper", "wrapper"])
def test_a_wrapper_is_no_hook(kind: str) -> None:
    problem = one(f"import pluggy\n@pluggy.HookimplMarker('servstd')({kind}=True)\ndef notifiers(ctx):\n    yield\n")
    assert (problem.code, problem.params["found"]) == ("PLG007", "a wrapper")


@pytest.mark.parametrize("argument", ["ctx", "ctx, /"])
def test_a_hook_takes_the_context_and_may_take_it_by_position(argument: str) -> None:
    assert EMPTY.with_plugin(module(f"{HEAD}@implements.conditions\ndef any_name({argument}): return []\n")).plugins[0].status == "active"


def test_a_function_called_like_a_hook_that_is_not_marked_is_warned_of() -> None:
    code = HEAD + "def channels(ctx): return []\n@implements.conditions\ndef conditions(ctx): return []\n"
    (record,) = EMPTY.with_plugin(module(code)).plugins
    (problem,) = record.problems
    assert (record.status, problem.code, problem.severity) == ("active", "PLG008", "warning")
    assert problem.message() == "plugin acme: the function channels is called like a hook but is not marked"
    assert problem.message("zh") == "插件 acme：函数 channels 与钩子同名，却没有标记"
    assert record.reason is None


def test_a_function_of_another_module_may_be_called_like_a_hook() -> None:
    code = HEAD + "from tests.unit.host.test_loading import channels\n@implements.conditions\ndef conditions(ctx): return []\n"
    assert EMPTY.with_plugin(module(code)).plugins[0].problems == ()


def channels(ctx: object) -> None:
    """Is imported by the plugin of the test above."""


def test_two_functions_for_one_hook() -> None:
    problem = one(HEAD + "@implements.conditions\ndef a(ctx): return []\n@implements.conditions\ndef b(ctx): return []\n")
    assert (problem.code, problem.message()) == ("PLG014", "plugin acme offers the hook 'conditions' twice")
    assert problem.message("zh") == "插件 acme 提供了两个名为 'conditions' 的钩子"


@pytest.mark.parametrize("raised", ["SystemExit", "OSError('no')"])
def test_an_object_that_raises_while_it_is_looked_at(raised: str) -> None:
    (problem,) = wrong(module(f"class P:\n    @property\n    def conditions(self): raise {raised}\nplugin = P()").plugin)
    assert problem.code == "PLG009"
    assert problem.message().startswith(f"plugin acme: the hook dir() failed: {raised[:7]}")


def test_an_object_that_raises_only_when_it_is_looked_at_again() -> None:
    class Plugin:
        looks = 0

        def __dir__(self) -> list[str]:
            Plugin.looks += 1
            if Plugin.looks > 1:
                raise SystemExit
            return ["observers"]

        @implements.observers
        def observers(self, ctx: object) -> list[object]:
            return []

    (problem,) = wrong(Plugin())
    assert (problem.code, problem.params["hook"]) == ("PLG009", "pluggy")


def test_a_proxy_of_another_library_in_a_module_is_passed_over() -> None:
    code = HEAD + (
        "class Proxy:\n    def __call__(self): pass\n    def __getattr__(self, name): raise RuntimeError('no request')\n"
        "proxy = Proxy()\n@implements.conditions\ndef conditions(ctx): return []\n"
    )
    assert EMPTY.with_plugin(module(code)).plugins[0].status == "active"


def test_what_cannot_be_called_is_no_hook_whatever_it_is_marked_with() -> None:
    code = HEAD + "class Mark: pass\nmark = Mark()\nmark.servstd_impl = {'specname': 'notifiers'}\n"
    assert one(code).code == "PLG005"


# ── calls ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("raised", "what"), [("KeyError('room')", "KeyError: 'room'"), ("SystemExit(3)", "SystemExit: 3")])
def test_a_hook_that_raises(raised: str, what: str) -> None:
    problem = one(f"{HEAD}@implements.notifiers\ndef notifiers(ctx):\n    raise {raised}\n")
    assert problem.code == "PLG009"
    assert problem.message() == f"plugin acme: the hook notifiers failed: {what} (acme.py:8)"
    assert problem.message("zh") == f"插件 acme：钩子 notifiers 出错：{what} (acme.py:8)"


@pytest.mark.parametrize(
    ("returned", "found"),
    [("None", "NoneType"), ("{'a': 1}", "dict"), ("'abc'", "str"), ("b'abc'", "bytes"), ("3", "int"), ("Limit()", "Limit")],
)
def test_a_hook_that_returns_something_else(returned: str, found: str) -> None:
    problem = one(f"{HEAD}@implements.notifiers\ndef notifiers(ctx): return {returned}\n")
    assert problem.code == "PLG010"
    assert problem.message() == "plugin acme: the hook notifiers returned something that is not a list"
    assert problem.message("zh") == "插件 acme：钩子 notifiers 的返回值不是列表"
    assert (problem.params["expected"], problem.params["found"]) == ("[notifier, ...]", found)


def test_an_asynchronous_generator_is_no_list() -> None:
    assert one(f"{HEAD}@implements.notifiers\nasync def notifiers(ctx):\n    yield 1\n").params["found"] == "async_generator"


@pytest.mark.parametrize(("raised", "what"), [("ValueError('half way')", "ValueError: half way"), ("SystemExit", "SystemExit")])
def test_a_generator_that_fails_half_way(raised: str, what: str) -> None:
    problem = one(f"{PAGER}@implements.notifiers\ndef notifiers(ctx):\n    yield Pager('a')\n    yield Pager('b')\n    raise {raised}\n")
    assert problem.code == "PLG011"
    assert problem.message() == f"plugin acme: the hook notifiers failed after 2 parts: {what} (acme.py:17)"
    assert problem.message("zh") == f"插件 acme：钩子 notifiers 给出 2 个部件后出错：{what} (acme.py:17)"


def test_nothing_of_a_plugin_that_failed_half_way_is_taken() -> None:
    code = f"{PAGER}@implements.conditions\ndef conditions(ctx): return []\n@implements.notifiers\ndef notifiers(ctx):\n    yield Pager('a')\n    1 / 0\n"
    host = EMPTY.with_plugin(module(pager("good")), name="good")
    with pytest.raises(StandardError):
        host.with_plugin(module(code))
    assert host.registry.names("notifiers") == ("good",)


def test_a_hook_that_never_stops_yielding() -> None:
    problem = one(f"{PAGER}@implements.notifiers\ndef notifiers(ctx):\n    while True:\n        yield Pager('a')\n")
    assert problem.code == "PLG019"
    assert problem.message() == "plugin acme: the hook notifiers returns more than 10000 parts"
    assert problem.message("zh") == "插件 acme：钩子 notifiers 返回的部件超过 10000 个"


# ── parts ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_part_that_lacks_members() -> None:
    problem = one(HEAD + "class Q:\n    name = 'q'\n@implements.notifiers\ndef notifiers(ctx): return [Q()]\n")
    assert problem.code == "PLG012"
    assert problem.message() == "plugin acme: its notifier Q has no summary, addressing, contact, limit, send"
    assert problem.message("zh") == "插件 acme：通知方式 Q 缺少 summary, addressing, contact, limit, send"


def test_a_class_instead_of_an_object() -> None:
    problem = one(PAGER + "@implements.notifiers\ndef notifiers(ctx): return [Pager]\n")
    assert problem.code == "PLG013"
    assert problem.message() == "plugin acme: Pager of its notifier Pager cannot be used"
    assert (problem.params["expected"], problem.params["found"]) == ("Pager(...)", "class Pager")


SPOILT = [
    ("notifiers", "AsyncPager", "name", "''", "a text", "''"),
    ("notifiers", "AsyncPager", "name", "5", "a text", "5"),
    ("notifiers", "AsyncPager", "summary", "None", "one sentence", "None"),
    ("notifiers", "AsyncPager", "addressing", "'everyone'", "person or room", "'everyone'"),
    ("notifiers", "AsyncPager", "addressing", "[]", "person or room", "[]"),
    ("notifiers", "AsyncPager", "contact", "''", "a contact key, such as email", "''"),
    ("notifiers", "AsyncPager", "limit", "100", "a Limit", "100"),
    ("notifiers", "AsyncPager", "send", "'x' * 90", "send(…)", "'" + "x" * 56 + "..."),
    ("notifiers", "AsyncPager", "send", "lambda: 1", "send(…)", "send()"),
    ("channels", "Form", "receive", "lambda a, b: 1", "receive(…)", "receive(a, b)"),
    ("scoring_rules", "Spending", "version", "1", "a text", "1"),
    ("scoring_rules", "Spending", "reads", "'spent'", "a tuple of names", "'spent'"),
    ("scoring_rules", "Spending", "reads", "(1,)", "a tuple of names", "(1,)"),
    ("scoring_rules", "Spending", "range", "(5, 1)", "(least, greatest)", "(5, 1)"),
    ("scoring_rules", "Spending", "range", "(5,)", "(least, greatest)", "(5,)"),
    ("scoring_rules", "Spending", "range", "None", "(least, greatest)", "None"),
    ("conditions", "Abroad", "reads", "None", "a tuple of names", "None"),
    ("conditions", "Abroad", "holds", "lambda a: True", "holds(…, …)", "holds(a)"),
    ("calendars", "Shop", "calendar", "lambda a: {}", "calendar(…, …, …)", "calendar(a)"),
    ("directories", "Staff", "people", "lambda a: {}", "people()", "people(a)"),
    ("standard_checks", "Labels", "check", "None", "check(…, …)", "None"),
    ("reports", "Csv", "write", "None", "write(…, …)", "None"),
    ("commands", "Hello", "name", "' '", "a text", "' '"),
    ("observers", "Counter", "decided", "None", "decided(…)", "None"),
]


@pytest.mark.parametrize(("kind", "part", "member", "value", "expected", "found"), SPOILT)
def test_a_member_that_cannot_be_used(kind: str, part: str, member: str, value: str, expected: str, found: str) -> None:
    code = (
        f"from tests.contracts.parts import *\npart = {part}()\npart.{member} = {value}\n@implements.{kind}\ndef hook(ctx): return [part]\n"
    )
    problem = one(code)
    assert problem.code == "PLG013"
    assert problem.message() == f"plugin acme: {member} of its {KINDS[kind].title[0]} {part} cannot be used"
    assert problem.message("zh") == f"插件 acme：{KINDS[kind].title[1]} {part} 的 {member} 不可用"
    assert (problem.params["expected"], problem.params["found"]) == (expected, found)


def test_every_kind_takes_its_sound_part() -> None:
    for kind, part in (
        ("notifiers", "AsyncPager"), ("channels", "Form"), ("scoring_rules", "Spending"), ("conditions", "Abroad"), ("calendars", "Shop"),
        ("directories", "Staff"), ("entitlements", "Terms"), ("classifiers", "Topics"),
        ("standard_checks", "Labels"), ("reports", "Csv"), ("commands", "Hello"), ("observers", "Counter"),
    ):  # fmt: skip
        host = EMPTY.with_plugin(module(f"from tests.contracts.parts import *\n@implements.{kind}\ndef hook(ctx): return [{part}()]\n"))
        assert len(host.registry.of_kind(kind)) == 1


def test_a_method_of_which_nothing_can_be_told_is_taken() -> None:
    code = "from tests.contracts.parts import *\ndef write(*a): return b''\nwrite.__signature__ = 5\nclass Part(Csv): write = staticmethod(write)\n@implements.reports\ndef hook(ctx): return [Part()]\n"
    assert EMPTY.with_plugin(module(code)).registry.names("reports") == ("csv",)


def test_everything_that_is_wrong_with_the_parts_is_told_at_once() -> None:
    code = f"{PAGER}@implements.notifiers\ndef notifiers(ctx): return [Pager('a'), 3, Pager(''), Pager('b'), Pager('a')]\n"
    assert [problem.code for problem in wrong(module(code))] == ["PLG012", "PLG013", "PLG014"]


@pytest.mark.parametrize("raised", ["RuntimeError('no')", "SystemExit"])
def test_a_part_that_raises_while_it_is_looked_at(raised: str) -> None:
    code = f"{PAGER}class Loud(Pager):\n    @property\n    def name(self): raise {raised}\n    @name.setter\n    def name(self, v): pass\n"
    problem = one(code + "@implements.notifiers\ndef notifiers(ctx): return [Loud('a')]\n")
    assert (problem.code, problem.params["hook"]) == ("PLG009", "notifiers")
    assert str(problem.params["what"]).startswith(raised[:7])


def test_a_part_whose_repr_fails() -> None:
    code = f"{PAGER}class Bad:\n    def __repr__(self): raise OSError\n"
    problem = one(code + "@implements.notifiers\ndef notifiers(ctx):\n    p = Pager('a')\n    p.limit = Bad()\n    return [p]\n")
    assert problem.params["found"] == "repr fails: OSError"


def test_one_name_twice_in_one_plugin() -> None:
    problem = one(pager("a", "a"))
    assert problem.code == "PLG014"
    assert problem.message() == "plugin acme offers the notifier 'a' twice"
    assert problem.message("zh") == "插件 acme 提供了两个名为 'a' 的通知方式"


def test_an_instance_nobody_offers_is_warned_of() -> None:
    code = PAGER + (
        "@attrs.frozen\nclass S: pass\n@implements.notifiers\n"
        "def notifiers(ctx):\n    ctx.instances('pager', S)\n    return [Pager('pager')]\n"
    )  # fmt: skip
    (record,) = Host.empty({"notifiers": {"group": {"type": "pager"}}}).with_plugin(module(code)).plugins
    (problem,) = record.problems
    assert (record.status, problem.code, problem.path_text) == ("active", "PLG033", "notifiers.group")
    assert problem.message() == "plugin acme was given the instance group and offers no notifier of that name"
    assert problem.message("zh") == "插件 acme 收到了实例 group，却没有提供同名的通知方式"


# ── the settings hook ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("returned", "found"), [("S(3)", "S"), ("dict", "class dict"), ("None", "NoneType")])
def test_a_settings_hook_that_returns_no_attrs_class(returned: str, found: str) -> None:
    problem = one(f"{HEAD}@attrs.frozen\nclass S:\n    a: int\n@implements.settings\ndef settings(ctx): return {returned}\n")
    assert problem.code == "PLG018"
    assert problem.message() == f"plugin acme: its settings are described by {found}, not by an attrs class"
    assert problem.message("zh") == f"插件 acme：设置的描述是 {found}，不是可用的 attrs 类"


@pytest.mark.parametrize("hook", ["settings", "conditions"])
def test_settings_whose_types_cannot_be_found(hook: str) -> None:
    body = "return S" if hook == "settings" else "ctx.settings_as(S)\n    return []"
    problem = one(f"{HEAD}@attrs.frozen\nclass S:\n    a: Missing = 1\n@implements.{hook}\ndef hook(ctx):\n    {body}\n")
    assert problem.code == "PLG018"
    assert "name 'Missing' is not defined" in problem.message()


def test_settings_of_a_type_that_raises_while_it_is_read() -> None:
    code = HEAD + (
        "from enum import Enum\nclass Level(Enum):\n    LOW = 'low'\n    @property\n    def value(self): raise OSError('no')\n"
        "@attrs.frozen\nclass S:\n    a: Level\n@implements.settings\ndef settings(ctx): return S\n"
    )
    (problem,) = wrong(module(code), {"plugins": {"acme": {"settings": {"a": "low"}}}})
    assert problem.code == "PLG018"
    (problem,) = wrong(
        module(f"{HEAD}import typing\n@attrs.frozen\nclass S:\n    a: typing.List\n@implements.settings\ndef settings(ctx): return S\n")
    )
    assert problem.code == "PLG018"


def test_a_type_of_instances_is_a_text() -> None:
    problem = one(f"{HEAD}@implements.notifiers\ndef notifiers(ctx): return [ctx.instances(5, object)]\n")
    assert (problem.code, str(problem.params["what"])[:50]) == ("PLG009", "TypeError: the type of instances is a text (acme.p")


# ── the table of stages ───────────────────────────────────────────────────────────────────────────────────────
def test_the_stages_of_loading_name_codes_that_exist_each_with_the_status_it_gives() -> None:
    codes = [code for stage in STAGES for code in stage.codes]
    assert set(codes) <= set(ENTRIES)
    assert all(stage.fails_as is not None for stage in STAGES if stage.codes)
    assert SameHost is Host


# ── with_plugin ───────────────────────────────────────────────────────────────────────────────────────────────
def test_a_host_with_a_plugin_is_another_host() -> None:
    host = EMPTY.with_plugin(module(pager("good")))
    assert (EMPTY.registry.names("notifiers"), host.registry.names("notifiers")) == ((), ("good",))
    assert [record.name for record in host.plugins] == ["acme"]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        host.plugins = ()  # type: ignore[misc]


def test_a_plugin_added_by_hand_that_clashes_is_refused() -> None:
    host = EMPTY.with_plugin(module(pager("good")))
    with pytest.raises(StandardError) as error:
        host.with_plugin(module(pager("good")), name="second")
    assert [problem.code for problem in error.value.problems] == ["PLG015"]
    assert host.registry.names("notifiers") == ("good",)


def test_parts_that_hold_something_open_give_it_back_whatever_they_raise() -> None:
    closed: list[str] = []

    class Condition(parts.Abroad):
        def __init__(self, name: str) -> None:
            self.name = name

        def close(self) -> None:
            closed.append(self.name)
            if self.name == "b":
                raise SystemExit

    class Loud(parts.Abroad):
        name = "loud"

        @property
        def close(self) -> object:
            raise OSError

    class Plugin:
        @implements.conditions
        def conditions(self, ctx: object) -> list[parts.Abroad]:
            return [Condition("a"), Condition("b"), Loud(), parts.Abroad(), Condition("c")]

    with EMPTY.with_plugin(Plugin()) as host:
        assert len(host.registry.components) == 5
    assert closed == ["a", "b", "c"]
