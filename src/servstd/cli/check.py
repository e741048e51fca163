"""`servstd check`: every problem of a standard at once.

*Rule:* warnings and notes never fail a check; errors do.

Example:
    >>> from servstd.cli import run
    >>> run(["check", "no-such-standard.yaml"])
    2
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from servstd.cli._command import make, standard
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.errors import Problem, StandardError
from servstd.standard import Standard

__all__ = ["COMMAND", "check", "github_line"]

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def check(session: Session, standard: str) -> int:
    """Print every problem of a standard; return 1 when one is an error."""
    name = standard
    try:
        loaded = load_standard(session, standard, today=datetime.now().astimezone().date())
        problems: Sequence[Problem] = (*loaded.problems, *_templates(loaded))
        name = loaded.name
    except StandardError as error:
        problems = error.problems
    counts = {f"{severity}s": sum(problem.severity == severity for problem in problems) for severity in _LEVELS}
    if session.json:
        session.emit({"standard": name, **counts, "problems": [problem.as_dict(session.locale) for problem in problems]})
    elif session.format == "github":
        for problem in problems:
            session.say(github_line(problem, session.locale))
    else:
        for problem in problems:
            session.say(problem.render(session.locale) + "\n")
        session.say(session.phrase("check.counts", **counts) if problems else session.phrase("check.fine", name=name))
    return 1 if counts["errors"] else 0


def _templates(standard: Standard) -> Iterator[Problem]:
    """Yield what is wrong with the templates of notices: delivery knows, the document does not."""
    for edition in standard.editions:
        if edition.customer_notices is None:
            continue
        from servstd.delivery import check_templates

        for problem in check_templates(edition):
            at = problem.path
            while at and at not in edition.places:
                at = at[:-1]
            yield attrs.evolve(problem, place=edition.places.get(at))


def github_line(problem: Problem, locale: str = "en") -> str:
    """Return a problem as a workflow command of GitHub Actions, which shows it beside the line it is about.

    Source: GitHub's "Workflow commands for GitHub Actions": values escape %, CR and LF; properties also : and ,.
    """
    place = problem.place
    properties: dict[str, object] = {}
    if place is not None:
        properties["file"] = place.file
        if place.line:
            properties |= {"line": place.line, "col": place.column}
    properties["title"] = f"{problem.code} {problem.path_text}".strip()
    listed = ",".join(f"{name}={_escape(str(value)).replace(':', '%3A').replace(',', '%2C')}" for name, value in properties.items())
    params = problem.params
    found = "".join(f" [{name}: {params[name]}]" for name in ("expected", "found") if name in params)
    text = f"{problem.message(locale)}{found} {problem.hint(locale)}".strip()
    return f"::{_LEVELS[problem.severity]} {listed}::{_escape(text)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


COMMAND = make("check", check, [standard()], formats=("text", "json", "github"))
