"""A notice as each provider wants it: the body of the request.

*Rule:* the notice's text goes out whole or not at all; the subject and the links come along as far as there is room. Text that came
from a customer stays text: it names nobody (`<!channel>`, `<at user_id="all">`) and makes no links. Nobody names everybody.

Example:
    >>> from servstd.protocols import Action, Notice
    >>> notice = Notice("k", case="42", reason="missed", subject="Case 42", text="Late.", actions=(Action("Open", url="https://a.example"),))
    >>> plain_content(notice, most=100)
    'Case 42\\nLate.\\nOpen: https://a.example'
    >>> plain_content(notice, most=20)
    'Case 42\\nLate.'
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Literal

from servstd.protocols import Notice

__all__ = [
    "as_body",
    "dingtalk_message",
    "feishu_message",
    "markdown_content",
    "mentioned",
    "plain_content",
    "slack_message",
    "wecom_message",
]

_EVERYBODY = frozenset({"all", "@all", "@everyone", "@channel", "@here"})
_SLACK_MEMBER = re.compile(r"[UW][A-Z0-9]{2,20}")
_SECTION = 3_000  # characters of a text in one block; docs.slack.dev, section block, as known in 2026-11
_BUTTON = 75  # characters on a button; block kit reference, as known in 2026-11
_MOST_BUTTONS = 5


def as_body(message: Mapping[str, object]) -> bytes:
    """Return a message as the bytes of a request: JSON in UTF-8, Chinese as it is."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def mentioned(notice: Notice) -> list[str]:
    """Return the addresses of those to be named, each once; never `all`."""
    found = dict.fromkeys(recipient.address.strip() for recipient in notice.recipients)
    return [address for address in found if address and address.lower() not in _EVERYBODY]


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _fitting(subject: str, text: str, links: list[str], *, most: int, joint: str = "\n") -> str:
    """Return subject, text and links on lines of their own, less what has no room: empty when the text itself has none."""
    lines = [text] if text.strip() else []
    if subject and _size(joint.join([subject, *lines])) <= most:
        lines.insert(0, subject)
    for link in links:
        if _size(joint.join([*lines, link])) <= most:
            lines.append(link)
    whole = joint.join(lines)
    return whole if _size(whole) <= most else ""


def plain_content(notice: Notice, *, most: int, ending: str = "") -> str:
    """Return the content of a plain message of at most `most` bytes; empty when the notice has no text or too much.

    Args:
        notice: What to say.
        most: Bytes in UTF-8, `ending` included.
        ending: A last line, for those who are named.
    """
    room = most - (_size(ending) + 1 if ending else 0)
    content = _fitting(notice.subject, notice.text, [f"{action.label}: {action.url}" for action in notice.actions], most=room)
    return f"{content}\n{ending}" if content and ending else content


def _quiet(text: str) -> str:
    """Return text in which Markdown finds no links, pictures or people: `<` and `[` in full width."""
    return text.replace("<", "＜").replace("[", "［")


def markdown_content(notice: Notice, *, most: int, ending: str = "") -> str:
    """Return the content of a Markdown message of at most `most` bytes; otherwise as `plain_content`."""
    room = most - (_size(ending) + 2 if ending else 0)
    links = [f"[{_quiet(a.label)}]({a.url.replace('(', '%28').replace(')', '%29').replace(' ', '%20')})" for a in notice.actions]
    subject = f"**{_quiet(notice.subject)}**" if notice.subject else ""
    content = _fitting(subject, _quiet(notice.text), links, most=room, joint="\n\n")
    return f"{content}\n\n{ending}" if content and ending else content


def wecom_message(
    notice: Notice, *, form: Literal["text", "markdown"], mention: Literal["user_id", "mobile"], most: int
) -> Mapping[str, object] | None:
    """Return the message of a WeCom group bot; None when the text has no room.

    Source: developer.work.weixin.qq.com/document/path/91770, as known in 2026-11.
    """
    people = mentioned(notice)
    if form == "markdown":
        names = " ".join(f"<@{_quiet(person)}>" for person in people) if mention == "user_id" else ""
        content = markdown_content(notice, most=most, ending=names)
        return {"msgtype": "markdown", "markdown": {"content": content}} if content else None
    content = plain_content(notice, most=most)
    key = "mentioned_list" if mention == "user_id" else "mentioned_mobile_list"
    return {"msgtype": "text", "text": {"content": content, **({key: people} if people else {})}} if content else None


def dingtalk_message(
    notice: Notice, *, form: Literal["text", "markdown"], mention: Literal["user_id", "mobile"], most: int
) -> Mapping[str, object] | None:
    """Return the message of a DingTalk group bot; None when the text has no room.

    Source: open.dingtalk.com, custom robot message types, as known in 2026-11.
    """
    people = mentioned(notice)
    ending = " ".join(f"@{person}" for person in people)  # who is named must stand in the text too
    at = {"atUserIds" if mention == "user_id" else "atMobiles": people, "isAtAll": False}
    if form == "markdown":
        content = markdown_content(notice, most=most, ending=ending)
        title = notice.subject or notice.case
        return {"msgtype": "markdown", "markdown": {"title": title, "text": content}, "at": at} if content else None
    content = plain_content(notice, most=most, ending=ending)
    return {"msgtype": "text", "text": {"content": content}, "at": at} if content else None


def feishu_message(notice: Notice, *, most: int) -> Mapping[str, object] | None:
    """Return the message of a Feishu group bot; None when the text has no room.

    A `post`, not a `text`: in a text `<at user_id="all">` would name everybody, whoever wrote it.
    Source: open.feishu.cn, custom bot guide, a stored copy read 2026-11-22.
    """
    text = notice.text if notice.text.strip() else ""
    if _size(text) > most or not (text or notice.subject):
        return None
    lines: list[list[dict[str, str]]] = [[{"tag": "text", "text": text}]] if text else []
    lines += [[{"tag": "a", "text": action.label, "href": action.url}] for action in notice.actions]
    people = mentioned(notice)
    if people:
        lines.append([{"tag": "at", "user_id": person} for person in people])
    post = {"title": notice.subject, "content": lines}
    return {"msg_type": "post", "content": {"post": {"zh_cn" if notice.locale == "zh" else "en_us": post}}}


def _escaped(text: str) -> str:
    """Return text in which Slack finds no links and no people, by the rules of docs.slack.dev, formatting message text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _sections(text: str) -> list[str]:
    """Return a text in pieces that fit a block; Slack counts as JavaScript does, a character beyond the BMP twice."""
    pieces, piece, length = list[str](), "", 0
    for character in text:
        width = 2 if ord(character) > 0xFFFF else 1
        if length + width > _SECTION:
            pieces, piece, length = [*pieces, piece], "", 0
        piece, length = piece + character, length + width
    return [*pieces, piece]


def slack_message(notice: Notice, *, most: int) -> Mapping[str, object] | None:
    """Return the message of a Slack webhook: blocks with buttons, and the same as text for notifications; None without room."""
    text = notice.text if notice.text.strip() else notice.subject
    if not text.strip() or len(text) > most:
        return None
    blocks: list[Mapping[str, object]] = []
    people = " ".join(f"<@{address}>" for address in mentioned(notice) if _SLACK_MEMBER.fullmatch(address))
    head = " ".join(part for part in (f"*{_escaped(notice.subject)}*" if notice.subject else "", people) if part)
    if head and len(head) <= _SECTION:
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": head}})
    blocks += [{"type": "section", "text": {"type": "plain_text", "text": piece, "emoji": False}} for piece in _sections(text)]
    buttons = [
        {"type": "button", "text": {"type": "plain_text", "text": action.label[:_BUTTON], "emoji": False}, "url": action.url}
        for action in notice.actions[:_MOST_BUTTONS]
        if action.url.startswith(("https://", "http://")) and len(action.url) <= _SECTION and action.label.strip()
    ]
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    summary = "\n".join(part for part in (_escaped(notice.subject), _escaped(text)) if part)
    return {"text": summary, "blocks": blocks}
