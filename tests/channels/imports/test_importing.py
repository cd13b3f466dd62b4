"""A file's way: read, checked, agreed to, taken over; once, without messages, cards or figures."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from admin.importing import known_of
from admin.wiring import Container, subscribers
from channels.base import Refused
from channels.imports import job as jobs
from channels.imports import receiver
from channels.imports import row as table_rows
from channels.imports.job import Job, JobState, Upload
from channels.imports.receiver import advance
from channels.imports.renderer import error_list, harmless
from channels.imports.row import RowState
from channels.imports.schema import import_row
from notify.schema import delivery
from tests.channels.imports.sheet import HEADINGS, as_csv, as_excel, row
from tests.tracking import fault
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.number import parse as number_of
from tracking.domain.stage import PetitionStage
from tracking.service import proof, relay, sweep
from tracking.store import case as cases
from tracking.store import schema


def _upload(container: Container, body: bytes, *, with_open: bool = False, told: dict[str, str] | None = None) -> int:
    made = Upload(body=body, file_name="旧系统.csv", source="旧热线", with_open=with_open, told=told or {})
    with container.engine.begin() as connection:
        return jobs.create(connection, container.core.sealer, made, by="root", at=container.core.now())


def _work(container: Container, identity: int) -> Job:
    while advance(container.core, known_of(container), identity):
        pass
    with container.engine.connect() as connection:
        return jobs.find(connection, identity)


def _start(container: Container, identity: int) -> None:
    with container.engine.begin() as connection:
        assert jobs.go_on(connection, identity, was=JobState.READY, then=JobState.RUNNING)


def _imported(container: Container, body: bytes, *, with_open: bool = False) -> Counter[str]:
    identity = _upload(container, body, with_open=with_open)
    assert _work(container, identity).state is JobState.READY
    _start(container, identity)
    assert _work(container, identity).state is JobState.DONE
    return _counts(container, identity)


def _counts(container: Container, identity: int) -> Counter[str]:
    with container.engine.connect() as connection:
        return table_rows.counts(connection, identity)


def _count(container: Container) -> int:
    with container.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(schema.petition)).scalar_one()


def _happens(container: Container) -> None:
    """Everything that follows by itself."""
    relay.drain(container.core, subscribers(container), report=_fail)
    sweep.sweep(container.core)


@pytest.mark.parametrize("make", [as_csv, as_excel])
def test_closed_history_comes_to_rest_with_its_own_dates(container: Container, make: object) -> None:
    assert _imported(container, make(row(), row(工单编号="2"))) == {RowState.TAKEN: 2}  # type: ignore[operator]
    with container.engine.connect() as connection:
        numbers = (
            connection.execute(select(schema.petition.c.number).order_by(schema.petition.c.number)).scalars().all()
        )
        petition = cases.load(connection, numbers[0]).petition
    assert (petition.stage, petition.unit, petition.kind) == (PetitionStage.ARCHIVED, "B305", "complaint")
    assert petition.received_at.astimezone(CITY_ZONE).isoformat() == "2019-05-06T08:30:00+08:00"
    assert petition.closed_at is not None and petition.closed_at.astimezone(CITY_ZONE).isoformat()[:10] == "2019-05-09"
    assert petition.taken_over_at == container.core.now()
    assert number_of(numbers[0]).day.isoformat() == "2019-05-06"


def test_history_sends_no_message_raises_no_card_and_starts_no_clock(container: Container, clock: FixedClock) -> None:
    _imported(container, as_csv(row()))
    _happens(container)
    clock.at += timedelta(days=60)
    _happens(container)
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(delivery)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(schema.assignment)).scalar_one() == 0
        assert connection.execute(select(schema.ledger.c.verb)).scalars().all() == ["taken_over"]


def test_signed_days_stay_whole_when_history_comes_in(container: Container, clock: FixedClock) -> None:
    _imported(container, as_csv(row()))
    clock.at += timedelta(days=2)
    proof.seal_days(container.core)
    _imported(container, as_csv(row(工单编号="2", 受理时间="2026-03-02 10:00", 办结时间="2026-03-02 11:00")))
    assert list(proof.check_days(container.core))


def test_what_is_open_is_dispatched_with_clocks_from_now_and_without_a_message(container: Container) -> None:
    assert _imported(container, as_csv(row(办结时间="")), with_open=True) == {RowState.TAKEN: 1}
    _happens(container)
    with container.engine.connect() as connection:
        number = connection.execute(select(schema.petition.c.number)).scalar_one()
        case = cases.load(connection, number)
        assert connection.execute(select(func.count()).select_from(delivery)).scalar_one() == 0
    due = case.petition.dispatch_due_at
    assert case.petition.stage in (PetitionStage.AWAITING_DISPATCH, PetitionStage.WITH_UNIT)
    assert due is not None and due > container.core.now()
    assert all(each.yellow_card_at is None for each in case.assignments)


def test_again_is_once_and_other_content_is_refused(container: Container) -> None:
    first = _imported(container, as_csv(row(), row(工单编号="2")))
    again = _imported(container, as_csv(row(), row(工单编号="2", 诉求内容="别的事"), row(工单编号="3")))
    assert first == {RowState.TAKEN: 2}
    assert again == {RowState.AGAIN: 1, RowState.REFUSED: 1, RowState.TAKEN: 1}
    assert _count(container) == 3


def test_a_row_that_stands_twice_in_a_file_is_one_petition(container: Container) -> None:
    counts = _imported(container, as_csv(row(), row()))
    assert counts == {RowState.TAKEN: 1, RowState.AGAIN: 1}


def test_nothing_is_stored_before_a_person_says_yes(container: Container) -> None:
    identity = _upload(container, as_csv(row(), row(工单编号="2", 诉求类型="x")))
    assert _work(container, identity).state is JobState.READY
    assert _counts(container, identity) == {RowState.GOOD: 1, RowState.REFUSED: 1}
    assert _count(container) == 0
    assert not advance(container.core, known_of(container))


def test_work_that_was_cut_off_goes_on_where_it_was_left(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "TAKEN_AT_ONCE", 2)
    identity = _upload(container, as_csv(*(row(工单编号=str(n)) for n in range(7))))
    _work(container, identity)
    _start(container, identity)
    advance(container.core, known_of(container))
    with container.engine.begin() as connection:
        assert jobs.go_on(connection, identity, was=JobState.RUNNING, then=JobState.READY), "a person stops it"
    assert not advance(container.core, known_of(container))
    assert _count(container) == 2
    _start(container, identity)
    assert _work(container, identity).state is JobState.DONE
    assert _counts(container, identity) == {RowState.TAKEN: 7}


def test_a_crash_between_storing_and_noting_makes_no_second_petition(container: Container) -> None:
    identity = _upload(container, as_csv(row(), row(工单编号="2")))
    _work(container, identity)
    _start(container, identity)
    with fault.failing(container.engine, "import_row", event="UPDATE"), pytest.raises(DBAPIError):
        advance(container.core, known_of(container))
    assert _count(container) == 2
    assert _work(container, identity).state is JobState.DONE
    assert _counts(container, identity) == {RowState.AGAIN: 2}
    assert _count(container) == 2


def test_workers_that_overlap_take_each_row_once(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "TAKEN_AT_ONCE", 5)
    identity = _upload(container, as_csv(*(row(工单编号=str(n)) for n in range(40))))
    _work(container, identity)
    _start(container, identity)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: _work(container, identity), range(4)))
    assert _counts(container, identity) == {RowState.TAKEN: 40}
    assert _count(container) == 40


def test_one_row_that_cannot_be_stored_spoils_no_other(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = _upload(
        container, as_csv(row(), row(工单编号="2", 受理时间="2026-03-01 10:00", 办结时间="2026-03-01 11:00"))
    )
    _work(container, identity)
    _start(container, identity)
    container.core.clock.at -= timedelta(days=2)  # type: ignore[attr-defined]
    assert _work(container, identity).state is JobState.DONE
    assert _counts(container, identity) == {RowState.TAKEN: 1, RowState.REFUSED: 1}


def test_a_file_that_is_no_table_fails_with_a_sentence(container: Container) -> None:
    job = _work(container, _upload(container, b"\xd0\xcf\x11\xe0"))
    assert job.state is JobState.FAILED
    assert job.error is not None and "旧版" in job.error["message"]


def test_a_table_without_what_is_required_waits_for_a_person(container: Container) -> None:
    identity = _upload(container, as_csv(row(), headings=["流水", *HEADINGS[1:]]))
    job = _work(container, identity)
    assert job.state is JobState.READY
    assert job.error is not None and job.error["values"] == {"given": "原编号"}
    with container.engine.begin() as connection:
        receiver.remap(connection, job, {"流水": "external_id"})
    assert _work(container, identity).error is None
    assert _counts(container, identity) == {RowState.GOOD: 1}


def test_a_changed_mapping_checks_everything_anew(container: Container) -> None:
    identity = _upload(container, as_csv(row(诉求类型="x")))
    job = _work(container, identity)
    assert _counts(container, identity) == {RowState.REFUSED: 1}
    with container.engine.begin() as connection, pytest.raises(Refused):
        receiver.remap(connection, job, {"诉求类型": "nonsense"})
    with container.engine.begin() as connection:
        receiver.remap(connection, job, {"诉求类型": "-"})
    _work(container, identity)
    assert _counts(container, identity) == {RowState.GOOD: 1}


def test_nothing_of_a_person_stands_in_clear_and_taken_rows_are_erased(container: Container) -> None:
    identity = _upload(container, as_csv(row(), row(工单编号="2", 诉求类型="x")))
    with container.engine.connect() as connection:
        sealed = str(connection.execute(text("SELECT row_to_json(j)::text FROM import_job j")).all())
    _work(container, identity)
    with container.engine.connect() as connection:
        sealed += str(connection.execute(text("SELECT row_to_json(r)::text FROM import_row r")).all())
    for secret in ("13800001111", "诉求人甲", "路灯"):
        assert secret not in sealed
        assert secret.encode().hex() not in sealed
    _start(container, identity)
    _work(container, identity)
    with container.engine.connect() as connection:
        kept = connection.execute(select(import_row.c.state).where(import_row.c.cells.is_not(None))).scalars().all()
    assert kept == [RowState.REFUSED]


def test_old_imports_are_cleared_away_and_petitions_stay(container: Container, clock: FixedClock) -> None:
    _imported(container, as_csv(row()))
    waiting = _upload(container, as_csv(row()))
    clock.at += timedelta(days=31)
    receiver.clear_away(container.core)
    with container.engine.connect() as connection:
        assert [job.id for job in jobs.latest(connection)] == [waiting], "what is being worked at stays"
    assert _count(container) == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_a_formula_is_shown_and_not_calculated(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("路灯") == "路灯"


def test_the_list_of_errors_names_line_id_and_column_and_nothing_personal(container: Container) -> None:
    identity = _upload(container, as_csv(row(), row(工单编号="=1+1", 诉求类型="x", 联系电话="12345", 姓名="诉求人乙")))
    _work(container, identity)
    with container.engine.connect() as connection:
        refused = table_rows.rows(connection, container.core.sealer, identity, RowState.REFUSED, most=10)
    written = b"".join(error_list(refused, lambda message, **values: message % values if values else message))
    lines = written.decode("utf-8-sig").splitlines()
    assert lines[0] == "行号,原编号,栏目,问题"
    assert [line.split(",")[:3] for line in lines[1:]] == [["3", "'=1+1", "诉求类型"], ["3", "'=1+1", "联系电话"]]
    assert not [secret for secret in ("12345", "诉求人乙", "路灯") if secret in written.decode()]


def _fail(_: object, error: Exception) -> None:
    raise error
