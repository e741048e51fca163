"""Improvement items: a theme that keeps coming up becomes one, and whether it helped is a comparison.

*Rule:* plan, do, check, act with numbers: an item has the share it starts from, with its n and interval; an owner; a target and a day. The
check compares the same share afterwards, and says better or worse only where the interval of the difference leaves no doubt (W. E. Deming,
"Out of the Crisis", 1986, chapter 2; GB/T 19001-2016, clause 0.3.2).

Example:
    >>> from servstd.durations import Period
    >>> from servstd.feedback.model import Feedback, Loop, LoopTrigger, Theme
    >>> trigger = LoopTrigger("theme", name="leaks", at_least=2, within=Period(30, "day"))
    >>> section = Feedback(
    ...     themes={"leaks": Theme("leaks", words={"": ("漏水",)})}, loops=(Loop("leaks-loop", trigger=trigger, improvement=True),)
    ... )
    >>> said = [Remark("漏水", at_us=i * 86_400_000_000, case=str(i)) for i in range(2)]
    >>> [(item.loop, item.cases, item.baseline.value) for item in find_improvements(section, said, time_zone="UTC")]
    [('leaks-loop', ('0', '1'), 1.0)]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

import attrs

from servstd.durations import Period, add_period
from servstd.errors import UsageError
from servstd.estimates import Difference, Estimate
from servstd.feedback.comparing import compare
from servstd.feedback.judging import Judgement, judge
from servstd.feedback.model import Feedback, Loop, Theme
from servstd.feedback.themes import Remark, find_themes, repeated, share_themes
from servstd.instants import instant_text, local_date, read_zone
from servstd.people import Addressee

__all__ = ["Check", "Checked", "Effect", "Improvement", "check_improvement", "check_improvements", "find_improvements"]

Effect: TypeAlias = Literal["better", "worse", "undecided"]
_DEFAULT_WINDOW = Period(90, "day")


@attrs.frozen
class Improvement:
    """Something to be improved.

    Attributes:
        key: The idempotency key: the loop and the last remark that made it due.
        loop: The loop's name.
        theme: What it is about.
        opened_us: When it came due, microseconds since the epoch: at the last of its remarks.
        cases: The cases in which it came up.
        owner: Who gets it; None: nobody was named.
        baseline: The theme's share of the remarks in the window before it was opened.
        target: The share to be reached, at most; None: less than the baseline.
        due: The day by which; None: nobody said.
    """

    key: str
    loop: str = attrs.field(kw_only=True)
    theme: str = attrs.field(kw_only=True)
    opened_us: int = attrs.field(kw_only=True)
    cases: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    owner: Addressee | None = attrs.field(default=None, kw_only=True)
    baseline: Estimate = attrs.field(kw_only=True)
    target: float | None = attrs.field(default=None, kw_only=True)
    due: date | None = attrs.field(default=None, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {
            "key": self.key, "loop": self.loop, "theme": self.theme, "opened": instant_text(self.opened_us), "cases": list(self.cases),
            "owner": None if self.owner is None else f"{self.owner.kind} {self.owner.name}".strip(), "baseline": self.baseline.as_dict(),
            "target": self.target, "due": None if self.due is None else self.due.isoformat(),
        }  # fmt: skip


@attrs.frozen
class Check:
    """Whether an improvement helped.

    Attributes:
        after: The theme's share since it was opened.
        difference: After minus before, with its interval.
        effect: `better` where the whole interval lies below 0, `worse` where it lies above, else `undecided`.
        target: The target's verdict; None: there is no target.
    """

    after: Estimate
    difference: Difference = attrs.field(kw_only=True)
    effect: Effect = attrs.field(kw_only=True)
    target: Judgement | None = attrs.field(default=None, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        target = None if self.target is None else self.target.as_dict()
        return {"after": self.after.as_dict(), "difference": self.difference.as_dict(), "effect": self.effect, "judgement": target}


@attrs.frozen
class Checked:
    """An improvement item with what came after.

    Attributes:
        check: Whether it helped so far.
        since_us: From when remarks count as after it, microseconds since the epoch.
    """

    item: Improvement
    check: Check = attrs.field(kw_only=True)
    since_us: int = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {**self.item.as_dict(), "since": instant_text(self.since_us), **self.check.as_dict()}


def find_improvements(feedback: Feedback, remarks: Iterable[Remark], *, time_zone: str, language: str | None = None) -> list[Improvement]:
    """Return the improvement items that repeated themes call for, in order of time; each remark counts for one item of a theme.

    Args:
        feedback: The standard's section; loops on a theme that open an improvement are looked at.
        remarks: What customers wrote: comments of counted answers, texts of complaints.
        time_zone: Where the wall is by which windows are counted.
        language: Of the remarks; None: words of every language.
    """
    said = list(remarks)
    out: list[Improvement] = []
    for loop in feedback.loops:
        theme = feedback.themes.get(loop.trigger.name)
        if loop.trigger.kind != "theme" or not loop.improvement or theme is None:
            continue
        hits = [remark for remark in said if find_themes(remark.text, [theme], language=language)]
        within = loop.trigger.within or _DEFAULT_WINDOW
        groups = repeated(hits, at_least=loop.trigger.at_least, within=within, time_zone=time_zone)
        out += [_open(loop, theme, group, said, within, time_zone, language) for group in groups]
    return sorted(out, key=lambda item: (item.opened_us, item.key))


def _open(
    loop: Loop, theme: Theme, group: Sequence[Remark], said: Sequence[Remark], within: Period, time_zone: str, language: str | None
) -> Improvement:
    zone, last = read_zone(time_zone), group[-1]
    day = local_date(last.at_us, zone)
    window = [r for r in said if r.at_us <= last.at_us and add_period(local_date(r.at_us, zone), within) > day]
    return Improvement(
        f"{loop.name}|{last.case}|{last.id}|{instant_text(last.at_us)}",
        loop=loop.name,
        theme=theme.name,
        opened_us=last.at_us,
        cases=tuple(dict.fromkeys(remark.case for remark in group if remark.case)),
        owner=loop.owner,
        baseline=share_themes(window, [theme], language=language)[0].estimate,
        target=loop.target,
        due=None if loop.due is None else add_period(day, loop.due),
    )


def check_improvement(
    item: Improvement, feedback: Feedback, remarks: Iterable[Remark], *, language: str | None = None, since_us: int | None = None
) -> Check:
    """Return whether an improvement helped: the theme's share since then, compared with its baseline.

    Args:
        item: The item.
        feedback: The standard's section, for the theme's words: the same ones as then, or the comparison is of two different things.
        remarks: What customers wrote; those after `since_us` are looked at.
        language: As when it was opened.
        since_us: From when its measures work, microseconds since the epoch; None: from its opening on.

    Raises:
        UsageError: FBK190 the standard has no such theme any more.
    """
    theme = feedback.themes.get(item.theme)
    if theme is None:
        raise UsageError("FBK190", name=item.theme, expected=", ".join(feedback.themes) or "-")
    since = item.opened_us if since_us is None else since_us
    after = share_themes([remark for remark in remarks if remark.at_us > since], [theme], language=language)[0].estimate
    difference = compare(after, item.baseline)
    words: dict[str, Effect] = {"lower": "better", "higher": "worse"}
    return Check(
        after,
        difference=difference,
        effect=words.get(difference.verdict, "undecided"),
        target=None if item.target is None else judge(after, item.target, "at_most"),
    )


def check_improvements(
    feedback: Feedback, remarks: Iterable[Remark], *, time_zone: str, language: str | None = None, since: Mapping[str, int] | None = None
) -> list[Checked]:
    """Return every improvement item with whether it helped, in order of time.

    Args:
        feedback: As for `find_improvements`.
        remarks: Those before an item for its baseline, those after it for its check.
        time_zone: As for `find_improvements`.
        language: As for `find_improvements`.
        since: Loop -> from when its measures work, microseconds since the epoch. An item that was opened later counts from its opening.

    Raises:
        UsageError: FBK177 `since` names a loop whose theme opens no improvement.
    """
    loops = [loop.name for loop in feedback.loops if loop.trigger.kind == "theme" and loop.improvement]
    for name in since or {}:
        if name not in loops:
            raise UsageError("FBK177", path=("since", name), name=name, expected=", ".join(loops) or "-")
    said, out = list(remarks), list[Checked]()
    for item in find_improvements(feedback, said, time_zone=time_zone, language=language):
        from_us = max(item.opened_us, (since or {}).get(item.loop, item.opened_us))
        check = check_improvement(item, feedback, said, language=language, since_us=from_us)
        out.append(Checked(item, check=check, since_us=from_us))
    return out
