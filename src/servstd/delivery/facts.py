"""What a template may name: plain stand-ins for an order's facts, masked before the template sees them.

*Rule:* a template never holds a real object. Personal data is masked here, so that no filter or comparison can bring it back; a due that
is not known is an error when it is written, any other missing value is nothing and is noted.

Example:
    >>> facts = {"case": "42", "attributes": {"phone": "13800138000"}, "standard": "acme", "time_zone": "UTC", "at": 0}
    >>> missing = []
    >>> names = context_of(facts, ["case", "phone", "level"], reason="opened", language="en", show=(), missing=missing)
    >>> str(names["case"]), str(names["phone"]), str(names["level"]), missing
    ('42', '138****8000', '', ['level'])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
from typing import TypeAlias, cast
from unicodedata import category

from servstd.delivery._stand_ins import DUES, Facts, Labelled, Missing, Moment, NoValue, Value
from servstd.delivery.masking import kind_of, mask_field, mask_name, mask_text
from servstd.errors import UsageError
from servstd.instants import from_us, read_zone
from servstd.messages.explaining import say_instant
from servstd.messages.labels import label
from servstd.messages.notices import notice_text, why_text

__all__ = ["Facts", "Labelled", "Missing", "Moment", "NoValue", "Value", "clean", "context_of", "moment_text", "one_line", "say"]

_MOST_ITEMS = 100
"""Of a list, so that a loop within a loop over it ends soon."""
_LONGEST = 8_000
_DEEPEST = 3
_OF_CHAIN = frozenset({"chain", "level", "step"})
"""Facts of an escalation's notice, as people call them; elsewhere the names are free for attributes."""
_HIDDEN = frozenset("\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters nobody sees that turn the direction of a text or split a number."""


Table: TypeAlias = Mapping[str, object]


def clean(text: str) -> str:
    """Return a text without control characters (but tabs and line breaks) and without characters that turn its direction."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return "".join(char for char in text if char in "\n\t" or (category(char) not in ("Cc", "Cs") and char not in _HIDDEN))


def one_line(text: str) -> str:
    """Return a text on one line, single-spaced."""
    return " ".join(clean(text).split())


def say(value: object, language: str) -> str:
    """Return a value as it is written: lists joined, yes and no in words, whole numbers without a point."""
    if isinstance(value, bool):
        return notice_text("yes" if value else "no", language)
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return notice_text("join", language).join(say(item, language) for item in items)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return say(value.text, language) if isinstance(value, Facts) else str(value)


def moment_text(us: int, facts: Table, language: str) -> str:
    """Return an instant in the zone and language of a notice; the year only where it is not the notice's own."""
    zone = _zone(facts)
    at = facts.get("at")
    year = from_us(at if isinstance(at, int) else us, zone).year
    return say_instant(from_us(us, zone), year, language)


def context_of(
    facts: Table, names: Iterable[str], *, reason: str, language: str, show: Iterable[str], missing: list[str]
) -> dict[str, Value]:
    """Return what each name of a template stands for.

    Args:
        facts: The order's facts: see `servstd.effects.Order`.
        names: Names the template asks for.
        reason: Why the notice is sent: `reason` in the template where the event itself gives none.
        language: `zh` or `en`.
        show: Fields that are declared to show personal data.
        missing: Filled with the names that have no value, as they are written.
    """
    maker = _Maker(facts, language, frozenset(show), missing, reason)
    return {name: maker.named(name) for name in names}


class _Maker:
    def __init__(self, facts: Table, language: str, show: frozenset[str], missing: list[str], reason: str) -> None:
        self.facts, self.language, self.show, self.missing, self.reason = facts, language, show, missing, reason
        self.attributes, self.data = _table(facts, "attributes"), _table(facts, "data")
        self.persons, self.clocks, self.labels = _table(facts, "persons"), _table(facts, "clocks"), _table(facts, "labels")
        instants = cast("Iterable[object]", facts.get("instants") or ())
        self.instants: frozenset[str] = frozenset(str(name) for name in instants)
        self.known_names = frozenset(self._names())

    def _names(self) -> Iterator[str]:
        """Yield the names of people that are to be masked wherever they stand."""
        for key, person in self.persons.items():
            if isinstance(person, Mapping) and not self._is_shown(f"{key}.name"):
                yield str(cast("Table", person).get("name") or "")
        for table in (self.attributes, self.data):
            for key, value in table.items():
                if kind_of(key) == "name" and isinstance(value, str) and not self._is_shown(key):
                    yield value.strip()

    def named(self, name: str) -> Value:
        if name in ("case", "standard") or (name in _OF_CHAIN and self.facts.get(name) not in (None, "")):
            return self._plain(name)
        if name in ("opened_at", *DUES):
            return self._instant(name, self.facts.get(name))
        if name == "reason":
            return self._reason()
        if name in self.persons:
            return self._person(name)
        raw = self.attributes[name] if self.attributes.get(name) is not None else self.data.get(name)
        value = None if raw is None else self.value(name, raw, top=True)
        if name in self.clocks:
            return self._clock(name, value)
        return Missing(name, self.missing) if value is None else value

    def _plain(self, name: str) -> Value:
        found = self.facts.get(name)
        return Missing(name, self.missing) if found is None else one_line(str(found))

    def _reason(self) -> Value:
        told = self.data.get("reason")
        if isinstance(told, str) and told.strip():
            return self.value("reason", told, top=True)
        why = self.facts.get("why")
        return why_text(str(why), self.language) if why else Missing("reason", self.missing)

    def _instant(self, name: str, us: object) -> Value:
        if isinstance(us, int) and not isinstance(us, bool):
            return Moment(moment_text(us, self.facts, self.language), us)
        return Missing(name, self.missing, name.rpartition(".")[2] in DUES)

    def _person(self, name: str) -> Value:
        person = _table(self.persons, name)
        written = one_line(str(person.get("name") or ""))
        text: Value = written if self._is_shown(f"{name}.name") else mask_name(written)
        if not written:
            text = Missing(name, self.missing)
        return Facts(name, text, {"name": text} if written else {}, self.missing)

    def _clock(self, name: str, value: Value | None) -> Value:
        clock = _table(self.clocks, name)
        written = one_line(str(clock.get("label") or name))
        parts: dict[str, Value] = {"label": written, "due": self._instant(f"{name}.due", clock.get("due"))}
        if clock.get("target"):
            parts["target"] = one_line(str(clock["target"]))
        if clock.get("state"):
            parts["state"] = Labelled(label("state", str(clock["state"]), self.language), str(clock["state"]))
        return Facts(name, written if value is None else value, parts, self.missing)

    def value(self, name: str, raw: object, *, top: bool = False, depth: int = 0) -> Value:
        """Return the stand-in of one value, masked unless it is declared."""
        key = name.rpartition(".")[2]
        whole: object = raw
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, int) and name in self.instants:
            return Moment(moment_text(raw, self.facts, self.language), raw)
        if isinstance(raw, (int, float)):
            digits = str(raw)
            masked = self._masked(name, key, digits)
            return raw if masked == digits else masked
        if isinstance(raw, Mapping) and depth < _DEEPEST:
            table = cast("Table", raw)
            found = {str(k): v for k, v in list(table.items())[:_MOST_ITEMS] if v is not None}
            parts = {k: self.value(f"{name}.{k}", v, depth=depth + 1) for k, v in found.items()}
            return Facts(name, tuple(parts.values()), parts, self.missing)
        if isinstance(raw, (list, tuple)) and depth < _DEEPEST:
            items = cast("list[object]", raw)[:_MOST_ITEMS]
            return tuple(self.value(name, item, depth=depth + 1) for item in items if item is not None)
        text = clean(str(whole)[:_LONGEST])
        word = self.labels.get(name) if top else None
        if word is not None and kind_of(key) is None:
            return Labelled(self._masked(name, key, one_line(str(word))), text)
        return self._masked(name, key, text)

    def _masked(self, name: str, key: str, text: str) -> str:
        if self._is_shown(name):
            return text
        return mask_field(key, text) if kind_of(key) is not None else mask_text(text, self.known_names)

    def _is_shown(self, name: str) -> bool:
        parts = name.split(".")
        return any(".".join(parts[: i + 1]) in self.show for i in range(len(parts)))


def _table(facts: Table, name: str) -> Table:
    found = facts.get(name)
    return cast("Table", found) if isinstance(found, Mapping) else {}


def _zone(facts: Table) -> tzinfo:
    try:
        return read_zone(str(facts.get("time_zone") or "UTC"))
    except UsageError:
        return UTC
