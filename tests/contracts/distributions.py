"""Installing plugins for a test: distributions as an installer leaves them, in a folder that is put on the path.

*Rule:* the metadata are real files, so that finding, judging versions and importing happen as they do for users.

Example:
    >>> import tempfile
    >>> install(Path(tempfile.mkdtemp()), "pager", "").name
    'servstd_pager-1.0.dist-info'
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["HEAD", "PAGER", "install", "pager"]

HEAD = """\
from __future__ import annotations
import attrs
from servstd.hookspecs import implements
from servstd.protocols import *
from servstd.secret import Secret
"""
PAGER = (
    HEAD
    + """
class Pager:
    summary, addressing, contact, limit = "Pages.", "room", "pager", Limit()
    def __init__(self, name, settings=None):
        self.name, self.settings = name, settings
    def send(self, notice, /):
        return Receipt.sent()
"""
)
"""The head of a module with a sound notifier to offer."""


def pager(*names: str) -> str:
    """Return the source of a sound plugin with pagers of these names."""
    return PAGER + f"@implements.notifiers\ndef notifiers(ctx):\n    return [Pager(name) for name in {names!r}]\n"


def install(
    folder: Path,
    name: str,
    code: str | bytes,
    *,
    requires: str = "servstd>=0.1",
    plugin: str = "",
    target: str = "",
    distribution: str = "",
    summary: str = "",
) -> Path:
    """Put a distribution with one plugin into a folder; return its dist-info folder.

    Args:
        folder: What will be on the path.
        name: The plugin's name; its module is `plugged_NAME`.
        code: The module's source.
        requires: What it asks for.
        plugin: The entry point's name, when another than `name`.
        target: What the entry point names, when not the module.
        distribution: The distribution's name, when not `servstd-NAME`.
        summary: One sentence.
    """
    module = f"plugged_{name}"
    (folder / f"{module}.py").write_bytes(code if isinstance(code, bytes) else code.encode())
    title = distribution or f"servstd-{name}"
    info = folder / f"{title.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {title}", "Version: 1.0"]
    lines += [f"Summary: {summary}"] if summary else []
    lines += [f"Requires-Dist: {requires}"] if requires else []
    (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[servstd]\n{plugin or name} = {target or module}\n", encoding="utf-8")
    return info
