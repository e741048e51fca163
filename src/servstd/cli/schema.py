"""`servstd schema`: the JSON Schema of a standard, for editors.

*Rule:* what is printed is what the reader checks by; both are made from the same grammar.

Example:
    >>> COMMAND.name
    'schema'
"""

from __future__ import annotations

from servstd.cli._command import make
from servstd.cli._session import Session
from servstd.document import schema as make_schema

__all__ = ["COMMAND", "schema"]


def schema(session: Session) -> int:
    """Print the schema; text and JSON are the same."""
    session.emit(make_schema())
    return 0


COMMAND = make("schema", schema, [])
