"""The registry: what is offered by name, and why a name is not."""

from __future__ import annotations

import attrs
import pytest

from servstd.errors import Place, Problem, UsageError
from servstd.registry import KINDS, Component, Failure, Registry

SMS = Component("sms", kind="notifiers", plugin="acme", part=object())
MAIL = Component("mail", kind="notifiers", plugin="acme", part=object())
RULE = Component("sms", kind="conditions", plugin="other", part=object())
BROKEN = Failure(
    "wecom",
    reason=Problem("PLG009", params={"plugin": "wecom", "hook": "notifiers", "what": "KeyError: 'room'"}),
    offers=frozenset({("notifiers", "group"), ("types", "wecom_group")}),
)
REGISTRY = Registry((SMS, MAIL, RULE))


def test_components_are_found_by_kind_and_name() -> None:
    assert REGISTRY.names("notifiers") == ("sms", "mail")
    assert REGISTRY.of_kind("conditions") == (RULE,)
    assert REGISTRY.find("notifiers", "mail") is MAIL
    assert REGISTRY.find("notifiers", "fax") is None
    assert REGISTRY.get("conditions", "sms") is RULE


def test_a_registry_does_not_change() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        REGISTRY.components = ()  # type: ignore[misc]


def test_every_kind_has_a_protocol_and_a_title_in_both_languages() -> None:
    assert list(KINDS) == [kind.hook for kind in KINDS.values()]
    assert all(kind.protocols and all(kind.title) for kind in KINDS.values())


def test_a_slip_of_the_pen() -> None:
    with pytest.raises(UsageError) as error:
        REGISTRY.get("notifiers", "smss")
    problem = error.value.problem
    assert (problem.code, problem.params["expected"]) == ("PLG030", "sms")
    assert problem.message() == "there is no notifier 'smss'"
    assert problem.message("zh") == "没有名为 'smss' 的通知方式"
    assert "servstd plugins list" in problem.hint()


def test_a_name_unlike_any_is_told_all_there_are() -> None:
    assert REGISTRY.missing("notifiers", "fax").params["expected"] == "sms, mail"
    assert Registry().missing("notifiers", "fax").params["expected"] == "-"
    assert REGISTRY.missing("types", "consle", ["console", "jsonl"]).params["expected"] == "console"
    assert REGISTRY.missing("types", "x", []).message("zh") == "没有名为 'x' 的类型"


@pytest.mark.parametrize(("kind", "name"), [("notifiers", "group"), ("types", "wecom_group"), ("types", "wecom"), ("notifiers", "fax")])
def test_what_a_broken_plugin_may_offer_is_refused_with_its_own_failure(kind: str, name: str) -> None:
    problem = Registry((SMS,), failures=(BROKEN,)).missing(kind, name)
    assert problem.code == "PLG031"
    assert "is not active: wecom: plugin wecom: the hook notifiers failed: KeyError: 'room'" in problem.message()
    assert "未启用：wecom: 插件 wecom：钩子 notifiers 出错：KeyError: 'room'" in problem.message("zh")
    assert problem.hint().startswith("Mend wecom")


def test_a_slip_of_the_pen_is_not_blamed_on_a_plugin_that_has_nothing_to_do_with_it() -> None:
    assert Registry((SMS,), failures=(BROKEN,)).missing("notifiers", "smss").code == "PLG030"
    assert Registry((SMS,), failures=(BROKEN,)).missing("notifiers", "group").code == "PLG031"


def test_the_failure_is_quoted_with_its_place() -> None:
    reason = Problem("PLG021", params={"key": "url"}, place=Place("ops.yaml", line=3, column=5))
    assert Failure("p", reason=reason).say("en") == "p: ops.yaml:3:5: the setting url is missing"
    assert Failure("p", reason=reason).say("zh") == "p: ops.yaml:3:5: 缺少设置项 url"
