"""Writes events.jsonl, ledger.jsonl and survey.csv: a year of repairs and complaints, what was asked, what was answered.

In August the south team lost its two best plumbers; from October on every job is looked over before the customer is called.
"""

from __future__ import annotations

import csv
import json
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path

ZONE = timezone(timedelta(hours=8))
HERE = Path(__file__).parent
GOOD = {"north": 0.93, "south": 0.92, "night": 0.95}
REMARKS = ("卫生间又漏水了", "师傅迟到半小时", "返工两次", "说话不太客气")


def main() -> None:
    """Write the files; the same every time."""
    chance = random.Random(20250)
    events: list[dict[str, object]] = []
    ledger: list[dict[str, object]] = []
    at = datetime(2025, 1, 2, 9, tzinfo=ZONE)
    number = 0
    while at < datetime(2025, 12, 24, tzinfo=ZONE):
        number += 1
        team = chance.choices(list(GOOD), [45, 45, 2])[0]
        case, customer, key = f"Q{number:04}", f"K{number % 400:03}", f"q{number:04}"
        matter = "complaint" if chance.random() < 0.08 else "repair"
        data = {"matter": matter, "team": team, "customer": customer}
        if matter == "complaint":
            data["grade"] = chance.choice(["general", "general", "major"])
        done = at + timedelta(hours=5)
        events.append({"case": case, "at": at.isoformat(), "kind": "opened", "by": "customer", "data": data})
        events.append({"case": case, "at": done.isoformat(), "kind": "resolved", "by": "agent"})
        asked = done + timedelta(hours=1)
        why = chance.choices(["", "consent", "recontact"], [88, 5, 7])[0]
        entry = {"kind": "not_sent" if why else "sent", "at": asked.isoformat(), "customer": customer, "instrument": "after_service"}
        entry |= {"invitation": key, "case": case}
        ledger.append(entry | ({"why": why} if why else {"expires": (asked + timedelta(days=7)).isoformat()}))
        if not why and chance.random() < 0.45:
            bad = 0.35 if team == "south" and 8 <= at.month <= 9 else 0.0
            happy = chance.random() < GOOD[team] - bad
            told: dict[str, object] = {"instrument": "after_service", "invitation": key}
            told["score"] = chance.choice([4, 5, 5]) if happy else chance.choice([1, 2, 3])
            if not happy:
                told["comment"] = chance.choice(REMARKS)
            late = asked + timedelta(hours=chance.choice([1, 3, 20, 40, 180]))
            events.append({"case": case, "at": late.isoformat(), "kind": "answered", "by": "customer", "data": told})
        at += timedelta(hours=chance.choice([7, 10, 14]))
    qian = {"role": "agent", "id": "qian"}
    events.append({"case": "P01", "at": "2025-09-20T10:00:00+08:00", "kind": "opened", "by": qian})
    why = {"reason": "完工前班长加验一次", "instrument": "after_service"}
    events.append({"case": "P01", "at": "2025-10-01T08:00:00+08:00", "kind": "x-rebased", "by": qian, "data": why})
    for name, lines in (("events.jsonl", events), ("ledger.jsonl", ledger)):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (HERE / name).write_text(text, encoding="utf-8")
    rows = [["编号", "工单号", "受理时间", "提交时间", "班组", "推荐分", "意见"]]
    for i in range(40):
        day = datetime(2025, 11, 3, 10, tzinfo=ZONE) + timedelta(hours=7 * i)
        score = chance.choices([10, 9, 8, 7, 6, 3], [30, 25, 20, 10, 10, 5])[0]
        opened, given = (moment.strftime("%Y-%m-%d %H:%M") for moment in (day - timedelta(days=9), day))
        rows.append([f"R{i + 1:03}", f"N{i + 1:03}", opened, given, chance.choice(["north", "south"]), str(score), ""])
    rows[7][5], rows[12][5], rows[20][6] = "九分", "11", "维修及时，就是上次漏水返工了"
    with (HERE / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
