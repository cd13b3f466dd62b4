"""A bulletin from frozen figures to the leaders' telephones and back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader
from sqlalchemy import delete, func, select, text

from admin.accountability import fact
from admin.bulletins import contact, making, recipient, reply, service
from admin.bulletins.body import snapshot_id
from admin.bulletins.pdf import pdf
from admin.bulletins.schema import bulletin
from admin.bulletins.sheet import sheet
from admin.bulletins.store import Bulletin, Stage
from admin.bulletins.word_file import docx
from admin.wiring import Container
from channels.sms.port import segments
from notify.schema import delivery
from tests.admin.bulletins.frozen_month import APRIL, DEMANDS, PHONES, approved, contacts, drafted, freeze, rates
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.error import DomainError
from tracking.domain.period import parse
from tracking.domain.veto import VetoCause
from tracking.store import schema

Sit = Callable[[str], Desk]
PAGE = "/staff/bulletins"
MAY = APRIL.date() + timedelta(days=30)


def _held(container: Container, identity: int) -> Bulletin:
    with container.engine.connect() as connection:
        return service.held(connection, identity)


def _told(container: Container, identity: int) -> dict[str, str]:
    with container.engine.connect() as connection:
        told = recipient.told(connection, service.held(connection, identity))
    return {each.unit: each.state for each in told}


def _refused(act: Callable[[], object]) -> tuple[str, object]:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code, refused.value.details.get("field")


def _make(container: Container, *, period: str = "2026-03", demands: str = DEMANDS) -> int:
    return making.make(container, period=period, demands=demands, due_on=MAY, by="disp")


def _approve(container: Container, identity: int, *, by: str = "second", skip: bool = False) -> None:
    made = _held(container, identity)
    seen = recipient.fingerprint(service.preview(container, made))
    service.approve(container, identity, seen=seen, skip=skip, version=made.version, by=by)


def test_it_goes_from_the_desk_to_the_leaders(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    clock.at = APRIL
    freeze(container)
    contacts(container)
    first, second, leader = at_desk("disp"), at_desk("judge"), at_desk("lead")
    made = first.send(PAGE, PAGE, period="2026-03", demands=DEMANDS, due_on="2026-05-07")
    page = made.headers["location"]
    assert leader.open(page).status_code == 404
    assert "您生成的通报由另一人审定" in first.open(page).text
    assert second.send(page, f"{page}/approve").status_code == 303
    assert container.sending.send_queued() == 4
    seen = leader.open(page)
    assert "沈阳市民意诉求办理情况通报（2026年3月）" in seen.text
    assert "演示未发" in seen.text
    assert "approve" not in seen.text


def test_the_three_messages_are_as_they_were_prescribed(container: Container, clock: FixedClock) -> None:
    told = _held(container, drafted(container, clock)).body["messages"]
    name = container.city.unit_name
    head = "【沈阳民意诉求】{}:3月办件{}件,按期办结{}%,满意{}%,得分{},"
    assert told["A01"] == head.format(name("A01"), 100, "100.0", "100.0", "100.00") + "A组第1名,评为优秀,予以表扬。"
    assert segments(told["A01"]) == 1
    assert re.fullmatch(
        re.escape(head.format(name("A02"), 100, "94.0", "94.0", "")[:-1])
        + r"\d\d\.\d\d,A组第2名,合格。短板:.{4,6}率\d+\.\d%\(合格线\d+%\)。请督促改进。",
        told["A02"],
    )
    assert "不合格,予以批评。主要问题:" in told["A03"]
    assert told["A03"].endswith("请4月14日前整改并书面反馈。")
    assert told["A03"].count("合格线") == 2
    assert told["A04"] == (
        f"【沈阳民意诉求】{name('A04')}:3月办结5件,不足10件,不参加排名,不评等次。到期5件,按期办结5件;回访评价5件。以上供参阅。"
    )
    assert segments(told["A04"]) == 1


def _few(unit: str, *vetoes: str) -> dict[str, object]:
    """As a period was frozen before few cases were no grade."""
    nine = {code: [str(rate.numerator), rate.denominator, 0, 0] for code, rate in rates(1, 4).items()}
    old = {"group": "A", "score": "20.00", "grade": "unqualified", "rank": None, "completed": 5}
    return {unit: {**old, "rates": nine, "vetoes": list(vetoes)}}


def test_few_cases_are_told_as_counts_and_blame_nobody_whenever_they_were_frozen(
    container: Container, clock: FixedClock
) -> None:
    clock.at = APRIL
    freeze(container, more={**_few("A05"), **_few("A06", VetoCause.FAKING)})
    made = _held(container, _make(container))
    assert made.body["few"] == ["A04", "A05"]
    assert made.body["poor"] == ["A03", "A06"]
    assert "予以批评" not in made.body["messages"]["A05"]
    assert "到期5件,按期办结1件" in made.body["messages"]["A05"]
    assert "一票否决:弄虚作假" in made.body["messages"]["A06"]
    name, apart = container.city.unit_name("A05"), sheet(made).decode("utf-8-sig").split("二、件数不足的单位")[1]
    assert f"A,{name},5,5,1,5," in apart.split("三、")[0]
    with container.engine.connect() as connection:
        bad = fact.of(connection, 2026, parse("2026").window()).bad
    assert {each.unit for each in bad} == {"A03", "A06"}


@pytest.mark.parametrize(("length", "n"), [(70, 1), (71, 2), (134, 2), (135, 3)])
def test_seventy_characters_are_one_segment_and_sixty_seven_when_joined(length: int, n: int) -> None:
    assert segments("字" * length) == n


def test_a_month_that_is_not_closed_is_refused(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    clock.at = APRIL
    assert _refused(lambda: _make(container)) == ("too_early", "period")
    page = at_desk("disp").send(PAGE, PAGE, period="2026-03", demands=DEMANDS, due_on="2026-05-07")
    assert page.status_code == 422
    assert "还没有核定" in page.text
    assert DEMANDS in page.text


def test_a_month_is_closed_at_the_desk_once_and_only_when_it_is_said_twice(
    container: Container, clock: FixedClock, at_desk: Sit
) -> None:
    matter.classified(container, "三好街停水")
    clock.at = APRIL
    desk = at_desk("disp")
    assert "<option>2026-03</option>" in desk.open(PAGE).text
    assert "2026-02" not in desk.open(PAGE).text
    assert "请勾选确认" in desk.send(PAGE, f"{PAGE}/close", closing="2026-03").text
    assert desk.send(PAGE, f"{PAGE}/close", closing="2026-03", sure="yes").status_code == 303
    token = desk.forms(PAGE)[PAGE]["csrf"]
    for period in ("2026-03", "2026-04"):
        again = desk.client.post(f"{PAGE}/close", data={"csrf": token, "closing": period, "sure": "yes"})
        assert (again.status_code, "已经核定" in again.text) == (422, True)
    assert _held(container, _make(container)).body["totals"]["completed"] == 0
    assert at_desk("lead").client.post(f"{PAGE}/close", data={"csrf": token}).status_code == 403


def test_a_week_that_is_over_is_frozen_with_its_bulletin(container: Container, clock: FixedClock) -> None:
    clock.at = APRIL
    assert _refused(lambda: _make(container, period="2026-W15")) == ("too_early", "period")
    assert _held(container, _make(container, period="2026-W14")).body["starts_on"] == "2026-03-30"


@pytest.mark.parametrize("period", ["2026-W54", "2026-W00", "2026-13", "03-2026", "", "2026-W53x"])
def test_what_is_no_period_is_refused(container: Container, clock: FixedClock, period: str) -> None:
    clock.at = APRIL
    assert _refused(lambda: _make(container, period=period))[0] == "invalid_value"


def test_of_a_period_one_bulletin_stands(container: Container, clock: FixedClock) -> None:
    first = drafted(container, clock)
    assert _refused(lambda: _make(container)) == ("invalid_value", "period")
    service.drop(container, first, why="要求要改", version=1, by="disp")
    clock.at += timedelta(minutes=1)
    assert _make(container) > first


def test_whoever_made_it_does_not_approve_it(container: Container, clock: FixedClock) -> None:
    contacts(container)
    identity = drafted(container, clock)
    assert _refused(lambda: _approve(container, identity, by="disp")) == ("forbidden", "approved_by")
    assert _held(container, identity).stage is Stage.DRAFT


def test_two_approvals_send_once(container: Container, clock: FixedClock) -> None:
    contacts(container)
    identity = approved(container, clock)
    assert _refused(lambda: _approve(container, identity))[0] == "stale_version"
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(delivery)).scalar_one() == 4


def test_a_number_that_changed_after_the_preview_is_seen_first(container: Container, clock: FixedClock) -> None:
    contacts(container)
    identity = drafted(container, clock)
    made = _held(container, identity)
    seen = recipient.fingerprint(service.preview(container, made))
    contact.put(container.core, unit="A01", post="主要负责人", phone="13900000199", by="root")
    late = _refused(lambda: service.approve(container, identity, seen=seen, skip=False, version=1, by="second"))
    assert late[0] == "stale_version"


def test_a_leader_without_a_number_blocks_until_the_approver_skips(container: Container, clock: FixedClock) -> None:
    contacts(container, "A01", "A02")
    identity = drafted(container, clock)
    assert _refused(lambda: _approve(container, identity)) == ("missing_field", "skip")
    _approve(container, identity, skip=True)
    assert _told(container, identity) == {"A01": "queued", "A02": "queued", "A03": "skipped", "A04": "skipped"}


@pytest.mark.parametrize(
    ("approved_at", "sent_at"),
    [
        ("2026-04-07T20:59", "2026-04-07T20:59"),
        ("2026-04-07T21:00", "2026-04-08T08:00"),
        ("2026-04-08T07:59", "2026-04-08T08:00"),
    ],
)
def test_nobody_is_told_in_the_quiet_hours(
    container: Container, clock: FixedClock, approved_at: str, sent_at: str
) -> None:
    contacts(container)
    identity = drafted(container, clock)
    clock.at = datetime.fromisoformat(approved_at).replace(tzinfo=CITY_ZONE)
    _approve(container, identity)
    assert _held(container, identity).send_at == datetime.fromisoformat(sent_at).replace(tzinfo=CITY_ZONE)
    assert container.sending.send_queued() == (4 if approved_at == sent_at else 0)
    clock.at = datetime.fromisoformat(sent_at).replace(tzinfo=CITY_ZONE)
    container.sending.send_queued()
    assert set(_told(container, identity).values()) == {"kept"}


def test_without_a_calendar_there_is_no_deadline_and_no_bulletin(container: Container, clock: FixedClock) -> None:
    clock.at = datetime(2027, 1, 5, 10, 0, tzinfo=CITY_ZONE)
    freeze(container, "2026-12")
    act = lambda: making.make(container, period="2026-12", demands=DEMANDS, due_on=clock.at.date(), by="disp")  # noqa: E731
    assert _refused(act)[0] == "calendar_missing"


def test_after_the_deadline_an_old_draft_is_not_approved(container: Container, clock: FixedClock) -> None:
    contacts(container)
    identity = drafted(container, clock)
    clock.at += timedelta(days=10)
    assert _refused(lambda: _approve(container, identity)) == ("too_late", "rectify_by")


def test_the_body_never_changes_and_its_snapshot_proves_it(container: Container, clock: FixedClock) -> None:
    made = _held(container, drafted(container, clock))
    assert snapshot_id(made.body) == made.snapshot
    assert made.snapshot.startswith("2026-03_2009-09.2009-09_")
    with pytest.raises(Exception, match="only grows"), container.engine.begin() as connection:
        connection.execute(text("UPDATE bulletin SET body = '{}'"))


def _numbers(words: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", words)


def test_every_rendering_shows_the_same_figures_and_the_same_snapshot(
    container: Container, clock: FixedClock, at_desk: Sit
) -> None:
    contacts(container)
    made = _held(container, approved(container, clock))
    reader = PdfReader(BytesIO(pdf(made)))
    printed = "".join(page.extract_text() for page in reader.pages)
    word = Document(BytesIO(docx(made)))
    lines = sheet(made).decode("utf-8-sig")
    cells = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    shown = at_desk("lead").open(f"{PAGE}/{made.id}").text
    footer = word.sections[0].footer.paragraphs[0].text
    assert all(made.snapshot in text for text in (printed, footer, lines, shown))
    rows = sorted(made.body["units"].values(), key=lambda row: str(row["unit"]))
    figures = [row["score"] for row in rows] + [each["value"] for row in rows[2:3] for each in row["deficient"]]
    figures += [f"{row['completed']}" for row in rows] + [row["figures"]["N3"] for row in rows]
    assert len(figures) > 15
    for figure in figures:
        assert all(figure in _numbers(text) for text in (printed, cells, lines, shown)), figure
    for unit, words in list(made.body["messages"].items())[:3]:
        row = made.body["units"][unit]
        assert {row["score"], row["figures"]["N3"], row["figures"]["N6"]} <= set(_numbers(words))
    assert reader.metadata is not None
    assert reader.metadata.title == made.body["title"]
    assert str(reader.root_object["/Lang"]) == "zh-CN"
    assert "第 1 页" in reader.pages[0].extract_text().replace("第1页", "第 1 页")


def test_the_font_is_inside(container: Container, clock: FixedClock) -> None:
    reader = PdfReader(BytesIO(pdf(_held(container, drafted(container, clock)))))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "NotoSansSC" in descriptor["/FontName"]
        assert any(name in descriptor for name in ("/FontFile2", "/FontFile3"))


def test_an_answer_of_a_leader_is_logged_and_no_petition(container: Container, clock: FixedClock) -> None:
    from channels.sms.inbox import Inbox, Outcome
    from channels.sms.port import inbound

    contacts(container)
    identity = approved(container, clock)
    inbox = Inbox(container.core, noted=reply.Replies(container.core).take)
    clock.at += timedelta(hours=1)
    given = inbound("SM1", PHONES["A03"], "收到,我们马上整改")
    assert [inbox.take(given), inbox.take(given)] == [Outcome.NOTED, Outcome.NOTED]
    assert inbox.take(inbound("SM2", "13712345678", "小区停水三天没有人管")) is Outcome.PETITION
    with container.engine.connect() as connection:
        assert [each.text for each in reply.of_bulletin(connection, container.core, identity)] == ["收到,我们马上整改"]
        assert connection.execute(select(func.count()).select_from(schema.petition)).scalar_one() == 1
    clock.at += timedelta(days=31)
    assert inbox.take(inbound("SM3", PHONES["A03"], "我家楼下的路灯坏了")) is Outcome.PETITION
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(bulletin)).scalar_one() == 1


def test_a_merged_unit_stands_with_its_heir_and_a_footnote(container: Container, clock: FixedClock) -> None:
    from routing import schema as city

    clock.at = APRIL
    with container.engine.begin() as connection:
        row = {"code": "A99", "name": "并掉的区", "short_name": "旧区", "kind": "district", "group": "A"}
        connection.execute(city.unit.insert().values({**row, "active": False, "successor": "A01"}))
    container.city.reload()
    try:
        made = _held(container, drafted(container, clock))
        contacts(container)
        assert made.body["units"]["A01"]["note"] == "含已并入的旧区承办的件"
        assert "A99" not in made.body["units"]
        assert "含已并入的旧区承办的件" in sheet(made).decode()
    finally:
        with container.engine.begin() as connection:
            connection.execute(delete(city.unit).where(city.unit.c.code == "A99"))
