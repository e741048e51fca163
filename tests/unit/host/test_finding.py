"""Finding and choosing plugins by their metadata, and putting what they offer together."""

# a source stays on one line

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from servstd import __version__
from servstd.errors import StandardError
from servstd.host import Host, PluginRecord
from servstd.host.operations import read_operations
from servstd.host.scanning import find_plugins, wanted
from tests.contracts.distributions import HEAD, PAGER, install, pager


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder on the path for distributions; nothing else installed is seen, and what was imported is forgotten."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    everywhere = importlib.metadata.distributions
    only_here = lambda: everywhere(path=[str(folder)])  # noqa: E731
    monkeypatch.setattr("importlib.metadata.distributions", only_here)
    monkeypatch.setattr("servstd.host.scanning.distributions", only_here)
    yield folder
    for name in [name for name in sys.modules if name.startswith("plugged_")]:
        del sys.modules[name]


def host(operations: Mapping[str, object] | Path | None = None, **environ: str) -> Host:
    return Host.discover(operations, environ=environ)


def statuses(made: Host) -> dict[str, str]:
    return {record.name: record.status for record in made.plugins}


def reason(made: Host, name: str = "acme") -> tuple[str, str, str]:
    record = made.plugin(name)
    assert record is not None
    assert record.reason is not None
    return record.reason.code, record.reason.message(), record.reason.message("zh")


# ── scan ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_plugin_is_found_with_what_its_metadata_say(site: Path) -> None:
    install(site, "acme", pager("acme"), summary="Pages people.")
    (record,) = find_plugins()
    assert (record.name, record.distribution, record.version, record.target, record.requires, record.summary) == (
        "acme", "servstd-acme", "1.0", "plugged_acme", ">=0.1", "Pages people.",
    )  # fmt: skip
    assert record.title == "acme (servstd-acme 1.0)"
    assert "plugged_acme" not in sys.modules
    assert host().registry.names("notifiers") == ("acme",)


def test_metadata_that_say_little(site: Path) -> None:
    info = install(site, "acme", pager("acme"), requires="")
    (info / "METADATA").write_text("Metadata-Version: 2.1\n", encoding="utf-8")
    (record,) = find_plugins()
    assert (record.distribution, record.version, record.summary, record.requires) == ("", "", "", "")


@pytest.mark.parametrize(
    ("requirement", "found"),
    [
        ("servstd[http]>=0.1,<9", "<9,>=0.1"),
        ("Servstd>=0.1", ">=0.1"),
        ("servstd", ""),
        ("other>=3", ""),
        ("this is no requirement", ""),
        ("servstd>=9; extra == 'x'", ""),
        ("servstd>=0.1; python_version >= '3'", ">=0.1"),
        ("servstd>=0.1\nRequires-Dist: servstd[http]<9", ">=0.1,<9"),
    ],
)
def test_what_is_asked_of_servstd(site: Path, requirement: str, found: str) -> None:
    install(site, "acme", pager("acme"), requires=requirement)
    assert find_plugins()[0].requires == found


def test_metadata_that_cannot_be_read(site: Path) -> None:
    install(site, "good", pager("good"))
    info = install(site, "acme", pager("acme"))
    (info / "METADATA").write_bytes("Name: servstd-acme\nSummary: 企业微信通知\n".encode("gbk"))
    made = host()
    assert statuses(made) == {"acme": "failed", "good": "active"}
    code, message, zh = reason(made)
    assert code == "PLG043"
    assert message.startswith("plugin acme: what its installation says of it cannot be read: UnicodeDecodeError: ")
    assert zh.startswith("插件 acme 的安装信息读不出来：UnicodeDecodeError")


def test_entry_points_that_cannot_be_read_harm_nobody_else(site: Path) -> None:
    install(site, "good", pager("good"))
    info = install(site, "acme", pager("acme"))
    (info / "entry_points.txt").write_bytes("[servstd]\n微信 = a".encode("gbk"))
    assert statuses(host()) == {"good": "active"}


def test_an_entry_point_without_a_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    point = importlib.metadata.EntryPoint("acme", "no_such_module_of_ours", "servstd")
    monkeypatch.setattr("servstd.host.scanning.entry_points", lambda group: [point])
    assert find_plugins() == (PluginRecord("acme", target="no_such_module_of_ours"),)


def test_a_distribution_that_is_seen_twice_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    point = importlib.metadata.EntryPoint("acme", "no_such_module_of_ours", "servstd")
    monkeypatch.setattr("servstd.host.scanning.entry_points", lambda group: [point, point])
    assert len(find_plugins()) == 1


# ── clashes, switches, versions ───────────────────────────────────────────────────────────────────────────────
def test_two_distributions_with_a_plugin_of_one_name(site: Path) -> None:
    install(site, "one", "raise OSError", plugin="acme")
    install(site, "two", pager("two"), plugin="acme")
    made = host()
    assert [(record.status, record.distribution) for record in made.plugins] == [("clashing", "servstd-one"), ("clashing", "servstd-two")]
    assert reason(made) == (
        "PLG016",
        "acme (servstd-one 1.0): another distribution has a plugin of this name: acme (servstd-two 1.0)",
        "acme (servstd-one 1.0)：另有发行包的插件同名：acme (servstd-two 1.0)",
    )
    assert "plugged_two" not in sys.modules
    chosen = host({"plugins": {"acme": {"prefer": "servstd-two"}}})
    assert [record.status for record in chosen.plugins] == ["active", "clashing"]
    assert "plugged_one" not in sys.modules


def test_a_plugin_that_is_switched_off_is_not_imported(site: Path, tmp_path: Path) -> None:
    install(site, "acme", "raise OSError")
    file = tmp_path / "operations.yaml"
    file.write_text("plugins:\n  acme: {enabled: false}\n", encoding="utf-8")
    made = host(file)
    assert statuses(made) == {"acme": "disabled"}
    assert reason(made) == ("PLG029", "plugin acme is switched off: enabled: false", "插件 acme 已停用：enabled: false")
    assert str(made.plugins[0].problems[0].place) == f"{file}:2:19"
    assert made.failures == ()
    made.require_all()
    assert made.registry.missing("notifiers", "acme").code == "PLG031"


@pytest.mark.parametrize(("choice", "active"), [("good", ["good"]), ("good, acme", ["acme", "good"]), ("none", []), ("OFF", []), ("", [])])
def test_the_environment_chooses_plugins(site: Path, choice: str, active: list[str]) -> None:
    install(site, "acme", pager("acme"))
    install(site, "good", pager("good"))
    made = host(SERVSTD_PLUGINS=choice)
    assert [record.name for record in made.plugins if record.status == "active"] == active
    assert wanted("good", None)
    if not active:
        assert reason(made)[:2] == ("PLG029", f"plugin acme is switched off: SERVSTD_PLUGINS={choice}")


def test_a_plugin_for_another_version_is_not_imported(site: Path) -> None:
    install(site, "acme", "raise OSError", requires="servstd>=99")
    made = host()
    assert statuses(made) == {"acme": "incompatible"}
    assert reason(made) == (
        "PLG017",
        "plugin acme (servstd-acme 1.0) was made for another servstd",
        "插件 acme (servstd-acme 1.0) 是为另一个 servstd 版本做的",
    )
    record = made.plugins[0]
    assert (record.problems[0].params["expected"], record.problems[0].params["found"]) == (">=99", __version__)


def test_without_installed_plugins(site: Path) -> None:
    install(site, "acme", "raise OSError")
    assert Host.discover(installed=False, environ={}).plugins == ()
    assert Host.empty().plugins == ()


def test_the_environment_of_the_process_counts_unless_another_is_given(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site, "acme", pager("acme"))
    monkeypatch.setenv("SERVSTD_PLUGINS", "none")
    assert statuses(Host.discover()) == {"acme": "disabled"}
    assert statuses(Host.discover(environ={})) == {"acme": "active"}


# ── merge ─────────────────────────────────────────────────────────────────────────────────────────────────────
CLASH = (
    "PLG015",
    "plugin acme (servstd-acme 1.0) offers the notifier 'sms', and so does zeta (servstd-zeta 1.0)",
    "插件 acme (servstd-acme 1.0) 与 zeta (servstd-zeta 1.0) 都提供名为 'sms' 的通知方式",
)


def test_two_plugins_that_offer_one_name_are_both_out(site: Path) -> None:
    install(site, "acme", pager("sms", "mine"))
    install(site, "zeta", pager("sms", "yours"))
    made = host()
    assert statuses(made) == {"acme": "clashing", "zeta": "clashing"}
    assert reason(made) == CLASH
    assert made.registry.names("notifiers") == ()
    assert made.registry.missing("notifiers", "mine").code == "PLG031"


@pytest.mark.parametrize("preference", [["sms"], True])
def test_one_of_two_is_preferred(site: Path, preference: object) -> None:
    install(site, "acme", pager("sms", "mine"))
    install(site, "zeta", pager("sms", "yours"))
    made = host({"plugins": {"zeta": {"prefer": preference}}})
    assert statuses(made) == {"acme": "active", "zeta": "active"}
    found = made.registry.get("notifiers", "sms")
    assert (found.plugin, sorted(made.registry.names("notifiers"))) == ("zeta", ["mine", "sms", "yours"])
    acme = made.plugin("acme")
    assert acme is not None
    (note,) = acme.problems
    assert (note.code, note.severity) == ("PLG034", "note")
    assert note.message() == (
        "plugin acme (servstd-acme 1.0): its notifier 'sms' is not taken, because zeta (servstd-zeta 1.0) is preferred"
    )
    assert note.message("zh") == "插件 acme (servstd-acme 1.0)：其通知方式 'sms' 未采用，因为优先用 zeta (servstd-zeta 1.0)"


def test_preferring_both_is_preferring_neither(site: Path) -> None:
    install(site, "acme", pager("sms"))
    install(site, "zeta", pager("sms"))
    made = host({"plugins": {"zeta": {"prefer": ["sms"]}, "acme": {"prefer": True}}})
    assert statuses(made) == {"acme": "clashing", "zeta": "clashing"}
    assert reason(made) == CLASH


def test_of_three_the_preferred_one_is_taken(site: Path) -> None:
    for name in ("acme", "mid", "zeta"):
        install(site, name, pager("sms"))
    made = host({"plugins": {"mid": {"prefer": ["sms"]}}})
    assert [component.plugin for component in made.registry.of_kind("notifiers")] == ["mid"]


def test_what_is_built_in_is_not_displaced(site: Path) -> None:
    install(site, "acme", pager("screen"))
    made = host({"notifiers": {"screen": {"type": "console"}}, "plugins": {"acme": {"prefer": ["screen"]}}})
    assert statuses(made) == {"acme": "clashing"}
    assert reason(made)[1] == "plugin acme (servstd-acme 1.0) offers the notifier 'screen', and so does servstd"
    assert made.registry.get("notifiers", "screen").plugin == "servstd"


def test_a_plugin_that_failed_clashes_with_nobody(site: Path) -> None:
    install(site, "acme", pager("sms", "sms"))
    install(site, "zeta", pager("sms"))
    assert statuses(host()) == {"acme": "failed", "zeta": "active"}


# ── the operations file ───────────────────────────────────────────────────────────────────────────────────────
def test_a_plugin_nobody_has(site: Path, tmp_path: Path) -> None:
    install(site, "webhook", pager("w"))
    file = tmp_path / "operations.yaml"
    file.write_text("plugins:\n  webhok: {enabled: false}\n", encoding="utf-8")
    (problem,) = host(file).problems
    assert (problem.code, problem.severity, problem.params["expected"]) == ("PLG027", "warning", "webhook")
    assert (problem.message(), problem.message("zh")) == ("there is no plugin 'webhok'", "没有名为 'webhok' 的插件")
    assert str(problem.place) == f"{file}:2:3"
    assert Host.empty({"plugins": {"x": {}}}).problems[0].params["expected"] == "-"


@pytest.mark.parametrize(
    ("text", "code", "at", "message", "zh"),
    [
        ("notifiers: [console]\n", "PLG026", "1:12", "a mapping is expected here", "这里应为映射"),
        ("notifiers: {screen: console}\n", "PLG026", "1:21", "a mapping is expected here", "这里应为映射"),
        ("plugins: {webhook: false}\n", "PLG026", "1:20", "a mapping is expected here", "这里应为映射"),
        ("notifiers: {a: {contact: x}}\n", "PLG028", "1:16", "the instance does not say of which type it is", "实例没有写明类型"),
        ("notifiers: {a: {type: 5}}\n", "PLG028", "1:23", "the instance does not say of which type it is", "实例没有写明类型"),
        ("notifiers: {a: {type: consle}}\n", "PLG030", "1:23", "there is no type 'consle'", "没有名为 'consle' 的类型"),
        ("notifiers: {a: {type: jsonl}}\n", "PLG021", "1:16", "the setting file is missing", "缺少设置项 file"),
    ],
)
def test_an_operations_file_that_is_wrong(tmp_path: Path, text: str, code: str, at: str, message: str, zh: str) -> None:
    file = tmp_path / "operations.yaml"
    file.write_text(text, encoding="utf-8")
    problem = next(problem for problem in Host.empty(file).problems if problem.code == code)
    assert (str(problem.place), problem.message(), problem.message("zh")) == (f"{file}:{at}", message, zh)
    with pytest.raises(StandardError) as error:
        Host.empty(file).require_all()
    assert problem in error.value.problems


def test_a_built_in_notifier_with_wrong_settings_is_quoted_where_it_is_named() -> None:
    made = Host.empty({"notifiers": {"file": {"type": "jsonl"}, "screen": {"type": "console"}}})
    assert made.registry.types == {"console", "jsonl"}
    problem = made.registry.missing("notifiers", "file")
    assert (problem.code, "servstd: the setting file is missing" in problem.message()) == ("PLG031", True)


def test_names_and_sections_from_plain_data() -> None:
    assert read_operations({"notifiers": {1: {"type": "console"}}}).instances[0].name == "1"  # type: ignore[dict-item]
    assert read_operations({"notifiers": None, "other": 5}).instances == ()
    assert read_operations(None).folder == ""
    assert Host.empty({"notifiers": {1: {"type": "console"}}}).registry.names("notifiers") == ("1",)  # type: ignore[dict-item]


def test_the_operations_files_word_counts(tmp_path: Path) -> None:
    (tmp_path / "z.yaml").write_text("standard: s\nnotifiers: {a: {type: console}, b: {type: console}}\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("notifiers: {a: {type: jsonl, file: x}}\n", encoding="utf-8")
    read = read_operations(tmp_path)
    assert {entry.name: entry.data["type"] for entry in read.instances} == {"a": "jsonl", "b": "console"}
    assert read.folder == str(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert read_operations(empty).instances == ()


# ── settings reach the plugin ─────────────────────────────────────────────────────────────────────────────────
HOOKED = PAGER + (
    "@attrs.frozen\nclass S:\n    url: str\n    token: Secret | None = None\n"
    "@implements.notifiers\ndef notifiers(ctx):\n"
    "    return [Pager(i.name, (i, ctx.plugin, ctx.locale)) for i in ctx.instances('hook', S)]\n"
)


def test_instances_reach_the_plugin(site: Path) -> None:
    install(site, "acme", HOOKED)
    label = {"zh": "投诉群", "en": "complaints"}
    data = {
        "notifiers": {"a": {"type": "hook", "url": "u", "contact": "sms", "label": label, "note": "x"}, "b": {"type": "hook", "url": "v"}}
    }
    first, second = host(data).registry.of_kind("notifiers")
    instance, plugin, locale = first.part.settings  # type: ignore[attr-defined]
    assert (instance.name, instance.contact, instance.label, instance.settings.url) == ("a", "sms", "complaints", "u")
    assert (plugin, locale) == ("acme", "en")
    assert (second.part.settings[0].contact, second.part.settings[0].label) == ("", "")  # type: ignore[attr-defined]
    chinese = Host.discover(data, environ={}, locale="zh").registry.get("notifiers", "a").part
    assert chinese.settings[0].label == "投诉群"  # type: ignore[attr-defined]
    only = {"notifiers": {"a": {"type": "hook", "url": "u", "label": {"en": "desk"}}}}
    assert Host.discover(only, environ={}, locale="zh").registry.get("notifiers", "a").part.settings[0].label == "desk"  # type: ignore[attr-defined]
    assert host().registry.types == {"console", "jsonl", "hook"}


def test_bad_settings_fail_the_plugin_whole_and_are_all_told(site: Path, tmp_path: Path) -> None:
    install(site, "acme", HOOKED)
    file = tmp_path / "operations.yaml"
    file.write_text("notifiers:\n  a: {type: hook, url: 5}\n  b: {type: hook, token: x}\n  c: {type: hook, url: fine}\n", encoding="utf-8")
    made = host(file)
    (record,) = made.plugins
    assert record.status == "failed"
    assert [(problem.code, str(problem.place)) for problem in record.problems] == [
        ("PLG022", f"{file}:2:24"), ("PLG021", f"{file}:3:6"), ("PLG025", f"{file}:3:26"),
    ]  # fmt: skip
    assert [(key.type, key.key) for key in record.settings] == [("hook", "url"), ("hook", "token")]
    assert made.registry.missing("notifiers", "c").code == "PLG031"
    assert made.registry.missing("types", "hook").code == "PLG031"
    with pytest.raises(StandardError) as error:
        made.require_all()
    assert all(problem in error.value.problems for problem in record.problems)


def test_a_missing_secret_leaves_out_its_instance_where_nothing_is_sent(site: Path) -> None:
    install(site, "acme", HOOKED)
    data = {"notifiers": {"a": {"type": "hook", "url": "u", "token": {"env": "NOT_SET"}}, "b": {"type": "hook", "url": "v"}}}
    assert statuses(host(data)) == {"acme": "failed"}
    made = Host.discover(data, complete=False, environ={})
    assert made.registry.names("notifiers") == ("b",)
    (problem,) = made.plugins[0].problems
    assert (made.plugins[0].status, problem.code, problem.severity) == ("active", "PLG023", "warning")


SETTLED = HEAD + (
    "from tests.contracts.parts import Abroad\n@attrs.frozen\nclass S:\n    country: str = 'cn'\n"
    "@implements.settings\ndef settings(ctx): return S\n"
    "@implements.conditions\ndef conditions(ctx):\n    part = Abroad()\n    part.name = ctx.settings.country\n    return [part]\n"
)


def test_a_plugins_own_settings(site: Path, tmp_path: Path) -> None:
    install(site, "acme", SETTLED)
    assert host().registry.names("conditions") == ("cn",)
    assert host({"plugins": {"acme": {"settings": {"country": "de"}}}}).registry.names("conditions") == ("de",)
    file = tmp_path / "operations.yaml"
    file.write_text("plugins:\n  acme:\n    settings: {contry: de}\n", encoding="utf-8")
    made = host(file)
    (problem,) = made.plugins[0].problems
    assert (problem.code, str(problem.place), problem.path_text) == ("PLG020", f"{file}:3:16", "plugins.acme.settings.contry")
    assert [(key.type, key.key, key.required) for key in made.plugins[0].settings] == [("", "country", False)]


def test_without_a_settings_hook_the_plain_mapping_is_there(site: Path) -> None:
    install(site, "acme", HEAD + "@implements.conditions\ndef conditions(ctx):\n    assert dict(ctx.settings) == {'a': 1}\n    return []\n")
    assert statuses(host({"plugins": {"acme": {"settings": {"a": 1}}}})) == {"acme": "active"}


def test_settings_refused_inside_a_generator(site: Path) -> None:
    install(site, "acme", HOOKED.replace("return [", "yield from [").replace("    yield", "    yield", 1))
    made = host({"notifiers": {"a": {"type": "hook"}}})
    assert [problem.code for problem in made.plugins[0].problems] == ["PLG021"]


def test_a_record_as_plain_data(site: Path) -> None:
    install(site, "acme", HOOKED)
    data = host({"notifiers": {"a": {"type": "hook", "url": "u"}}}).plugins[0].as_dict("zh")
    assert data["components"] == [{"kind": "notifiers", "name": "a"}]
    assert data["settings"] == [
        {"key": "url", "type": "hook", "expects": "text", "required": True},
        {"key": "token", "type": "hook", "expects": "{env: NAME} or {file: PATH}", "required": False},
    ]
    assert (data["status"], data["problems"]) == ("active", [])
