"""One opens, another decides, the unit appeals in time, a third view judges; a revoked decision bars nobody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from admin.accountability import acting, store
from admin.accountability.eligibility import by_year
from admin.accountability.proposal import Kind
from admin.accountability.schema import act, record
from admin.accountability.stage import Act, Stage
from admin.course import Done
from admin.wiring import Container
from tests.admin.accountability import ground
from tests.admin.accountability.ground import BASIS, DECISION, YEAR, at, officer
from tests.admin.desks import matter
from tests.admin.desks.desk import OTHER_UNIT, UNIT, staff
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.error import DomainError
from tracking.domain.people import Role


def _barred(container: Container, year: int = YEAR) -> dict[str, str]:
    return dict(by_year(container.engine)(year))


def _code(refused: pytest.ExceptionInfo[DomainError]) -> str:
    return refused.value.code


def test_a_cancellation_bars_for_its_year_until_it_is_revoked(container: Container, clock: FixedClock) -> None:
    identity = ground.cancelled(container, clock)
    assert _barred(container) == {UNIT: DECISION}
    assert _barred(container, YEAR + 1) == {}
    acting.appeal(container, identity, reason="其中一个月是系统故障。", by=officer("water"))
    assert _barred(container) == {UNIT: DECISION}
    acting.judge(container, identity, Act.REVOKE, judgement="申诉成立。", by=officer("disp"))
    assert _barred(container) == {}
    acting.close(container, identity, result="已恢复资格。", by=officer("disp"))
    assert _barred(container) == {}
    assert at(container, identity).outcome is Stage.REVOKED


def test_a_cancellation_that_was_upheld_and_closed_still_bars_also_the_successor(
    container: Container, clock: FixedClock
) -> None:
    identity = ground.cancelled(container, clock)
    acting.appeal(container, identity, reason="请复核。", by=officer("water"))
    acting.judge(container, identity, Act.UPHOLD, judgement="事实清楚。", by=officer("disp"))
    acting.close(container, identity, result="已通知。", by=officer("second"))
    with ground.abolished(container, UNIT, OTHER_UNIT):
        assert _barred(container) == {UNIT: DECISION, OTHER_UNIT: DECISION}


@pytest.mark.parametrize("act_", ["decide", "drop"])
def test_who_opened_it_does_not_decide_it(container: Container, act_: str) -> None:
    ground.months(container, "2026-01", "2026-02")
    identity = ground.opened(container, kind=Kind.TALK)
    texts: dict[str, Any] = {"decision": DECISION, "basis": BASIS}
    with pytest.raises(DomainError) as refused:
        if act_ == "decide":
            acting.decide(container, identity, effect=Kind.TALK, by=officer("disp"), **texts)
        else:
            acting.drop(container, identity, by=officer("disp"), **texts)
    assert _code(refused) == "forbidden"


def test_who_decided_does_not_judge_the_appeal(container: Container, clock: FixedClock) -> None:
    identity = ground.cancelled(container, clock)
    acting.appeal(container, identity, reason="请复核。", by=officer("water"))
    with pytest.raises(DomainError) as refused:
        acting.judge(container, identity, Act.UPHOLD, judgement="维持。", by=officer("second"))
    assert _code(refused) == "forbidden"


@pytest.mark.parametrize("missing", ["decision", "basis", "recipient"])
def test_nothing_is_decided_without_text_basis_and_the_body_it_goes_to(container: Container, missing: str) -> None:
    ground.veto(container)
    identity = ground.opened(container, kind=Kind.TRANSFER, subject="unit")
    given: dict[str, Any] = {"decision": DECISION, "basis": BASIS, "recipient": "市监察委员会"} | {missing: " "}
    with pytest.raises(DomainError) as refused:
        acting.decide(container, identity, effect=Kind.TRANSFER, by=officer("second"), **given)
    assert _code(refused) == "missing_field"


def test_an_officer_has_no_award_eligibility_to_lose(container: Container) -> None:
    ground.veto(container)
    identity = ground.opened(container, kind=Kind.TRANSFER, subject="officer")
    with pytest.raises(DomainError) as refused:
        acting.decide(
            container, identity, effect=Kind.CANCEL_AWARD, decision=DECISION, basis=BASIS, by=officer("second")
        )
    assert _code(refused) == "invalid_value"


@pytest.mark.parametrize("who", ["water", "lead", "insp", "assess", "op"])
def test_only_a_dispatcher_opens(container: Container, who: str) -> None:
    ground.months(container, "2026-01", "2026-02")
    (known,) = ground.found(container, kind=Kind.TALK)
    with pytest.raises(DomainError) as refused:
        acting.open_(container, known.id, note="立案", by=officer(who))
    assert _code(refused) == "forbidden"


def test_whoever_belongs_to_the_unit_or_is_concerned_keeps_out(container: Container) -> None:
    staff(container)
    ground.veto(container)
    (known,) = ground.found(container, kind=Kind.TRANSFER, subject="officer")
    ours = officer("second", unit=UNIT)
    concerned = officer("water", role=Role.DISPATCHER, unit=None)
    with pytest.raises(DomainError) as refused:
        acting.open_(container, known.id, note="立案", by=ours)
    assert _code(refused) == "forbidden"
    acting.open_(container, known.id, note="立案", account="water", by=officer("disp"))
    for by in (ours, concerned):
        with pytest.raises(DomainError) as refused:
            acting.drop(container, known.id, decision="算了", basis=BASIS, by=by)
        assert _code(refused) == "forbidden"


@pytest.mark.parametrize("account", ["heping", "欧阳试", "disp"])
def test_the_account_of_a_stranger_is_not_taken_as_the_officer(container: Container, account: str) -> None:
    staff(container)
    ground.veto(container)
    (known,) = ground.found(container, kind=Kind.TRANSFER, subject="officer")
    with pytest.raises(DomainError) as refused:
        acting.open_(container, known.id, note="立案", account=account, by=officer("disp"))
    assert _code(refused) == "invalid_value"


def test_the_unit_appeals_until_the_closing_time_of_the_tenth_working_day(
    container: Container, clock: FixedClock
) -> None:
    identity = ground.cancelled(container, clock)
    due_at = at(container, identity).appeal_due_at
    assert due_at is not None
    assert due_at.astimezone(CITY_ZONE).isoformat() == "2026-04-24T17:00:00+08:00"
    with pytest.raises(DomainError) as refused:
        acting.close(container, identity, result="已通知。", by=officer("disp"))
    assert _code(refused) == "too_early"
    clock.at = due_at + timedelta(seconds=1)
    with pytest.raises(DomainError) as refused:
        acting.appeal(container, identity, reason="请复核。", by=officer("water"))
    assert _code(refused) == "too_late"
    acting.close(container, identity, result="已通知。", by=officer("disp"))
    assert _barred(container) == {UNIT: DECISION}


def test_the_unit_that_follows_an_abolished_one_appeals_for_it(container: Container, clock: FixedClock) -> None:
    identity = ground.cancelled(container, clock)
    with pytest.raises(DomainError) as refused:
        acting.appeal(container, identity, reason="请复核。", by=officer("heping"))
    assert _code(refused) == "not_found"
    with ground.abolished(container, UNIT, OTHER_UNIT):
        acting.appeal(container, identity, reason="请复核。", by=officer("heping"))
        assert at(container, identity).stage is Stage.APPEALED
        with pytest.raises(DomainError) as refused:
            acting.judge(container, identity, Act.UPHOLD, judgement="维持。", by=officer("disp", unit=OTHER_UNIT))
        assert _code(refused) == "forbidden"


def test_of_two_who_decide_at_once_one_is_told_that_the_other_was_faster(container: Container) -> None:
    ground.months(container, "2026-01", "2026-02")
    identity = ground.opened(container, kind=Kind.TALK)
    seen = at(container, identity).version
    texts: dict[str, Any] = {"decision": DECISION, "basis": BASIS, "version": seen}
    decide = partial(acting.decide, container, identity, effect=Kind.TALK, by=officer("second"), **texts)
    drop = partial(acting.drop, container, identity, by=replace(officer("second"), username="third"), **texts)
    with ThreadPoolExecutor(2) as pool:
        ended = [each.exception() for each in (pool.submit(decide), pool.submit(drop))]
    refused = [each for each in ended if each is not None]
    assert [each.code for each in refused if isinstance(each, DomainError)] == ["stale_version"]
    with container.engine.connect() as connection:
        assert len(store.log(connection, identity)) == 2


def test_a_change_that_lost_the_row_writes_nothing(container: Container) -> None:
    ground.months(container, "2026-01", "2026-02")
    (known,) = ground.found(container, kind=Kind.TALK)
    done = Done(act=Act.OPEN, by="disp", at=container.core.now(), note="")
    with container.engine.begin() as connection:
        connection.execute(update(record).where(record.c.id == known.id).values(version=7))
        assert not store.put(connection, known, {"stage": Stage.OPENED}, done)
        assert store.log(connection, known.id) == []


@pytest.mark.parametrize("text", ["家住文体路5号的欧阳试反映", "请联系13912345678", "见SY20260302-W-000001-3"])
def test_no_text_of_a_record_points_at_a_citizen(container: Container, text: str) -> None:
    ground.months(container, "2026-01", "2026-02")
    (known,) = ground.found(container, kind=Kind.TALK)
    with pytest.raises(DomainError) as refused:
        acting.open_(container, known.id, note=text, by=officer("disp"))
    assert _code(refused) == "invalid_value"


def test_no_text_names_the_petitioner_of_the_dossier_and_no_appeal_finds_out_who_it_is(
    container: Container, clock: FixedClock
) -> None:
    ground.veto(container, number=matter.signed(container))
    (known,) = ground.found(container, kind=Kind.TRANSFER, subject="unit")
    with pytest.raises(DomainError) as refused:
        acting.open_(container, known.id, note=f"{matter.NAME}反映属实。", by=officer("disp"))
    assert _code(refused) == "invalid_value"
    acting.open_(container, known.id, note="反映属实。", by=officer("disp"))
    decide = partial(acting.decide, container, known.id, effect=Kind.TRANSFER, by=officer("second"))
    decide(decision="移送。", basis=BASIS, recipient="市监察机关")
    acting.appeal(container, known.id, reason=f"{matter.NAME}所说不实。", by=officer("water"))


def test_the_log_of_acts_only_grows(container: Container) -> None:
    ground.months(container, "2026-01", "2026-02")
    ground.opened(container, kind=Kind.TALK)
    with pytest.raises(DatabaseError), container.engine.begin() as connection:
        connection.execute(update(act).values(note="anders"))
