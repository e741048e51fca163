"""What every part of the grammar is written with: labels, names, and short ways to write a key.

*Rule:* every named thing may carry `label`, `note` and `clause`, and they mean the same everywhere.

Example:
    >>> sorted(NAMED)
    ['clause', 'label', 'note']
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.document.shapes import Bool, Field, Ref, Shape, Text

__all__ = ["LABEL", "NAMED", "TEXT", "flag", "key"]

TEXT = Text()
LABEL = Ref("label")


def key(shape: Shape, en: str, zh: str, en_doc: str = "", zh_doc: str = "", *, required: bool = False, later: bool = False) -> Field:
    """Return a key of the grammar: its shape, its name and its purpose in English and Chinese."""
    return Field(shape, (en, zh), doc=(en_doc, zh_doc), required=required, later=later)


def flag(en: str, zh: str, en_doc: str, zh_doc: str) -> Field:
    """Return a key that holds true or false."""
    return key(Bool(), en, zh, en_doc, zh_doc)


NAMED: Mapping[str, Field] = {
    "label": key(LABEL, "Label", "名称", "The name people read, in one language or in both.", "给人看的名称，可写一种或两种语言。"),
    "note": key(LABEL, "Note", "备注", "A remark for the staff.", "给内部人员看的说明。"),
    "clause": key(TEXT, "Clause", "条款", "The clause of the written standard, in quotes.", "对应的条款号，要加引号。"),
}
