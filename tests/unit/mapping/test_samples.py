"""The sample mappings for an approval system's and a help desk's one-row-a-case exports, end to end on files made here."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from servstd.errors import Report
from servstd.events import Actor
from servstd.mapping import approximate, load_mapping, read_log
from servstd.mapping.model import Mapping
from servstd.sla.metrics import BUILTINS, read_metric
from tests.unit.mapping.support import codes, told

openpyxl = pytest.importorskip("openpyxl")
ROWS: list[list[object]] = [
    ["审批编号", "发起时间", "审批记录", "完成时间", "审批结果", "审批状态", "事项类型", "客户编号", "紧急程度", "责任部门"],
    [
        "A1",
        "2026-01-05 09:00",
        "李雷|评论|2026-01-05 09:10;韩梅|转交|2026-01-05 09:20",
        "2026-01-05 17:30",
        "同意",
        "已完成",
        "报修",
        "c7",
        "紧急",
        "工程部",
    ],
    ["", "", "韩梅|拒绝|2026-01-05 10:00; 李雷 | 同意 | 2026-01-05 17:00;", "", "", "", "", "", "", ""],
    ["A2", "2026-07-02 09:00", "-", "2026-07-02 09:30", "无", "已撤销", "投诉", "c7", "一般", "客服部"],
    ["A3", "2026-01-05 09:00", "-", "", "", "", "表扬", "c7", "一般", "客服部"],
    ["A4", "2026-01-05 09:00", "李雷|点赞|2026-01-05 09:10", "", "", "", "咨询", "c7", "一般", "客服部"],
    ["A5", "2026-01-05 09:00", "李雷|同意", "", "", "", "咨询", "c7", "一般", "客服部"],
    ["A6", "2026-01-05 09:00", "李雷|同意|昨天", "", "", "", "咨询", "c7", "一般", "客服部"],
    ["A7", "2026-01-05 09:00", "-", "", "同意", "", "咨询", "c7", "一般", "客服部"],
    ["A9", "2026-01-05 09:00", "李雷|同意|-", "", "", "", "咨询", "c7", "一般", "客服部"],
    ["A8", "2026-01-05 09:00", "-", "", "", "", "咨询", "c9", "一般", "客服部"],
]


def customers(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["客户编号", "等级", "生效日", "失效日"])
    sheet.append(["c7", "银卡", date(2026, 1, 1), date(2026, 7, 1)])
    sheet.append(["c7", "金卡", datetime(2026, 7, 1), None])
    sheet.append(["c8", "银卡", date(2026, 7, 1), date(2026, 1, 1)])
    book.save(folder / "customers.xlsx")


def as_csv(folder: Path) -> Path:
    path = folder / "审批.csv"
    path.write_bytes("".join(",".join(str(cell) for cell in row) + "\r\n" for row in ROWS).encode("gb18030"))
    return path


def as_xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ROWS:
        cells = [None if cell == "" else cell for cell in row]
        if cells[1] == "2026-01-05 09:00":
            cells[1] = datetime(2026, 1, 5, 9)
        sheet.append(cells)
    sheet.append([None] * 4)
    path = folder / "审批.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_an_approval_export(shared: Path, tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    customers(tmp_path)
    mapping = load_mapping(shared / "samples" / "mappings" / "dingtalk-approval.yaml")
    log = read_log(make(tmp_path), mapping, rejects=tmp_path / "rejects.csv", locale="zh")
    events = log.case("A1")
    assert [told(event) for event in events] == [
        ("01-05T01:00", "opened", {"matter": "repair", "customer": "c7", "priority": "紧急", "team": "工程部", "tier": "银卡"}),
        ("01-05T01:10", "message", {"public": False}),
        ("01-05T01:20", "assigned", {"owner": "韩梅"}),
        ("01-05T02:00", "changed", {"status": "处理中"}),
        ("01-05T09:00", "acknowledged", {}),
        ("01-05T09:30", "resolved", {}),
    ]
    assert [event.by for event in events[:3]] == [Actor("customer"), Actor("agent", "李雷"), Actor("agent", "韩梅")]
    assert [told(event)[1:] for event in log.case("A2")] == [
        ("opened", {"matter": "complaint", "customer": "c7", "priority": "一般", "team": "客服部", "tier": "金卡"}),
        ("cancelled", {}),
    ]
    assert "tier" not in log.case("A8")[0].data
    assert [(reject.file, *found) for reject, found in zip(log.rejects, codes(log), strict=True)] == [
        ("customers.xlsx", 4, "失效日", "MAP217"),
        (log.name, 5, "事项类型", "MAP205"),
        (log.name, 6, "审批记录", "MAP206"),
        (log.name, 7, "审批记录", "MAP209"),
        (log.name, 8, "审批记录", "MAP203"),
        (log.name, 9, "完成时间", "MAP215"),
        (log.name, 10, "审批记录", "MAP202"),
    ]
    assert [(problem.code, problem.params["keys"]) for problem in log.problems] == [("MAP223", "c9")]
    rejects = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "表扬" in rejects
    assert "values 里没有“事项类型”列" in rejects
    assert rejects.splitlines()[0].startswith("file,row,column,value,code,problem,审批编号,发起时间")


def test_the_joined_file_may_stand_beside_the_mapping(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "maps").mkdir()
    customers(tmp_path / "maps")
    copy = tmp_path / "maps" / "m.yaml"
    copy.write_text((shared / "samples" / "mappings" / "dingtalk-approval.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert read_log(as_csv(tmp_path / "data"), load_mapping(copy)).case("A1")[0].data["tier"] == "银卡"


def zendesk(shared: Path) -> Mapping:
    return load_mapping(shared / "samples" / "mappings" / "zendesk-tickets.yaml")


def test_a_ticket_export(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(
        "\ufeffTicket ID,Ticket created - Timestamp,First reply time (min),Ticket solved - Timestamp,"
        "Ticket priority,Ticket group,Requester ID,"
        "Ticket channel,Ticket status\n"
        '1,2026-06-01T09:00:00+08:00,15,2026-06-02T10:00:00,High,"Sales, East",77,email,solved\n'
        "2,2026-06-01 09:00,,,Low,,78,web,open\n"
        "3,2026-06-31 09:00,,,Low,,78,web,open\n"
        "4,01/06/2026,,,Low,,78,web,open\n",
        encoding="utf-8",
    )
    log = read_log(path, zendesk(shared))
    assert [told(event) for event in log.case("1")] == [
        ("06-01T01:00", "opened", {"priority": "High", "group": "Sales, East", "customer": "77", "channel": "email"}),
        ("06-01T01:15", "message", {"public": True}),
        ("06-02T02:00", "resolved", {}),
    ]
    assert [told(event)[1] for event in log.case("2")] == ["opened"]
    assert codes(log) == [(4, "Ticket created - Timestamp", "MAP203"), (5, "Ticket created - Timestamp", "MAP203")]
    assert [problem.code for problem in log.problems] == ["MAP224"]
    assert log.now_us == log.as_of_us == 1_782_835_200_000_000
    assert log.unknown == ("pauses", "reopens")
    resolution = read_metric("resolution", {}, Report(), builtin=BUILTINS["resolution"])
    assert approximate(resolution, log.unknown)
