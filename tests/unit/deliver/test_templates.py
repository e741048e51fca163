"""Templates: what is refused when they are read, what they may show, and what stands in for one that fails."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest

import servstd
from servstd.delivery import check_templates
from servstd.delivery.facts import Labelled, NoValue
from servstd.delivery.rendering import Rendered, render
from servstd.delivery.templates import FILTERS, LONGEST_TEMPLATE, Compiled, check_template, compile_template
from servstd.effects import Order
from servstd.messages.problems.delivery import ENTRIES
from tests.unit.deliver.support import FACTS

PLAIN = "事项 HJ-7：已受理。解决时限：1月9日（周五）11:00。"


def rendered(
    text: str, *, reason: str = "opened", subject: str = "", show: tuple[str, ...] = (), language: str = "zh", **facts: object
) -> Rendered:
    """Return what an order of this template says, with the facts of the tests or others."""
    mine = {**FACTS, **facts}
    path = ("notices", 0)
    order = Order("n", audience="customer", reason=reason, text=text, subject=subject, facts=mine, show=show, language=language, path=path)
    return render(order)


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{% if case %}", "DLV010"),
        ("{{ case", "DLV010"),
        ("{% do x %}", "DLV010"),
        ("{{ case | nosuch('x' }}", "DLV010"),
        ("{{ " + "(" * 3000, "DLV010"),
        ("{{ " + "9" * 5000 + " }}", "DLV010"),
        ("{{ case() }}", "DLV011"),
        ("{{ case.upper() }}", "DLV011"),
        ("{% for i in range(10**9) %}x{% endfor %}", "DLV011"),
        ("{{ case * 999999999 }}", "DLV011"),
        ("{{ 9 ** 9 ** 9 }}", "DLV011"),
        ("{{ '%0999999999d' % 1 }}", "DLV011"),
        ("{{ case ~ case }}", "DLV011"),
        ("{{ case + case }}", "DLV011"),
        ("{{ -case }}", "DLV011"),
        ("{{ tags[0] }}", "DLV011"),
        ("{{ {'a': 1} }}", "DLV011"),
        ("{% set x = case %}", "DLV011"),
        ("{% set x %}a{% endset %}", "DLV011"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "DLV011"),
        ("{% include 'x' %}", "DLV011"),
        ("{% import 'x' as x %}", "DLV011"),
        ("{% from 'x' import y %}", "DLV011"),
        ("{% extends 'x' %}", "DLV011"),
        ("{% block b %}{% endblock %}", "DLV011"),
        ("{% filter upper %}a{% endfilter %}", "DLV011"),
        ("{% with a = 1 %}{% endwith %}", "DLV011"),
        ("{% call x() %}{% endcall %}", "DLV011"),
        ("{{ case.__class__ }}", "DLV012"),
        ("{{ __builtins__ }}", "DLV012"),
        ("{{ owner._name }}", "DLV012"),
        ("{{ self }}", "DLV012"),
        ("{{ " + "not " * 30 + "case }}", "DLV013"),
        ("x" * (LONGEST_TEMPLATE + 1), "DLV014"),
        ("{{ case | attr('__class__') }}", "DLV015"),
        ("{{ case | map('upper') }}", "DLV015"),
        ("{% if case is divisibleby 3 %}{% endif %}", "DLV015"),
        ("{% for x in 'abc' %}{% endfor %}", "DLV016"),
        ("{% for x in tags recursive %}{% endfor %}", "DLV016"),
        ("{% for x, y in tags %}{% endfor %}", "DLV016"),
        ("{% for a in x %}{% for b in x %}{% for c in x %}.{% endfor %}{% endfor %}{% endfor %}", "DLV017"),
        ("{{ tags | join(tags) }}", "DLV018"),
        ("{{ tags | join('ab') | join('ab') }}", "DLV018"),
        ("{{ tags | join(attribute='__class__') }}", "DLV018"),
        ("{{ case | upper(1) }}", "DLV018"),
    ],
)
def test_refused_with_its_place(template: str, code: str) -> None:
    problems = check_template(template, path=("notices", 3, "text"))
    assert code in {problem.code for problem in problems}
    assert {problem.path_text for problem in problems} == {"notices[3].text"}
    for problem in problems:
        assert problem.render("en") != problem.render("zh")


@pytest.mark.parametrize(
    ("template", "code"), [(entry.bad, code) for code, entry in ENTRIES.items() if "DLV010" <= code < "DLV020" and entry.bad]
)
def test_the_examples_of_the_catalogue_are_true(template: str, code: str) -> None:
    assert code in [problem.code for problem in check_template(template)]
    assert check_template(ENTRIES[code].good) == []


def test_a_suggestion_names_the_filter_that_was_meant() -> None:
    (problem,) = check_template("{{ case | uper }}")
    assert problem.params["expected"] == "upper"


def test_orders_are_checked_in_both_fields() -> None:
    order = Order("n", audience="customer", reason="opened", text="{{ a() }}", subject="{{ b._c }}", path=("notices", 0))
    assert [(p.code, p.path_text) for p in check_templates([order, (("x",), "{{ ok }}")])] == [
        ("DLV011", "notices[0].text"),
        ("DLV012", "notices[0].subject"),
    ]


def test_an_edition_is_checked_whole() -> None:
    standard = servstd.loads("""
format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: UTC
language: zh
notifiers: {screen: {type: console}}
sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}
customer_notices:
  notices:
    - {name: fine, trigger: {event: opened}, via: [screen], text: "{{ case }}"}
    - {name: bad, trigger: {event: closed}, via: [screen], text: "{{ case() }}", subject: {zh: 好, en: "{{ _x }}"}}
""")
    found = [(problem.code, problem.path_text) for problem in check_templates(standard.current)]
    assert found == [("DLV011", "customer_notices.notices[1].text"), ("DLV012", "customer_notices.notices[1].subject.en")]
    without = attrs.evolve(standard.current, customer_notices=None)
    assert check_templates(without) == []


def test_what_slips_past_the_check_still_reads_and_calls_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servstd.delivery.templates._look", lambda node, depth, loops: iter(()))
    compile_template.cache_clear()
    try:
        for template in ("{{ case.__class__ }}", "{{ case.upper() }}", "{{ tags[0] }}", "{{ case() }}", "{{ owner.parts }}"):
            compiled = compile_template(template)
            assert isinstance(compiled, Compiled)
            with pytest.raises((NoValue, TypeError)):
                compiled.render({"case": "42", "tags": ("a",), "owner": "li"})
    finally:
        compile_template.cache_clear()


# ── filled ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{称呼}}您好，{{matter}}（{{case}}）{{opened_at}}受理", "王女士您好，投诉（HJ-7）1月9日（周五）10:20受理"),
        ("{{resolution.due}} {{resolution.label}} {{resolution.target}}", "1月9日（周五）11:00 解决 3 个工作日"),
        ("{{resolution.state}}", "计时中"),
        ("{{resolution}} {{owner.name}} {{owner}}", "解决 李* 李*"),
        ("{{decision}} 400-000-0000 13900139000", "请致电 138****8000 找李* 400-000-0000 13900139000"),
        ("{{phone}} {{phone | lower | trim}}", "138****8000 138****8000"),
        ("{{amount}} {{amount | round(1)}} {{vip}} {{tags}}", "3 3 是 a、b"),
        ("{{visit}}", "1月9日（周五）10:20"),
        ("{{tags | join('/') | upper}} {{tags | length}} {{case | length}}", "A/B 2 4"),
        ("{% if matter == 'complaint' %}投诉{% endif %}{% if matter == '投诉' and matter != 'x' %}！{% endif %}", "投诉！"),
        ("{% if matter in ['complaint', 'x'] and amount > 2 and not level %}是{% elif vip %}否{% else %}-{% endif %}", "是"),
        ("{{ '高' if amount >= 3 else '低' }}{{ -1 }}", "高-1"),
        ("{% for t in tags %}{{loop.index}}{{t}}{% if not loop.last %},{% endif %}{% endfor %}", "1a,2b"),
        ("{% for i in items %}{{i.part}}{% endfor %}", "瓷砖"),
        ("{{nothing | length}}{{resolution.label | default('x', true)}}", "0解决"),
        ("{% if owner == '李*' %}{{case | default('x', true)}}{% endif %}", "HJ-7"),
        ("{{level | default('主管')}}{{case | default('x')}}{% if level is none and case is defined %}y{% endif %}", "主管HJ-7y"),
        ("{% if opened_at < resolution.due and opened_at <= visit and visit >= opened_at %}ok{% endif %}", "ok"),
        ("{% if opened_at > resolution.due %}x{% else %}ok{% endif %}", "ok"),
        ("{{standard}}：{{case}}\n{# x #}\n  {% if vip %}\n一{% if vip %}!{% endif %}\n二\n{% endif %}\n", "和居：HJ-7\n一!\n二"),
        ("{% raw %}{{ case }}{% endraw %}", "{{ case }}"),
        ("<b>{{ case }}</b> & co", "<b>HJ-7</b> & co"),
    ],
)  # fmt: skip
def test_filled(template: str, text: str) -> None:
    out = rendered(template)
    assert (out.text, out.fallback_text, out.problems) == (text, False, ())


def test_fields_that_are_declared_are_shown() -> None:
    out = rendered("{{owner.name}} {{phone}} {{decision}}", show=("owner", "phone", "decision"))
    assert out.text == "李雷 13800138000 请致电 13800138000 找李雷"
    assert rendered("{{owner.name}} {{phone}}", show=("owner.name",)).text == "李雷 138****8000"


def test_numbers_that_look_personal_and_labels_are_masked() -> None:
    facts: Mapping[str, object] = {"attributes": {"phone": 13800138000, "n": 13800138000, "who": "x"}, "labels": {"who": "找 13800138000"}}
    assert rendered("{{phone}} {{n}} {{who}}", **facts).text == "138****8000 138****8000 找 138****8000"


def test_missing_names_are_nothing_and_are_listed() -> None:
    out = rendered("上报{{level}}{{level}}，{{owner.phone}}{{foo.bar}}{{visit_clock.x}}。", data={})
    assert (out.text, out.missing, out.fallback_text) == ("上报，。", ("level", "owner.phone", "foo.bar", "visit_clock.x"), False)


def test_reason_is_the_events_own_or_in_words() -> None:
    assert rendered("{{reason}}", why="resumed").text == "暂停结束，恢复计时"
    assert rendered("{{reason}}", why="resumed", data={"reason": "缺货"}).text == "缺货"
    assert rendered("{{reason}}", why="resumed", language="en").text == "work on it goes on after a pause"
    assert rendered("原因{{reason}}").missing == ("reason",)


def test_an_event_cannot_forge_the_case_or_a_due() -> None:
    data = {"case": "X", "due": "never", "standard": "?", "owner": "zhao"}
    assert rendered("{{case}} {{standard}} {{owner}}", data=data).text == "HJ-7 和居 李*"
    assert rendered("{{due}}", data=data).problems[0].code == "DLV020"


def test_values_are_never_templates() -> None:
    assert rendered("{{decision}}", data={"decision": "{{ phone }}{% for %}"}).text == "{{ phone }}{% for %}"


def test_control_characters_and_line_breaks() -> None:
    out = rendered("a\x00b\x1b[31m\r\n{{decision}}", subject="主题\n{{decision}}", data={"decision": "x\u202ey\x07\nz"})
    assert (out.text, out.subject) == ("ab[31m\nxy\nz", "主题 xy z")


# ── fallback ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{{next_update}}前联系", "DLV020"),
        ("{{due}}", "DLV020"),
        ("{{previous_due}}", "DLV020"),
        ("{{visit_clock.due}}", "DLV020"),
        ("{{nothing.due}}", "DLV020"),
        ("{{case.x}}", "DLV020"),
        ("{% if case > 3 %}x{% endif %}", "DLV021"),
        ("{% if opened_at > 'x' %}x{% endif %}", "DLV021"),
        ("{{ case | round }}", "DLV021"),
        ("{{ decision }}" * 3, "DLV022"),
        ("{{ level }}", "DLV023"),
        ("", "DLV023"),
        ("{% for i in range(9) %}{% endfor %}", "DLV016"),
    ],
)
def test_a_failing_template_falls_back(template: str, code: str) -> None:
    facts = {"data": {"decision": "长" * 5_000}} if code == "DLV022" else {}
    out = rendered(template, **facts)
    assert (out.text, out.fallback_text) == (PLAIN, True)
    assert (out.problems[0].code, out.problems[0].path_text) == (code, "notices[0].text")


def test_the_fallback_names_the_clock_it_is_about() -> None:
    out = rendered("{{x()}}", reason="missed", metric="resolution", due=1_767_927_600_000_000)
    assert out.text == "事项 HJ-7：未能按时完成。解决时限：1月9日（周五）11:00。"
    assert rendered("{{x()}}", metric="visit_clock").text == "事项 HJ-7：已受理。上门时限：待定。"
    english = rendered("{{x()}}", reason="our_own_event", language="en", clocks={"r": {"label": "Solution", "due": 1_767_927_600_000_000}})
    assert (english.text, english.subject) == ("Case HJ-7: there is news. Solution: due Fri 9 Jan 11:00.", "Case HJ-7: there is news")


def test_the_fallback_stands_even_on_broken_facts() -> None:
    order = Order(
        "n", audience="customer", reason="opened", text="{{ due }}", facts={"time_zone": "Mars/Base", "clocks": {"r": {"due": 10**30}}}
    )
    assert render(order).text == "Case : received."


def test_a_failing_subject_leaves_the_text() -> None:
    out = rendered("{{case}}", subject="{{next_update}}")
    assert (out.text, out.subject, out.fallback_text) == ("HJ-7", "事项 HJ-7：已受理", False)
    assert [(p.code, p.path_text) for p in out.problems] == [("DLV020", "notices[0].subject")]
    assert rendered("{{case}}", subject="{{level}}").subject == "事项 HJ-7：已受理"


def test_a_loop_over_much_ends_at_once() -> None:
    out = rendered(
        "{% for a in many %}{% for b in many %}{% if a == b %}.{% endif %}{% endfor %}{% endfor %}", data={"many": list(range(100_000))}
    )
    assert out.text == "." * 100


def test_nothing_to_loop_over_is_missing() -> None:
    out = rendered("{% for x in nothing %}x{% else %}-{% endfor %}")
    assert (out.text, out.missing) == ("-", ("nothing",))


def test_a_person_without_a_name_and_names_in_the_data() -> None:
    out = rendered("客服{{owner}}{{owner.name}}，{{note}}", persons={"owner": {"key": "li"}}, data={"姓名": "王小明", "note": "王小明来电"})
    assert (out.text, out.missing) == ("客服，王**来电", ("owner", "owner.name"))


def test_small_things() -> None:
    word = Labelled("投诉", "complaint")
    assert (word == "complaint", word != "complaint", hash(word)) == (True, False, hash("投诉"))
    assert sorted(FILTERS) == ["default", "join", "length", "lower", "round", "trim", "upper"]
    assert attrs.has(Rendered)


def test_a_loop_goes_over_lists_and_takes_a_text_as_one_item() -> None:
    out = rendered("{% for a in note %}[{{a}}]{% for b in note %}{{b}}{% endfor %}{% endfor %}", data={"note": "abc"})
    assert out.text == "[abc]abc"
    assert [problem.code for problem in check_template("{{ note|_each }}")] == ["DLV015"]
