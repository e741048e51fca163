"""A secret shows itself to nobody who does not ask by name."""

# a source stays on one line

from __future__ import annotations

import json
import pickle
import traceback

import attrs
import pytest

from servstd.secret import Secret

HIDDEN = "hunter2-hunter2"


@attrs.frozen
class Settings:
    token: Secret


@pytest.mark.parametrize(
    "shown", [str, repr, "{}".format, "%s".__mod__, "{!r}".format, ascii, lambda s: repr(Settings(s)), lambda s: str([s])]
)
def test_it_prints_as_stars(shown: object) -> None:
    text = shown(Secret(HIDDEN))  # type: ignore[operator]
    assert HIDDEN not in text
    assert "***" in text


def test_reveal_gives_it_away() -> None:
    assert Secret(HIDDEN).reveal() == HIDDEN


def test_a_traceback_does_not_show_it() -> None:
    try:
        raise ValueError(Secret(HIDDEN))
    except ValueError as error:
        told = "".join(traceback.format_exception(error))
    assert HIDDEN not in told.replace("HIDDEN", "")


def test_equal_by_value_and_hashed_so() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("密钥") != Secret("a")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2


def test_it_is_neither_pickled_nor_written_as_json_nor_given_new_members() -> None:
    with pytest.raises(TypeError, match="a secret is not pickled"):
        pickle.dumps(Settings(Secret(HIDDEN)))
    with pytest.raises(TypeError):
        json.dumps(Secret(HIDDEN))
    with pytest.raises(AttributeError):
        Secret(HIDDEN).value = 1  # type: ignore[attr-defined]
    assert not hasattr(Secret(HIDDEN), "__dict__")
