"""The audit list tells who did what to those who may read it, without persons, and nobody can change what it says."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert, text

from admin.back_office import trail
from admin.back_office.trail import Key, Wanted
from admin.security import roster, schema
from admin.security.roster import Hand
from admin.security.sign_in import note
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.clock import FixedClock
from tracking.domain.people import Role
from tracking.domain.vocabulary import Kind
from tracking.store.visibility import Viewer

Sit = Callable[[str], Desk]
PAGE = "/staff/audit"
INSPECTOR, ADMINISTRATOR = Viewer(role=Role.INSPECTOR), Viewer(role=Role.ADMINISTRATOR)


def _read(container: Container, number: str, *, reader: str = "disp", reason: str = "核实地点") -> None:
    row = {"reader": reader, "number": number, "reason": reason, "at": container.core.now()}
    with container.engine.begin() as connection:
        connection.execute(insert(schema.identity_read).values(row))


def _lines(container: Container, viewer: Viewer, wanted: Wanted = Wanted(), **more: object) -> list[trail.Line]:  # noqa: B008 - frozen
    with container.engine.connect() as connection:
        return list(trail.lines(connection, viewer, wanted, **more))  # type: ignore[arg-type]


def test_every_kind_of_act_stands_in_one_list(container: Container, at_desk: Sit) -> None:
    inspector = at_desk("insp")
    _read(container, matter.signed(container))
    with container.engine.begin() as connection:
        hand = Hand(by="root", at=container.core.now())
        roster.unlock(connection, "disp", hand)
        note(connection, "root", "issued key K1", at=hand.at)
        note(connection, "op", "took conversation 5", at=hand.at)
    page = inspector.open(PAGE).text
    for words in ("登录", "查看诉求人身份", "核实地点", "解除锁定", "issued key K1", "took conversation 5"):
        assert words in page
    kinds = {line.kind for line in _lines(container, INSPECTOR)}
    assert {"sign_in", "identity", "account", "key", "desk"} <= kinds


def test_what_administrators_do_is_read_by_the_inspector_alone(container: Container, at_desk: Sit) -> None:
    administrator, inspector = at_desk("root"), at_desk("insp")
    with container.engine.begin() as connection:
        note(connection, "root", "issued key K1", at=container.core.now())
        roster.unlock(connection, "disp", Hand(by="root", at=container.core.now()))
    assert "issued key K1" in inspector.open(PAGE).text
    page = administrator.open(PAGE).text
    assert "issued key K1" not in page
    assert "解除锁定" in page
    assert {line.kind for line in _lines(container, ADMINISTRATOR) if line.who == "root"} == {"account"}


def test_a_username_that_is_no_account_is_not_shown(container: Container, at_desk: Sit) -> None:
    at_desk("").sign_in("my secret password 1", "x")
    page = at_desk("insp").open(PAGE).text
    assert "my secret password 1" not in page
    assert "不存在的账号" in page


def test_reasons_are_shown_without_persons(container: Container, at_desk: Sit) -> None:
    _read(container, matter.signed(container), reason=f"本人来电{matter.PHONE}要求核实")
    page = at_desk("insp").open(PAGE).text
    assert "要求核实" in page
    assert matter.PHONE not in page


def test_the_number_of_a_report_is_not_for_administrators_and_does_not_leave(
    container: Container, at_desk: Sit
) -> None:
    at_desk("")
    report = matter.signed(container, kind=Kind.REPORT)
    _read(container, report)
    assert [line.number for line in _lines(container, INSPECTOR, Wanted(kind="identity"))] == [report]
    assert [line.number for line in _lines(container, ADMINISTRATOR, Wanted(kind="identity"))] == [None]
    assert _lines(container, ADMINISTRATOR, Wanted(number=report)) == []
    assert [line.number for line in _lines(container, INSPECTOR, Wanted(kind="identity"), leaves=True)] == [None]
    assert _lines(container, INSPECTOR, Wanted(number=report), leaves=True) == []


def test_it_is_narrowed_by_person_kind_day_and_number(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    at_desk("disp")
    numbers = [matter.signed(container), matter.signed(container)]
    for number in numbers:
        _read(container, number)
    inspector = at_desk("insp")
    assert len(_lines(container, INSPECTOR, Wanted(number=numbers[0]))) == 1
    assert {line.who for line in _lines(container, INSPECTOR, Wanted(who="disp"))} == {"disp"}
    today, count = clock.at.date(), len(_lines(container, INSPECTOR))
    assert len(_lines(container, INSPECTOR, Wanted(since=today, until=today))) == count
    assert _lines(container, INSPECTOR, Wanted(until=today.replace(day=1))) == []
    page = inspector.client.get(PAGE, params={"number": numbers[1], "kind": "identity"}).text
    assert numbers[1] in page
    assert f"{numbers[0]}</a>" not in page


def test_pages_follow_each_other_without_loss_also_at_one_moment(container: Container, at_desk: Sit) -> None:
    at_desk("disp")
    number = matter.signed(container)
    for _ in range(7):
        _read(container, number)
        with container.engine.begin() as connection:
            note(connection, "op", "took conversation 5", at=container.core.now())
    whole, seen = [line.key for line in _lines(container, INSPECTOR)], list[Key]()
    while found := _lines(container, INSPECTOR, after=seen[-1] if seen else None, size=3)[:3]:
        seen += [line.key for line in found]
    assert seen == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize(
    "hostile", ["'; DROP TABLE access; --", "9999-99-99", "\x00", "<script>x", "~" * 99, "長" * 99]
)
@pytest.mark.parametrize("field", ["who", "kind", "number", "since", "until", "after"])
def test_a_hostile_filter_breaks_nothing(at_desk: Sit, field: str, hostile: str) -> None:
    answer = at_desk("insp").client.get(PAGE, params={field: hostile})
    assert answer.status_code in (200, 422)
    assert "<script>x" not in answer.text


@pytest.mark.parametrize("table", ["access", "identity_read", "account_change", "export_act"])
def test_nobody_can_change_what_it_says(container: Container, at_desk: Sit, table: str) -> None:
    at_desk("disp")
    with container.engine.connect() as connection, pytest.raises(Exception, match="only grows"):
        connection.execute(text(f"TRUNCATE {table}"))
