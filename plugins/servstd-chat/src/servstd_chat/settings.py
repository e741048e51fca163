"""What a user writes under `notifiers:` for a group bot.

*Rule:* what lets anybody post in the group, the address and the signing key, is a `Secret`: `{env: NAME}` or `{file: PATH}`.

Example:
    >>> from servstd.secret import Secret
    >>> WeCom(url=Secret("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc"))
    WeCom(url=***, format='text', mention='user_id', timeout=10.0)
"""

from __future__ import annotations

from typing import Literal

import attrs
from attrs.validators import gt

from servstd.secret import Secret

__all__ = ["DingTalk", "Feishu", "Slack", "WeCom"]


@attrs.frozen(kw_only=True)
class WeCom:
    """A group bot of WeCom (企业微信群机器人).

    Attributes:
        url: The bot's address, with its key.
        format: `text`, or `markdown`: a longer text, and links that can be clicked.
        mention: What the contact key `wecom` holds: a `user_id` or a `mobile` number. Markdown can name user ids only.
        timeout: Seconds to wait for a connection, and for the answer.
    """

    url: Secret
    format: Literal["text", "markdown"] = "text"
    mention: Literal["user_id", "mobile"] = "user_id"
    timeout: float = attrs.field(default=10.0, validator=gt(0))


@attrs.frozen(kw_only=True)
class DingTalk:
    """A group bot of DingTalk (钉钉自定义机器人).

    Attributes:
        url: The bot's address, with its access token.
        secret: The signing key (加签), if the bot's security setting is that.
        format: `text`, or `markdown`: with links that can be clicked.
        mention: What the contact key `dingtalk` holds: a `user_id` or a `mobile` number.
        timeout: Seconds to wait for a connection, and for the answer.
    """

    url: Secret
    secret: Secret | None = None
    format: Literal["text", "markdown"] = "text"
    mention: Literal["user_id", "mobile"] = "user_id"
    timeout: float = attrs.field(default=10.0, validator=gt(0))


@attrs.frozen(kw_only=True)
class Feishu:
    """A group bot of Feishu or Lark (飞书自定义机器人).

    Attributes:
        url: The bot's address, with its token; at open.feishu.cn or open.larksuite.com.
        secret: The signing key (签名校验), if the bot's security setting is that.
        timeout: Seconds to wait for a connection, and for the answer.
    """

    url: Secret
    secret: Secret | None = None
    timeout: float = attrs.field(default=10.0, validator=gt(0))


@attrs.frozen(kw_only=True)
class Slack:
    """An incoming webhook of Slack.

    Attributes:
        url: The webhook's address.
        timeout: Seconds to wait for a connection, and for the answer.
    """

    url: Secret
    timeout: float = attrs.field(default=10.0, validator=gt(0))
