"""Answer tokens: what is signed is what is read, and nothing else is."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.errors import UsageError
from servstd.feedback.tokens import AnswerGrant, _sign, make_token, read_token

SECRET = b"s" * 32
OLD = b"o" * 40
GRANT = AnswerGrant("k1", instrument="满意度", version="2", expires_us=1000, case="42|7", tenant="t", customer="c7")


def test_a_token_fits_into_a_link_and_comes_back_whole() -> None:
    token = make_token(GRANT, SECRET)
    assert token.isascii()
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert read_token(token, [SECRET], now_us=1000) == GRANT
    assert make_token(GRANT, SECRET) == token


def test_a_former_secret_is_taken_when_it_is_given() -> None:
    token = make_token(GRANT, OLD)
    assert read_token(token, [SECRET, OLD], now_us=0) == GRANT
    with pytest.raises(UsageError, match="FBK082"):
        read_token(token, [SECRET], now_us=0)


def test_an_expired_token_says_when() -> None:
    with pytest.raises(UsageError, match="FBK083") as caught:
        read_token(make_token(GRANT, SECRET), [SECRET], now_us=1001)
    assert caught.value.problem.params["expires"] == "1970-01-01T00:00:00.001000Z"


@pytest.mark.parametrize("text", ["", "hello", "sv1", "sv1.abc", "sv1..x", "sv2.a.b", "sv1.é.b", "sv1." + "a" * 5000 + ".b"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="FBK081"):
        read_token(text, [SECRET], now_us=0)


def test_a_signed_payload_of_another_form_is_refused() -> None:
    for payload in ({"a": 1}, [1, 2]):
        text = urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=").decode()
        with pytest.raises(UsageError, match="FBK081"):
            read_token(f"sv1.{text}.{_sign(text, SECRET)}", [SECRET], now_us=0)


@pytest.mark.parametrize("secrets", [[], [b"short"], [SECRET, b""], ["s" * 40], [None]])
def test_short_secrets_are_refused(secrets: list[bytes]) -> None:
    with pytest.raises(UsageError, match="FBK080"):
        read_token("sv1.a.b", secrets, now_us=0)
    if secrets == [b"short"]:
        with pytest.raises(UsageError, match="FBK080"):
            make_token(GRANT, b"short")


@given(st.data())
def test_any_changed_character_is_found(data: st.DataObject) -> None:
    token = make_token(GRANT, SECRET)
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("abcXYZ019-_.").filter(lambda letter: letter != token[at]))
    with pytest.raises(UsageError, match=r"FBK08[12]"):
        read_token(token[:at] + other + token[at + 1 :], [SECRET], now_us=0)


def test_a_grant_without_tenant_or_customer() -> None:
    grant = AnswerGrant("k", instrument="i", version="1", expires_us=5)
    assert read_token(make_token(grant, SECRET), [SECRET], now_us=0) == grant
