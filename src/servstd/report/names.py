"""What people call things: the standard's own labels, in the reader's language.

*Rule:* a label is used where the standard has one in that language; a name without one is shown as it is written.

Example:
    >>> from servstd import loads
    >>> standard = loads('format: 1\\nstandard: s\\nversion: "1"\\neffective_from: 2026-01-01\\ntime_zone: UTC\\n')
    >>> names_of(standard.current, "zh").metric("resolution")
    '解决'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from servstd.messages.labels import label
from servstd.messages.phrases import phrase

if TYPE_CHECKING:
    from servstd.document.edition import Edition
    from servstd.sla.model import Label

__all__ = ["Names", "names_of"]


@attrs.frozen
class Names:
    """Labels by name, in one language; see `names_of`."""

    locale: str
    metrics: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    policies: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    attributes: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    values: Mapping[tuple[str, str], str] = attrs.field(factory=dict[tuple[str, str], str], kw_only=True)

    def metric(self, name: str) -> str:
        """Return what a metric is called; a built-in's name is known in both languages."""
        return self.metrics.get(name) or (label("metric", name, self.locale) if self.locale.startswith("zh") else name)

    def group(self, name: str) -> str:
        """Return what a group of a report is called: a column's word, or an attribute's label."""
        return self.attributes.get(name) or label("column", name, self.locale)

    def value(self, group: str, value: str | None) -> str:
        """Return what a group's value is called."""
        if value is None:
            return phrase("report.no_value", self.locale)
        if group == "metric":
            return self.metric(value)
        if group == "policy":
            return self.policies.get(value, value)
        if group == "commitment":
            return label("commitment", value, self.locale)
        return self.values.get((group, value), value)


def names_of(edition: Edition, locale: str) -> Names:
    """Return the labels an edition gives its metrics, policies, attributes and values, in one language.

    Args:
        edition: The edition; a report over several takes the current one.
        locale: `en` or `zh`.
    """
    language = "zh" if locale.startswith("zh") else "en"

    def word(text: Label | None) -> str:
        return (text or {}).get(language, "")

    values = {
        (attribute.name, value): word(text) for attribute in edition.attributes.values() for value, text in (attribute.values or {}).items()
    }
    return Names(
        locale,
        metrics={metric.name: word(metric.label) for metric in edition.metrics},
        policies={policy.name: word(policy.label) for policy in edition.policies if word(policy.label)},
        attributes={attribute.name: word(attribute.label) for attribute in edition.attributes.values()},
        values={key: text for key, text in values.items() if text},
    )
