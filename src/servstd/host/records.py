"""What the host knows of each plugin: where it came from, what became of it, and why.

*Rule:* a plugin is always in exactly one status, and every status but `active` has its reason as a problem.

Example:
    >>> PluginRecord("webhook", distribution="servstd-webhook", version="1.0").status
    'active'
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from servstd.errors import Problem
from servstd.registry import Component

__all__ = ["STATUSES", "PluginRecord", "SettingsKey", "Status"]

Status: TypeAlias = Literal["active", "disabled", "incompatible", "failed", "clashing"]
STATUSES: tuple[Status, ...] = ("active", "disabled", "incompatible", "failed", "clashing")


@attrs.frozen
class SettingsKey:
    """A key that may be written for a plugin.

    Attributes:
        type: The type of the instances it belongs to; empty: the plugin's own settings.
        expects: What it holds, in words.
    """

    key: str
    type: str = attrs.field(default="", kw_only=True)
    expects: str = attrs.field(kw_only=True)
    required: bool = attrs.field(kw_only=True)


@attrs.frozen
class PluginRecord:
    """One plugin and what became of it.

    Attributes:
        name: The entry point's name; for one handed over by hand, the module's.
        distribution / version: As the metadata say; empty for one that was not installed as a distribution.
        target: What the entry point names, `package.module` or `package.module:object`.
        requires: What it asks of servstd, as the metadata say.
        summary: The distribution's one sentence.
        problems: Why it is not active, or what is worth a look.
        components: What it offers.
        offers: (kind, name) pairs that are known of it, also when it failed; types of instances are of the kind `types`.
        settings: The keys that may be written for it and for its types.
    """

    name: str
    distribution: str = attrs.field(default="", kw_only=True)
    version: str = attrs.field(default="", kw_only=True)
    target: str = attrs.field(default="", kw_only=True)
    requires: str = attrs.field(default="", kw_only=True)
    summary: str = attrs.field(default="", kw_only=True)
    status: Status = attrs.field(default="active", kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    components: tuple[Component, ...] = attrs.field(default=(), kw_only=True)
    offers: frozenset[tuple[str, str]] = attrs.field(default=frozenset(), kw_only=True)
    settings: tuple[SettingsKey, ...] = attrs.field(default=(), kw_only=True)

    @property
    def title(self) -> str:
        """Return the plugin's name with its distribution and version, as messages call it."""
        origin = f"{self.distribution} {self.version}".strip()
        return f"{self.name} ({origin})" if origin else self.name

    @property
    def reason(self) -> Problem | None:
        """Return the first problem that is the reason for the status; None for an active plugin."""
        if self.status == "active":
            return None
        return next((problem for problem in self.problems if problem.severity == "error"), next(iter(self.problems), None))

    def as_dict(self, locale: str = "en") -> dict[str, object]:
        """Return plain data for JSON output."""
        return {
            "name": self.name, "distribution": self.distribution, "version": self.version, "target": self.target, "requires": self.requires,
            "summary": self.summary, "status": self.status, "components": [{"kind": c.kind, "name": c.name} for c in self.components],
            "settings": [attrs.asdict(key) for key in self.settings],
            "problems": [problem.as_dict(locale) for problem in self.problems],
        }  # fmt: skip
