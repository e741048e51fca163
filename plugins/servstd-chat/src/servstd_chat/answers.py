"""What a provider's answer means: these services say most of their errors inside HTTP 200.

*Rule:* only the provider's own word for success is success. A code from the tables is what they say; another one is a refusal; an
answer that is not of the agreed form is `ambiguous`: nobody knows whether the message was posted.

Example:
    >>> from servstd.transport import Answer
    >>> judge_wecom(Answer(200, body=b'{"errcode":93000,"errmsg":"invalid webhook url"}', received_at=0.0), ())
    Receipt(status='permanent', code='no_such_bot', detail='errcode 93000: invalid webhook url', provider_id=None, after=None)
    >>> judge_slack(Answer(200, body=b'ok', received_at=0.0), ()).status
    'sent'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from servstd.protocols import Receipt
from servstd.secret import Secret
from servstd.transport import Answer, Meaning, judge_code, refused, scrub
from servstd_chat.limits import ERRORS, SLACK_ERRORS

__all__ = ["judge_dingtalk", "judge_feishu", "judge_slack", "judge_wecom"]

_TOO_OFTEN = re.compile(r"frequency limit|too many request|rate limit", re.IGNORECASE)
_WORD = re.compile(r"[a-z][a-z_]{1,60}")


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _by_code(code: int | None, said: object, answer: Answer, meaning: Meaning | None, secrets: Sequence[Secret | str]) -> Receipt:
    if code:
        return judge_code(answer, meaning, code=f"errcode_{code}", detail=scrub(f"errcode {code}: {said}", secrets))
    by_status = refused(answer)
    if by_status is None and code == 0:
        return Receipt.sent()
    return by_status or Receipt.ambiguous("unexpected_answer", detail=f"HTTP {answer.status} without a code that is understood")


def judge_wecom(answer: Answer, secrets: Sequence[Secret | str]) -> Receipt:
    """Return the receipt for an answer of WeCom: `errcode` and `errmsg`."""
    data = answer.object() or {}
    code = _number(data.get("errcode"))
    return _by_code(code, data.get("errmsg", ""), answer, ERRORS["wecom"].get(code or 0), secrets)


def judge_dingtalk(answer: Answer, secrets: Sequence[Secret | str]) -> Receipt:
    """Return the receipt for an answer of DingTalk: `errcode` and `errmsg`."""
    data = answer.object() or {}
    code = _number(data.get("errcode"))
    return _by_code(code, data.get("errmsg", ""), answer, ERRORS["dingtalk"].get(code or 0), secrets)


def judge_feishu(answer: Answer, secrets: Sequence[Secret | str]) -> Receipt:
    """Return the receipt for an answer of Feishu: `code` and `msg`, in old answers `StatusCode` and `StatusMessage`.

    The code 9499 is seen with "Bad Request" and with "too many request": words that speak of frequency make any refusal retryable.
    """
    data = answer.object() or {}
    code = _number(data.get("code", data.get("StatusCode")))
    said = data.get("msg", data.get("StatusMessage", ""))
    meaning = ERRORS["feishu"].get(code or 0)
    if code and _TOO_OFTEN.search(str(said)):
        meaning = ERRORS["feishu"][11232]
    return _by_code(code, said, answer, meaning, secrets)


def judge_slack(answer: Answer, secrets: Sequence[Secret | str]) -> Receipt:
    """Return the receipt for an answer of Slack: the text `ok`, or a word for what is wrong."""
    said = answer.text.strip()
    if 200 <= answer.status < 300:
        detail = f"HTTP {answer.status} without ok"
        return Receipt.sent() if said == "ok" else Receipt.ambiguous("unexpected_answer", detail=detail)
    by_status = refused(answer) or Receipt.ambiguous("unexpected_answer")
    if by_status.status != "permanent" or not _WORD.fullmatch(said):
        return by_status
    return judge_code(answer, SLACK_ERRORS.get(said), code=by_status.code, detail=scrub(said, secrets))
