"""`servstd test`: a standard's scenarios, and what none of them reaches.

*Rule:* a gap is told and never fails; a scenario that cannot be checked fails.

Example:
    >>> from servstd.cli import run
    >>> run(["test", "no-such-standard.yaml"])
    2
"""

from __future__ import annotations

from servstd.cli._command import make, standard
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.scenarios import Coverage, ScenarioResult, coverage, run_scenarios

__all__ = ["COMMAND", "test"]


def test(session: Session, standard: str) -> int:
    """Print what became of each scenario and what none reaches; return 1 when one failed."""
    loaded = load_standard(session, standard)
    results = run_scenarios(loaded)
    covered = coverage(loaded, results)
    failed = sum(not result.passed for result in results)
    if session.json:
        session.emit(
            {
                "standard": loaded.name,
                "passed": len(results) - failed,
                "failed": failed,
                "scenarios": [result.as_dict(session.locale) for result in results],
                "coverage": covered.as_dict(session.locale),
            }
        )
    elif not results:
        session.say(session.phrase("test.none", name=loaded.name))
    else:
        _print(session, results, covered)
        session.say("\n" + session.phrase("test.counts", passed=len(results) - failed, failed=failed))
    return 1 if failed else 0


def _print(session: Session, results: list[ScenarioResult], covered: Coverage) -> None:
    words = [session.phrase("test.passed"), session.phrase("test.failed")]
    for result in results:
        session.say(f"{words[not result.passed]}  {result.name}")
        for problem in (*result.problems, *result.mismatches, *result.notes):
            session.say("\n".join("    " + line for line in problem.render(session.locale).splitlines()))
    counts = {kind: f"{covered.reached[kind]}/{total}" for kind, total in covered.total.items()}
    session.say("\n" + session.phrase("test.covered_steps" if covered.total["step"] else "test.covered", **counts))
    if covered.gaps:
        session.say(session.phrase("test.gaps"))
    for gap in covered.gaps:
        place = gap.problem.place
        where = "" if place is None else session.phrase("test.place", place=place)
        session.say(f"  {gap.problem.message(session.locale)}{where}")


COMMAND = make("test", test, [standard()])
