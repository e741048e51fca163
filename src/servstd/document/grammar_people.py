"""The grammar of people: who they are, how they are reached, when they are left in peace; and the directories they come from.

*Rule:* an address stands here, or the name of the environment variable that holds it; never a password or a key.

Example:
    >>> list(PERSON.fields)[:5]
    ['name', 'label', 'note', 'clause', 'roles']
"""

from __future__ import annotations

from servstd.document.grammar_chains import PREFERS, QUIET_HOURS
from servstd.document.grammar_common import LABEL, NAMED, TEXT, key
from servstd.document.shapes import Enum, Field, ListOf, MapOf, OneOf, Record, Text

__all__ = ["DIRECTORIES", "PEOPLE", "PERSON"]

_CONTACT = OneOf(
    {
        "text": TEXT,
        "map": Record(
            {
                "env": key(
                    Text(pattern=r"[A-Za-z_][A-Za-z0-9_]*", example="PHONE_WANG"),
                    "Environment variable",
                    "环境变量",
                    "The variable that holds the address; it is read when a notice is sent.",
                    "存放该地址的环境变量，发送时才读取。",
                    required=True,
                )
            }
        ),
    },
    example="wang@example.com | {env: PHONE_WANG}",
)

PERSON = Record(
    {
        "name": key(LABEL, "Name", "姓名", "As people write it.", "姓名。"),
        **NAMED,
        "roles": key(ListOf(TEXT, least=1), "Roles", "角色", "Levels of the ladder and other roles.", "上报阶梯中的级别和其他角色。"),
        "team": key(TEXT, "Team", "部门", "The team's key.", "部门的键名。"),
        "manager": key(TEXT, "Manager", "上级", "The key of who is next above.", "直接上级的键名。"),
        "contacts": key(
            MapOf(_CONTACT, example="{email: wang@example.com, sms: {env: PHONE_WANG}}"),
            "Contacts",
            "联系方式",
            "Contact key of a notifier -> address, or the environment variable that holds it.",
            "通知方式的联系键 -> 地址，或存放地址的环境变量。",
        ),
        "language": key(
            Enum({"en": ("English", "英文"), "zh": ("Chinese", "中文")}),
            "Language",
            "语言",
            "The language the person is written to in; the standard's when left out.",
            "用哪种语言通知此人，不写即标准的语言。",
        ),
        "time_zone": key(
            Text(example="Asia/Shanghai"),
            "Time zone",
            "时区",
            "The zone of hours written here; the standard's when left out.",
            "此处所写时段的时区，不写即标准的时区。",
        ),
        "calendar": key(
            TEXT,
            "Calendar",
            "日历",
            "The calendar the person works by, for waits that count the recipient's time.",
            "此人按哪个日历工作；步骤按被通知人的时间等待时用。",
        ),
        "quiet_hours": key(QUIET_HOURS, "Quiet hours", "免打扰", "When the person is left in peace.", "什么时候不打扰此人。"),
        "prefers": key(
            PREFERS, "Prefers", "通知偏好", "Notifiers for steps that name none, in order.", "没有写明通知方式的步骤用什么发，按先后顺序。"
        ),
        "topics": key(
            MapOf(PREFERS, example="{major-complaint: [sms]}"),
            "Topics",
            "分事项的偏好",
            "The same for single chains, by the chain's name.",
            "对个别上报链的偏好，按链名写。",
        ),
    }
)

PEOPLE: Field = key(
    MapOf(PERSON, example="{li: {name: Li Lei, roles: [specialist], contacts: {email: li@example.com}}}"),
    "People",
    "人员",
    "Who is told, by the keys that events and chains use.",
    "可以通知谁，按事件和上报链里用的键名写。",
)
DIRECTORIES: Field = key(
    ListOf(TEXT, least=1),
    "Directories",
    "通讯录",
    "Plugins whose people are added; what `people:` says of a key wins.",
    "从哪些通讯录插件补充人员；people 里写明的以 people 为准。",
)
