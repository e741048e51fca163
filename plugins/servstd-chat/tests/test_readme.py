"""The README's operations file works as it is printed."""

from __future__ import annotations

import re
from pathlib import Path

import servstd_chat
from servstd.host import Host

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def test_the_operations_file_of_the_readme(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README, flags=re.DOTALL)
    path = tmp_path / "operations.yaml"
    path.write_text(text, "utf-8")
    environ = {name: f"https://made-up.example/{name}" for name in re.findall(r"env: ([A-Z_]+)", text)}
    with Host.empty(environ=environ) as empty, empty.with_plugin(servstd_chat, name="chat", operations=path) as host:
        host.require_all()
        names = re.findall(r"^  ([a-z_]+):", text, flags=re.MULTILINE)
        assert [host.registry.get("notifiers", name).plugin for name in names] == ["chat"] * len(names)
        assert "https://made-up.example" not in repr([component.part for component in host.registry.of_kind("notifiers")])


def test_every_setting_is_in_the_readme() -> None:
    for form in (servstd_chat.WeCom, servstd_chat.DingTalk, servstd_chat.Feishu, servstd_chat.Slack):
        assert [name for name in form.__annotations__ if f"`{name}`" not in README] == []
