"""128 examples from other systems' tests: business time, lifecycles of clocks, and which policy counts.

*Rule:* every vector runs, written in our language; none is skipped and none deleted. Where we chose otherwise on purpose the
vector stands in `DIFFERENT_CHOICE` with the reason and what we give instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest

import servstd
from servstd.calendars import Calendar, read_calendar
from servstd.events import Event
from servstd.instants import to_us
from tests.support import has_shared, shared_path, why_without

FILE = ("vectors", "sla.json")
VECTORS: dict[str, dict[str, Any]] = {}
if has_shared(*FILE):
    VECTORS = {vector["id"]: vector for vector in json.loads(shared_path(*FILE).read_text(encoding="utf-8"))}

DIFFERENT_CHOICE = {
    "snow-due-outside": "a clock that runs until an appointment runs on actual time (semantics, section 5): it is due at the appointment "
    "itself, not when the desk opens next; whoever wants that moves the attribute with calendar.next_open",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def minutes(span: timedelta) -> int:
    """Return whole minutes, as the sources report them: rounded down."""
    return span // timedelta(minutes=1)


# ── calendars ────────────────────────────────────────────────────────────────────────────────────────────────────────

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours(shifts: Sequence[Sequence[str]]) -> list[str]:
    return [f"{opening}-{closing}" for opening, closing in shifts]


def without(shifts: Sequence[Sequence[str]], breaks: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the shifts without the breaks; times of one day as text compare as they follow each other."""
    out = [list(shift) for shift in shifts]
    for first, last in breaks:
        cut = [piece for a, b in out for piece in ([a, min(b, first)], [max(a, last), b])]
        out = [[a, b] for a, b in cut if a < b]
    return out


def calendar_data(vector: Mapping[str, Any]) -> dict[str, object] | str:
    week = vector["calendar"]
    if not week or (len(week) == 7 and all(shifts == [["00:00", "24:00"]] for shifts in week.values())):
        return "24/7"
    dates = {date: hours(shifts) for date, shifts in vector.get("shifts", {}).items()}
    for date, breaks in vector.get("breaks", {}).items():
        dates[date] = hours(without(week[WEEKDAYS[at(date).weekday()]], breaks))
    data: dict[str, object] = {"hours": {day: hours(shifts) for day, shifts in week.items()}}
    if vector["holidays"]:
        data["holidays"] = vector["holidays"]
    if dates:
        data["dates"] = dates
    return data


def run_calendar(vector: Mapping[str, Any]) -> object:
    data = calendar_data(vector)
    calendar = read_calendar({"hours": "24/7"} if isinstance(data, str) else data, time_zone=vector["tz"])
    policy = vector["policy"]
    first, *rest = [at(event["at"]) for event in vector["events"]]
    match policy["op"]:
        case "add_working_time":
            return {"due": calendar.add(first, timedelta(seconds=policy["duration_s"]))}
        case "subtract_working_time":
            return {"due": calendar.add(first, -timedelta(seconds=policy["duration_s"]))}
        case "add_business_days" | "add_working_days":
            return {"due": calendar.add_days(first, policy["days"], end_of_day=policy.get("end_of_working_day", False))}
        case "subtract_business_days":
            return {"due": calendar.add_days(first, -policy["days"])}
        case "elapsed_working_time":
            return {"elapsed_s": calendar.between(first, rest[0]).total_seconds()}
        case "remaining_working_time":
            return {"remaining_s": calendar.between(first, at(policy["due"])).total_seconds()}
        case "next_open_periods":
            periods = calendar.open_intervals(first, first + timedelta(days=30))
            return {"periods": [list(period) for period in islice(periods, policy["count"])]}
        case other:
            raise AssertionError(f"no such operation: {other}")


def instants(value: Any) -> Any:
    """Return expectations with their instants as datetimes."""
    if isinstance(value, dict):
        return {key: instants(item) for key, item in value.items()}
    if isinstance(value, list):
        return [instants(item) for item in value]
    return at(value) if isinstance(value, str) else value


# ── a standard for a vector ──────────────────────────────────────────────────────────────────────────────────────────


def category_of(status: str, paused: Sequence[str]) -> str:
    known = {"closed": "closed", "resolved": "resolved", "solved": "resolved", "hold": "on_hold", "on-hold": "on_hold"}
    return known.get(status.lower()) or ("waiting_customer" if status in paused else "open")


def document(
    vector: Mapping[str, Any], policies: Sequence[Mapping[str, object]], metrics: Mapping[str, object] | None = None
) -> dict[str, object]:
    statuses: dict[str, list[str]] = {}
    paused = vector["policy"].get("pause_statuses", [])
    for status in dict.fromkeys(event["to"] for event in vector["events"] if event["kind"] in ("created", "status") and "to" in event):
        statuses.setdefault(category_of(status, paused), []).append(status)
    return {
        "format": 1,
        "standard": vector["id"],
        "version": "1",
        "effective_from": "2000-01-01",
        "time_zone": vector["tz"],
        "attributes": {name: {} for name in ("priority", "matter", "override", "policy", "span")} | {"due_date": {"kind": "instant"}},
        "statuses": {**statuses, "otherwise": "open"},
        "calendars": {"desk": calendar_data(vector)},
        "sla": {"metrics": metrics or {}, "policies": list(policies)},
    }


def load(data: Mapping[str, object]) -> servstd.Standard:
    return servstd.loads(json.dumps(data), name="vector.json")


def everyone(targets: Mapping[str, object], **more: object) -> dict[str, object]:
    return {"name": "everyone", "default": True, "calendar": "desk", "targets": targets, **more}


KINDS = {"created": "opened", "reply": "message", "first_response": "message", "update": "message", "resolution": "resolved"}
ATTRIBUTES = ("priority", "owner")


def events_of(vector: Mapping[str, Any]) -> list[Event]:
    """Return the vector's events in our kinds; a vector that begins with a status begins with an opening in it."""
    out: list[Event] = []
    for one in vector["events"]:
        kind = KINDS.get(one["kind"], "changed")
        if one["kind"] == "now":
            continue
        data: dict[str, Any] = {name: one[name] for name in ATTRIBUTES if one.get(name) is not None}
        if one["kind"] in ("created", "status") and "to" in one:
            data["status"] = one["to"]
        if one["kind"] in ("priority", "policy"):
            data[one["kind"]] = one["to"]
        if kind == "message":
            data["public"] = True
        by = one.get("by", "customer" if kind == "opened" else "agent")
        if not out and kind != "opened":
            opened = {"status": data["status"]} if "status" in data else {}
            out.append(Event("opened", case="v", at=one["at"], by="customer" if opened else "agent", data=opened))
            if opened:
                continue
        out.append(Event(kind, case="v", at=one["at"], by=by, data=data))
    return out


def now_of(vector: Mapping[str, Any]) -> datetime:
    return at(vector["events"][-1]["at"])


def clock(decision: servstd.Decision, metric: str) -> servstd.Clock:
    found = decision.clock(metric)
    assert found is not None, f"{metric} never started"
    return found


def paused_open_time(one: servstd.Clock, calendar: Calendar, now: datetime) -> timedelta:
    """Return the open time the clock was paused for."""
    end = to_us(now)
    pauses = [(part.start_us, end if part.end_us is None else part.end_us) for part in one.segments if part.phase == "paused"]
    paused = sum(calendar.timeline.between(a, b) for a, b in pauses)
    return timedelta(microseconds=paused)


# ── clocks with targets in minutes: Zammad, Frappe, Alga ─────────────────────────────────────────────────────────────

UPDATE = {
    "start": {"any": [{"event": "opened"}, {"event": "message", "by": "agent", "public": True}]},
    "stop": {"event": "message", "by": "agent", "public": True},
    "repeats": "each",
}


def plain_standard(vector: Mapping[str, Any], **more: object) -> servstd.Standard:
    """Return a standard of one policy whose every metric pauses in the vector's pausing statuses."""
    targets = vector["policy"]["metrics"]
    pausing = [status for status in vector["policy"].get("pause_statuses", []) if status != "closed"]
    metrics: dict[str, dict[str, object]] = {name: {} for name in targets}
    if "update" in metrics:
        metrics["update"] = dict(UPDATE)
    for metric in metrics.values():
        metric["pause"] = {"status": pausing or ["no such status"]}
    return load(document(vector, [everyone({name: f"{target}m" for name, target in targets.items()}, **more)], metrics))


def check_plain(vector: Mapping[str, Any], standard: servstd.Standard) -> None:
    """Compare one decision at the vector's end with whatever the vector expects of it."""
    now, targets = now_of(vector), vector["policy"]["metrics"]
    decision = standard.decide(events_of(vector), now=now)
    expect = dict(vector["expect"])
    for metric, due in expect.pop("due", {}).items():
        assert clock(decision, metric).due_at == at(due), metric
    if "elapsed_min" in expect or "diff_min" in expect:
        (metric,) = targets
        one = clock(decision, metric) if metric != "update" else decision.clocks_of("update")[0]
        assert minutes(one.elapsed) == expect.pop("elapsed_min")
        assert targets[metric] - minutes(one.elapsed) == expect.pop("diff_min")
    for metric, elapsed in expect.pop("elapsed_s", {}).items():
        assert clock(decision, metric).elapsed == timedelta(seconds=elapsed)
    if "paused_s" in expect:
        calendar = standard.current.calendars["desk"]
        assert paused_open_time(clock(decision, "resolution"), calendar, now) == timedelta(seconds=expect.pop("paused_s"))
    if "agreement_status" in expect:
        assert expect.pop("agreement_status") == "Failed"
        assert "missed" in {clock(decision, metric).verdict for metric in targets}
    assert not expect, f"not compared: {sorted(expect)}"


def run_plain(vector: Mapping[str, Any]) -> None:
    check_plain(vector, plain_standard(vector))


def run_second_policy(vector: Mapping[str, Any]) -> None:
    """A policy whose condition excludes every priority comes first and must not match."""
    targets = {name: f"{target}m" for name, target in vector["policy"]["metrics"].items()}
    never = {"name": "none of them", "calendar": "desk", "when": {"priority": {"not": ["1 low", "2 normal", "3 high"]}}, "targets": targets}
    second = {**never, "name": "not low", "when": {"priority": {"not": ["1 low"]}}}
    vector = {**vector, "events": [{**event, "priority": "2 normal"} for event in vector["events"]]}
    standard = load(document(vector, [never, second], {"update": UPDATE}))
    check_plain(vector, standard)
    assert clock(standard.decide(events_of(vector), now=now_of(vector)), "resolution").policy == "not low"


def run_no_match(vector: Mapping[str, Any]) -> None:
    targets = {name: f"{target}m" for name, target in vector["policy"]["metrics"].items()}
    policy = {"name": "normal", "calendar": "desk", "when": vector["policy"]["match"], "targets": targets}
    standard, events = load(document(vector, [policy], {"update": UPDATE})), events_of(vector)
    before, after = (standard.decide(events[: n + 1], now=events[n].as_dict()["at"]) for n in (0, 1))  # type: ignore[arg-type]
    for metric, due in vector["expect"]["due_before"].items():
        assert clock(before, metric).due_at == at(due)
        assert clock(after, metric).due_at is None
        assert clock(after, metric).state == "measured"
    assert vector["expect"]["due_after"] == {}


def run_span(vector: Mapping[str, Any]) -> None:
    """A span of the life of a case: from an instant on, for an amount or to another instant."""
    policy, expect = vector["policy"], vector["expect"]
    pausing = [status for status in policy["pause_statuses"] if status != "closed"]
    metric = {"start": {"event": "x-from"}, "stop": {"event": "x-to"}, "pause": {"status": pausing}}
    standard = load(document(vector, [everyone({"span": f"{policy.get('span_min', 600)}m"})], {"span": metric}))
    events = [*events_of(vector), Event("x-from", case="v", at=policy["from"])]
    if "to" in policy:
        events.append(Event("x-to", case="v", at=policy["to"]))
    one = clock(standard.decide(events, now=now_of(vector)), "span")
    if "due" in expect:
        assert one.due_at == at(expect["due"])
    else:
        assert minutes(one.elapsed) == expect["elapsed_min"]


def run_percent(vector: Mapping[str, Any]) -> None:
    created, now = vector["events"]
    pause = at(created["at"]) + timedelta(minutes=10)
    resume = pause + timedelta(seconds=now["paused_s_so_far"])
    vector = {
        **vector,
        "policy": {**vector["policy"], "pause_statuses": ["waiting"]},
        "events": [
            created,
            {"at": pause.isoformat(), "kind": "status", "to": "waiting"},
            {"at": resume.isoformat(), "kind": "status", "to": "open"},
            now,
        ],
    }
    (metric, target) = next(iter(vector["policy"]["metrics"].items()))
    percent = vector["expect"]["percent_elapsed"]
    warn = {"within": f"{target}m", "warn": [f"{percent}%", f"{percent + 1}%"]}
    standard = load(document(vector, [everyone({metric: warn})], {metric: {"pause": ["waiting_customer"]}}))
    one = clock(standard.decide(events_of(vector), now=now_of(vector)), metric)
    assert one.elapsed * 100 == timedelta(minutes=target) * percent
    assert [threshold.state for threshold in one.thresholds] == ["crossed", "pending"]


# ── working days and levels: GLPI ────────────────────────────────────────────────────────────────────────────────────


def level_text(level: Mapping[str, Any]) -> str:
    side = "remaining" if level["offset_s"] < 0 else "overdue"
    seconds = abs(level["offset_s"])
    return f"{seconds // 86400}wd {side}" if level["offset_unit"] == "working_days" else f"{seconds // 60}m {side}"


def run_glpi(vector: Mapping[str, Any]) -> None:
    policy, expect = vector["policy"], vector["expect"]
    ((metric, rule),) = policy["metrics"].items()
    target = {
        "within": f"{rule['number']}{ {'minute': 'm', 'hour': 'h', 'day': 'wd'}[rule['unit']] }",
        "end_of_day": rule["end_of_working_day"],
        "warn": [level_text(level) for level in policy["levels"]],
    }
    pause = {metric: {"pause": ["waiting_customer"]}} if rule["pausable"] else {}
    standard = load(document(vector, [everyone({metric: target})], pause))
    one = clock(standard.decide(events_of(vector), now=now_of(vector)), metric)
    assert one.due_at == at(expect["due"])
    levels = dict(zip((level["name"] for level in policy["levels"]), one.thresholds, strict=True))
    assert {name: level.at_us for name, level in levels.items()} == {name: to_us(due) for name, due in expect["level_due"].items()}
    assert paused_open_time(one, standard.current.calendars["desk"], now_of(vector)) == timedelta(seconds=expect["paused_s"])


def run_anchor(vector: Mapping[str, Any]) -> None:
    """What is owed to the customer counts from the opening, what one team owes another from the assignment."""
    policy, expect = vector["policy"], vector["expect"]
    begin = {"event": "assigned", "team": "works"}
    metrics = {
        "ola_own": {"start": begin, "stop": {"owner": {"missing": False}}},
        "ola_resolution": {"start": begin, "stop": {"event": "resolved"}},
    }
    names = {("sla", "time_to_own"): "time_to_own", ("sla", "resolution"): "resolution"}
    names |= {("ola", "time_to_own"): "ola_own", ("ola", "resolution"): "ola_resolution"}
    targets = {
        names[kind, metric]: {"within": f"{policy[kind][metric]}m", "warn": [f"{-policy[kind]['level_offsets_min'][metric]}m remaining"]}
        for kind, metric in names
    }
    standard = load(document(vector, [everyone(targets)], metrics))
    created, attached = vector["events"]
    events = [Event("opened", case="v", at=created["at"]), Event("assigned", case="v", at=attached["at"], data={"team": "works"})]
    decision = standard.decide(events, now=at(attached["at"]))
    for kind in ("sla", "ola"):
        clocks = {metric: clock(decision, names[kind, metric]) for metric in ("time_to_own", "resolution")}
        assert {metric: one.due_at for metric, one in clocks.items()} == {metric: at(expect[kind][metric]) for metric in clocks}
        assert [one.thresholds[0].at_us for one in clocks.values()] == [to_us(level) for level in expect[kind]["levels"]]


# ── time in statuses: Redmine SLA, dbt Zendesk ───────────────────────────────────────────────────────────────────────


def run_statuses(vector: Mapping[str, Any]) -> None:
    rules, expect = vector["policy"]["metrics"], vector["expect"]
    metrics = {
        name: {"start": {"event": "opened"}, "stop": ["closed"], "pause": {"status": {"not": rule["running_statuses"]}}}
        for name, rule in rules.items()
    }
    targets = {name: f"{rule['target_min']}m" for name, rule in rules.items()}
    decision = load(document(vector, [everyone(targets)], metrics)).decide(events_of(vector), now=now_of(vector))
    assert {name: minutes(clock(decision, name).elapsed) for name in expect["elapsed_min"]} == expect["elapsed_min"]
    assert {name: clock(decision, name).verdict == "met" for name in expect["met"]} == expect["met"]


def run_wait_and_work(vector: Mapping[str, Any]) -> None:
    """The built-in metrics measure the same without any policy."""
    vector = {**vector, "policy": {**vector["policy"], "pause_statuses": ["pending"]}}
    names = {"agent_work_time": "agent_work", "requester_wait_time": "requester_wait"}
    data = document(vector, [])
    data["sla"] = {"measure": list(names.values())}
    decision = load(data).decide(events_of(vector), now=now_of(vector))
    assert {name: minutes(clock(decision, names[name]).elapsed) for name in names} == vector["expect"]["elapsed_min"]


# ── which policy counts: Frappe, Breeze ──────────────────────────────────────────────────────────────────────────────


def run_blank_condition(vector: Mapping[str, Any]) -> None:
    """A policy needs `when:` or `default: true`: a blank condition is refused, not read as a catch-all."""
    targets = {"resolution": "4h"}
    blank: list[dict[str, object]] = [
        {"name": "Empty", "when": {}, "calendar": "desk", "targets": targets},
        {"name": "Null", "calendar": "desk", "targets": targets},
    ]
    when = {"priority": ["High", "Urgent", "Low"]}
    named: dict[str, object] = {"name": "SLA Priority", "when": when, "calendar": "desk", "targets": targets}
    good = [named, everyone(targets, name="Default")]
    for policy in blank:
        with pytest.raises(servstd.StandardError) as error:
            load(document(vector, [policy, *good]))
        assert any(problem.path[:3] == ("sla", "policies", 0) for problem in error.value.problems)
    decision = load(document(vector, good)).decide(events_of(vector), now=now_of(vector))
    assert clock(decision, "resolution").policy == vector["expect"]["policy"]


def run_precedence(vector: Mapping[str, Any]) -> None:
    """Overrides, then categories, then defaults by priority: policies in this order, asked for each target alone."""
    created = vector["events"][0]

    def policy(name: str, when: Mapping[str, object], targets: Mapping[str, int]) -> dict[str, object]:
        return {"name": name, "when": when, "calendar": "desk", "targets": {metric: f"{target}m" for metric, target in targets.items()}}

    policies = []
    if "ticket_override" in created:
        policies.append(policy("ticket_override", {"override": "yes"}, created["ticket_override"]))
    if "category" in created:
        policies.append(policy("category", {"matter": "theirs"}, created["category"]))
    for priority, (first, whole) in vector["policy"]["priority_defaults"].items():
        policies.append(policy(priority, {"priority": priority}, {"first_response": first, "resolution": whole}))
    data = {"priority": created["priority"], "matter": "theirs"} | ({"override": "yes"} if "ticket_override" in created else {})
    opened = Event("opened", case="v", at=created["at"], by="customer", data=data)
    decision = load(document(vector, policies)).decide([opened], now=at(created["at"]))
    for metric, target in vector["expect"]["targets_min"].items():
        one = clock(decision, metric)
        assert one.due_at == (None if target is None else at(created["at"]) + timedelta(minutes=target))


# ── replies and starts: Request Tracker, ServiceNow ──────────────────────────────────────────────────────────────────


def reply_standard(vector: Mapping[str, Any]) -> servstd.Standard:
    """Their one response metric is our first and next response."""
    rules = vector["policy"]["metrics"]
    reply = rules["next_response"]
    paused: Mapping[str, object] = {}
    if isinstance(reply, dict):
        pause = {"pause": {"status": reply["inactive_statuses"]}}
        reply, paused = reply["target"], {"first_response": pause, "next_response": pause}
    targets = {"first_response": f"{reply}m", "next_response": f"{reply}m"}
    if "periodic_update" in rules:
        targets["periodic_update"] = f"{rules['periodic_update']}m"
    return load(document(vector, [everyone(targets)], paused))


def armed(standard: servstd.Standard, events: Sequence[Event]) -> datetime | None:
    """Return the due of the one clock of these metrics that runs after the last event; there is never more than one."""
    decision = standard.decide(events, now=str(events[-1].as_dict()["at"]))
    names = ("first_response", "next_response", "periodic_update")
    dues = [one.due_at for one in decision.clocks if one.metric in names and one.phase == "running" and one.policy is not None]
    assert len(dues) <= 1
    return dues[0] if dues else None


def run_replies(vector: Mapping[str, Any]) -> None:
    """Whether an opening asks for a reply is told by its actor's role: what somebody of ours raises asks for none."""
    roles = {"alice": "agent"}
    vector = {**vector, "events": [{**one, **({"by": roles.get(one["by"], one["by"])} if "by" in one else {})} for one in vector["events"]]}
    standard, events, expect = reply_standard(vector), events_of(vector), vector["expect"]
    if "due" in expect:
        due = expect["due"]["next_response"]
        assert armed(standard, events) == (None if due is None else at(due))
    else:
        (dues,) = expect.values()
        assert [armed(standard, events[: n + 1]) for n in range(len(events))] == [None if due is None else at(due) for due in dues]


def run_work_start(vector: Mapping[str, Any]) -> None:
    """When work is to start is the due of a metric; a policy is chosen once per instant, so each step is its own decision."""
    rules = vector["policy"]["policies"]
    policies = [
        {
            "name": name,
            "when": {"policy": name},
            "calendar": "desk",
            "on_change": "from_start",
            "targets": {"time_to_own": f"{rule['clock_start_after_min']}m"},
        }
        for name, rule in rules.items()
    ]
    standard = load(document(vector, policies))
    created, *changes = vector["events"]
    events = [Event("opened", case="v", at=created["at"], data={"policy": created["policy"]})]
    events += [Event("changed", case="v", at=one["at"], data={"policy": one["to"]}) for one in changes]
    dues = [clock(standard.decide(events[: n + 1], now=at(created["at"])), "time_to_own").due_at for n in range(len(events))]
    assert dues == [at(due) for due in vector["expect"]["clock_start"]]


def run_due_date(vector: Mapping[str, Any]) -> None:
    created, expect = vector["events"][0], at(vector["expect"]["due"])
    metric = {"start": {"event": "opened"}, "stop": {"event": "resolved"}}
    standard = load(document(vector, [everyone({"delivery": {"until": "due_date"}})], {"delivery": metric}))
    opened = Event("opened", case="v", at=created["at"], data={"due_date": created["due_date_field"]})
    due = clock(standard.decide([opened], now=at(created["at"])), "delivery").due_at
    assert due == at(created["due_date_field"])
    assert due != expect
    assert standard.current.calendars["desk"].next_open(due) == expect


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────────────────────

RUNNERS = {
    "alga-pause-percent": run_percent,
    "glpi-slm-": run_glpi,
    "glpi-sla-vs-ola-anchor": run_anchor,
    "zammad-7day": run_second_policy,
    "zammad-no-match-clears": run_no_match,
    "zammad-span-fits": run_span,
    "zammad-life-mid-start": run_span,
    "zammad-update-seconds": run_plain,
    "zammad-": run_plain,
    "frappe-blank-condition": run_blank_condition,
    "frappe-": run_plain,
    "redmine-": run_statuses,
    "snow-due-outside": run_due_date,
    "dbtzd-statuses": run_wait_and_work,
    "breeze-": run_precedence,
    "rt-starts-on-policy-change": run_work_start,
    "rt-": run_replies,
}
"""Which translation a vector takes: the first whose name its id begins with."""


def of_group(*groups: str) -> list[str]:
    return [name for name, vector in VECTORS.items() if vector["group"] in groups]


@pytest.mark.skipif(not VECTORS, reason=why_without(*FILE))
def test_every_vector_is_here_and_runs() -> None:
    assert len(VECTORS) == 128
    assert set(of_group("calendar", "lifecycle", "matching")) == set(VECTORS)
    assert set(DIFFERENT_CHOICE) <= set(VECTORS)
    for name in of_group("lifecycle", "matching"):
        assert any(name.startswith(prefix) for prefix in RUNNERS), name
    for first, second in pairwise(RUNNERS):
        assert not second.startswith(first), "the longer name comes first"


@pytest.mark.parametrize("name", of_group("calendar"))
def test_business_time(name: str) -> None:
    vector = VECTORS[name]
    assert run_calendar(vector) == instants(vector["expect"])


@pytest.mark.parametrize("name", of_group("lifecycle", "matching"))
def test_lifecycle_and_matching(name: str) -> None:
    runner = next(runner for prefix, runner in RUNNERS.items() if name.startswith(prefix))
    runner(VECTORS[name])
