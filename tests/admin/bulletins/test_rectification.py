"""What a poor unit owes: answered in writing in time, checked by supervision, lateness never erased."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from admin.bulletins import rectify
from admin.security import account as accounts
from admin.security.account import Account
from admin.wiring import Container
from tests.admin.bulletins.frozen_month import approved, contacts
from tests.admin.desks.desk import PASSWORD, Desk
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.error import DomainError
from tracking.domain.people import Role

Sit = Callable[[str], Desk]
ALL, OWN = "/staff/bulletins/rectifications", "/staff/bulletins/own"
ANSWER = "已查明超期原因,增派两个班组,四月底前全部办结。"


def _item(container: Container) -> rectify.Item:
    with container.engine.connect() as connection:
        [item] = rectify.listed(connection)
    return item


def _of_the_poor_unit(container: Container, at_desk: Sit) -> Desk:
    poor = Account(username="poor", role=Role.HANDLER, unit="A03", name="承办员")
    with container.engine.begin() as connection:
        accounts.create(connection, [poor], password=PASSWORD)
    return at_desk("poor")


def test_the_unit_answers_and_supervision_checks(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    contacts(container)
    approved(container, clock)
    supervisor, other = at_desk("disp"), at_desk("heping")
    item, unit = _item(container), _of_the_poor_unit(container, at_desk)
    assert item.unit == "A03"
    assert item.due_at.astimezone(CITY_ZONE).isoformat() == "2026-04-14T17:00:00+08:00"
    page = unit.open(OWN).text
    assert "予以批评" in page
    assert "待单位整改" in page
    assert "予以表扬" in other.open(OWN).text
    assert "予以批评" not in other.open(OWN).text
    assert unit.send(OWN, f"{OWN}/{item.id}", text=ANSWER).status_code == 303
    assert supervisor.send(ALL, f"{ALL}/{item.id}/check", accepted="no").status_code == 422
    assert supervisor.send(ALL, f"{ALL}/{item.id}/check", accepted="no", note="措施不具体").status_code == 303
    assert unit.send(OWN, f"{OWN}/{item.id}", text=ANSWER + "每周核对一次。").status_code == 303
    assert supervisor.send(ALL, f"{ALL}/{item.id}/check", accepted="yes").status_code == 303
    assert "整改已认可" in unit.open(OWN).text
    assert not _item(container).overdue(clock.at + timedelta(days=100))


def test_another_units_item_is_not_found(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    contacts(container)
    approved(container, clock)
    other = at_desk("heping")
    csrf = other.forms("/staff")["/staff/sign-out"]["csrf"]
    answered = other.client.post(f"{OWN}/{_item(container).id}", data={"csrf": csrf, "text": ANSWER})
    assert answered.status_code == 404


def test_what_is_late_stays_late(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    contacts(container)
    inspector = at_desk("insp")
    approved(container, clock)
    item = _item(container)
    clock.at = item.due_at
    assert not item.overdue(clock.at)
    clock.at += timedelta(seconds=1)
    inspector.sign_in("insp")
    assert "已逾期" in inspector.open(ALL).text
    rectify.answer(container, item.id, text=ANSWER, unit="A03", by="poor")
    rectify.check(container, item.id, accepted=True, note="", by="disp")
    assert "逾期反馈" in inspector.open(ALL).text


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "missing_field"), ("字" * 2001, "invalid_value"), ("联系人欧阳试,电话13912345678", "invalid_value")],
)
def test_an_answer_that_cannot_be_taken_is_refused(
    container: Container, clock: FixedClock, text: str, code: str
) -> None:
    contacts(container)
    approved(container, clock)
    with pytest.raises(DomainError) as refused:
        rectify.answer(container, _item(container).id, text=text, unit="A03", by="poor")
    assert refused.value.code == code


def test_nothing_is_checked_before_it_is_answered(container: Container, clock: FixedClock) -> None:
    contacts(container)
    approved(container, clock)
    with pytest.raises(DomainError) as refused:
        rectify.check(container, _item(container).id, accepted=True, note="", by="disp")
    assert refused.value.code == "out_of_turn"
