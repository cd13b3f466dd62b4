"""Who sees what: units only their own, a report nobody else's, identity only for a reason."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from admin.security import schema
from admin.wiring import Container, subscribers
from tests.admin.desks import matter
from tests.admin.desks.desk import OTHER_UNIT, Desk, numbers
from tests.admin.desks.test_life import REPLY, case_of
from tracking.domain.people import Actor, Role
from tracking.domain.procedure.returning import return_, uphold_return
from tracking.domain.vocabulary import Identity, Kind
from tracking.service.relay import drain

Sit = Callable[[str], Desk]
HANDLER, DISPATCHER = Actor(id="water", role=Role.HANDLER, unit="C01"), Actor(id="disp", role=Role.DISPATCHER)
LISTS = ("all", "to_sign", "to_contact", "handling", "waiting", "overdue", "due_today")


def test_a_unit_neither_sees_nor_changes_the_matter_of_another(container: Container, at_desk: Sit) -> None:
    number, other = matter.signed(container), at_desk("heping")
    page = f"/staff/petitions/{number}"
    assert other.open(page).status_code == 404
    assert not [found for tab in LISTS for found in numbers(other.open(f"/staff/worklist?tab={tab}"))]
    assert not numbers(other.open(f"/staff/worklist?tab=all&number={number}"))
    csrf = other.forms("/staff")["/staff/sign-out"]["csrf"]
    before = case_of(container, number)
    for verb, typed in {"report-back": REPLY, "sign": {}, "dispatch": {"unit": "A01", "basis": "x"}}.items():
        data = {"csrf": csrf, "version": "3", "assignment": "1", **typed}
        assert other.client.post(f"{page}/{verb}", data=data).status_code == 404
    assert other.client.post(f"{page}/identity", data={"csrf": csrf, "reason": "核实诉求"}).status_code == 404
    assert case_of(container, number) == before


def test_an_assisting_unit_acts_on_its_own_share_only(container: Container, at_desk: Sit) -> None:
    number, helper = matter.signed(container), at_desk("heping")
    at_desk("disp").act(number, "add-assist", unit=OTHER_UNIT, basis="属地配合")
    sheet = helper.forms(f"/staff/petitions/{number}")[f"/staff/petitions/{number}/sign"]
    assert sheet["assignment"] == "2"
    page = helper.client.post(f"/staff/petitions/{number}/report-back", data=sheet | {"assignment": "1"} | REPLY)
    assert page.status_code == 403
    assert case_of(container, number).assignment(1).reported_at is None


def test_a_report_is_seen_by_the_unit_that_handles_it_and_by_no_leader(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container, kind=Kind.REPORT)
    page = f"/staff/petitions/{number}"
    assert at_desk("water").open(page).status_code == 200
    assert at_desk("disp").open(page).status_code == 200
    for who in ("heping", "lead"):
        assert at_desk(who).open(page).status_code == 404
        assert number not in numbers(at_desk(who).open("/staff/worklist?tab=all"))
        assert number not in numbers(at_desk(who).open(f"/staff/worklist?tab=overdue&number={number}"))
    assert number not in numbers(at_desk("lead").open("/staff/indicators/C01/N1"))


def test_a_report_that_was_rightly_returned_is_gone_from_the_unit(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container, kind=Kind.REPORT)
    _given_back(container, number)
    assert at_desk("water").open(f"/staff/petitions/{number}").status_code == 404
    assert number not in numbers(at_desk("water").open("/staff/worklist?tab=all"))


@pytest.mark.parametrize("who", ["op", "disp", "call", "water", "lead"])
def test_name_and_number_are_masked(container: Container, at_desk: Sit, who: str) -> None:
    number = matter.accepted(container)
    page = at_desk(who).open(f"/staff/petitions/{number}")
    assert page.status_code == 200
    assert matter.PHONE not in page.text
    assert matter.NAME not in page.text
    assert ("139******78" in page.text) is (who != "lead")


def test_identity_is_shown_for_a_reason_and_the_reading_is_logged(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    page, action = f"/staff/petitions/{number}", f"/staff/petitions/{number}/identity"
    refused = handler.send(page, action, reason="")
    assert refused.status_code == 422
    assert matter.PHONE not in refused.text
    shown = handler.send(page, action, reason="联系诉求人了解情况")
    assert matter.PHONE in shown.text
    assert matter.NAME in shown.text
    with container.engine.connect() as connection:
        (row,) = connection.execute(select(schema.identity_read)).all()
    assert (row.reader, row.number, row.reason) == ("water", number, "联系诉求人了解情况")
    assert row.at == container.core.now()


@pytest.mark.parametrize("identity", [Identity.CONFIDENTIAL, Identity.ANONYMOUS])
def test_a_unit_never_learns_who_asked_to_stay_unknown(container: Container, at_desk: Sit, identity: Identity) -> None:
    number, handler = matter.signed(container, identity=identity), at_desk("water")
    page = handler.open(f"/staff/petitions/{number}")
    assert "139" not in page.text
    assert ("保密" in page.text) or ("匿名" in page.text)
    csrf = handler.forms("/staff")["/staff/sign-out"]["csrf"]
    data = {"csrf": csrf, "reason": "核实诉求"}
    assert handler.client.post(f"/staff/petitions/{number}/identity", data=data).status_code == 403
    with container.engine.connect() as connection:
        assert not connection.execute(select(schema.identity_read)).all()


def test_a_unit_that_gave_a_matter_back_no_longer_reads_who_it_is(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container)
    _given_back(container, number)
    page = at_desk("water").open(f"/staff/petitions/{number}")
    assert page.status_code == 200
    assert "139" not in page.text


def test_the_query_code_is_not_shown_to_staff(container: Container, at_desk: Sit) -> None:
    number = matter.registered(container)
    code = container.core.sealer.query_code(number)
    _tell(container)
    for path in (f"/staff/petitions/{number}", "/staff/deliveries"):
        page = at_desk("disp").open(path)
        assert "受理通知" in page.text
        assert code not in page.text


def test_an_administrator_sees_that_messages_went_out_and_not_what_they_say(container: Container, at_desk: Sit) -> None:
    number = matter.registered(container)
    _tell(container)
    administrator = at_desk("root")
    page = administrator.open("/staff/deliveries")
    assert number in page.text
    assert "您的诉求已受理" not in page.text
    assert administrator.open(f"/staff/petitions/{number}").status_code == 403
    assert administrator.open("/staff/worklist").status_code == 403


def _given_back(container: Container, number: str) -> None:
    with container.core.change(number) as case:
        at = container.core.now()
        return_(case, 1, by=HANDLER, at=at, reason="wrong_function", target="B208", explanation="不归我们")
        uphold_return(case, 1, by=DISPATCHER, at=at, reason="属实")


def _tell(container: Container) -> None:
    drain(container.core, subscribers(container), report=lambda _event, error: pytest.fail(str(error)))
