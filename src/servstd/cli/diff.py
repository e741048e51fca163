"""`servstd diff`: what changed between two standards, in words.

*Rule:* of a folder of editions, the one that takes effect last is compared.

Example:
    >>> from servstd.cli import run
    >>> run(["diff", "no-such-standard.yaml", "neither.yaml"])
    2
"""

from __future__ import annotations

from servstd.cli._command import argument, make
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.document import diff_editions
from servstd.errors import spell_path

__all__ = ["COMMAND", "diff"]


def diff(session: Session, old: str, new: str) -> int:
    """Print the changes, one a line."""
    before, after = load_standard(session, old).current, load_standard(session, new, quiet=True).current
    changes = diff_editions(before, after, session.locale)
    if session.json:
        listed = [
            {
                "code": one.code,
                "path": spell_path(one.path),
                "text": one.texts[0],
                "details": list(one.texts[1:]),
                "direction": one.direction,
            }
            for one in changes
        ]
        session.emit({"old": before.version, "new": after.version, "changes": listed})
    else:
        for line in [str(change) for change in changes] or [session.phrase("diff.none")]:
            session.say(line)
    return 0


COMMAND = make("diff", diff, [argument("old"), argument("new")])
