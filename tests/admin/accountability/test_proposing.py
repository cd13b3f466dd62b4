"""Proposals are stored once, with references that are checked anew and that keep a report unknown."""

import pytest
from sqlalchemy import select, update

from admin.accountability import evidence, proposing, sealing
from admin.accountability.fact import EVERYTHING
from admin.accountability.proposal import Cause, Kind, Subject
from admin.accountability.schema import evidence as exhibits
from admin.accountability.stage import Stage
from admin.wiring import Container
from tests.admin.accountability import ground
from tests.admin.accountability.ground import YEAR
from tests.admin.desks import matter
from tests.admin.desks.desk import OTHER_UNIT, UNIT
from tests.admin.supervision import steps
from tracking.domain.clock import FixedClock
from tracking.domain.error import DomainError
from tracking.domain.people import Role
from tracking.domain.veto import VetoCause
from tracking.domain.vocabulary import Kind as PetitionKind
from tracking.service import proof, vetoing
from tracking.store.visibility import Viewer

LEADER = Viewer(role=Role.LEADER)


def _dossier(container: Container, identity: int, viewer: Viewer = EVERYTHING) -> list[evidence.Exhibit]:
    with container.engine.connect() as connection:
        return list(evidence.reviewed(container.core, connection, identity, viewer))


def test_two_bad_months_are_proposed_once_however_often_one_looks(container: Container) -> None:
    ground.months(container, "2026-01", "2026-02")
    assert proposing.propose(container, YEAR) == 2
    assert proposing.propose(container, YEAR) == 0
    once, talk = ground.found(container)
    assert (once.cause, once.stage) == (Cause.ONCE, Stage.NOTED)
    assert (talk.cause, talk.stage, talk.months) == (Cause.RUNNING_TALK, Stage.PROPOSED, "2026-01 2026-02")
    assert [(each.ref, each.holds) for each in _dossier(container, talk.id)] == [("2026-01", True), ("2026-02", True)]


def test_a_good_month_asks_for_nothing(container: Container) -> None:
    ground.months(container, "2026-01", "2026-02", grade="qualified")
    assert proposing.tick(container) == 0


def test_a_finding_that_was_taken_back_shows_as_changed(container: Container) -> None:
    finding = ground.veto(container)
    (known,) = ground.found(container, kind=Kind.CANCEL_AWARD)
    assert [each.holds for each in _dossier(container, known.id)] == [True]
    vetoing.cancel(container.core, finding, reason="查无实据", by=ground.DISP)
    assert [each.holds for each in _dossier(container, known.id)] == [False]


def test_ledger_entries_are_proven_under_the_signed_root_once_their_day_is_sealed(
    container: Container, clock: FixedClock
) -> None:
    number = matter.signed(container)
    ground.veto(container, number=number)
    (known,) = ground.found(container, kind=Kind.CANCEL_AWARD)
    entries = [each for each in _dossier(container, known.id) if each.kind == "entry"]
    assert [(each.number, each.holds, each.proven) for each in entries] == [(number, True, False)]
    clock.at = clock.at.replace(day=clock.at.day + 2)
    assert proof.seal_days(container.core) > 0
    proposing.propose(container, YEAR)
    assert [each.proven for each in _dossier(container, known.id) if each.kind == "entry"] == [True]
    with container.engine.begin() as connection:
        assert sealing.prove(connection) == 0
        connection.execute(update(exhibits).where(exhibits.c.kind == "entry").values(hash=bytes(32)))
    forged = [each for each in _dossier(container, known.id) if each.kind == "entry"]
    assert [(each.holds, each.proven) for each in forged] == [(False, False)]


def test_the_end_of_the_ladder_goes_to_the_body_unit_and_post_apart(container: Container, clock: FixedClock) -> None:
    steps.red(container, clock)
    for moment in (steps.CRITICISM, steps.TALK, steps.ACCOUNTABILITY):
        steps.tick(container, clock, moment)
    made = ground.found(container, cause=Cause.LADDER)
    assert [(each.kind, each.subject, each.post) for each in made] == [
        (Kind.TRANSFER, Subject.OFFICER, "主要负责人"),
        (Kind.TRANSFER, Subject.UNIT, ""),
    ]
    assert {each.kind for each in _dossier(container, made[0].id)} == {"document", "entry"}
    assert all(each.holds for each in _dossier(container, made[0].id))


def test_a_red_card_left_uncorrected_waits_for_its_month_to_be_frozen(container: Container, clock: FixedClock) -> None:
    steps.red(container, clock)
    clock.at = steps.ACCOUNTABILITY
    assert ground.found(container, cause=Cause.RED_CARD) == []
    ground.months(container, "2026-03", grade="unqualified")
    (known,) = ground.found(container, cause=Cause.RED_CARD)
    assert known.kind is Kind.CANCEL_AWARD
    assert {each.kind for each in _dossier(container, known.id)} == {"period", "entry"}


def test_a_report_is_referred_to_without_number_or_hash(container: Container) -> None:
    number = matter.signed(container, kind=PetitionKind.REPORT)
    ground.veto(container, VetoCause.DISCLOSURE, number=number)
    (known,) = ground.found(container, kind=Kind.CANCEL_AWARD)
    assert {each.number for each in _dossier(container, known.id)} == {number}
    for viewer in (LEADER, Viewer(role=Role.ASSESSOR), Viewer(role=Role.HANDLER, unit=OTHER_UNIT)):
        seen = _dossier(container, known.id, viewer)
        assert seen
        assert all(each.hidden and not each.ref and not each.hash and each.number is None for each in seen)


def test_what_was_proposed_against_a_unit_is_not_proposed_again_against_its_successor(container: Container) -> None:
    ground.months(container, "2026-01", "2026-02")
    before = len(ground.found(container))
    with ground.abolished(container, UNIT, OTHER_UNIT):
        assert proposing.propose(container, YEAR) == 0
        ground.months(container, "2026-03", unit=OTHER_UNIT)
        made = ground.found(container)
        assert len(made) == before + 1
        (cancel,) = [each for each in made if each.kind is Kind.CANCEL_AWARD]
        assert (cancel.unit, cancel.months) == (OTHER_UNIT, "2026-01 2026-02 2026-03")


def test_retaliation_is_noted_by_a_person_once_and_never_against_a_unit_that_is_gone(container: Container) -> None:
    number = matter.signed(container, kind=PetitionKind.REPORT)

    def note(**other: str) -> int:
        given = {"unit": UNIT, "number": number, "reason": "约见后停了诉求人的低保。", "by": "disp"} | other
        return len(proposing.note_retaliation(container, **given))

    assert note() == 2
    assert note() == 0
    with ground.abolished(container, OTHER_UNIT, UNIT):
        for bad in ({"unit": OTHER_UNIT}, {"unit": "X99"}, {"reason": f"见{number}"}, {"reason": "电话13912345678"}):
            with pytest.raises(DomainError):
                note(**bad)


def test_rows_of_the_dossier_hold_no_text_of_a_petition(container: Container) -> None:
    number = matter.signed(container)
    ground.veto(container, number=number)
    ground.found(container)
    with container.engine.connect() as connection:
        rows = connection.execute(select(exhibits)).all()
    assert rows
    assert not any(matter.TEXT[:6] in str(row) or matter.PHONE in str(row) or matter.NAME in str(row) for row in rows)
