"""Problems of people and directories (ESC040-059).

*Rule:* as in `sla.py`: every example that starts with `# fragment` is merged under a plain header.
"""
# a text stays on one line, so that it can be searched for

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_WANG = "wang: {name: Wang, roles: [supervisor], contacts: {sms: {env: PHONE_WANG}}}"


def _people(*people: str, more: str = "") -> str:
    return f"# fragment\nnotifiers: {{sms: {{type: console, contact: sms}}}}\n{more}people:\n" + "".join(
        f"  {person}\n" for person in people
    )


_TOLD = "escalation: {ladder: [supervisor], chains: [{name: urgent, trigger: {event: opened}, steps: [{level: supervisor, via: [sms]}]}]}\n"

ENTRIES: Mapping[str, Entry] = {
    "ESC040": Entry(
        "error",
        (
            "the manager of {key} is {name!r}, who is not among the people",
            "Write the key of a person as expected, or add {name} under `people:`.",
        ),
        ("{key} 的上级“{name}”不在人员名单里", "改成上面给出的键名，或在 people 里加上 {name}。"),
        ("What is to go to the manager would reach nobody.", "要报给上级的事会没有人收到。"),
        _people(_WANG, "li: {name: Li, manager: wong}"),
        _people(_WANG, "li: {name: Li, manager: wang}"),
    ),
    "ESC041": Entry(
        "error",
        ("managers go round in a circle: {cycle}", "Take `manager:` away from whoever is at the top."),
        ("上级关系成环：{cycle}", "最上面的人不写 manager。"),
        (
            "Nobody is their own superior; what climbs from manager to manager would never end.",
            "谁都不会是自己的上级；逐级上报会没有尽头。",
        ),
        _people("li: {name: Li, manager: wang}", "wang: {name: Wang, manager: li}"),
        _people("li: {name: Li, manager: wang}", "wang: {name: Wang}"),
    ),
    "ESC042": Entry(
        "note",
        ("no notifier reads the contact {contact!r}", "Write a key that a notifier reads, or add a notifier with `contact: {contact}`."),
        ("没有通知方式使用联系方式“{contact}”", "改成某个通知方式的联系键，或加一个写有 contact: {contact} 的通知方式。"),
        ("The address serves nobody; mostly its key is misspelt.", "这个地址用不上，多半是键名写错了。"),
        _people("li: {name: Li, contacts: {smss: '13800138000'}}"),
        _people("li: {name: Li, contacts: {sms: '13800138000'}}"),
    ),
    "ESC043": Entry(
        "warning",
        (
            "{name} cannot be reached when a notice is of {urgency_en} urgency: step {step} of {chain} tells {name} by {via}, and there is no such contact",
            "Add {needs} to the contacts of {key}, or let the step use something {name} has.",
        ),
        (
            "{urgency_zh}通知发不到{name}：链“{chain}”的步骤 {step} 用 {via} 通知，而{name}没有相应的联系方式",
            "在 {key} 的 contacts 里加上 {needs}，或让这一步改用{name}有的方式。",
        ),
        (
            "Whoever cannot be reached is passed over in the very moment they are needed; the fallback, if there is one, is told instead.",
            "联系不上的人，恰恰在需要的时候被漏掉；有兜底的就转告兜底的人。",
        ),
        _people("wang: {name: Wang, roles: [supervisor]}", more=_TOLD),
        _people(_WANG, more=_TOLD),
    ),
    "ESC044": Entry(
        "warning",
        ("nobody has the role {role!r}, which is a level of the ladder", "Give it to somebody under `people:` with `roles: [{role}]`."),
        ("上报阶梯中的“{role}”没有人担任", "在 people 里给人写上 roles: [{role}]。"),
        ("What climbs to this level reaches nobody.", "上报到这一级时没有人收到。"),
        _people(_WANG, more="escalation: {ladder: [supervisor, manager]}\n"),
        _people(_WANG, "zhao: {name: Zhao, roles: [manager]}", more="escalation: {ladder: [supervisor, manager]}\n"),
    ),
    "ESC045": Entry(
        "warning",
        ("the standard's owner is the {kind_en} {name!r}, and nobody is that", "Write one as expected, or add it under `people:`."),
        ("标准的负责人写的是{kind_zh}“{name}”，人员名单里没有", "改成上面给出的，或在 people 里补上。"),
        ("Nobody would be answerable for the standard.", "这份标准就没有人负责。"),
        _people(_WANG, more="owner: {role: service_manager}\n"),
        _people(_WANG, more="owner: {role: supervisor}\n"),
    ),
    "ESC046": Entry(
        "error",
        ("{key} prefers {name!r}, and there is no such notifier", "Write the name of a notifier as expected."),
        ("{key} 的通知偏好里没有名为“{name}”的通知方式", "改成上面给出的通知方式名。"),
        ("A notice goes out only by a notifier that exists.", "通知方式不存在，通知就发不出去。"),
        _people("li: {name: Li, prefers: [smss], contacts: {sms: '13800138000'}}"),
        _people("li: {name: Li, prefers: [sms], contacts: {sms: '13800138000'}}"),
    ),
    "ESC047": Entry(
        "warning",
        ("{key} prefers something for the chain {name!r}, and there is no such chain", "Write the name of a chain as expected."),
        ("{key} 的分事项偏好写了“{name}”，但没有这条上报链", "改成上面给出的链名。"),
        ("The preference is never used.", "这项偏好永远用不上。"),
        _people(f"{_WANG[:-1]}, topics: {{urgnt: [sms]}}}}", more=_TOLD),
        _people(f"{_WANG[:-1]}, topics: {{urgent: [sms]}}}}", more=_TOLD),
    ),
    "ESC048": Entry(
        "warning",
        ("{key} prefers {via}, and has no contact for any of them", "Add {needs} to the contacts of {key}, or leave the preference out."),
        ("{key} 偏好用 {via}，却没有其中任何一种的联系方式", "在 {key} 的 contacts 里加上 {needs}，或删去这项偏好。"),
        ("The preference is passed over.", "这项偏好会被跳过。"),
        _people("li: {name: Li, prefers: [sms]}"),
        _people("li: {name: Li, prefers: [sms], contacts: {sms: '13800138000'}}"),
    ),
    "ESC049": Entry(
        "warning",
        (
            "the team {name!r} of {key} is none that the attribute `team` may have",
            "Write one of its values, or add {name} to `attributes.team.values`.",
        ),
        ("{key} 的部门“{name}”不在属性 team 的取值里", "改成其中一个，或把 {name} 加进 attributes.team.values。"),
        ("No case is ever in this team, so a step never finds the person by it.", "没有事项会属于这个部门，按部门找不到此人。"),
        _people("li: {name: Li, team: dsek}", more="attributes: {team: {values: [desk, works]}}\n"),
        _people("li: {name: Li, team: desk}", more="attributes: {team: {values: [desk, works]}}\n"),
    ),
    "ESC050": Entry(
        "error",
        (
            "person {number} ({found}) that the directory {name} of {plugin} gives is not sound: {wrong}",
            "The fault is the plugin's: tell its author. `DirectoryContract` of servstd.testing says what a person must have.",
        ),
        (
            "插件 {plugin} 的通讯录“{name}”给出的第 {number} 个人（{found}）有误：{wrong}",
            "问题出在插件，请告诉它的作者；servstd.testing 的 DirectoryContract 写明了对人员的要求。",
        ),
        ("A person who is half known is told half of what they should be.", "人员资料残缺，通知就会漏发或错发。"),
    ),
    "ESC051": Entry(
        "error",
        (
            "the directory {name} of {plugin} gives {key!r}, who has been given already",
            "Each key is one person: let the plugin use the number that is theirs alone.",
        ),
        ("插件 {plugin} 的通讯录“{name}”重复给出“{key}”", "一个键名只对应一个人，请让插件用不会重复的编号。"),
        ("Nobody could say which of the two is told.", "分不清该通知哪一个。"),
    ),
    "ESC052": Entry(
        "error",
        ("the directory {name} of {plugin} gives more than {most} people", "Let the plugin give only those who may be told."),
        ("插件 {plugin} 的通讯录“{name}”给出的人超过 {most} 个", "让插件只给出可能需要通知的人。"),
        ("Everybody is read when the standard is loaded.", "加载标准时要读入所有人。"),
    ),
    "ESC053": Entry(
        "error",
        (
            "people come from the directory {name!r}, and there is no plugin at hand",
            "Load the standard with a host: `servstd.load(path, host=host)`; the command line has one unless `--no-plugins` is given.",
        ),
        (
            "人员来自通讯录“{name}”，但目前没有可用的插件",
            "请带宿主加载标准：`servstd.load(path, host=host)`；命令行默认带宿主，除非写了 `--no-plugins`。",
        ),
        ("Without its people the standard would tell others, or nobody.", "缺了这些人，通知就会发给别人，或谁也收不到。"),
        "# fragment\ndirectories: [hr]\n",
        _people(_WANG),
    ),
    "ESC054": Entry(
        "note",
        ("{key} and {other} have the same name, {name}", "If they are two people, write what tells them apart: `name: {name} (desk)`."),
        ("{key} 和 {other} 同名：{name}", "如果是两个人，请加以区分，例如“{name}（客服）”。"),
        ("Who reads a plan or a report cannot tell which of them is meant.", "看计划或报表的人分不清是哪一位。"),
        _people("li: {name: Li Wei}", "li2: {name: Li Wei}"),
        _people("li: {name: Li Wei}", "li2: {name: Li Wei (works)}"),
    ),
    "ESC055": Entry(
        "error",
        ("nobody can have the key {key!r}: in `notify:` it means the case's own {key}", "Give the person another key."),
        ("人员的键名不能是“{key}”：它在 notify 里另有含义", "换一个键名。"),
        (
            "`notify: [owner]` is the owner of the case, `notify: [customer]` its customer.",
            "notify: [owner] 指事项的责任人，notify: [customer] 指客户。",
        ),
        _people("owner: {name: Li}"),
        _people("li: {name: Li}"),
    ),
}
