"""Whom a place of the document names: one word, one map, or a list of them.

*Rule:* a word is the owner, the customer or a person; everything else says of which kind it is. Whether names mean anybody is a lint.

Example:
    >>> [(one.kind, one.name) for one in read_addressees(["owner", {"rota": "desk"}, "wang"], ())]
    [('owner', ''), ('rota', 'desk'), ('person', 'wang')]
"""

from __future__ import annotations

from typing import cast

from servstd.document._plain import entries_of, is_list, text_of
from servstd.document.binding_values import read_texts
from servstd.document.grammar_chains import ADDRESSEE_KINDS
from servstd.errors import Path
from servstd.people import Addressee, AddresseeKind

__all__ = ["read_addressee", "read_addressees"]


def read_addressees(value: object, path: Path) -> tuple[Addressee, ...]:
    """Return whom a place names: one word, one map or a list of them; what was refused is left out.

    Args:
        value: As checked.
        path: Where it stands.
    """
    items = [(item, (*path, i)) for i, item in enumerate(value)] if is_list(value) else [(value, path)]
    read = (read_addressee(item, here) for item, here in items)
    return tuple(one for one in read if one is not None)


def read_addressee(value: object, path: Path) -> Addressee | None:
    """Return whom one word or one map names; None where nothing stands, or what stood there was refused."""
    if isinstance(value, str):
        word = value in ("owner", "customer")
        return Addressee(cast("AddresseeKind", value), path=path) if word else Addressee("person", name=value, path=path)
    data = entries_of(value)
    if "round_robin" in data:
        here = (*path, "round_robin")
        return Addressee("round_robin", names=read_texts(data["round_robin"]), turn=text_of(data.get("turn")), path=here)
    for kind in ADDRESSEE_KINDS:
        name = text_of(data.get(kind))
        if name is not None:
            return Addressee(cast("AddresseeKind", kind), name=name, path=(*path, kind))
    return None
