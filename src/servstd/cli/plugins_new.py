"""`servstd plugins new`: a complete distribution that runs, to be changed into one's own.

*Rule:* nothing that exists is replaced and nothing half made is left behind: everything is written beside its place and moved there.

Example:
    >>> answers("night-pager", kind="notifier", lang="en")["module"]
    'night_pager'
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from keyword import iskeyword
from pathlib import Path
from typing import Literal

from servstd import __version__
from servstd.cli._session import Session
from servstd.cli._template import rendered
from servstd.errors import UsageError
from servstd.mapping.writing import cannot_write
from servstd.messages.nearest import did_you_mean

__all__ = ["PLUGIN_KINDS", "TAKEN", "answers", "new", "template"]

PLUGIN_KINDS = (
    "notifier", "async-notifier", "channel", "scoring-rule", "condition", "calendar", "directory", "check", "report", "command", "observer",
)  # fmt: skip
"""What `--kind` may be: a folder of the template each."""
TAKEN = ("webhook", "email", "chat", "sms", "apprise", "rfm", "ical", "console", "jsonl", "servstd", "testing", "true", "false", "null")
"""Names that servstd's own plugins and built-in parts have, or keep for themselves."""
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 30
_AUTHOR = re.compile(r"[^\x00-\x1f\x7f\"'\\<>\[\]]{1,80}")  # stands in TOML and in the licence note as it is


def template() -> Traversable:
    """Return the folder of the template, which `copier copy` takes as well."""
    return files("servstd").joinpath("templates", "plugin")


def answers(name: str, *, kind: str, lang: str, author: str = "") -> Mapping[str, str]:
    """Return the answer to every question of the template.

    Args:
        name: What the plugin is called: small letters, digits and hyphens, a letter first.
        kind: One of `PLUGIN_KINDS`.
        lang: The language of the README and the example, `en` or `zh`.
        author: The author's name; empty: "The NAME authors".

    Raises:
        UsageError: CLI040 no such name is possible; CLI041 it is taken; CLI042 an unknown kind; CLI043 the author's name cannot be written.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST or name.startswith("servstd-"):
        raise UsageError("CLI040", name=name, expected=_suggestion(name), found=name)
    if name in TAKEN or iskeyword(name) or (kind == "command" and name in _commands()):
        raise UsageError("CLI041", name=name)
    if kind not in PLUGIN_KINDS:
        raise UsageError("CLI042", kind=kind, expected=did_you_mean(kind, PLUGIN_KINDS) or ", ".join(PLUGIN_KINDS), found=kind)
    if author and not _AUTHOR.fullmatch(author.strip()):
        raise UsageError("CLI043", found=author)
    return {
        "name": name,
        "kind": kind,
        "lang": lang,
        "author": author.strip() or f"The servstd-{name} authors",
        "module": name.replace("-", "_"),
        "env": name.replace("-", "_").upper(),
        "servstd": ".".join(__version__.split(".")[:2]),
    }


def _commands() -> tuple[str, ...]:
    from servstd.cli._run import COMMANDS  # which imports every command by name

    return COMMANDS


def _suggestion(name: str) -> str:
    near = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-").removeprefix("servstd-")[:_LONGEST].strip("-")
    return near if _NAME.fullmatch(near) else "night-pager"


def new(
    session: Session, name: str, kind: str = "notifier", into: str = ".", author: str = "", lang: Literal["en", "zh"] | None = None
) -> int:
    """Write a plugin's distribution into `INTO/servstd-NAME`.

    Args:
        session: The call of the command.
        name: What the plugin is called.
        kind: What it offers, one of `PLUGIN_KINDS`.
        into: The folder it is made in; it must exist.
        author: The author's name.
        lang: The language of its README and example; None: the session's.

    Raises:
        UsageError: CLI040 to CLI043 an answer cannot be used; CLI044 the folder is there; CLI007, CLI019, CLI020 it cannot be written.
    """
    made = answers(name, kind=kind, lang=lang or session.locale, author=author)
    target = Path(into) / f"servstd-{name}"
    if target.exists():
        raise UsageError("CLI044", folder=str(target))
    written = _write(target, dict(rendered(template(), made)))
    commands = [f"cd {target}", "pip install -e . --group dev", "pytest", f"servstd plugins check {name}"]
    source = str(target / "src" / f"servstd_{made['module']}" / "plugin.py")
    if session.json:
        session.emit({"folder": str(target), "kind": kind, "files": written, "source": source, "try": commands})
    else:
        session.say(session.phrase("plugins_new.made", folder=target))
        for command in commands:
            session.say(f"  {command}")
        session.say(session.phrase("plugins_new.source", file=source))
    return 0


def _write(target: Path, texts: Mapping[str, str]) -> list[str]:
    part: Path | None = None
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        part.chmod(0o755)  # mkdtemp's is for its owner alone
        for path, text in texts.items():
            place = part / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        part.rename(target)
    except OSError as error:
        raise cannot_write(str(target), error) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)  # gone already when it was moved
    return [str(target / path) for path in sorted(texts)]
