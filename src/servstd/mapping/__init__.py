"""Foreign help-desk logs become events, without code: a mapping says how a file's rows are read.

*Rule:* nothing is dropped silently. A row that cannot be read is counted, listed with its number, column and reason, and
written to a file of its own; what the file says is never bent to fit.

Example:
    >>> mapping = read_mapping('''
    ... mapping: tickets
    ... shape: cases
    ... time: {zone: Asia/Shanghai}
    ... case: No
    ... events:
    ...   - {kind: opened, at: Created, by: customer}
    ...   - {kind: resolved, at: Solved, by: agent}
    ... ''', "tickets.yaml")
    >>> mapping.shape, [event.kind for event in mapping.events]
    ('cases', ['opened', 'resolved'])
"""

from __future__ import annotations

from servstd.mapping.event_files import read_events
from servstd.mapping.log import Log, Reject
from servstd.mapping.model import Mapping, approximate
from servstd.mapping.reader import load_mapping, read_mapping
from servstd.mapping.reading import read_log

__all__ = ["Log", "Mapping", "Reject", "approximate", "load_mapping", "read_events", "read_log", "read_mapping"]
