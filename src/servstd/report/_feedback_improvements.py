"""Improvement items as text: the share before and after, the change with its interval, and whether the target is met.

*Rule:* an item helped, or made it worse, only where the interval of the change leaves no doubt; otherwise it is undecided.

Example:
    >>> improvement_blocks([], "en", {}, "UTC")
    ['== Improvement items ==\\nNo theme came up often enough to call for one.']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from servstd.feedback.improving import Checked
from servstd.instants import from_us, read_zone
from servstd.messages.feedback import feedback_words

__all__ = ["improvement_blocks"]


def improvement_blocks(found: Sequence[Checked], locale: str, labels: Mapping[str, str], time_zone: str) -> list[str]:
    """Return a block for each item under one heading.

    Args:
        found: The items.
        locale: `en` or `zh`.
        labels: What things are called.
        time_zone: On whose wall days are told.
    """
    head = f"== {feedback_words('improvements', locale)} =="
    if not found:
        return [head + "\n" + feedback_words("no_improvements", locale)]
    blocks = ["\n".join(_lines(one, locale, labels, time_zone)) for one in found]
    return [head + "\n" + blocks[0], *blocks[1:]]


def _lines(one: Checked, locale: str, labels: Mapping[str, str], time_zone: str) -> Iterator[str]:
    item, check, zone = one.item, one.check, read_zone(time_zone)
    mark, comma = ("：", "、") if locale.startswith("zh") else (": ", ", ")
    name, theme = labels.get(f"loop:{item.loop}", item.loop), labels.get(item.theme, item.theme)
    opened, since = (f"{from_us(us, zone):%Y-%m-%d}" for us in (item.opened_us, one.since_us))
    yield feedback_words("improvement", locale, name=name, theme=theme, opened=opened, cases=comma.join(item.cases) or "-")

    def line(word: str, text: str, **values: object) -> str:
        return f"  {feedback_words(word, locale, **values)}{mark}{text}"

    if item.owner is not None:
        yield line("improvement_owner", f"{item.owner.kind} {item.owner.name}".strip())
    if item.due is not None:
        yield line("improvement_due", item.due.isoformat())
    yield line("improvement_before", item.baseline.text(locale))
    yield line("improvement_after", check.after.text(locale), since=since)
    yield line("improvement_change", check.difference.text(locale))
    yield line("effect", feedback_words(f"effect_{check.effect}", locale))
    if check.target is not None:
        yield line("target", check.target.text(locale))
