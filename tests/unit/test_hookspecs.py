"""The markers: one a hook, and a name that is none is refused with the one that was meant."""

from __future__ import annotations

import pluggy
import pytest

from servstd.hookspecs import HOOKS, PROJECT, Instance, Specification, implements
from servstd.registry import KINDS


def test_there_is_a_hook_for_settings_and_one_for_each_kind() -> None:
    assert tuple(HOOKS) == ("settings", *KINDS)


@pytest.mark.parametrize("name", HOOKS)
def test_a_marker_marks_for_its_own_hook_whatever_the_function_is_called(name: str) -> None:
    def filled(ctx: object) -> list[object]:
        return []

    assert getattr(implements, name)(filled) is filled
    assert filled.servstd_impl["specname"] == name  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", HOOKS)
def test_pluggy_knows_each_hook_with_its_one_argument(name: str) -> None:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Specification)
    spec = getattr(manager.hook, name).spec
    assert spec is not None
    assert spec.argnames == ("ctx",)
    assert spec.function.__doc__


def test_a_misspelt_marker_is_refused_with_the_name_that_was_meant() -> None:
    with pytest.raises(AttributeError, match=r"there is no hook 'notifers'; did you mean 'notifiers'\?"):
        implements.notifers  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match="there is no hook 'xyz'; there are settings, notifiers, channels"):
        implements.xyz  # type: ignore[attr-defined]  # noqa: B018


def test_an_instance_has_a_name_and_its_settings() -> None:
    instance = Instance("group", settings={"a": 1})
    assert (instance.name, instance.settings, instance.contact, instance.label) == ("group", {"a": 1}, "", "")
