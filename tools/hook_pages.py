"""The reference of the hooks and the picture of how a plugin is loaded, made from the tables the host walks.

*Rule:* a hook, a protocol's member or a stage that is not in the code is not on the page.
"""

from __future__ import annotations

import inspect
from html import escape

from servstd import protocols
from servstd.hookspecs import HOOKS, implements
from servstd.host.stages import STAGES
from servstd.registry import KINDS

__all__ = ["draw_loading", "hook_page"]

_WIDE, _HIGH, _LEFT = 250, 46, 20
_INK, _GREY, _FAINT, _CODE, _STOP = "#22303c", "#6b7a88", "#e8edf1", "#d9a441", "#b5413a"


def hook_page() -> str:
    """Return the reference of every hook: what it returns, and what each part must do; then the stages of loading."""
    intro = (
        "A plugin is a module (or an object) with functions marked `@implements.NAME`. Each takes one argument, the `PluginContext`, "
        "runs once when a host is built, and returns a list of parts."
    )
    parts = ["# Hooks and protocols", intro]
    for hook in HOOKS:
        kind = KINDS.get(hook)
        parts.append(f"## implements.{hook}\n\nReturns {getattr(implements, hook).returns}.")
        if kind is None:
            parts.append("The class is an attrs class: its fields are the keys that may stand under `plugins: NAME: settings:`.")
            continue
        parts += [_protocol(protocol) for protocol in kind.protocols]
    parts.append("## How a plugin is loaded\n\n![The stages of loading](../pictures/loading.svg)\n\n" + _stage_table())
    return "\n\n".join(parts) + "\n"


def _protocol(protocol: type) -> str:
    rows = [f"### {protocol.__name__}\n\n{inspect.getdoc(protocol)}", "| member | is |\n|---|---|"]
    for name in sorted(_members(protocol)):
        member = inspect.getattr_static(protocol, name)
        if isinstance(member, property):
            hint = inspect.signature(member.fget).return_annotation if member.fget is not None else ""
            rows[-1] += f"\n| `{name}` | `{hint}` |"
        else:
            signature = str(inspect.signature(member)).replace("(self, ", "(").replace("(self)", "()").replace("'", "")
            lead = "async " if inspect.iscoroutinefunction(member) else ""
            first = (inspect.getdoc(member) or "").splitlines()[0]
            rows[-1] += f"\n| `{lead}{name}{signature}` | {first} |"
    return "\n\n".join(rows)


def _members(protocol: type) -> set[str]:
    own = [vars(base) for base in protocol.__mro__ if base.__module__ == protocols.__name__]
    return {
        name for members in own for name, value in members.items() if name[0] != "_" and (callable(value) or isinstance(value, property))
    }


def _stage_table() -> str:
    rows = ["| stage | what happens | runs the plugin's code | who does not pass is | problems |", "|---|---|---|---|---|"]
    for stage in STAGES:
        codes = ", ".join(f"[{code}](problems/{code}.md)" for code in stage.codes)
        runs = "yes" if stage.runs_code else "no"
        rows.append(f"| {stage.name} · {stage.name_zh} | {' · '.join(stage.does)} | {runs} | {stage.fails_as or '-'} | {codes} |")
    return "\n".join(rows)


def draw_loading() -> str:
    """Return the stages of loading as SVG: from the metadata to the registry, with the status of what does not pass."""
    step, right = _HIGH + 22, _LEFT + _WIDE
    height = 60 + step * len(STAGES)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" role="img" font-family="system-ui, sans-serif">'
    out = [head, "<title>The stages of loading a plugin</title>", f'<rect width="720" height="{height}" fill="#ffffff"/>']
    for i, stage in enumerate(STAGES):
        y = 20 + i * step
        edge = _CODE if stage.runs_code else _GREY
        out.append(f'<rect x="{_LEFT}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="6" fill="{_FAINT}" stroke="{edge}"/>')
        out.append(_text(_LEFT + 12, y + 20, f"{stage.name} · {stage.name_zh}", _INK, bold=True))
        out.append(_text(_LEFT + 12, y + 37, "runs the plugin's code" if stage.runs_code else "reads metadata and files only", _GREY))
        out.append(f'<line x1="{_LEFT + 40}" y1="{y + _HIGH}" x2="{_LEFT + 40}" y2="{y + step}" stroke="{_INK}"/>')
        if stage.fails_as is None:
            continue
        middle = y + _HIGH // 2
        out.append(f'<line x1="{right}" y1="{middle}" x2="{right + 50}" y2="{middle}" stroke="{_STOP}" stroke-dasharray="4 3"/>')
        out.append(_text(right + 58, middle - 3, stage.fails_as, _STOP, bold=True))
        out.append(_text(right + 58, middle + 13, ", ".join(stage.codes[:6]) + (" ..." if len(stage.codes) > 6 else ""), _GREY))
    out += [_text(_LEFT + 12, 36 + len(STAGES) * step, "frozen Registry: active", _INK, bold=True), "</svg>"]
    return "\n".join(out) + "\n"


def _text(x: int, y: int, text: str, fill: str, *, bold: bool = False) -> str:
    size, weight = (13, "600") if bold else (11, "normal")
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{fill}">{escape(text)}</text>'
