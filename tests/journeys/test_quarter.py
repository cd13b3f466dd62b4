"""A quarter of one unit from 优秀 to 不合格, and what followed from it until it won its appeal."""

from __future__ import annotations

import re

from sqlalchemy import select

from admin.accountability.proposal import Kind as Measure
from admin.accountability.schema import record
from admin.bulletins import rectify
from admin.wiring import Container
from tests.admin.desks.desk import UNIT
from tests.journeys import telling
from tests.journeys.june import BULLETINS, JUNE, LEADERS, TALE, Quarter
from tests.journeys.office import YEAR, Office, scheme
from tests.journeys.quarter import (
    MONTHS,
)
from tracking.domain.clock import FixedClock

ANSWER = "已增派两个班组，七月底前全部办结。"
DECISION, BASIS = "因弄虚作假，取消本年度评优资格。", "《政府绩效管理办法》第二十条"
ACCOUNTS = "/staff/accountability"
BARRED = "✕ 取消评优资格"


def test_the_unit_slips_is_told_answers_and_wins_its_appeal(
    container: Container, clock: FixedClock, office: Office, quarter: Quarter
) -> None:
    grades = [quarter.months[month].body[UNIT]["grade"] for month in MONTHS]
    assert grades == ["excellent", "qualified", "unqualified"]
    assert all(quarter.months[month].body[UNIT]["completed"] >= 10 for month in MONTHS)
    _documents(office, quarter)
    _criticised(container, quarter)
    _rectified(container, office)
    assert TALE in office("").open("/open/examples").text
    scheme(office)
    assert BARRED not in office("assess").open(f"{YEAR}?group=B2").text
    identity = _eligibility_cancelled(container, office)
    assert BARRED in " ".join(office("assess").open(f"{YEAR}?group=B2").text.split())
    _won(office, identity)
    assert BARRED not in office("assess").open(f"{YEAR}?group=B2").text


def _documents(office: Office, quarter: Quarter) -> None:
    """Both cards have their document, and the numbers of the year have no gap."""
    listed = telling.rows(office("insp").open("/staff/supervision/documents").text)
    serials = {(row[1], row[3]): int(known[1]) for row in listed if (known := re.search(r"〔2026〕(\d+)号", row[0]))}
    mine = {step: serial for (step, reason), serial in serials.items() if quarter.neglected in reason}
    assert sorted(serials.values()) == list(range(1, len(serials) + 1))
    assert mine.keys() == {"黄牌督办书", "红牌整改通知书"}
    assert mine["黄牌督办书"] < mine["红牌整改通知书"] == len(serials)


def _criticised(container: Container, quarter: Quarter) -> None:
    figures = quarter.months[JUNE].body[UNIT]
    assert figures["vetoes"] == ["faking"]
    assert quarter.sms[LEADERS[UNIT]] == (
        f"【沈阳民意诉求】{container.city.unit_name(UNIT)}:6月办件16件,按期办结56.3%,满意31.3%,"
        f"得分{figures['score']},不合格,予以批评。"
        "主要问题:一票否决:弄虚作假;诉求解决率31.3%(合格线75%)。请7月10日前整改并书面反馈。"
    )


def _rectified(container: Container, office: Office) -> None:
    """The unit answers in writing, supervision sends it back once, then accepts."""
    own, every = f"{BULLETINS}/own", f"{BULLETINS}/rectifications"
    with container.engine.connect() as connection:
        (item,) = rectify.listed(connection)
    assert item.unit == UNIT
    office.sends("water", own, f"{own}/{item.id}", text="正在整改。")
    office.sends("disp", every, f"{every}/{item.id}/check", accepted="no", note="措施不具体")
    office.sends("water", own, f"{own}/{item.id}", text=ANSWER)
    office.sends("disp", every, f"{every}/{item.id}/check", accepted="yes")
    assert "整改已认可" in office("water").open(own).text


def _eligibility_cancelled(container: Container, office: Office) -> int:
    """Proposed by the rules, opened by one, decided by another."""
    office.sends("disp", ACCOUNTS, f"{ACCOUNTS}/find", year="2026")
    c = record.c
    with container.engine.connect() as connection:
        wanted = select(c.id).where(c.unit == UNIT, c.kind == Measure.CANCEL_AWARD)
        identity: int = connection.execute(wanted).scalar_one()
    page = f"{ACCOUNTS}/{identity}"
    office.sends("disp", page, f"{page}/open", text="事实清楚，立案。")
    assert f"{page}/decide" not in office("disp").forms(page)
    decided = {"effect": str(Measure.CANCEL_AWARD), "text": DECISION, "basis": BASIS}
    office.sends("second", page, f"{page}/decide", **decided)
    return identity


def _won(office: Office, identity: int) -> None:
    page = f"{ACCOUNTS}/{identity}"
    assert DECISION in office("water").open(page).text
    office.sends("water", page, f"{page}/appeal", reason="当日系管网爆裂，并非弄虚作假。")
    assert BARRED in " ".join(office("assess").open(f"{YEAR}?group=B2").text.split())
    assert f"{page}/revoke" not in office("second").forms(page)
    office.sends("disp", page, f"{page}/revoke", text="申诉成立，撤销原决定。")
    office.sends("disp", page, f"{page}/close", text="已恢复评优资格。")
