"""servstd plugins, the options about plugins, and what plugins add to the program: in this process, with plugins by module."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Said
from tests.contracts.distributions import HEAD, PAGER, install, pager

Call = Callable[..., Said]

OFFERS = (
    PAGER
    + """
@attrs.frozen
class Settings:
    url: str
    token: Secret | None = None

@implements.notifiers
def notifiers(ctx):
    return [Pager(instance.name) for instance in ctx.instances("hook", Settings)]

class Form:
    name, summary = "form", "Writes the number of cases."
    def write(self, report, locale, /):
        if locale == "zh":
            return "text"
        if report["cases"] > 1:
            raise SystemExit(3)
        return f"{report['cases']} {locale}".encode()

@implements.reports
def reports(ctx):
    return [Form()]

class Hello:
    name, summary = "hello", "Greets."
    def run(self, arguments, /):
        if "--fail" in arguments:
            raise KeyError("nobody")
        if "--exit" in arguments:
            raise SystemExit(int(arguments[1]) if arguments[1:] else None)
        if "--die" in arguments:
            raise SystemExit("no licence")
        print("hello", *arguments)
        return True if arguments else 3

@implements.commands
def commands(ctx):
    return [Hello()]

class Far:
    name, summary, reads = "far", "Fails far away.", ("area",)
    def holds(self, attributes, args, /):
        return attributes["area"] > args["than"]

@implements.conditions
def conditions(ctx):
    return [Far()]
"""
)
CONDITION = """\
format: 1
standard: desk
version: "1"
effective_from: 2026-01-01
time_zone: UTC
attributes: {area: {kind: number}}
sla:
  policies:
    - {name: far, when: {condition: {far: {than: 3}}}, calendar: always, targets: {resolution: 1h}}
    - {name: all, default: true, calendar: always, targets: {resolution: 4h}}
"""


@pytest.fixture
def site(first: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder of the first standard, which is on the path; only plugins that are put there count as installed."""
    import importlib.metadata

    everywhere = importlib.metadata.distributions
    monkeypatch.setattr("importlib.metadata.distributions", lambda: everywhere(path=[str(first)]))
    monkeypatch.syspath_prepend(first)
    monkeypatch.delenv("SERVSTD_PLUGINS", raising=False)
    yield first
    for name in [name for name in sys.modules if name.startswith("plugged_")]:
        del sys.modules[name]


def test_list_of_nothing(call: Call, site: Path) -> None:
    assert call("plugins", "list") == Said(0, "no plugins are installed\n", "")
    assert call("plugins", "list", "--locale", "zh").out == "没有安装插件\n"


def test_list_tells_metadata_and_imports_nothing(call: Call, site: Path) -> None:
    install(site, "bad", "raise OSError", summary="Breaks.")
    install(site, "future", "raise OSError", requires="servstd>=99")
    install(site, "off", "raise OSError")
    (site / "ops.yaml").write_text("plugins: {off: {enabled: false}}\n", encoding="utf-8")
    said = call("plugins", "list", "--operations", "ops.yaml")
    assert [line.split() for line in said.out.splitlines()] == [
        ["found", "bad", "(servstd-bad", "1.0):", "Breaks."],
        ["incompatible", "future", "(servstd-future", "1.0)"],
        ["disabled", "off", "(servstd-off", "1.0)"],
    ]
    assert call("plugins", "list", "--no-plugins").out.split().count("disabled") == 3
    records = json.loads(call("plugins", "list", "--format", "json").out)["plugins"]
    assert [(record["name"], record["status"], "components" in record) for record in records] == [
        ("bad", "found", False), ("future", "incompatible", False), ("off", "found", False),
    ]  # fmt: skip
    assert call("plugins", "list", "--operations", "not-there.yaml").code == 2


def test_show_tells_status_offers_and_settings(call: Call, site: Path) -> None:
    install(site, "offers", OFFERS, summary="Offers much.")
    said = call("plugins", "show", "offers")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "active       offers (servstd-offers 1.0): Offers much.",
        "  condition far: Fails far away.",
        "  report format form: Writes the number of cases.",
        "  command hello: Greets.",
        "  notifiers.*.url (type: hook): text (required)",
        "  notifiers.*.token (type: hook): {env: NAME} or {file: PATH} (optional)",
    ]
    assert "条件 far" in call("plugins", "show", "offers", "--locale", "zh").out
    data = json.loads(call("plugins", "show", "offers", "--format", "json").out)
    assert data["components"][0] == {"kind": "conditions", "name": "far"}


def test_show_of_a_plugins_own_settings_and_of_a_part_that_answers_once(call: Call, site: Path) -> None:
    code = HEAD + (
        "from tests.contracts.parts import Abroad\n@attrs.frozen\nclass S:\n    country: str = 'cn'\n"
        "@implements.settings\ndef settings(ctx): return S\n"
        "class Once(Abroad):\n    asked = 0\n    @property\n    def summary(self):\n        Once.asked += 1\n"
        "        if Once.asked > 2: raise OSError\n        return 'x'\n"
        "@implements.conditions\ndef conditions(ctx): return [Once()]\n"
    )
    install(site, "own", code)
    assert call("plugins", "show", "own").out.splitlines()[1:] == [
        "  condition abroad: -",
        "  plugins.own.settings.country: text (optional)",
    ]


def test_show_of_one_that_is_broken_or_not_there(call: Call, site: Path) -> None:
    install(site, "bad", "1 / 0")
    said = call("plugins", "show", "bad")
    assert said.code == 1
    assert "PLG001: plugin bad (servstd-bad 1.0) cannot be imported: ZeroDivisionError: division by zero (plugged_bad.py:1)" in said.out
    said = call("plugins", "show", "bda")
    assert (said.code, said.err.splitlines()[0]) == (2, "CLI030: there is no plugin 'bda'")
    assert "expected: bad" in said.err
    assert "expected: -" in call("plugins", "show", "bda", "--no-plugins").err


def test_check_fails_when_one_cannot_be_loaded_or_the_operations_file_is_wrong(call: Call, site: Path) -> None:
    install(site, "offers", OFFERS)
    (site / "ops.yaml").write_text("notifiers:\n  a: {type: hook, url: 5}\n", encoding="utf-8")
    assert call("plugins", "check").code == 0
    assert call("plugins", "check").out.splitlines()[-1] == "active: 1, switched off: 0, not loaded: 0"
    said = call("plugins", "check", "--operations", "ops.yaml")
    assert (said.code, "ops.yaml:2:24: PLG022" in said.out) == (1, True)
    (site / "ops.yaml").write_text("notifiers:\n  a: {type: hok, url: u}\nplugins: {offers: {enabled: false}}\n", encoding="utf-8")
    said = call("plugins", "check", "--operations", "ops.yaml")
    assert (said.code, "ops.yaml:2:13: PLG0" in said.out) == (1, True)
    said = call("plugins", "check", "offers", "--operations", "ops.yaml", "--format", "json")
    data = json.loads(said.out)
    assert ([record["status"] for record in data["plugins"]], len(data["problems"])) == (["disabled"], 1)


def test_check_wants_every_secret_and_work_that_sends_nothing_does_not(call: Call, site: Path) -> None:
    install(site, "offers", OFFERS)
    with (site / "standard.yaml").open("a", encoding="utf-8") as file:
        file.write("notifiers:\n  a: {type: hook, url: u, token: {env: SERVSTD_TEST_NOT_SET}}\n")
    said = call("plugins", "check", "--operations", "standard.yaml")
    assert (said.code, "the environment has no variable SERVSTD_TEST_NOT_SET" in said.out) == (1, True)
    assert call("check", "standard.yaml", "--strict-plugins").code == 0


# ── the options ───────────────────────────────────────────────────────────────────────────────────────────────
def test_a_broken_plugin_is_told_beside_the_result_and_with_strict_fails(call: Call, site: Path) -> None:
    install(site, "bad", "print('NOISE')\n1 / 0")
    said = call("check", "standard.yaml")
    assert said.code == 0
    assert said.err.splitlines() == [
        "NOISE",
        "left out (failed): plugin bad (servstd-bad 1.0) cannot be imported: ZeroDivisionError: division by zero (plugged_bad.py:2)",
    ]
    assert call("check", "standard.yaml", "--locale", "zh").err.splitlines()[-1].startswith("未采用（加载失败）：插件 bad")
    strict = call("check", "standard.yaml", "--strict-plugins")
    assert (strict.code, "PLG038: left out (failed): plugin bad" in strict.out + strict.err) == (1, True)
    assert call("check", "standard.yaml", "--strict-plugins", "--no-plugins").code == 0
    aside = call("check", "standard.yaml", "--format", "json")
    assert json.loads(aside.err.splitlines()[-1])["problem"]["code"] == "PLG038"
    assert json.loads(aside.out)["errors"] == 0


def test_a_plugin_named_by_hand_is_used_and_must_load(call: Call, site: Path) -> None:
    (site / "plugged_offers.py").write_text(OFFERS, encoding="utf-8")
    (site / "events1.jsonl").write_text('{"case": "1", "at": "2026-01-05T10:00:00Z", "kind": "opened"}\n', encoding="utf-8")
    report = ["report", "standard.yaml", "--events", "events1.jsonl", "--as", "form", "--out", "r.txt", "--plugin", "plugged_offers"]
    said = call(*report)
    assert (said.code, (site / "r.txt").read_text()) == (0, "1 en")
    assert "r.txt" in said.err
    said = call("check", "standard.yaml", "--plugin", "no_such_module_of_ours")
    assert (said.code, "PLG038" in said.out + said.err) == (1, True)


def test_wrong_settings_of_a_built_in_notifier_are_told(call: Call, site: Path) -> None:
    with (site / "standard.yaml").open("a", encoding="utf-8") as file:
        file.write("notifiers:\n  a: {type: jsonl}\nplugins: {webhok: {enabled: false}}\n")
    said = call("check", "standard.yaml")
    assert said.code == 0
    assert "PLG021 notifiers.a: the setting file is missing" in said.err
    assert "PLG027" in said.err
    said = call("check", "standard.yaml", "--strict-plugins")
    assert (said.code, "PLG021" in said.out + said.err) == (1, True)


# ── report formats, commands, conditions ──────────────────────────────────────────────────────────────────────
def test_a_report_format_that_fails_leaves_no_file(call: Call, site: Path) -> None:
    install(site, "offers", OFFERS)
    report = ["report", "standard.yaml", "--events", "events.jsonl", "--as", "form", "--out", "r.txt"]
    said = call(*report)
    assert (said.code, (site / "r.txt").exists()) == (1, False)
    assert "PLG036: plugin offers: its report format 'form' failed: SystemExit: 3" in said.err
    said = call(*report, "--locale", "zh")
    assert "PLG036: 插件 offers：报表格式 'form' 出错：it returned str, not bytes" in said.err
    assert not (site / "r.txt").exists()
    said = call("report", "standard.yaml", "--events", "events.jsonl", "--as", "from", "--out", "r.txt")
    assert ("PLG030: there is no report format 'from'" in said.err, "expected: form" in said.err) == (True, True)
    for half in (["--as", "form"], ["--out", "r.txt"]):
        said = call("report", "standard.yaml", "--events", "events.jsonl", *half)
        assert (said.code, said.err.split(":")[0]) == (2, "CLI031")


def test_a_command_of_a_plugin(call: Call, site: Path) -> None:
    install(site, "offers", OFFERS)
    assert call("hello") == Said(3, "hello\n", "")
    assert call("hello", "--help", "-x", "a") == Said(0, "hello --help -x a\n", "")
    assert call("hello", "--exit", "2").code == 2
    assert call("hello", "--exit").code == 0
    said = call("hello", "--die")
    assert (said.code, said.err) == (1, "no licence\n")
    said = call("hello", "--fail")
    assert (said.code, said.err.splitlines()[0]) == (1, "PLG036: plugin offers: its command 'hello' failed: KeyError: 'nobody'")


def test_a_command_nobody_has(call: Call, site: Path) -> None:
    assert call("helo").err.startswith("CLI004")
    install(site, "good", pager("good"))
    assert call("helo").err.startswith("CLI004")


def test_a_case_whose_condition_fails_is_told_and_the_others_are_decided(call: Call, site: Path) -> None:
    install(site, "offers", OFFERS)
    (site / "desk.yaml").write_text(CONDITION, encoding="utf-8")
    lines = [
        '{"case": "1", "at": "2026-01-05T10:00:00Z", "kind": "opened", "data": {"area": 5}}',
        '{"case": "2", "at": "2026-01-05T10:00:00Z", "kind": "opened"}',
        '{"case": "3", "at": "2026-01-05T10:00:00Z", "kind": "opened", "data": {"area": 1}}',
    ]
    (site / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = call("decide", "desk.yaml", "--events", "cases.jsonl")
    decided = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 1
    assert [one["clocks"][0]["policy"] if "clocks" in one else one["problems"][-1]["code"] for one in decided] == ["far", "PLG042", "all"]
    assert "PLG042: plugin offers: the condition 'far' failed: KeyError: 'area'" in said.err
    said = call("report", "desk.yaml", "--events", "cases.jsonl")
    assert said.code == 1
