"""The marks of a picture of a plan: what is told at one instant, with a label, and where each stands.

*Rule:* a mark stands at its instant; labels make room for one another, and a line leads from each to its mark.

Example:
    >>> Scale(0, 100).x(50) == (LEFT + RIGHT) / 2
    True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

import attrs

from servstd.messages.explaining import text_width

if TYPE_CHECKING:
    from servstd.escalation.planned import PlannedNotice
    from servstd.explanation.plans import PlanWords, Run

__all__ = ["COLUMN", "LEFT", "RIGHT", "ROW", "WIDTH", "Mark", "Scale", "draw_marks", "marks_of", "rows_of"]

LEFT: Final = 112
RIGHT: Final = 1012
WIDTH: Final = 1040
COLUMN: Final = 6.6
ROW: Final = 34


@attrs.frozen
class Scale:
    """Where an instant stands from left to right."""

    start: int
    end: int

    def x(self, us: int) -> float:
        """Return the place of an instant; what lies outside stands at the edge."""
        inside = min(max(us, self.start), self.end)
        return LEFT + (RIGHT - LEFT) * (inside - self.start) / (self.end - self.start)


@attrs.frozen
class Mark:
    """What is told at one instant at one step, with one outcome."""

    us: int
    status: str
    head: str
    foot: str

    @property
    def width(self) -> float:
        return COLUMN * max(text_width(self.head), text_width(self.foot)) + 10


def marks_of(run: Run, words: PlanWords) -> Iterator[Mark]:
    groups: dict[tuple[int, int, str, str, str], list[PlannedNotice]] = {}
    for line in run.lines:
        groups.setdefault((line.at_us, line.round, line.step, line.status, line.why), []).append(line)
    joint = "、" if words.zh else ", "
    for (at, _, _, status, _), lines in sorted(groups.items(), key=lambda item: item[0][0]):
        names = list(dict.fromkeys(_short(line, words) for line in lines))
        who = joint.join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")
        head = f"{words.step(lines[0])} · {who}"
        said = lines[0].notifier if status == "told" else words.why(lines[0]) or words.say(f"pic_{status}")
        yield Mark(at, status, head, f"{words.instant(at)} · {said}" if said else words.instant(at))


def _short(line: PlannedNotice, words: PlanWords) -> str:
    return line.name or words.who(line)


def rows_of(marks: Sequence[Mark], scale: Scale) -> list[int]:
    """Return for each label the row it stands in, counted from the marks upwards: the lowest in which there is room."""
    ends: list[float] = []
    out: list[int] = []
    for mark in marks:
        left = _left(mark, scale)
        row = next((i for i, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [left + mark.width]
        out.append(row)
    return out


def _left(mark: Mark, scale: Scale) -> float:
    """Return where a label begins: at its mark, moved left where it would pass the edge."""
    return max(6.0, min(scale.x(mark.us) - 4, WIDTH - 6 - mark.width))


def draw_marks(marks: Sequence[Mark], rows: Sequence[int], scale: Scale, top: int) -> Iterator[str]:
    middle = top + 16
    placed = [(mark, scale.x(mark.us), _left(mark, scale), top - ROW * row - 14) for mark, row in zip(marks, rows, strict=True)]
    for _, x, _, y in placed:
        yield f'<line class="lead" x1="{x:.1f}" y1="{y + 6}" x2="{x:.1f}" y2="{middle}"/>'
    for mark, _, left, y in placed:
        # a ground under the words, so that the leading lines of labels above pass behind them
        yield f'<rect class="ground" x="{left:.1f}" y="{y - 22}" width="{mark.width:.1f}" height="29" rx="3"/>'
        yield f'<text class="{mark.status}" x="{left + 4:.1f}" y="{y - 10}">{escape(mark.head)}</text>'
        yield f'<text class="small" x="{left + 4:.1f}" y="{y + 3}">{escape(mark.foot)}</text>'
    before, aside = -1e9, 0
    for mark, x, _, _ in placed:
        aside = aside + 1 if x - before < 8 else 0  # marks of one instant stand side by side
        before = x
        yield f'<circle class="{mark.status}" cx="{x + 8 * aside:.1f}" cy="{middle}" r="6"/>'
