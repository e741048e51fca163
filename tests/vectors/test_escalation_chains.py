"""What other systems do with chains and acknowledgements, run here; where another choice was made, it is said with its reason.

*Rule:* a vector is run as far as it has a meaning here.

    E03  run; a chain for each policy, set off by `becomes`: the other's ends, and going back starts anew at the first step
    E05  run
    E08  run
    E22  run as a step withheld by a state: nothing here counts events in a window, the help desk does and sets an attribute
    E28  run; the next reminder keeps its distance from the last one, whenever the answer came
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servstd.durations import parse_amount
from servstd.escalation.model import Acknowledgement
from tests.unit.decide.chain_support import BODY, chain, escalating, event, look, on, person, span, step, told, unless

PEOPLE = {key: person(key) for key in ("user", "user2", "bob", "jane")}
START = event(9, "opened", id="e1")


@pytest.fixture(scope="module")
def vectors(shared: Path) -> dict[str, Any]:
    data: list[dict[str, Any]] = json.loads((shared / "vectors" / "escalation.json").read_text(encoding="utf-8"))
    return {item["id"]: item for item in data}


def test_e03_another_chain_takes_over_and_the_first_begins_anew(vectors: dict[str, Any]) -> None:
    given = vectors["E03"]["given"]
    made = [
        chain(policy, on({"becomes": {"policy": policy}}), *(
            step(f"{policy} {i}", one["u"], after=None if i == 0 else f"{given[policy][i - 1]['delay']}m")
            for i, one in enumerate(given[policy])
        ))
        for policy in ("p1", "p2")
    ]  # fmt: skip
    first = event(9, "opened", policy="p1", id="e1")
    events = [first, event(9.25, "changed", policy="p2"), event(9.8, "changed", policy="p1", id="back")]
    lines = told(escalating(*made, people=PEOPLE), events, 9.9)
    assert [line[2] for line in lines] == [vectors["E03"]["expect"]["sequence"][i].split()[0] for i in (0, 1, 3)]
    assert [line[0] for line in lines] == [9.0, 9.25, 9.8]


def test_e05_one_acknowledgement_stops_all(vectors: dict[str, Any]) -> None:
    given = vectors["E05"]["given"]
    users = given["step"]["users"]
    by = "all" if given["step"]["multi_ack"] else "any"
    made = chain("c", on({"event": "opened"}), step("1", *users), step("2", *users, after="31m", unless=unless()),
                 acknowledgement=Acknowledgement(by=by))  # type: ignore[arg-type]  # fmt: skip
    noted = {**event(9.1, "acknowledged"), "by": {"role": "agent", "id": "bob"}}
    assert [line for line in told(escalating(made, people=PEOPLE), [START, noted], 30) if line[0] > 9] == vectors["E05"]["expect"]["t+31m"]


def test_e08_escalating_by_hand_passes_an_acknowledgement(vectors: dict[str, Any]) -> None:
    made = chain("c", on({"event": "opened"}), step("1", "user"), step("2", "user2", after="5m", unless=unless()))
    noted = [START, event(9.05, "acknowledged")]
    standard = escalating(made, people=PEOPLE)
    assert told(standard, noted, 12)[1:] == vectors["E08"]["expect"]["before"]
    assert told(standard, [*noted, event(10, "escalated")], 12)[1:] == [(10.0, "2", "user2")]


def test_e22_a_state_withholds_without_a_timer(vectors: dict[str, Any]) -> None:
    given = vectors["E22"]["given"]
    body = BODY.split("sla:")[0]
    enough = unless(when={"alerts": {"lte": given["need_more_than"]}})
    standard = escalating(chain("c", on({"event": "opened"}), step("1", "user", unless=enough)), body=body, people=PEOPLE)
    first = event(9, "opened", alerts=given["events"], id="e1")
    decision = look(standard, [first], 20)
    assert (decision.next_wake_up_us, [line.why for line in decision.escalation]) == (vectors["E22"]["expect"]["eta"], ["condition"])
    assert told(standard, [first, event(15, "changed", alerts=4)], 20) == [(15.0, "1", "user")]


def test_e28_a_confirmed_acknowledgement_is_asked_again(vectors: dict[str, Any]) -> None:
    given = vectors["E28"]["given"]
    wanted = Acknowledgement(remind=span("1h"), confirm_within=span("5m"))
    assert (given["ack_reminder"], given["unack_timeout"]) == ("PT1H", "PT5M")
    made = chain("c", on({"event": "opened"}), step("1", "bob"), step("2", "user2", after="20m", unless=unless()), acknowledgement=wanted)
    noted = [{**event(hours, "acknowledged"), "by": {"role": "agent", "id": "bob"}} for hours in (9.25, 10.3)]
    lines = told(escalating(made, people=PEOPLE), [START, *noted], 11.27)
    asked = [float(str(line[0])) for line in lines if str(line[1]).startswith("reminder")]
    checked = asked[0] + 5 / 60
    assert asked[1] - checked == pytest.approx(parse_amount(vectors["E28"]["expect"]["next_reminder_after"]).us / 3_600_000_000)
    assert not any(line[1] == "2" for line in lines)
