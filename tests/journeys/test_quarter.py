"""A quarter of one unit from 优秀 to 不合格, what followed from it, and that everybody was told the same figures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from admin.accountability.rule import Kind as Measure
from admin.accountability.schema import record
from admin.bulletins import contact, rectify, service
from admin.media.candidate import RED
from admin.media.schema import media_item
from admin.wiring import Container
from channels.sms.domestic import DomesticGateway
from channels.telephony import Provider
from tests.admin.desks.conftest import at_desk
from tests.admin.desks.desk import UNIT, Desk
from tests.admin.performance.test_law import TREE
from tests.admin.supervision import steps
from tests.journeys import telling
from tests.journeys.quarter import (
    BEGINS,
    DISP,
    HOUR,
    MONTHS,
    RIVAL,
    WELL,
    Story,
    begun,
    handler,
    lived,
    of_rival,
    settle,
    titled,
)
from tests.journeys.telling import Told
from tests.stand_in import Answer, standing_in
from tests.tracking.city import at
from tracking.domain.clock import FixedClock
from tracking.domain.nine import NINE
from tracking.domain.period import parse
from tracking.domain.petition import Assignment
from tracking.domain.procedure import rating
from tracking.domain.vocabulary import Identity, Kind
from tracking.service import period_close
from tracking.store import case as cases
from tracking.store.frozen import Frozen

__all__ = ["at_desk"]
Sit = Callable[[str], Desk]
JUNE = "2026-06"
SECRET = Story(kind=Kind.REPORT, text="举报科长收红包", phone="13700000001", name="司马举")
HIDDEN = Story(identity=Identity.CONFIDENTIAL, agrees=True, happy=False, phone="13700000002", name="诸葛密")
NEGLECTED = Story(agrees=True)
HOSTILE = "科长收红包13700000003辽A54321<script>alert(1)</script>"
LEADERS = {UNIT: "13900000301", RIVAL: "13900000302"}
PLANTED = (
    *("司马举", "诸葛密", "13700000001", "13700000002", "13700000003"),
    *("辽A54321", "红包", "<script>alert", *LEADERS.values()),
)
DEMANDS, ANSWER = "请对照短板逐项整改。", "已增派两个班组，七月底前全部办结。"
NINE_NAMES = frozenset(each.name for each in NINE)
TALE = "一处小区停水多日，单位报称已修好，居民仍然没有水。"
DECISION, BASIS = "因弄虚作假，取消本年度评优资格。", "《政府绩效管理办法》第二十条"
BULLETINS, MEDIA, ACCOUNTS = "/staff/bulletins", "/staff/media", "/staff/accountability"
YEAR = "/staff/performance/2026"
BARRED = "✕ 取消评优资格"
A_MOMENT = timedelta(minutes=1)


@dataclass
class Office:
    """Everybody who takes part. A session ends after an hour, so whoever comes back later signs in again."""

    sit: Sit
    clock: FixedClock
    _desks: dict[str, Desk] = field(default_factory=dict)
    _since: dict[str, datetime] = field(default_factory=dict)

    def __call__(self, who: str) -> Desk:
        desk = self._desks.get(who) or self._desks.setdefault(who, self.sit(who))
        if who and self._since.get(who, self.clock.at) != self.clock.at:
            assert desk.sign_in(who).status_code == 303
        self._since[who] = self.clock.at
        return desk

    def sends(self, who: str, page: str, action: str, **typed: str) -> str:
        """A form that is taken; where it leads to."""
        answer = self(who).send(page, action, **typed)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """What is known when the bulletin of June is out and the example published."""

    months: dict[str, Frozen]
    neglected: str
    secrets: tuple[str, str]
    bulletin: str
    sms: dict[str, str]
    example: int


@pytest.fixture
def office(at_desk: Sit, clock: FixedClock) -> Office:
    clock.at = at(3, 30)
    return Office(at_desk, clock)


@pytest.fixture
def quarter(container: Container, clock: FixedClock, office: Office) -> Quarter:
    months = {}
    for month, stories in MONTHS.items():
        lived(container, clock, [*stories, *of_rival([WELL] * 12)], start=BEGINS[month])
        if month == JUNE:
            secrets = _secrets(container, clock)
            neglected = _neglected(container, clock, office)
        clock.at = parse(month).window().end + HOUR * 9
        months[month] = period_close.close(container.core, parse(month), groups=service.groups(container), by="office")
    bulletin, sms = _told(container, clock, office)
    example = _published(container, clock, office, neglected)
    return Quarter(months=months, neglected=neglected, secrets=secrets, bulletin=bulletin, sms=sms, example=example)


def _secrets(container: Container, clock: FixedClock) -> tuple[str, str]:
    """A report and a confidential matter of the same unit, under a title of a hostile hand."""
    report, hidden = lived(container, clock, [SECRET, HIDDEN], start=BEGINS[JUNE] + HOUR)
    titled(container, report, HOSTILE)
    titled(container, hidden, HOSTILE)
    return report, hidden


def _neglected(container: Container, clock: FixedClock, office: Office) -> str:
    """Reminded, a yellow and a red card, a report that is not true, and what supervision finds of it."""
    number = begun(container, clock, NEGLECTED)
    for limit in ("remind_at", "handle_due_at", "supervised_due_at"):
        steps.tick(container, clock, getattr(_lead(container, number), limit) + A_MOMENT)
    lead = _lead(container, number)
    assert all((lead.reminded_at, lead.yellow_card_at, lead.red_card_at))
    clock.at = at(6, 16)
    with container.core.change(number) as case:
        settle(container, clock, case, happy=False)
    steps.tick(container, clock, at(6, 22))
    found = {"unit": UNIT, "cause": "faking", "at": "2026-06-16T09:00", "number": number, "reason": "现场仍然没有水。"}
    office.sends("disp", "/staff/oversight", "/staff/oversight/veto", **found)
    return number


def _lead(container: Container, number: str) -> Assignment:
    with container.engine.connect() as connection:
        return cases.load(connection, number).lead


def _told(container: Container, clock: FixedClock, office: Office) -> tuple[str, dict[str, str]]:
    """The bulletin of June, approved by a second person; what came in at the carrier, by number."""
    clock.at = at(7, 3, 10)
    for unit, phone in LEADERS.items():
        contact.put(container.core, unit=unit, post="主要负责人", phone=phone, by="root")
    made = {"period": JUNE, "demands": DEMANDS, "due_on": "2026-07-31"}
    page = office.sends("disp", BULLETINS, BULLETINS, **made)
    assert "您生成的通报由另一人审定" in office("disp").open(page).text
    office.sends("second", page, f"{page}/approve")
    with standing_in() as carrier:
        carrier.script = lambda asked: Answer(body=json.dumps({"id": json.loads(asked.body)["key"]}).encode())
        provider = Provider(url=carrier.url, app="minyi", secret="a shared secret of the test")
        sending = replace(container.sending, gateway=DomesticGateway(provider, container.core.clock))
        assert sending.send_queued() == len(LEADERS)
        sent = [json.loads(each.body) for each in carrier.asked]
    return page, {each["to"]: each["text"] for each in sent}


def _published(container: Container, clock: FixedClock, office: Office, number: str) -> int:
    """Found by rule, told anew, answered by the unit, proposed by one and released by another."""
    office.sends("disp", MEDIA, f"{MEDIA}/find", period=JUNE)
    with container.engine.connect() as connection:
        found = select(media_item.c.id, media_item.c.cause).where(media_item.c.number == number)
        identity, cause = connection.execute(found).one()
    assert cause == RED, "it is among the worst rated too, and still one example"
    page = f"{MEDIA}/{identity}"
    office.sends("disp", page, f"{page}/draft", title="三天没水", story=TALE)
    office.sends("disp", page, f"{page}/ask_unit")
    office.sends("water", "/staff/media-replies", f"/staff/media-replies/{identity}", text="管道已更换。")
    office.sends("disp", page, f"{page}/propose")
    refused = office("disp").client.post(
        f"{page}/release", data={**office("disp").forms("/staff")["/staff/sign-out"], "medium": "晚报"}
    )
    assert refused.status_code == 422
    assert TALE not in office("").open("/open/examples").text
    clock.at = at(7, 7, 10)
    office.sends("second", page, f"{page}/release", medium="晚报", on="2026-07-07")
    return int(identity)


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
    _scheme(office)
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


def _scheme(office: Office) -> None:
    """A year's ranking needs a published scheme."""
    sent = {"tree": TREE, "judges": "", "reason": "年度方案"}
    office.sends("assess", f"{YEAR}/scheme", f"{YEAR}/scheme", **sent)
    office.sends("judge", f"{YEAR}/scheme", f"{YEAR}/scheme/publish")


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


def test_every_page_and_file_says_the_same_of_the_unit(
    container: Container, clock: FixedClock, office: Office, quarter: Quarter
) -> None:
    _comes_to_light(container, quarter)
    made = quarter.months[JUNE]
    name, leader = container.city.unit_name(UNIT), office("lead")
    wanted = telling.frozen(made.body[UNIT])
    assert (wanted.n3, wanted.n6, wanted.completed, wanted.rank) == ("56.3", "31.3", "16", "2")
    page, stranger = quarter.bulletin, office("")
    overview = leader.open(f"/staff/overview?scope={UNIT}&period={JUNE}").text
    assert f"{JUNE}各组第一：B2组{container.city.unit_name(RIVAL)}" in overview
    told = {
        "bulletin": telling.in_bulletin(telling.rows(leader.open(page).text), name),
        "pdf": telling.in_pdf(leader.open(f"{page}/file/pdf").content, name),
        "word": telling.in_word(leader.open(f"{page}/file/docx").content, name),
        "csv": telling.in_csv(leader.open(f"{page}/file/csv").text, name),
        "sms": telling.in_message(quarter.sms[LEADERS[UNIT]]),
        "indicators": telling.in_indicators(leader.open(f"/staff/indicators?group=B2&period={JUNE}").text, name),
        "overview": telling.in_overview(overview, name),
        "public": telling.in_public(stranger.open(f"/open?period={JUNE}").text, name),
        "public table": telling.in_public_table(stranger.open(f"/open/figures.csv?period={JUNE}").text, UNIT),
    }
    problems = [row for row in telling.rows(leader.open(page).text) if len(row) == 7 and row[1] in NINE_NAMES]
    assert len(problems) >= 3
    assert all(Decimal(value) + Decimal(below) == Decimal(line) for _, _, value, line, below, *_ in problems)
    differing = {where: each for where, each in told.items() if each != _shown(wanted, each)}
    assert differing == {}, wanted


def test_the_quarter_is_counted_anew_and_is_what_its_months_add_up_to(container: Container, quarter: Quarter) -> None:
    whole = period_close.close(container.core, parse("2026-Q2"), groups=service.groups(container), by="office")
    for unit in (UNIT, RIVAL):
        months = [made.body[unit] for made in quarter.months.values()]
        for code, (numerator, denominator, *_) in whole.body[unit]["rates"].items():
            rates = [each["rates"][code] for each in months]
            assert Decimal(numerator) == sum(Decimal(rate[0]) for rate in rates), (unit, code)
            assert denominator == sum(rate[1] for rate in rates), (unit, code)
        assert whole.body[unit]["completed"] == sum(each["completed"] for each in months)


def _comes_to_light(container: Container, quarter: Quarter) -> None:
    """A rating of June is annulled in July: a correction for the next bulletin, and no figure of June moves."""
    with container.core.change(quarter.neglected) as case:
        by, now = handler(case), container.core.now()
        rating.appeal_rating(case, 1, by=by, at=now, reason="诉求人把另一件事记在了本件上。")
        rating.annul_rating(case, 1, by=DISP, at=now, reason="属实。")
    groups = service.groups(container)
    found = period_close.corrections(container.core, JUNE, groups=groups)
    assert ("N6", "5/16/0/0", "5/15/1/0") in {(each.figure, each.frozen, each.now) for each in found}


def _shown(wanted: Told, each: Told) -> Told:
    """Of what is wanted that which a rendering shows."""
    return Told(**{name: value if getattr(each, name) is not None else None for name, value in vars(wanted).items()})


def test_nothing_secret_of_the_quarter_leaves(
    container: Container, clock: FixedClock, office: Office, quarter: Quarter
) -> None:
    _scheme(office)
    found = _everything(office, quarter)
    assert all(text.strip() for text in found.values())
    leaked = {where: [each for each in PLANTED if each in text] for where, text in found.items()}
    leaked |= {f"{where} names it": [each for each in quarter.secrets if each in found[where]] for where in found}
    assert {where: words for where, words in leaked.items() if words} == {}
    hot = [row[2:] for row in telling.rows(found["bulletin"]) if len(row) == 4]
    assert ["27", "0"] in hot, "all of June but the report"


def _everything(office: Office, quarter: Quarter) -> dict[str, str]:
    """All that is told to leaders, printed, broadcast, published or taken out, as plain text."""
    leader, first, stranger, assess = office("lead"), office("disp"), office(""), office("assess")
    page, example = quarter.bulletin, f"{MEDIA}/{quarter.example}"
    public = ("/open", f"/open?period={JUNE}", "/open/examples", "/open/answers", "/open/accountability")
    tables = (f"/open/figures.csv?period={month}" for month in MONTHS)
    return {
        "sms": "".join(quarter.sms.values()),
        "bulletin": _main(leader.open(page).text),
        "as its maker sees it": _main(first.open(page).text),
        "pdf": telling.pdf_text(leader.open(f"{page}/file/pdf").content),
        "word": telling.word_text(leader.open(f"{page}/file/docx").content),
        "csv": leader.open(f"{page}/file/csv").text,
        "media": _main(first.open(MEDIA).text),
        "example": _main(first.open(example).text),
        "sheet": _main(first.open(f"{example}/sheet").text),
        "ranking": assess.open(f"{YEAR}/ranking.csv").text,
        "workbook": telling.workbook_text(assess.open(f"{YEAR}/ranking.xlsx").content),
        **{each: stranger.open(each).text for each in (*public, *tables)},
    }


def _main(html: str) -> str:
    """Without the frame of the console."""
    return html.partition("<main")[2]
