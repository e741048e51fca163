"""Pictures of a report on feedback: for a terminal and as HTML.

*Rule:* both show the same numbers; the page stands alone, without scripts and without a network.

Example:
    >>> from servstd.feedback.reporting import Scope
    >>> bare = FeedbackReport("shop", now_us=0, time_zone="UTC", scope=Scope(), cases=0, instruments=())
    >>> print(render_feedback(bare, "en").splitlines()[0])
    Feedback: shop
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from servstd.feedback.reporting import FeedbackReport
from servstd.report._feedback_html import feedback_page
from servstd.report._feedback_improvements import improvement_blocks
from servstd.report._feedback_terminal import feedback_blocks, themes_blocks
from servstd.report.names import names_of

if TYPE_CHECKING:
    from servstd.document.edition import Edition
    from servstd.feedback.improving import Checked
    from servstd.sla.model import Label

__all__ = ["feedback_html", "labels_of", "render_feedback", "render_themes"]


def labels_of(editions: Sequence[Edition], locale: str) -> dict[str, str]:
    """Return what things are called in one language; of several editions the last one's words count.

    Keys are an instrument, `instrument.question`, a theme, `loop:loop`, an attribute, `attribute=value`.
    """
    language = "zh" if locale.startswith("zh") else "en"
    out: dict[str, str] = {}
    for edition in editions:
        names = names_of(edition, locale)
        out |= {f"{attribute}={value}": text for (attribute, value), text in names.values.items()}
        out |= {key: label[language] for key, label in _labels(edition) if label is not None and language in label}
    return out


def _labels(edition: Edition) -> Iterator[tuple[str, Label | None]]:
    if edition.feedback is None:
        return
    for instrument in edition.feedback.instruments.values():
        yield instrument.name, instrument.label
        for question in instrument.questions:
            yield f"{instrument.name}.{question.name}", question.label
    for theme in edition.feedback.themes.values():
        yield theme.name, theme.label
    for loop in edition.feedback.loops:
        yield f"loop:{loop.name}", loop.label


def render_feedback(
    report: FeedbackReport, locale: str = "en", *, labels: Mapping[str, str] | None = None, width: int | None = None
) -> str:
    """Return a report as text.

    Args:
        report: What was found.
        locale: `en` or `zh`.
        labels: What things are called, see `labels_of`.
        width: Columns of the terminal; None: as wide as it takes.
    """
    return "\n\n".join(feedback_blocks(report, locale, labels or {}, width))


def render_themes(
    report: FeedbackReport,
    locale: str = "en",
    *,
    labels: Mapping[str, str] | None = None,
    width: int | None = None,
    improvements: Sequence[Checked] | None = None,
) -> str:
    """Return what a report says of themes as text, then `improvements`; None: the standard asks for none. Else as `render_feedback`."""
    blocks = list(themes_blocks(report, locale, labels or {}, width))
    if improvements is not None:
        blocks += improvement_blocks(improvements, locale, labels or {}, report.time_zone)
    return "\n\n".join(blocks)


def feedback_html(report: FeedbackReport, locale: str = "en", *, labels: Mapping[str, str] | None = None) -> str:
    """Return a report as a page of HTML that needs nothing else."""
    return feedback_page(report, locale, labels or {})
