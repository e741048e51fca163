"""What the providers' codes mean: dated data, to be compared with their documents now and then.

*Rule:* codes stand here and nowhere else. A code that is in no table means the message was refused: it is `permanent` with its name,
so that the next notifier is tried at once. Nothing here is `retryable` unless the provider surely did not take the message.

Example:
    >>> ALIYUN["isv.BUSINESS_LIMIT_CONTROL"].status, TWILIO[21610].code
    ('retryable', 'opted_out')
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from servstd.transport import Meaning

__all__ = ["ALIYUN", "SOURCES", "TWILIO"]


SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "aliyun": "help.aliyun.com, Dysmsapi 2017-05-25 SendSms, its error codes and template variables, as known in 2026-11",
        "twilio": "twilio.com/docs: Message resource (1,600 characters), error dictionary, as known in 2026-11",
    }
)


def _permanent(code: str) -> Meaning:
    return Meaning("permanent", code=code)


def _later(code: str, after: float | None = None) -> Meaning:
    return Meaning("retryable", code=code, after=after)


ALIYUN: Mapping[str, Meaning] = MappingProxyType(
    {
        "isv.BUSINESS_LIMIT_CONTROL": _later("rate_limited", 60.0),  # a number's own limit: 1 a minute, 5 an hour, 10 or more a day
        "isv.DAY_LIMIT_CONTROL": _permanent("quota"),
        "isv.MONTH_LIMIT_CONTROL": _permanent("quota"),
        "isv.OUT_OF_SERVICE": _permanent("no_credit"),
        "isv.AMOUNT_NOT_ENOUGH": _permanent("no_credit"),
        "isv.MOBILE_NUMBER_ILLEGAL": _permanent("bad_number"),
        "isv.MOBILE_COUNT_OVER_LIMIT": _permanent("bad_number"),
        "isv.BLACK_KEY_CONTROL_LIMIT": _permanent("content_refused"),
        "isv.PARAM_NOT_SUPPORT_URL": _permanent("content_refused"),
        "isv.PARAM_LENGTH_LIMIT": _permanent("too_long"),
        "isv.SMS_TEMPLATE_ILLEGAL": _permanent("bad_template"),
        "isv.SMS_SIGNATURE_ILLEGAL": _permanent("bad_template"),
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL": _permanent("bad_template"),
        "isv.SMS_SIGN_ILLEGAL": _permanent("bad_template"),
        "isv.TEMPLATE_MISSING_PARAMETERS": _permanent("bad_template"),
        "isv.TEMPLATE_PARAMS_ILLEGAL": _permanent("content_refused"),
        "isv.INVALID_JSON_PARAM": _permanent("bad_message"),
        "isv.INVALID_PARAMETERS": _permanent("bad_message"),
        "isv.DENY_IP_RANGE": _permanent("security"),
        "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": _permanent("bad_number"),
        "isv.ACCOUNT_NOT_EXISTS": _permanent("bad_account"),
        "isv.ACCOUNT_ABNORMAL": _permanent("bad_account"),
        "isv.PRODUCT_UN_SUBSCRIPT": _permanent("bad_account"),
        "isv.PRODUCT_UNSUBSCRIBE": _permanent("bad_account"),
        "isp.RAM_PERMISSION_DENY": _permanent("bad_credentials"),
        "isp.SYSTEM_ERROR": Meaning("ambiguous", code="provider_error"),  # not said whether before or after it was taken
        "isp.GATEWAY_ERROR": Meaning("ambiguous", code="provider_error"),
        "SignatureDoesNotMatch": _permanent("bad_credentials"),
        "IncompleteSignature": _permanent("bad_credentials"),
        "SignatureNonceUsed": _later("nonce_used", 0.0),
        "InvalidAccessKeyId.NotFound": _permanent("bad_credentials"),
        "InvalidAccessKeyId.Inactive": _permanent("bad_credentials"),
        "InvalidTimeStamp.Expired": _permanent("bad_clock"),
        "Forbidden.RAM": _permanent("bad_credentials"),
        "NoPermission": _permanent("bad_credentials"),
        "Throttling": _later("rate_limited", 1.0),
        "Throttling.User": _later("rate_limited", 1.0),
        "Throttling.Api": _later("rate_limited", 1.0),
        "ServiceUnavailable": _later("busy", 5.0),
    }
)
"""Alibaba Cloud's code -> what it means; `OK` is success."""

TWILIO: Mapping[int, Meaning] = MappingProxyType(
    {
        20003: _permanent("bad_credentials"),
        20404: _permanent("bad_account"),
        20429: _later("rate_limited"),
        21211: _permanent("bad_number"),
        21212: _permanent("bad_sender"),
        21217: _permanent("bad_number"),
        21265: _permanent("bad_number"),
        21266: _permanent("bad_number"),
        21408: _permanent("country_refused"),
        21601: _permanent("bad_sender"),
        21602: _permanent("empty"),
        21603: _permanent("bad_sender"),
        21604: _permanent("bad_number"),
        21606: _permanent("bad_sender"),
        21608: _permanent("bad_number"),
        21610: _permanent("opted_out"),
        21611: _later("queue_full", 60.0),
        21612: _permanent("country_refused"),
        21614: _permanent("bad_number"),
        21617: _permanent("too_long"),
        21635: _permanent("bad_number"),
        30001: _later("queue_full", 60.0),
        63038: _permanent("quota"),
    }
)
"""Twilio's code -> what it means. Twilio says the codes change (changelog of 2024-07-10): others go by the HTTP status."""
