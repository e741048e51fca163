"""Signature version 3 of Alibaba Cloud: ACS3-HMAC-SHA256.

*Rule:* a pure function of the request, the key, the instant and the nonce. (help.aliyun.com/zh/sdk/product-overview/
v3-request-structure-and-signature, read 2026-11-22; its example with fixed values is the one below.)

Example:
    >>> from datetime import UTC, datetime
    >>> query = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    >>> headers = signed_headers(
    ...     "ecs.cn-shanghai.aliyuncs.com", query=query, action="RunInstances", version="2014-05-26", key_id="YourAccessKeyId",
    ...     key="YourAccessKeySecret", at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC), nonce="3156853299f313e23d1673dc12e1703d",
    ... )
    >>> headers["Authorization"][-64:]
    '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from hmac import new as hmac
from urllib.parse import quote

__all__ = ["canonical_query", "signed_headers"]

_NAME = "ACS3-HMAC-SHA256"


def canonical_query(query: Mapping[str, str]) -> str:
    """Return a query in the one form that is signed: sorted by name, everything but letters, digits and `-_.~` encoded."""
    return "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(query.items()))


def signed_headers(
    host: str,
    *,
    query: Mapping[str, str],
    action: str,
    version: str,
    key_id: str,
    key: str,
    at: datetime,
    nonce: str,
    body: bytes = b"",
) -> dict[str, str]:
    """Return the headers of a POST request to `/`, `Authorization` among them.

    Args:
        host: As it is sent, with the port unless that is the scheme's own.
        query: The operation's parameters.
        action: The operation.
        version: Its version, a date.
        key_id: The access key's id.
        key: The access key.
        at: When; at most 15 minutes off.
        nonce: Never the same twice.
        body: The request's body.
    """
    digest = sha256(body).hexdigest()
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": digest,
        "x-acs-date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = "\n".join(("POST", "/", canonical_query(query), lines, names, digest))
    said = f"{_NAME}\n{sha256(request.encode()).hexdigest()}"
    signature = hmac(key.encode(), said.encode(), sha256).hexdigest()
    return headers | {"Authorization": f"{_NAME} Credential={key_id},SignedHeaders={names},Signature={signature}"}
