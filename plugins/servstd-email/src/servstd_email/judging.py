"""Who wrote a mail: a person, a robot, a list, or a server that could not deliver ours.

*Rule:* the signs are those of RFC 3834 (Auto-Submitted, the empty return path), RFC 3464 (delivery reports) and of the common servers; a
subject that looks like an absence note is a hint and never more.

Example:
    >>> from servstd_email.mail import read_mail
    >>> why_automatic(read_mail(b"From: a@b.example\\nAuto-Submitted: auto-replied (vacation)\\n\\n"))
    'auto_submitted'
    >>> looks_automatic("自动回复：我在休假"), looks_automatic("Re: Automatic reply: broken door")
    (True, False)
"""

from __future__ import annotations

import re

import attrs

from servstd_email.decoding import Headers, first, read_headers
from servstd_email.mail import Mail

__all__ = ["Failed", "failures", "is_report", "list_of", "looks_automatic", "original_of", "why_automatic"]

_ROBOTS = frozenset(("mailer-daemon", "postmaster"))
_ABSENCE = re.compile(
    r"\s*(auto(matic)?[ -]?(reply|response)|out of (the )?office|自动回复|自動回覆|休假|abwesenheit|réponse automatique)", re.IGNORECASE
)
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_REPORTS = frozenset(("message/delivery-status", "message/global-delivery-status"))
_ORIGINALS = frozenset(("message/rfc822", "message/global"))
_ORIGINAL_HEADS = frozenset(("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"))


@attrs.frozen
class Failed:
    """One recipient that a mail did not reach. `status` is an enhanced status code (RFC 3463), empty when none was told."""

    recipient: str
    status: str = attrs.field(default="", kw_only=True)
    diagnostic: str = attrs.field(default="", kw_only=True)


def is_report(mail: Mail) -> bool:
    """Return whether a mail tells of the delivery of another: a delivery report, or a plain text of a server with an empty return path."""
    if any(part.kind in _REPORTS for part in mail.parts):
        return True
    return bool(mail.header("x-failed-recipients")) or (_is_null(mail) and mail.sender.partition("@")[0] in _ROBOTS)


def failures(mail: Mail) -> tuple[Failed, ...]:
    """Return the recipients that a report says failed for good; delays and deliveries are none."""
    blocks = [block for part in mail.parts if part.kind in _REPORTS for block in part.enclosed if _recipient(block)]
    if not blocks:  # no report in a form of its own, or one that is broken: that something failed is still told
        told = [address.strip() for address in mail.header("x-failed-recipients").split(",") if address.strip()]
        return tuple(Failed(address) for address in told) or (Failed(""),)
    found: list[Failed] = []
    for block in blocks:
        if first(block, "action").strip().lower() != "failed":
            continue
        status = _STATUS.search(first(block, "status"))
        diagnostic = first(block, "diagnostic-code").partition(";")[2].strip()[:500]
        found.append(Failed(_recipient(block), status=status[0] if status else "", diagnostic=diagnostic))
    return tuple(found)


def _recipient(block: Headers) -> str:
    return (first(block, "final-recipient") or first(block, "original-recipient")).rpartition(";")[2].strip()


def original_of(mail: Mail) -> Headers:
    """Return the headers of the mail a report is about, as far as it encloses them; else what its text quotes of them."""
    for part in mail.parts:
        if part.kind in _ORIGINALS and part.enclosed:
            return part.enclosed[0]
        if part.kind in _ORIGINAL_HEADS:
            return part.enclosed[0] if part.enclosed else read_headers(part.data)
    wanted = ("message-id", "references", "in-reply-to", "subject")
    return tuple((name, value) for line in mail.text.split("\n") for name, value in read_headers(line.strip().encode()) if name in wanted)


def _is_null(mail: Mail) -> bool:
    return mail.header("return-path").replace(" ", "") == "<>"


def why_automatic(mail: Mail) -> str:
    """Return the sign by which a robot wrote a mail, empty when a person did, as far as can be told."""
    submitted = mail.header("auto-submitted").partition(";")[0].partition("(")[0].strip().lower()
    if submitted not in ("", "no"):
        return "auto_submitted"
    for name in ("x-autoreply", "x-autorespond", "x-auto-reply"):
        if mail.header(name).strip().lower() not in ("", "no", "false"):
            return "x_autoreply"
    if mail.header("x-auto-response-suppress").strip().lower() not in ("", "none"):
        return "x_auto_response_suppress"
    if mail.header("precedence").strip().lower() in ("bulk", "junk", "auto_reply"):
        return "precedence"
    if mail.report == "disposition-notification":
        return "read_receipt"
    return "null_return_path" if _is_null(mail) else ""


def looks_automatic(subject: str) -> bool:
    """Return whether a subject reads like an absence note: a hint, no proof."""
    return _ABSENCE.match(subject) is not None


def list_of(mail: Mail) -> str | None:
    """Return the id of the list a mail came through (RFC 2919), empty when it has none, None when it came through no list."""
    listed = mail.header("list-id")
    if not listed:
        return "" if mail.header("precedence").strip().lower() == "list" or mail.header("list-post") else None
    found = re.search(r"<([^<>\s]+)>", listed)
    return (found[1] if found else listed.strip()).lower()
