"""What is masked, what is not, and that nothing recognisable is left."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.delivery.masking import FIELDS, mask_field, mask_name, mask_text

DIGITS = st.text("0123456789", min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13800138000", "138****8000"),
        ("手机13800138000，请回电", "手机138****8000，请回电"),
        ("+86 138 0013 8000", "138****8000"),
        ("0086-13800138000", "138****8000"),
        ("１３８００１３８０００", "138****8000"),
        ("010-65529988", "010-****9988"),
        ("(0571) 8765 4321", "0571-****4321"),
        ("+44 20 7946 0958", "+44 ****58"),
        ("+1 (555) 010-9999", "+1 ****99"),
        ("lilei@example.com", "l***@example.com"),
        ("写信到 li.lei+a@mail.example.com。", "写信到 l***@mail.example.com。"),
        ("身份证 11010519491231002X", "身份证 1****************X"),
        ("..a@b.com", ".***@b.com"),
        ("400-000-0000", "400-000-0000"),
        ("订单 20260105001，共 3 件，1280 元", "订单 20260105001，共 3 件，1280 元"),
        ("2026-01-05 09:30", "2026-01-05 09:30"),
        ("＃１２", "＃１２"),
    ],
)
def test_patterns_in_free_text(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    ("name", "masked"), [("李雷", "李*"), ("欧阳小明", "欧***"), ("Li Lei", "L* L*"), ("li", "l*"), ("李", "李"), ("", ""), ("  ", "")]
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_known_names_are_masked_wherever_they_stand() -> None:
    assert mask_text("李雷已联系韩梅梅", ["李雷", "韩梅梅", "已"]) == "李*已联系韩**"


@pytest.mark.parametrize(
    ("field", "value", "masked"),
    [
        ("姓名", "王小明", "王**"),
        ("Customer-Name", "Li Lei", "L* L*"),
        ("phone", "13800138000", "138****8000"),
        ("电话", "13800138000 找王小明", "***"),
        ("phone", "12345", "***"),
        ("phone", "", ""),
        ("email", "lilei@example.com", "l***@example.com"),
        ("邮箱", "lilei at example", "***"),
        ("地址", "人民路 1 号，电话 13800138000", "***"),
    ],
)
def test_whole_fields(field: str, value: str, masked: str) -> None:
    assert mask_field(field, value) == masked


@settings(max_examples=60)
@given(
    prefix=st.sampled_from(["", "a", "，", "电话："]), second=st.sampled_from("3456789"), rest=st.text("0123456789", min_size=9, max_size=9)
)
def test_no_mobile_number_survives(prefix: str, second: str, rest: str) -> None:
    number = f"1{second}{rest}"
    assert number not in mask_text(f"{prefix}{number} 谢谢")


@settings(max_examples=60)
@given(field=st.sampled_from(sorted(FIELDS)), value=st.text(min_size=1, max_size=30))
def test_a_personal_field_never_comes_out_as_it_was(field: str, value: str) -> None:
    masked = mask_field(field, value)
    assert masked != value or len(value.strip()) <= 1 or "*" in value
    assert not re.search(r"\d{5,}", masked) or FIELDS[field] == "name"


@settings(max_examples=60)
@given(text=st.text(max_size=80))
def test_masking_is_total_and_stable(text: str) -> None:
    once = mask_text(text)
    assert mask_text(once) == once
