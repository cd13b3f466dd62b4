"""An export leaves with two persons' will, with its watermark, without reports, persons and formulas."""

import csv
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text, update

from admin.back_office import asking, export, making, sheet
from admin.back_office.export import KEPT, State
from admin.back_office.schema import export as exports
from admin.security import roster, schema
from admin.security.roster import Hand
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.clock import FixedClock
from tracking.domain.error import StaleVersion
from tracking.domain.vocabulary import Kind
from tracking.store import schema as tables

Sit = Callable[[str], Desk]
PAGE, ONE = "/staff/exports", "/staff/exports/1"
WHY = "季度分析会使用"


def _ask(desk: Desk, of: str = "worklist", form: str = "csv", **wanted: str) -> int:
    given = {"of": of, "format": form, "reason": WHY, **({"tab": "all"} if of == "worklist" else {}), **wanted}
    return desk.send(f"{PAGE}/new?of={of}", PAGE, **given).status_code


def _made(container: Container, asker: Desk, approver: Desk) -> bytes:
    assert approver.send(ONE, f"{ONE}/approve").status_code == 303
    assert making.advance(container)
    assert not making.advance(container)
    answer = asker.open(f"{ONE}/file")
    assert answer.status_code == 200, asker.open(ONE).text
    return answer.content


def _rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def _state(container: Container) -> export.Export:
    with container.engine.connect() as connection:
        return export.one(connection, 1)


def test_an_export_goes_all_the_way(container: Container, at_desk: Sit) -> None:
    numbers = {matter.signed(container), matter.signed(container)}
    asker, approver = at_desk("disp"), at_desk("second")
    assert _ask(asker) == 303
    assert asker.open(f"{ONE}/file").status_code == 404
    rows = _rows(_made(container, asker, approver))
    assert rows[0] == rows[-1]
    for part in ("导出1号", "disp", "second", "2026年3月"):
        assert part in rows[0][0]
    assert rows[1][0] == "编号"
    assert {row[0] for row in rows[2:-1]} == numbers
    assert approver.open(f"{ONE}/file").status_code == 404, "only the asker takes it home"
    asker.open(f"{ONE}/file")
    with container.engine.connect() as connection:
        acts = [(each.act, each.by) for each in export.record(connection, 1)]
    down = ("downloaded", "disp")
    assert acts == [("asked", "disp"), ("approved", "second"), ("made", "system"), down, down]


def test_the_file_lies_sealed(container: Container, at_desk: Sit) -> None:
    number, asker = matter.signed(container), at_desk("disp")
    _ask(asker)
    _made(container, asker, at_desk("second"))
    with container.engine.connect() as connection:
        body = connection.execute(select(exports.c.body)).scalar_one()
    assert body is not None
    assert number.encode() not in body


def test_no_report_leaves_and_nothing_that_may_turn_out_to_be_one(container: Container, at_desk: Sit) -> None:
    open_one = matter.signed(container)
    hidden = [matter.signed(container, kind=Kind.REPORT), matter.registered(container)]
    with container.engine.begin() as connection:
        number = tables.petition.c.number
        connection.execute(update(tables.petition).where(number == hidden[1]).values(kind=None))
    asker = at_desk("disp")
    _ask(asker)
    text_of = _made(container, asker, at_desk("second")).decode()
    assert open_one in text_of
    assert not [each for each in hidden if each in text_of]
    assert _ask(asker, number=hidden[0]) == 422


def test_no_person_leaves(container: Container, at_desk: Sit) -> None:
    matter.classified(container, f"路灯坏了请联系{matter.PHONE}")
    asker = at_desk("disp")
    _ask(asker)
    body = _made(container, asker, at_desk("second")).decode()
    assert "路灯" in body
    assert matter.PHONE not in body


def test_a_unit_exports_its_own_and_nothing_else(container: Container, at_desk: Sit) -> None:
    matter.signed(container)
    assert _ask(at_desk("heping")) == 422
    unit = at_desk("water")
    assert _ask(unit, unit="A01") == 422
    assert _ask(unit) == 303
    assert at_desk("heping").open(ONE).status_code == 404


@pytest.mark.parametrize(("who", "of"), [
    ("water", "audit"), ("water", "deliveries"), ("disp", "audit"), ("root", "worklist"), ("op", "indicators"),
    ("disp", "secrets"), ("disp", ""),
])  # fmt: skip
def test_a_desk_asks_only_for_what_it_can_read(at_desk: Sit, who: str, of: str) -> None:
    desk = at_desk(who)
    assert desk.open(f"{PAGE}/new?of={of}").status_code == 404
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    data = {"csrf": csrf, "of": of, "format": "csv", "reason": WHY}
    assert desk.client.post(PAGE, data=data).status_code == 404


@pytest.mark.parametrize("wanted", [
    {"number": "nonsense"}, {"tab": "'; DROP TABLE export; --"}, {"kind": "god"}, {"unit": "Z99"}, {"stage": "\x00x"},
    {"words": "没有这样的字"}, {"number": "SY20260302-P-999999-1"}, {"topic": "' OR 1=1 --"}, {"words": "长" * 65},
    {"district": "%"}, {"tab": ""}, {"reason": "短"}, {"reason": f"给{matter.PHONE}看一看"},
])  # fmt: skip
def test_a_filter_without_result_or_sense_is_told_at_once(
    container: Container, at_desk: Sit, wanted: dict[str, str]
) -> None:
    matter.signed(container)
    assert _ask(at_desk("disp"), **wanted) == 422
    with container.engine.connect() as connection:
        assert export.latest(connection, by=None) == []


@pytest.mark.parametrize("wanted", [{"since": "yesterday"}, {"until": "9999-12-31"}, {"state": "god"}])
def test_senseless_days_and_states_are_told(at_desk: Sit, wanted: dict[str, str]) -> None:
    assert _ask(at_desk("disp"), of="deliveries", **wanted) == 422


def test_too_many_rows_are_told_before_and_after(
    container: Container, at_desk: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter.signed(container)
    asker, approver = at_desk("disp"), at_desk("second")
    assert _ask(asker) == 303
    matter.signed(container)
    monkeypatch.setattr(asking, "MOST_ROWS", 1)
    monkeypatch.setattr(making, "MOST_ROWS", 1)
    assert _ask(asker) == 422
    approver.send(ONE, f"{ONE}/approve")
    assert making.advance(container)
    assert (_state(container).state, _state(container).error) == (State.FAILED, "too_many")
    assert "超过20000行" in asker.open(ONE).text


def test_nobody_decides_on_the_own_request(container: Container, at_desk: Sit) -> None:
    matter.signed(container)
    asker = at_desk("disp")
    _ask(asker)
    csrf = asker.forms("/staff")["/staff/sign-out"]["csrf"]
    answer = asker.client.post(f"{ONE}/approve", data={"csrf": csrf})
    assert answer.status_code == 422
    assert "不能自己同意" in answer.text
    assert _state(container).state is State.ASKED


def test_an_account_that_the_asker_had_in_hand_is_no_second_person(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    asker, puppet = at_desk("root"), at_desk("disp")
    with container.engine.begin() as connection:
        roster.unlock(connection, "disp", Hand(by="root", at=clock.at))
    assert _ask(asker, of="audit") == 303
    answer = puppet.send(ONE, f"{ONE}/approve")
    assert answer.status_code == 422
    assert "30天内" in answer.text
    assert at_desk("second").send(ONE, f"{ONE}/approve").status_code == 303


def test_of_two_who_decide_at_once_one_is_told(container: Container, at_desk: Sit) -> None:
    matter.signed(container)
    _ask(at_desk("op"))

    def decide(who: str) -> bool:
        with suppress(StaleVersion), container.engine.begin() as connection:
            export.decide(connection, 1, Hand(by=who, at=container.core.now()), yes=who == "disp")
            return True
        return False

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(decide, ("disp", "second", "root"))) == 1
    with container.engine.connect() as connection:
        assert len(export.record(connection, 1)) == 2


def test_a_refused_and_a_withdrawn_request_make_no_file(container: Container, at_desk: Sit) -> None:
    matter.signed(container)
    asker, approver = at_desk("disp"), at_desk("second")
    _ask(asker)
    assert approver.send(ONE, f"{ONE}/refuse", why="").status_code == 422
    assert approver.send(ONE, f"{ONE}/refuse", why="范围太大").status_code == 303
    assert "范围太大" in asker.open(ONE).text
    _ask(asker)
    two = f"{PAGE}/2"
    assert asker.send(two, f"{two}/withdraw").status_code == 303
    csrf = approver.forms("/staff")["/staff/sign-out"]["csrf"]
    assert approver.client.post(f"{two}/approve", data={"csrf": csrf}).status_code == 422
    assert not making.advance(container)


def test_undecided_requests_and_files_are_gone_after_a_week(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number, asker, approver = matter.signed(container), at_desk("disp"), at_desk("second")
    _ask(asker)
    assert number.encode() in _made(container, asker, approver)
    clock.at += KEPT
    asker, approver = at_desk("disp"), at_desk("second")
    assert asker.open(f"{ONE}/file").status_code == 404
    assert making.clear_away(container) == 1
    with container.engine.connect() as connection:
        assert connection.execute(select(exports.c.body)).scalar_one() is None
    assert "期限已过" in asker.open(ONE).text
    _ask(asker)
    clock.at += KEPT
    csrf = at_desk("second").forms("/staff")["/staff/sign-out"]["csrf"]
    with container.engine.begin() as connection, pytest.raises(StaleVersion):
        export.decide(connection, 2, Hand(by="second", at=clock.at), yes=True)
    assert csrf


def test_who_lost_the_desk_meanwhile_gets_nothing(container: Container, at_desk: Sit) -> None:
    matter.signed(container)
    asker, approver = at_desk("disp"), at_desk("second")
    _ask(asker)
    approver.send(ONE, f"{ONE}/approve")
    with container.engine.begin() as connection:
        connection.execute(update(schema.account).where(schema.account.c.username == "disp").values(active=False))
    assert making.advance(container)
    assert _state(container).error == "asker"


def test_what_cannot_be_made_is_told_and_not_tried_for_ever(
    container: Container, at_desk: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter.classified(container)
    asker, approver = at_desk("disp"), at_desk("second")
    assert _ask(asker, tab="dispatch") == 303
    approver.send(ONE, f"{ONE}/approve")
    with container.engine.begin() as connection:
        connection.execute(update(schema.account).where(schema.account.c.username == "disp").values(role="caller"))
    assert making.advance(container)
    assert _state(container).error == "filter"
    assert _ask(approver, tab="dispatch") == 303
    with container.engine.begin() as connection:
        export.decide(connection, 2, Hand(by="root", at=container.core.now()), yes=True)
    monkeypatch.delattr(sheet, "made")
    assert making.advance(container)
    assert not making.advance(container)
    assert "生成时出错" in approver.open(f"{PAGE}/2").text


def test_the_other_lists_come_too(container: Container, at_desk: Sit) -> None:
    matter.signed(container)
    inspector, approver = at_desk("insp"), at_desk("second")
    assert _ask(inspector, of="audit", form="xlsx", who="second") == 303
    book = load_workbook(io.BytesIO(_made(container, inspector, approver)))
    (only,) = book.worksheets
    for strip in (only.oddHeader, only.oddFooter):
        assert strip is not None
        assert "导出1号" in (strip.center.text or "")
    assert [cell.value for cell in only[3]][1:4] == ["second", "导出", "同意导出"]
    leader = at_desk("lead")
    assert _ask(leader, of="indicators", period="2026-03", group="A") == 303
    with container.engine.begin() as connection:
        export.decide(connection, 2, Hand(by="second", at=container.core.now()), yes=True)
    assert making.advance(container)
    assert "和平区" in leader.open(f"{PAGE}/2/file").content.decode()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "=cmd|'/C calc'!A0"])
@pytest.mark.parametrize("kind", sheet.TYPES)
def test_no_cell_is_a_formula(kind: str, cell: str) -> None:
    body = sheet.made(kind, ["一"], [[cell]], mark="印")
    if kind == "csv":
        assert _rows(body)[2][0].startswith("'")
        return
    found = load_workbook(io.BytesIO(body)).active
    assert found is not None
    assert found["A3"].data_type == "s"
    assert str(found["A3"].value).startswith("'")


def test_numbers_stay_numbers() -> None:
    assert _rows(sheet.made("csv", ["一"], [[-1, None]], mark="印"))[2] == ["-1", ""]


def test_the_record_of_exports_only_grows(container: Container, at_desk: Sit) -> None:
    matter.signed(container)
    _ask(at_desk("disp"))
    with container.engine.connect() as connection, pytest.raises(Exception, match="only grows"):
        connection.execute(text("DELETE FROM export_act"))


def test_progress_is_told_while_it_is_made(container: Container, at_desk: Sit) -> None:
    matter.signed(container)
    asker, approver = at_desk("disp"), at_desk("second")
    _ask(asker)
    approver.send(ONE, f"{ONE}/approve")
    with container.engine.begin() as connection:
        export.progress(connection, 1, written=7, total=19)
    page = asker.open(ONE).text
    assert "7 / 19" in page
    assert 'hx-trigger="every 2s"' in page
    assert timedelta(days=7) == KEPT
