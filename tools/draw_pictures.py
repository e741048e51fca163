"""Draws the pictures of the documentation from real decisions and real calendars.

    python tools/draw_pictures.py           writes docs/pictures/*.svg and prints the clock in characters
    python tools/draw_pictures.py --check   exits 1 when a picture is not what would be drawn now

*Rule:* a picture shows what servstd computed; nothing in it is placed by hand.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import servstd
from servstd.instants import DAY_US, HOUR_US, from_us, local_to_us, read_zone

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a script it sees only its own folder
from tools.hook_pages import draw_loading

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
STANDARD = ROOT / "examples" / "first-standard" / "standard.yaml"
ZONE = read_zone("Europe/London")
CASE = [
    {
        "case": "B-17",
        "at": "2026-03-23T10:00:00Z",
        "kind": "opened",
        "by": "agent",
        "data": {"matter": "repair", "tier": "club", "channel": "counter"},
    },
    {"case": "B-17", "at": "2026-03-24T08:00:00Z", "kind": "changed", "by": "agent", "data": {"status": "waiting for parts"}},
    {"case": "B-17", "at": "2026-03-26T08:00:00Z", "kind": "changed", "by": "agent", "data": {"status": "in workshop"}},
    {"case": "B-17", "at": "2026-03-27T14:30:00Z", "kind": "resolved", "by": "agent", "data": {}},
]
INK, GREY, FAINT, RUN, PAUSE, DUE = "#22303c", "#6b7a88", "#e8edf1", "#2f7d6d", "#d9a441", "#b5413a"


def draw_clock() -> str:
    """Return the resolution clock of one repair as SVG: what is open, what was counted, where it is due."""
    standard = servstd.load(STANDARD)
    clock = standard.decide(CASE, now=datetime(2026, 3, 27, 15, tzinfo=ZONE)).clock("resolution")
    first, days = _midnight(2026, 3, 23), 5
    width, left = 860, 96
    scale = (width - left - 24) / (days * DAY_US)

    def x(us: int) -> float:
        return left + (us - first) * scale

    parts = [_text(left, 26, f"Clock “{clock.metric}” of case B-17: {clock.target} of {clock.calendar} time", size=15, weight="bold")]
    parts += _days(first, days, x, 44, 222)
    timeline = standard.current.calendars[clock.calendar].timeline
    for start, end in timeline.intervals(first, first + days * DAY_US):
        parts.append(_box(x(start), 70, x(end) - x(start), 30, FAINT, stroke="#cbd5dd"))
    parts.append(_text(left - 10, 90, "open", anchor="end", fill=GREY))
    for segment in clock.segments:
        for a, b in timeline.intervals(segment.start_us, clock.stopped_us if segment.end_us is None else segment.end_us):
            parts.append(_box(x(a), 112, x(b) - x(a), 30, RUN if segment.phase == "running" else "url(#paused)"))
    parts.append(_text(left - 10, 132, "clock", anchor="end", fill=GREY))
    marks = [
        (clock.started_us, "opened", INK, 0),
        (clock.segments[1].start_us, "waiting for parts", INK, 0),
        (clock.segments[2].start_us, "parts came", INK, 0),
    ]
    marks.append((clock.thresholds[0].at_us, clock.thresholds[0].text, GREY, 0))
    marks += [
        (clock.stopped_us, f"resolved {_wall(clock.stopped_us)}: {clock.verdict}", RUN, 1),
        (clock.due_us, f"due {_wall(clock.due_us)}", DUE, 2),
    ]
    for us, label, colour, row in marks:
        parts.append(f'<line x1="{x(us):.1f}" y1="104" x2="{x(us):.1f}" y2="{154 + row * 20}" stroke="{colour}" stroke-width="1.5"/>')
        anchor, gap = ("end", -5) if us > first + (days - 1) * DAY_US else ("start", 5)
        parts.append(_text(x(us) + gap, 164 + row * 20, label, anchor=anchor, fill=colour, size=12))
    legend = ((RUN, "counted"), ("url(#paused)", "open, but paused"), (FAINT, "open hours"))
    for i, (colour, label) in enumerate(legend):
        parts += [_box(left + i * 170, 232, 14, 14, colour), _text(left + i * 170 + 22, 244, label, size=12, fill=GREY)]
    return _svg(width, 260, "One clock: open hours, counted and paused time, and the due instant", parts)


def draw_clock_text() -> str:
    """Return the same clock in characters, two hours each."""
    standard = servstd.load(STANDARD)
    clock = standard.decide(CASE, now=datetime(2026, 3, 27, 15, tzinfo=ZONE)).clock("resolution")
    timeline = standard.current.calendars[clock.calendar].timeline
    first, step = _midnight(2026, 3, 23), 2 * HOUR_US
    cells = []
    for i in range(60):
        a, b = first + i * step, first + (i + 1) * step
        kinds = {
            part.phase for part in clock.segments if part.start_us < b and (part.end_us is None or part.end_us > a) and a < clock.stopped_us
        }
        is_open = any(True for _ in timeline.intervals(a, b))
        cells.append("." if not is_open else "#" if "running" in kinds else "=" if kinds else "-")

    def at(us: int, mark: str, row: list[str]) -> None:
        row[min((us - first) // step, 59)] = mark

    row = [" "] * 60
    at(clock.started_us, "|", row)
    at(clock.segments[1].start_us, "|", row)
    at(clock.segments[2].start_us, "|", row)
    at(clock.due_us - 1, "^", row)
    names = "".join(from_us(first + day * DAY_US, ZONE).strftime("%a %d").ljust(12) for day in range(5))
    labels = [" "] * 72
    for us, label in (
        (clock.started_us, "opened"),
        (clock.segments[1].start_us, "waiting for parts"),
        (clock.segments[2].start_us, "parts came"),
    ):
        start = (us - first) // step
        labels[start : start + len(label)] = label
    due = f"due {_wall(clock.due_us)}".rjust((clock.due_us - 1 - first) // step + 1)
    return "\n".join(line.rstrip() for line in (names, "".join(cells), "".join(row), "".join(labels), due)) + "\n"


def draw_timeline() -> str:
    """Return how a calendar becomes one rising line: open time before t, over three days with a night between."""
    calendar = servstd.load(STANDARD).current.calendars["shop"]
    first, days = _midnight(2026, 3, 20), 4
    width, height, left, base = 860, 340, 96, 262
    scale = (width - left - 24) / (days * DAY_US)
    total = calendar.timeline.between(first, first + days * DAY_US)
    rise = (base - 70) / total

    def x(us: int) -> float:
        return left + (us - first) * scale

    def y(open_us: int) -> float:
        return base - open_us * rise

    parts = [_text(left, 26, "W(t): open time before t. Adding is: up, across, down.", size=15, weight="bold")]
    parts += _days(first, days, x, 44, base)
    points = [(x(first), y(0))]
    for a, b in calendar.timeline.intervals(first, first + days * DAY_US):
        parts.append(_box(x(a), base + 4, x(b) - x(a), 12, FAINT, stroke="#cbd5dd"))
        points += [(x(us), y(calendar.timeline.between(first, us))) for us in (a, b)]
    points.append((x(first + days * DAY_US), y(total)))
    parts.append(_text(left - 10, base + 14, "open", anchor="end", fill=GREY, size=12))
    parts.append(
        f'<polyline points="{" ".join(f"{px:.1f},{py:.1f}" for px, py in points)}" fill="none" stroke="{RUN}" stroke-width="2.5"/>'
    )
    start = local_to_us(datetime(2026, 3, 20, 16), ZONE)
    due = calendar.timeline.add(start, 8 * HOUR_US)
    low, high = calendar.timeline.between(first, start), calendar.timeline.between(first, due)
    corner = f"{x(start):.1f},{y(low):.1f} {x(start):.1f},{y(high):.1f} {x(due):.1f},{y(high):.1f} {x(due):.1f},{base}"
    parts.append(f'<polyline points="{corner}" fill="none" stroke="{DUE}" stroke-width="1.5" stroke-dasharray="5 4"/>')
    parts.append(_text(x(start) - 8, (y(low) + y(high)) / 2 + 4, "+ 8 h of open time", anchor="end", fill=DUE, size=12))
    parts.append(_text(x(start), base + 36, f"start {_wall(start)}", anchor="middle", size=12))
    parts.append(_text(x(due), base + 36, f"add(start, 8h) = {_wall(due)}", anchor="middle", fill=DUE, size=12))
    return _svg(width, height - 20, "A calendar as one rising line of open time", parts)


def _midnight(year: int, month: int, day: int) -> int:
    return local_to_us(datetime(year, month, day), ZONE)


def _wall(us: int) -> str:
    return from_us(us, ZONE).strftime("%a %H:%M")


def _days(first: int, days: int, x, top: int, bottom: int) -> list[str]:
    parts = []
    for day in range(days + 1):
        at = first + day * DAY_US
        parts.append(f'<line x1="{x(at):.1f}" y1="{top}" x2="{x(at):.1f}" y2="{bottom}" stroke="#d5dde3"/>')
        if day < days:
            parts.append(_text(x(at) + 6, top + 14, from_us(at, ZONE).strftime("%a %d %b"), fill=GREY, size=12))
    return parts


def _box(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none") -> str:
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}" fill="{fill}" stroke="{stroke}"/>'


def _text(x: float, y: float, text: str, *, size: int = 13, anchor: str = "start", fill: str = INK, weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{fill}">{text}</text>'


def _svg(width: int, height: int, title: str, parts: list[str]) -> str:
    hatch = (
        f'<defs><pattern id="paused" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="#f7ead0"/><rect width="3" height="7" fill="{PAUSE}"/></pattern></defs>'
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="system-ui, sans-serif">'
    return "\n".join([head, f"<title>{title}</title>", hatch, _box(0, 0, width, height, "#ffffff"), *parts, "</svg>"]) + "\n"


def main(arguments: list[str]) -> int:
    """Write the pictures, or check that they are what would be written."""
    pictures = {
        "clock.svg": draw_clock(),
        "timeline.svg": draw_timeline(),
        "loading.svg": draw_loading(),
        "clock.txt": draw_clock_text(),
    }
    if "--check" in arguments:
        stale = [name for name, text in pictures.items() if not (PICTURES / name).exists() or (PICTURES / name).read_text("utf-8") != text]
        for name in stale:
            print(f"docs/pictures/{name} is not what would be drawn now: run python tools/draw_pictures.py", file=sys.stderr)
        return 1 if stale else 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, text in pictures.items():
        (PICTURES / name).write_text(text, encoding="utf-8", newline="\n")
    print(pictures["clock.txt"], end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
