"""Merging, splitting and asking at the desks, and what becomes of those who are told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from admin.wiring import Container, subscribers
from notify.schema import delivery
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.case import Case
from tracking.domain.clock import FixedClock
from tracking.domain.petition import Petition
from tracking.domain.procedure import handling
from tracking.domain.stage import PetitionStage
from tracking.service import family, relay
from tracking.store import case as cases
from tracking.store.schema import petition

Sit = Callable[[str], Desk]
REASON = {"reason": "同一件事"}


def _relay(container: Container) -> None:
    """Everything that waits, and what follows from it."""

    def fail(_event: object, error: Exception) -> None:
        raise error

    while relay.drain(container.core, subscribers(container), report=fail):
        pass


def _petition(container: Container, number: str) -> Petition:
    return _case(container, number).petition


def _case(container: Container, number: str) -> Case:
    with container.engine.connect() as connection:
        return cases.load(connection, number)


def _told(container: Container, number: str) -> set[str]:
    with container.engine.connect() as connection:
        return set(connection.execute(select(delivery.c.template).where(delivery.c.number == number)).scalars())


@pytest.fixture
def pair(container: Container, at_desk: Sit) -> tuple[str, str]:
    """(child, master): two petitions about one matter, both with the unit; the first goes with the second."""
    child, master = matter.with_unit(container), matter.with_unit(container)
    answer = at_desk("disp").act(child, "merge", master=master.lower(), **REASON)
    assert answer.status_code == 303
    return child, master


def test_a_merged_petition_has_no_clock_of_its_own_and_its_petitioner_is_told(
    container: Container, pair: tuple[str, str]
) -> None:
    child, master = pair
    _relay(container)
    assert (_petition(container, child).stage, _petition(container, child).master) == (PetitionStage.MERGED, master)
    assert not any(each.is_open for each in _case(container, child).assignments)
    assert (_petition(container, master).merged, _petition(container, master).uncalled) == (1, 1)
    assert "merged" in _told(container, child)


def test_the_master_closes_after_every_petitioner_was_called_back_and_takes_them_along(
    container: Container, pair: tuple[str, str], at_desk: Sit, clock: FixedClock
) -> None:
    child, master = pair
    with container.core.change(master) as case:
        handling.sign(case, 1, by=matter.handler_of(case), at=container.core.now())
        matter.report(case, container.core.now())
    assert at_desk("disp").act(master, "accept-report").status_code == 303
    _relay(container)
    assert "replied" in _told(container, child), "the reply is theirs too"
    call = at_desk("call")
    assert call.act(master, "record-callback", reached="yes", satisfaction="satisfied").status_code == 303
    _relay(container)
    assert call.act(master, "close", outcome="solved").status_code == 409
    assert call.act(child, "record-callback", reached="yes", satisfaction="dissatisfied").status_code == 303
    _relay(container)
    assert call.act(master, "close", outcome="solved").status_code == 303
    _relay(container)
    assert _petition(container, child).stage is PetitionStage.CLOSED
    with container.engine.connect() as connection:
        assert cases.entries(connection, child)[-1].actor == "call", "by the same decision"


def test_a_merged_petition_stands_for_itself_again_when_its_master_is_withdrawn(
    container: Container, pair: tuple[str, str], at_desk: Sit
) -> None:
    child, master = pair
    assert at_desk("disp").act(master, "withdraw", confirmed="yes").status_code == 303
    _relay(container)
    assert _petition(container, child).stage is PetitionStage.AWAITING_DISPATCH
    assert _petition(container, child).master is None


def test_unmerging_gives_the_petition_a_dispatch_clock_again(
    container: Container, pair: tuple[str, str], at_desk: Sit
) -> None:
    child, master = pair
    assert at_desk("op").act(child, "unmerge", reason="不是一件事").status_code == 303
    assert _petition(container, child).dispatch_due_at is not None
    assert (_petition(container, master).merged, _petition(container, master).uncalled) == (0, 0)


@pytest.mark.parametrize("master", ["SY20260302-W-000009-9", "没有编号", "itself"])
def test_what_cannot_be_the_master_is_refused_and_nothing_changes(
    container: Container, at_desk: Sit, master: str
) -> None:
    number = matter.with_unit(container)
    answer = at_desk("disp").act(number, "merge", master=number if master == "itself" else master, **REASON)
    assert answer.status_code in (404, 422)
    assert _petition(container, number).stage is PetitionStage.WITH_UNIT


def test_a_part_has_the_same_petitioner_and_its_parent_waits_for_it(container: Container, at_desk: Sit) -> None:
    parent = matter.accepted(container)
    desk, call = at_desk("disp"), at_desk("call")
    other = matter.with_unit(container)
    assert desk.act(other, "split", text="路灯也不亮", reason="两件事").status_code == 303
    (part,) = {each for each in _numbers(container) if each not in (parent, other)}
    assert _petition(container, part).split_from == other
    assert _petition(container, other).open_parts == 1
    assert part in desk.open(f"/staff/petitions/{other}").text
    assert desk.act(part, "withdraw", confirmed="yes").status_code == 303
    _relay(container)
    assert _petition(container, other).open_parts == 0
    assert call.open(f"/staff/petitions/{parent}").status_code == 200


def test_nobody_has_the_same_trouble_twice_and_the_petitioner_has_it_already(
    container: Container, clock: FixedClock
) -> None:
    number = matter.with_unit(container)
    core = container.core
    assert family.me_too(core, number, voter="s1", phone="13900001111")
    assert not family.me_too(core, number, voter="s2", phone="13900001111")
    assert not family.me_too(core, number, voter="s3", phone=matter.PHONE)
    assert family.me_too(core, number, voter="s4")
    assert _petition(container, number).joined == 2
    clock.at += timedelta(hours=1)


def test_the_citizen_is_asked_and_the_answer_settles_the_question(container: Container, at_desk: Sit) -> None:
    number = matter.with_unit(container)
    desk = at_desk("disp")
    assert desk.act(number, "ask", question="哪一栋楼？").status_code == 303
    assert _petition(container, number).asked_at is not None
    _relay(container)
    assert "facts_asked" in _told(container, number)
    assert desk.act(number, "add-facts", words="三号楼").status_code == 303
    assert _petition(container, number).asked_at is None


def _numbers(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(petition.c.number)).scalars())
