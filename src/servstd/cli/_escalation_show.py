"""`servstd escalation show`: every chain of a standard in words.

*Rule:* what is shown is the edition that takes effect last.

Example:
    >>> from servstd.cli import run
    >>> run(["escalation", "show", "no-such-standard.yaml"])
    2
"""

from __future__ import annotations

from servstd.cli._command import make, option, standard
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.errors import UsageError
from servstd.explanation.chains import chain_lines, escalation_text
from servstd.messages.nearest import did_you_mean

__all__ = ["COMMAND", "show"]


def show(session: Session, standard: str, chain: str | None) -> int:
    """Print the chains of a standard as sentences."""
    loaded = load_standard(session, standard)
    edition = loaded.current
    chains = loaded.escalation.chains
    names = [one.name for one in chains]
    if chain is not None and chain not in names:
        raise UsageError("ESC065", name=chain, expected=did_you_mean(chain, names) or ", ".join(names))
    if not session.json:
        session.say(escalation_text(edition, session.locale, chain))
        return 0
    shown = [one for one in chains if chain in (None, one.name)]
    session.emit(
        {
            "standard": loaded.name,
            "edition": edition.version,
            "ladder": [] if edition.escalation is None else list(edition.escalation.ladder),
            "chains": [
                {
                    "name": one.name,
                    "trigger": one.trigger.kind,
                    "metric": one.trigger.metric or None,
                    "steps": [
                        {
                            "step": step.name,
                            "level": step.level,
                            "via": list(step.via),
                            "notify": [f"{to.kind} {to.name}".strip() for to in step.notify],
                        }
                        for step in one.steps
                    ],
                    "text": chain_lines(one, edition, session.locale),
                }
                for one in shown
            ],
        }
    )
    return 0


COMMAND = make("escalation show", show, [standard(), option("--chain", metavar="NAME")])
