"""What a person of the company is told when a complaint is raised to them, in English and Chinese.

*Rule:* it stands where a notice of a chain has the chain's name: it says in one clause what happened and what is asked.

Example:
    >>> complaint_words("unreachable", "zh", count=3)
    '回访 3 次未联系到客户，请接手处理'
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS", "complaint_words"]

TEXTS: Mapping[str, tuple[str, str]] = {
    "redispatch_limit": (
        "the customer is not satisfied after {count} second dispatches; please take the complaint over",
        "二次派单 {count} 次后客户仍不满意，已达上限，请接手处理",
    ),
    "unreachable": (
        "the customer was not reached in {count} call-backs; please take the complaint over",
        "回访 {count} 次未联系到客户，请接手处理",
    ),
}


def complaint_words(reason: str, language: str, *, count: int) -> str:
    """Return what is told.

    Args:
        reason: A key of `TEXTS`.
        language: `zh` (or `zh-CN`); any other is English.
        count: How many second dispatches, or call-backs, there were.
    """
    return TEXTS[reason][language.startswith("zh")].format(count=count)
