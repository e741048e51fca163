"""The grammar of what plugins need: notifier instances and plugin settings.

*Rule:* the keys that mean the same for every type are judged here; the rest belongs to the plugin, which judges it when it is loaded.

Example:
    >>> list(NOTIFIER.fields)
    ['type', 'contact', 'label', 'note']
"""

from __future__ import annotations

from servstd.document.grammar_common import LABEL, TEXT, flag, key
from servstd.document.shapes import Anything, Bool, Field, ListOf, MapOf, OneOf, Record

__all__ = ["NOTIFIER", "NOTIFIERS", "PLUGINS", "SOURCE"]

NOTIFIER = Record(
    {
        "type": key(
            TEXT, "Type", "类型", "The type, such as console; a plugin offers it.", "类型，例如 console，由插件提供。", required=True
        ),
        "contact": key(TEXT, "Contact", "联系方式", "The key of `people.*.contacts` it reads.", "读取 `people.*.contacts` 中的哪一项。"),
        "label": key(LABEL, "Label", "名称", "The name people read.", "给人看的名称。"),
        "note": key(LABEL, "Note", "备注", "A remark for the staff.", "给内部人员看的说明。"),
    },
    rest=Anything(),
)
NOTIFIERS: Field = key(
    MapOf(NOTIFIER),
    "Notifiers",
    "通知方式",
    "Instances of notifiers, by the names that `via:` uses.",
    "通知方式的实例，名称供 `via:` 使用。",
)
PLUGINS: Field = key(
    MapOf(
        Record(
            {
                "enabled": flag("Enabled", "启用", "false: the plugin is not loaded.", "false 表示不加载该插件。"),
                "prefer": key(
                    OneOf({"bool": Bool(), "list": ListOf(TEXT, least=1), "text": TEXT}, example="true | [sms] | servstd-webhook"),
                    "Prefer",
                    "优先",
                    "Names for which this plugin is taken where another offers the same; or the distribution that is meant.",
                    "与其他插件重名时优先采用本插件的哪些名称；或指定采用哪个发行包。",
                ),
                "settings": key(Anything(), "Settings", "设置", "The plugin's own settings.", "插件自己的设置。"),
            },
            least=1,
        )
    ),
    "Plugins",
    "插件",
    "Which plugins are loaded, and with which settings.",
    "加载哪些插件、各用什么设置。",
)
SOURCE: Field = key(
    MapOf(Anything(), only=True),
    "Source",
    "来源",
    "The plugin that makes the calendar, with its settings.",
    "由哪个插件生成日历，及其设置。",
)
