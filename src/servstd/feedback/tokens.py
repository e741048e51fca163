"""Answer tokens: signed, expiring grants that let one customer answer one invitation.

*Rule:* a token proves what it says and nothing more. Whoever serves links must take an answer only from a form that was sent (POST): mail
scanners follow every link, so a GET shows the question and never answers. Single use is kept by the invitation's key, of which one
answer counts. Signature: HMAC-SHA256 (RFC 2104) over the very bytes that are sent.

Example:
    >>> grant = AnswerGrant("k1", instrument="after_service", version="1", expires_us=1_700_000_000_000_000, case="42")
    >>> token = make_token(grant, b"at least thirty-two bytes of secret")
    >>> read_token(token, [b"at least thirty-two bytes of secret"], now_us=0) == grant
    True
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest
from hmac import new as make_hmac
from typing import Final, cast

import attrs

from servstd.errors import UsageError
from servstd.instants import instant_text
from servstd.plain import is_list

__all__ = ["LEAST_SECRET", "AnswerGrant", "check_secrets", "make_token", "read_token"]

LEAST_SECRET: Final = 32
"""The least length of a secret, in bytes: that of the digest (RFC 2104, section 3)."""
_PREFIX: Final = "sv1"
_LONGEST: Final = 4_096
_FIELDS: Final = 7


@attrs.frozen
class AnswerGrant:
    """What a token lets its bearer do.

    Attributes:
        invitation: The invitation's key; for an anonymous instrument a digest of it that leads to no case.
        instrument: Which instrument may be answered.
        version: In which version; another is refused, since the question was another.
        expires_us: Until when, microseconds since the epoch; an answer later than that is `late`.
        case: The case asked about; empty for an anonymous instrument.
        tenant: The tenant; None: there is one only.
        customer: The customer asked; empty for an anonymous instrument, or where nobody is known.
    """

    invitation: str
    instrument: str = attrs.field(kw_only=True)
    version: str = attrs.field(kw_only=True)
    expires_us: int = attrs.field(kw_only=True)
    case: str = attrs.field(default="", kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)
    customer: str = attrs.field(default="", kw_only=True)


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _sign(payload: str, secret: bytes) -> str:
    return _encode(make_hmac(secret, f"{_PREFIX}.{payload}".encode("ascii"), sha256).digest())


def make_token(grant: AnswerGrant, secret: bytes) -> str:
    """Return the token of a grant: letters, digits, `-`, `_` and `.`, fit for a link.

    Args:
        grant: What it allows. The same grant always gives the same token.
        secret: At least 32 bytes, known to the server alone.

    Raises:
        UsageError: FBK080 the secret is too short.
    """
    check_secrets([secret])
    fields = [
        grant.tenant, grant.case, grant.customer, grant.invitation, grant.instrument, grant.version, grant.expires_us,
    ]  # fmt: skip
    payload = _encode(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode())
    return f"{_PREFIX}.{payload}.{_sign(payload, secret)}"


def read_token(token: str, secrets: Sequence[bytes], *, now_us: int) -> AnswerGrant:
    """Return the grant a token holds, once its signature has proved it.

    Args:
        token: As it came with the answer.
        secrets: The secrets that are taken: the present one first, then those that were in use before it.
        now_us: When the answer came, microseconds since the epoch.

    Raises:
        UsageError: FBK080 a secret is too short, FBK081 it is no token, FBK082 it was forged or signed with another secret, FBK083 it has
            expired; the answer may be recorded as `late`.
    """
    check_secrets(secrets)
    prefix, _, rest = token.partition(".")
    payload, _, signature = rest.partition(".")
    if prefix != _PREFIX or not payload or not signature or len(token) > _LONGEST or not token.isascii():
        raise UsageError("FBK081")
    if not sum(compare_digest(signature, _sign(payload, secret)) for secret in secrets):  # all are compared: none takes longer
        raise UsageError("FBK082")
    grant = _grant(payload)
    if grant.expires_us < now_us:
        raise UsageError("FBK083", expires=instant_text(grant.expires_us), now=instant_text(now_us))
    return grant


def _grant(payload: str) -> AnswerGrant:
    """Return what a payload says that was proved to be ours."""
    fields: object = json.loads(_decode(payload))
    if not is_list(fields) or len(fields) != _FIELDS:
        raise UsageError("FBK081")
    tenant, case, customer, invitation, instrument, version, expires = fields
    return AnswerGrant(
        str(invitation),
        instrument=str(instrument),
        version=str(version),
        expires_us=cast(int, expires),
        case=str(case),
        tenant=None if tenant is None else str(tenant),
        customer=str(customer),
    )


def check_secrets(secrets: Sequence[bytes]) -> None:
    """Refuse secrets by which no token can be made or read.

    Raises:
        UsageError: FBK080 there is none, or one is too short.
    """
    for secret in cast("Sequence[object]", secrets):  # callers without types may give a text
        size = len(secret) if isinstance(secret, bytes) else 0
        if size < LEAST_SECRET:
            raise UsageError("FBK080", found=size, least=LEAST_SECRET)
    if not secrets:
        raise UsageError("FBK080", found=0, least=LEAST_SECRET)
