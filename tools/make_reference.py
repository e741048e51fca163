"""Writes docs/reference/ from the code: nothing in it is written by hand and none of it is committed.

    python tools/make_reference.py

*Rule:* a page is made from the same data the program uses: the catalogue of problems, the table of kinds, the built-in metrics,
the document's keys, the commands, and the docstrings.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import pkgutil
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

import servstd
from servstd.cli import run as run_command
from servstd.cli._command import Commands
from servstd.cli._run import COMMANDS
from servstd.document.reference import reference_page
from servstd.events import KINDS
from servstd.messages import AREAS, Entry, entries
from servstd.sla.metrics import BUILTINS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a script it sees only its own folder
from tools.hook_pages import hook_page

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "reference"
AREA_TITLES = {
    "TIM": "Instants and durations",
    "CAL": "Calendars",
    "EVT": "Events and histories",
    "DOC": "The document",
    "SLA": "Conditions, metrics and policies",
    "SCN": "Scenarios",
    "MAP": "Mappings",
    "CLI": "Commands",
    "PLG": "Plugins",
    "NOT": "Notices to customers",
    "DLV": "Delivery",
    "TIR": "Tiers and agreements",
    "EST": "Estimates",
    "ESC": "Escalation",
    "ROT": "Rotas",
    "FBK": "Feedback",
}
SEVERITIES = {"error": ("Error", "错误"), "warning": ("Warning", "警告"), "note": ("Note", "提示")}


def public_modules() -> list[str]:
    """Return the names of the modules people may import from: those with `__all__` and no underscore in their path."""
    found = [module.name for module in pkgutil.walk_packages(servstd.__path__, "servstd.")]
    names = ["servstd", *(name for name in found if "._" not in name and not name.startswith("servstd.messages.problems."))]
    return [name for name in sorted(names) if getattr(importlib.import_module(name), "__all__", None)]


def home_of(name: str) -> str:
    """Return where a name of the top package is documented: `servstd.standard.load`."""
    value = getattr(servstd, name)
    if inspect.ismodule(value):
        return value.__name__
    module = getattr(value, "__module__", None)
    if module in public_modules() and name in importlib.import_module(module).__all__:
        return f"{module}.{name}"
    for module in public_modules()[1:]:
        if name in importlib.import_module(module).__all__:
            return f"{module}.{name}"
    return ""


def api_pages() -> dict[str, str]:
    """Return one page per public module, and the table of the names in `servstd` itself."""
    pages = {}
    rows = [f"| `servstd.{name}` | {_link(home_of(name))} |" for name in servstd.__all__]
    pages["api/servstd.md"] = _page(
        "servstd",
        inspect.getdoc(servstd) or "",
        "The names most people need; each is loaded when it is first asked for.",
        "| name | documented at |\n|---|---|\n" + "\n".join(rows),
    )
    modules = public_modules()
    for module in modules[1:]:
        members = importlib.import_module(module).__all__
        pages[f"api/{module}.md"] = (
            f"# {module}\n\n::: {module}\n    options:\n      show_root_toc_entry: false\n      members: {members!r}\n"
        )
    listing = {module: f"- [{module}]({module}.md): {_first_line(importlib.import_module(module))}" for module in modules}
    pages["api/index.md"] = _page(
        "Python",
        "What programs import. These names stay.",
        "\n".join(line for module, line in listing.items() if module.count(".") < 2),
        "## Building blocks",
        "What the modules above are made of, for those who work on servstd. These names may move.",
        "\n".join(line for module, line in listing.items() if module.count(".") >= 2),
    )
    return pages


def _link(target: str) -> str:
    return f"[`{target}`][{target}]" if target else ""


def _first_line(value: object) -> str:
    return (inspect.getdoc(value) or "").strip().splitlines()[0]


def problem_pages() -> dict[str, str]:
    """Return one page per problem code, in both languages, and the list of all."""
    pages, listing = {}, []
    for area in AREAS:
        table = entries(area)
        if not table:
            continue
        listing.append(f"## {AREA_TITLES.get(area, area)}\n\n| code | severity | what is wrong | 问题 |\n|---|---|---|---|")
        rows = []
        for code, entry in sorted(table.items()):
            rows.append(f"| [{code}]({code}.md) | {entry.severity} | {_cell(entry.en[0])} | {_cell(entry.zh[0])} |")
            pages[f"problems/{code}.md"] = _problem_page(code, entry)
        listing[-1] += "\n" + "\n".join(rows)
    intro = "Codes never change their meaning. A word in ‹angle brackets› stands for what was found in your document, event or row."
    pages["problems/index.md"] = _page("Problem codes", intro, *listing)
    return pages


def _problem_page(code: str, entry: Entry) -> str:
    (message, fix), (message_zh, fix_zh), (why, why_zh) = entry.en, entry.zh, entry.why
    english, chinese = SEVERITIES[entry.severity]
    return _page(
        code,
        f"**{english}.** {_prose(message)}",
        fix and f"**What to do.** {_prose(fix)}",
        why and f"**Why.** {_prose(why)}",
        f"## 中文\n\n**{chinese}。** {_prose(message_zh)}",
        fix_zh and f"**改法。** {_prose(fix_zh)}",
        why_zh and f"**原因。** {_prose(why_zh)}",
        "## Example · 示例" if entry.bad or entry.good else "",
        entry.bad and f"Wrong · 错误写法\n\n{_fence(entry.bad)}",
        entry.good and f"Mended · 正确写法\n\n{_fence(entry.good)}",
    )


def _prose(text: str) -> str:
    """Return a template as a reader sees it: `{name}` stands for what was found and becomes ‹name›."""
    filled = re.sub(r"(?<!\{)\{(\w+)(?:![rs])?(?::[^{}]*)?\}(?!\})", r"‹\1›", text)
    return filled.replace("{{", "{").replace("}}", "}").replace("<", "&lt;")


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|").replace("\n", " ")


def _fence(text: str) -> str:
    shown = text.removeprefix("# fragment\n").rstrip()
    language = "json" if shown.lstrip().startswith('{"') else "yaml"
    return f"```{language}\n{shown}\n```"


def event_page() -> str:
    """Return the table of event kinds and their data."""
    rows = ["| kind | meaning | 含义 | data |", "|---|---|---|---|"]
    for kind in KINDS.values():
        data = "; ".join(f"`{name}`{' (required)' if name in kind.required else ''}: {what}" for name, what in kind.data.items())
        if kind.attributes:
            data = f"{data}; attributes of the case" if data else "attributes of the case"
        rows.append(f"| `{kind.name}` | {kind.meaning[0]} | {kind.meaning[1]} | {_cell(data)} |")
    return _page(
        "Event kinds",
        "An event is one immutable fact about a case. `by` says who caused it: customer, agent, bot or system.",
        "\n".join(rows),
        "A company's own kinds start with `x-`; they are kept in the history even when nothing uses them.",
        "Where the table says so, data keys that are attributes set them from that event on.",
    )


def metric_page() -> str:
    """Return the built-in metrics, written as a standard would write them."""
    parts = []
    for name, data in BUILTINS.items():
        label = data.get("label")
        title = f" ({label['en']}, {label['zh']})" if isinstance(label, Mapping) else ""
        shown = {key: value for key, value in data.items() if key != "label"}
        parts.append(f"## {name}{title}\n\n{_fence(_yaml({name: shown}))}")
    intro = (
        "What can be measured without writing anything. Each is written in the language a standard uses for its own metrics, so it can be "
        "extended (the word `builtin` in a condition stands for the built-in's own) or replaced under `sla.metrics`; see "
        "[Write a metric](../how-to/write-a-metric.md)."
    )
    return _page("Built-in metrics", intro, *parts)


def _yaml(data: object) -> str:
    return yaml.safe_dump(_plain(data), sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)


def _plain(data: object) -> object:
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(item) for item in data] if isinstance(data, (list, tuple)) else data


def command_page() -> str:
    """Return every command with its arguments and options, as `--help` prints them."""
    parts = [_help([])]
    for name in COMMANDS:
        parts.append(f"## servstd {name}\n\n{_help([name])}")
        command = importlib.import_module(f"servstd.cli.{name}").COMMAND
        if isinstance(command, Commands):
            parts += [f"### servstd {name} {inner}\n\n{_help([name, inner])}" for inner in command.makers]
    exits = "Every command exits with 0 when all is fine (warnings only), 1 when it found problems, 2 when it was called wrongly."
    return _page("Commands", exits, *parts)


def _help(command: list[str]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        if run_command([*command, "--help"]) != 0:
            raise SystemExit(f"servstd {' '.join(command)} --help does not work")
    return f"```text\n{printed.getvalue().strip()}\n```"


def index_page() -> str:
    """Return the front page of the reference."""
    return _page(
        "Reference",
        "Made from the code by `tools/make_reference.py`.",
        "- [Keys of a standard](document.md) · [中文](document-zh.md)\n- [Built-in metrics](metrics.md)\n"
        "- [Event kinds](events.md)\n- [Commands](commands.md)\n- [Hooks and protocols of plugins](hooks.md)\n"
        "- [Problem codes](problems/index.md)\n- [Python](api/index.md)",
    )


def _page(title: str, *parts: str) -> str:
    return f"# {title}\n\n" + "\n\n".join(part for part in parts if part) + "\n"


def pages() -> dict[str, str]:
    """Return every page of the reference by its path under docs/reference."""
    return {
        "index.md": index_page(),
        "document.md": reference_page("en"),
        "document-zh.md": reference_page("zh"),
        "metrics.md": metric_page(),
        "events.md": event_page(),
        "commands.md": command_page(),
        "hooks.md": hook_page(),
        **problem_pages(),
        **api_pages(),
    }


def main() -> None:
    """Write the reference anew."""
    shutil.rmtree(OUT, ignore_errors=True)
    made = pages()
    for name, text in made.items():
        path = OUT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"docs/reference: {len(made)} pages")


if __name__ == "__main__":
    main()
