"""Whole explanations as people read them: one complaint, both audiences, both languages."""

from __future__ import annotations

import pytest

from servstd.explanation import Explanation
from tests.unit.explanation.support import COMPLAINT, STANDARD

NOW = "2026-01-07T10:00:00+08:00"

CUSTOMER_ZH = """\
事项 2026-0105-007（投诉）  适用《和居装饰客户服务标准》2026.1 版第 3.1 条，您来电之日（2026-01-05）已生效
受理  1月5日（周一）09:00

解决
  承诺      72 小时内解决，按自然时间计算，节假日照算
  已计时    1月5日（周一）09:00 – 1月6日（周二）09:00    24 小时
  暂停      1月6日（周二）09:00 – 1月7日（周三）09:00    等待您的回复（1月6日 09:00 短信发送维修方案，1月7日 09:00 您回复）
  继续      1月7日（周三）09:00 起    还剩 47 小时
  最迟解决  1月9日（周五）09:00

答复
  承诺      48 小时内答复，按自然时间计算，节假日照算
  最迟答复  1月7日（周三）09:00（不受暂停影响；届时未完成，已超时）"""

STAFF_ZH = """\
事项 2026-0105-007（投诉）  适用《和居装饰客户服务标准》2026.1 版
受理  1月5日（周一）09:00

解决  [计时中]
  规则    投诉 (complaint)  § 3.1
  先问过  spam：不适用
          核心客户 (vip)：适用，但未提及此指标
  时限    72 小时内，按自然时间计算，节假日照算  [承诺]
  起点    1月5日（周一）09:00，事件 e1
  已计时  1月5日（周一）09:00 – 1月6日（周二）09:00    24 小时
  暂停    1月6日（周二）09:00 – 1月7日（周三）09:00    等待客户 [待客户确认]（1月6日 09:00 短信发送维修方案，1月7日 09:00 您回复）
  继续    1月7日（周三）09:00 起    还剩 47 小时
  算法    起点 + 时限 = 1月8日（周四）09:00；其间 24 小时 未计时 -> 1月9日（周五）09:00
  预警点  50%：1月7日（周三）21:00
          到期前 12 小时：1月8日（周四）21:00
          逾期 1 小时：1月9日（周五）10:00

答复  [超时]
  规则    投诉 (complaint)  § 3.1
  先问过  spam：不适用
          核心客户 (vip)：适用，但未提及此指标
  时限    48 小时内，按自然时间计算，节假日照算  [承诺]
  起点    1月5日（周一）09:00，事件 e1
  已计时  1月5日（周一）09:00 起    49 小时
  算法    起点 + 时限 = 1月7日（周三）09:00
  结论    届时未完成，已超时"""

CUSTOMER_EN = """\
Case 2026-0105-007 (complaint)  Heju Service Standard, version 2026.1, clause 3.1, in force on the day you contacted us (2026-01-05)
Received  Mon 5 Jan 09:00

resolution
  Promised        resolution within 72 hours, actual time, holidays included
  Counted         Mon 5 Jan 09:00 – Tue 6 Jan 09:00    24 hours
  Paused          Tue 6 Jan 09:00 – Wed 7 Jan 09:00    waiting for you (1月6日 09:00 短信发送维修方案; 1月7日 09:00 您回复)
  Running         since Wed 7 Jan 09:00    47 hours left
  Due resolution  Fri 9 Jan 09:00

answer
  Promised    answer within 48 hours, actual time, holidays included
  Due answer  Wed 7 Jan 09:00 (pauses do not count; not done by then: overdue)"""

STAFF_EN = """\
Case 2026-0105-007 (complaint)  Heju Service Standard, version 2026.1
Received  Mon 5 Jan 09:00

resolution  [running]
  Policy        complaints (complaint)  § 3.1
  Asked before  spam: does not match
                key customers (vip): matches, does not name this metric
  Target        within 72 hours, actual time, holidays included  [Promised]
  Started       Mon 5 Jan 09:00, event e1
  Counted       Mon 5 Jan 09:00 – Tue 6 Jan 09:00    24 hours
  Paused        Tue 6 Jan 09:00 – Wed 7 Jan 09:00    waiting for the customer [待客户确认] (1月6日 09:00 短信发送维修方案; 1月7日 09:00 您回复)
  Running       since Wed 7 Jan 09:00    47 hours left
  Arithmetic    start + target = Thu 8 Jan 09:00; 24 hours of open time did not run -> Fri 9 Jan 09:00
  Warnings      50%: Wed 7 Jan 21:00
                12 hours before the due: Thu 8 Jan 21:00
                1 hour after the due: Fri 9 Jan 10:00

answer  [missed]
  Policy        complaints (complaint)  § 3.1
  Asked before  spam: does not match
                key customers (vip): matches, does not name this metric
  Target        within 48 hours, actual time, holidays included  [Promised]
  Started       Mon 5 Jan 09:00, event e1
  Counted       since Mon 5 Jan 09:00    49 hours
  Arithmetic    start + target = Wed 7 Jan 09:00
  Verdict       not done by then: overdue"""  # noqa: E501


@pytest.mark.parametrize(
    ("locale", "audience", "expected"),
    [("zh", "customer", CUSTOMER_ZH), ("zh", "staff", STAFF_ZH), ("en", "customer", CUSTOMER_EN), ("en", "staff", STAFF_EN)],
)
def test_an_explanation_as_people_read_it(locale: str, audience: str, expected: str) -> None:
    found = STANDARD.explain(COMPLAINT, now=NOW, locale=locale, audience=audience)  # type: ignore[arg-type]
    assert found.text == str(found) == expected


def test_without_a_language_the_standards_own_is_spoken_and_staff_are_told() -> None:
    assert STANDARD.explain(COMPLAINT, now=NOW).text == STAFF_ZH
    assert STANDARD.explain(COMPLAINT, now=NOW, locale="zh-CN").text == STAFF_ZH


def test_a_customer_reads_no_tier_no_policy_name_and_no_staff() -> None:
    events = [*COMPLAINT, {**COMPLAINT[-1], "id": "e4", "kind": "assigned", "data": {"owner": "李雷"}}]
    said = STANDARD.explain(events, now=NOW, locale="zh", audience="customer").text
    assert not [word for word in ("vip", "核心客户", "李雷", "complaint", "先问过", "待客户确认") if word in said]


def test_an_explanation_is_plain_data_too() -> None:
    found = STANDARD.explain(COMPLAINT, now=NOW, locale="en", audience="customer")
    assert isinstance(found, Explanation)
    data = found.as_dict()
    assert (data["case"], data["locale"], data["audience"]) == ("2026-0105-007", "en", "customer")
    assert data["sections"][0]["rows"][0] == {"label": "Promised", "text": "resolution within 72 hours, actual time, holidays included"}  # type: ignore[index]
    assert [(section.title, section.metric, section.cycle) for section in found.sections] == [
        ("resolution", "resolution", 1),
        ("answer", "answer", 1),
    ]
