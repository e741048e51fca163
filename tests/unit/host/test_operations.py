"""The operations file: the keys that are the host's are as strict as the rest, and a secret is never repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

import servstd
from servstd.errors import StandardError
from servstd.host import Host
from tests.contracts.distributions import HEAD
from tests.unit.host.test_loading import module


@pytest.mark.parametrize(
    ("text", "code", "place", "expected"),
    [
        ("plugins: {webhook: {enabled: no}}", "PLG022", "1:30", "true | false"),
        ("plugins: {webhook: {enabled: 0}}", "PLG022", "1:30", "true | false"),
        ("plugins: {webhook: {setings: {}}}", "PLG020", "1:21", "settings"),
        ("plugins: {webhook: {prefer: 3}}", "PLG022", "1:29", "true | [NAME, ...] | DISTRIBUTION"),
        ("plugins: {webhook: {settings: [1]}}", "PLG022", "1:31", "{...}"),
        ("notifiers: {a: {type: console, contact: 5}}", "PLG022", "1:41", "text"),
        ("notifiers: {a: {type: console, label: [1]}}", "PLG022", "1:39", "text | {en: ..., zh: ...}"),
    ],
)
def test_the_hosts_own_keys_are_strict(tmp_path: Path, text: str, code: str, place: str, expected: str) -> None:
    file = tmp_path / "operations.yaml"
    file.write_text(text + "\n", encoding="utf-8")
    problem = next(problem for problem in Host.empty(file).problems if problem.code != "PLG027")
    assert (problem.code, str(problem.place), problem.params["expected"]) == (code, f"{file}:{place}", expected)
    assert problem.severity == "error"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "operations.yaml"
    file.write_text("notifiers: {a: {type: console}\n", encoding="utf-8")
    problems = Host.empty(file).problems
    assert [problem.severity for problem in problems] == ["error"]
    assert problems[0].place is not None


def test_the_later_of_two_files_counts(tmp_path: Path) -> None:
    for name, label in (("one.yaml", "One"), ("two.yaml", "Two")):
        (tmp_path / name).write_text(f"notifiers: {{a: {{type: console, label: {label}}}, {label}: {{type: console}}}}\n", encoding="utf-8")
    host = Host.empty([tmp_path / "one.yaml", tmp_path / "two.yaml"])
    assert sorted(host.registry.names("notifiers")) == ["One", "Two", "a"]
    assert host.problems == ()


@pytest.mark.parametrize("raised", ["GeneratorExit", "__import__('asyncio').CancelledError"])
@pytest.mark.parametrize("how", ["raise {}", "yield 1\n    raise {}"])
def test_whatever_a_hook_raises_is_its_own(raised: str, how: str) -> None:
    code = f"{HEAD}@implements.notifiers\ndef notifiers(ctx):\n    {how.format(raised)}\n"
    with pytest.raises(StandardError) as error:
        Host.empty().with_plugin(module(code), name="acme")
    assert {problem.code for problem in error.value.problems} <= {"PLG009", "PLG011"}


@pytest.mark.parametrize(
    "line",
    [
        "notifiers: {mail: {type: console, password: hunter2}}",
        "notifiers: {mail: {type: console, api_key: 'hunter2', note: x}}",
        'notifiers: {mail: {type: console, url: "https://hook.example/send?key=hunter2"}}',
    ],
)
def test_no_message_repeats_a_secret(line: str) -> None:
    text = f'format: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n{line.replace("console", "consle")}\n'
    with pytest.raises(StandardError) as error:
        servstd.loads(text, host=Host.empty())
    said = "".join(problem.render(locale) for problem in error.value.problems for locale in ("en", "zh"))
    assert "consle" in said
    assert "hunter2" not in said
