"""Instruments, bound: what each kind takes for granted, and what must be said.

*Rule:* which scores count as satisfied is never guessed. Only the customary ones of a scale of 3, 4, 5, 6, 7 or 10 points may be left out.

Example:
    >>> report = Report()
    >>> made = bind_instruments({"after": {"kind": "csat", "target": "96%"}, "friends": {"kind": "nps"}}, "en", report)
    >>> made["after"].satisfied, made["after"].target, made["friends"].scale, report.problems
    ((4, 5), 0.96, (0, 10), [])
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from servstd.document._plain import BAD, entries_of, flag_of, is_list, is_map, items_of, text_of
from servstd.document.binding_values import whole_or
from servstd.durations import percent_of
from servstd.errors import Path, Report, UsageError
from servstd.feedback._scales import Direction, agreement_of, best_two, read_satisfied
from servstd.feedback.model import Instrument, InstrumentKind, Question
from servstd.sla.metrics import read_label
from servstd.sla.model import Label

__all__ = ["WIDEST_SCALE", "bind_instruments"]

WIDEST_SCALE: Final = 100
"""How far apart the ends of a scale may be: nobody tells more points apart."""
_METHODS: Mapping[str, tuple[str, ...]] = {
    "csat": ("share", "mean"),
    "nps": ("nps",),
    "ces": ("mean", "top_box", "agreement", "net"),
    "yes_no": ("share",),
    "battery": ("mean",),
    "custom": ("share", "mean", "net"),
}
"""Kind -> the methods that make a figure of it, the usual one first."""
_FIXED: Mapping[str, tuple[int, int]] = {"nps": (0, 10), "yes_no": (0, 1)}
_USUAL: Mapping[str, tuple[int, int]] = {"csat": (1, 5), "ces": (1, 7), "battery": (1, 5), **_FIXED}
_PROMOTERS: Final = (9, 10)


def bind_instruments(value: object, language: str, report: Report) -> dict[str, Instrument]:
    """Return the instruments by name.

    Args:
        value: As checked.
        language: Language of plain texts.
        report: Takes the problems: FBK030-038.
    """
    return {
        name: _bind(name, data, ("feedback", "instruments", name), language, report)
        for name, data in entries_of(value).items()
        if is_map(data) and text_of(data.get("kind")) is not None
    }


def _bind(name: str, data: Mapping[str, object], path: Path, language: str, report: Report) -> Instrument:
    kind = cast("InstrumentKind", data["kind"])
    scale = _read_scale(kind, data, path, report)
    direction = cast("Direction", text_of(data.get("direction")) or "higher")
    method = _read_method(kind, data, path, report)
    return Instrument(
        name,
        kind=kind,
        version=text_of(data.get("version")) or "1",
        scale=scale,
        direction=direction,
        satisfied=_read_satisfied(kind, method, scale, direction, data, path, report),
        method=method,
        target=_read_target(kind, method, scale, data, path, report),
        questions=_read_questions(kind, scale, data, path, language, report),
        ask=read_label(data.get("ask"), language),
        answers=_read_answers(scale, data, path, language, report),
        anonymous=flag_of(data.get("anonymous")),
        least=whole_or(data.get("least"), 1),
        label=read_label(data.get("label"), language),
        note=read_label(data.get("note"), language),
        clause=text_of(data.get("clause")),
        path=path,
    )


# ── scale and method ──────────────────────────────────────────────────────────────────────────────────────────
def _ends_of(value: object, usual: tuple[int, int], path: Path, report: Report) -> tuple[int, int]:
    """Return the ends of a scale as written; the usual ones where nothing stands, or nothing that can be a scale."""
    if isinstance(value, int):
        low, high = 1, value
    else:
        ends = [end for end in items_of(value) if isinstance(end, int)]
        if not is_list(value) or BAD in value:
            return usual
        low, high = (ends[0], ends[1]) if len(ends) == 2 else (0, 0)
    if not 0 < high - low <= WIDEST_SCALE:
        report.add("FBK030", path, found=str(value), most=WIDEST_SCALE)
        return usual
    return low, high


def _read_scale(kind: str, data: Mapping[str, object], path: Path, report: Report) -> tuple[int, int]:
    here = (*path, "scale")
    if kind == "custom" and "scale" not in data:
        report.add("DOC031", path, key="scale", title_en="Scale", title_zh="量表")
    scale = _ends_of(data.get("scale"), _USUAL.get(kind, (1, 5)), here, report)
    if kind in _FIXED and scale != _FIXED[kind]:
        low, high = _FIXED[kind]
        report.add("FBK031", here, kind=kind, found=f"{scale[0]} … {scale[1]}", low=low, high=high, expected=f"[{low}, {high}]")
        return _FIXED[kind]
    return scale


def _read_method(kind: str, data: Mapping[str, object], path: Path, report: Report) -> str:
    usual, method = _METHODS[kind][0], text_of(data.get("method"))
    if method is not None and method not in _METHODS[kind]:
        report.add("FBK036", (*path, "method"), kind=kind, found=method, expected=" | ".join(_METHODS[kind]))
        return usual
    return method or usual


def _read_satisfied(
    kind: str,
    method: str,
    scale: tuple[int, int],
    direction: Direction,
    data: Mapping[str, object],
    path: Path,
    report: Report,
) -> tuple[int, ...]:
    """Return the scores that count; what is customary where none are named and there is such a thing."""
    low, high = scale
    named, here = data.get("satisfied"), (*path, "satisfied")
    scores = [score for score in items_of(named) if isinstance(score, int)]
    if kind == "battery" or named is BAD or (is_list(named) and not scores):
        return ()
    if named is None:
        return _customary(kind, method, scale, direction, path, report)
    if kind == "nps" and tuple(sorted(scores)) != _PROMOTERS:
        report.add("FBK034", here, found=_listed(scores), direction=direction, expected=_listed(_PROMOTERS))
        return _PROMOTERS
    outside = [score for score in scores if not low <= score <= high]
    if outside or len(set(scores)) > high - low or len(set(scores)) < len(scores):
        report.add("FBK032", here, found=_listed(scores), low=low, high=high)
        return ()
    least, most = min(scores), max(scores)
    expected = range(least, high + 1) if direction == "higher" else range(low, most + 1)
    if sorted(scores) != list(expected):
        count = len(scores)
        mended = range(high - count + 1, high + 1) if direction == "higher" else range(low, low + count)
        report.add("FBK034", here, found=_listed(scores), direction=direction, expected=_listed(mended))
    return tuple(sorted(scores))


def _listed(scores: object) -> str:
    return str(list(cast("list[int]", scores)))


def _customary(kind: str, method: str, scale: tuple[int, int], direction: Direction, path: Path, report: Report) -> tuple[int, ...]:
    if kind == "nps":
        return _PROMOTERS
    if kind == "yes_no":
        return (1,) if direction == "higher" else (0,)
    if kind == "ces" and method != "mean":
        return agreement_of(scale, direction) if method == "agreement" else best_two(scale, direction)
    if method == "mean":  # which counts every score
        return ()
    try:
        found = read_satisfied(None, scale)
    except UsageError:
        found = ()
    if not found or direction == "lower" or kind == "custom":
        report.add("FBK033", path, on_key=True, found=f"{scale[0]} … {scale[1]}", direction=direction)
    return found


# ── target, questions, answers ────────────────────────────────────────────────────────────────────────────────
def _read_target(kind: str, method: str, scale: tuple[int, int], data: Mapping[str, object], path: Path, report: Report) -> float | None:
    """Return the figure promised, in the unit of the method; None where none is, or it cannot be."""
    value, here = data.get("target"), (*path, "target")
    percent = percent_of(value) if isinstance(value, str) else None
    if percent is None and not isinstance(value, (int, float)):
        return None
    unit = "none" if kind == "battery" else "points" if method in ("nps", "net") else "score" if method == "mean" else "share"
    given = percent[0] / percent[1] if percent is not None else float(cast("float", value))
    low, high = {"none": (1, 0), "points": (-100, 100), "score": scale, "share": (0, 1)}[unit]
    # an nps of 0.4 is a share that somebody meant
    mistaken = (percent is not None and unit != "share") or (unit == "points" and 0 < abs(given) < 1)
    if mistaken or not low <= given <= high:
        expected = {"none": "-", "points": "40 (-100 … 100)", "score": f"{low} … {high}", "share": '"96%"'}[unit]
        report.add("FBK035", here, kind=kind, method=method, found=str(value), expected=expected)
        return None
    return given


def _read_questions(
    kind: str, scale: tuple[int, int], data: Mapping[str, object], path: Path, language: str, report: Report
) -> tuple[Question, ...]:
    here = (*path, "questions")
    if (kind == "battery") != ("questions" in data):
        report.add("FBK037", here if "questions" in data else path, on_key=True, kind=kind)
    questions: list[Question] = []
    for name, value in entries_of(data.get("questions")).items():
        given = entries_of(value)
        words = {key: text for key in ("en", "zh") if (text := text_of(given.get(key))) is not None}
        label: Label | None = words or read_label(given.get("label") if is_map(value) else value, language)
        ends = _ends_of(given.get("scale"), scale, (*here, name, "scale"), report)
        questions.append(Question(name, label=label, scale=ends, reverse=flag_of(given.get("reverse"))))
    return tuple(questions)


def _read_answers(scale: tuple[int, int], data: Mapping[str, object], path: Path, language: str, report: Report) -> dict[int, Label]:
    low, high = scale
    answers: dict[int, Label] = {}
    for key, value in entries_of(data.get("answers")).items():
        score = int(key) if key.lstrip("-").isdecimal() and len(key) < 6 else high + 1
        label = read_label(value, language)
        if not low <= score <= high:
            report.add("FBK038", (*path, "answers", key), on_key=True, found=key, low=low, high=high)
        elif label is not None:
            answers[score] = label
    return answers
