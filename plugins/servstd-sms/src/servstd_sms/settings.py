"""What a user writes under `notifiers:` for text messages.

*Rule:* keys and tokens are `Secret`: `{env: NAME}` or `{file: PATH}`; nothing has a default that would send for somebody else.

Example:
    >>> from servstd.secret import Secret
    >>> settings = Twilio(account_sid="AC1", auth_token=Secret("t"), sender="+15005550006")
    >>> settings.auth_token, settings.segments
    (***, 3)
"""

from __future__ import annotations

import attrs
from attrs.validators import ge, gt

from servstd.secret import Secret

__all__ = ["Aliyun", "Twilio"]


@attrs.frozen(kw_only=True)
class Aliyun:
    """Alibaba Cloud SMS (阿里云短信服务).

    Attributes:
        access_key_id: The key's id, of a RAM user who may call `dysms:SendSms` and nothing else.
        access_key_secret: The key.
        sign_name: The approved signature (短信签名).
        template_code: The approved template, `SMS_...`.
        variable: The template's variable that takes the notice's text.
        length: The most characters the variable takes; Alibaba Cloud sets it when it approves the template.
        case_variable: A variable for the case's key; empty: the template has none.
        endpoint: Where the service is.
        timeout: Seconds to wait for a connection, and for the answer.
    """

    access_key_id: str
    access_key_secret: Secret
    sign_name: str
    template_code: str
    variable: str = "text"
    length: int = attrs.field(default=35, validator=ge(1))
    case_variable: str = ""
    endpoint: str = "https://dysmsapi.aliyuncs.com"
    timeout: float = attrs.field(default=10.0, validator=gt(0))


@attrs.frozen(kw_only=True)
class Twilio:
    """Twilio Programmable Messaging.

    Attributes:
        account_sid: The account, `AC...`.
        auth_token: The account's token, or the secret of `key_sid`.
        key_sid: An API key, `SK...`; empty: the account's own token is used.
        sender: The number, short code or name it comes from; this, or `messaging_service`.
        messaging_service: A messaging service, `MG...`, that chooses the sender.
        segments: The most parts a message may be sent in; each is paid for.
        endpoint: Where the service is.
        timeout: Seconds to wait for a connection, and for the answer.
    """

    account_sid: str
    auth_token: Secret
    key_sid: str = ""
    sender: str = ""
    messaging_service: str = ""
    segments: int = attrs.field(default=3, validator=ge(1))
    endpoint: str = "https://api.twilio.com"
    timeout: float = attrs.field(default=10.0, validator=gt(0))

    def __attrs_post_init__(self) -> None:
        if bool(self.sender) == bool(self.messaging_service):
            raise ValueError("write one of `sender` and `messaging_service`")
