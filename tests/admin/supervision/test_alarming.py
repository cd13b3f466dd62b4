"""Alarms come by themselves from what happened, each once, with its evidence; and cards of before get documents."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from admin.supervision import alarm_schema, alarming, catching, mirror, schema
from admin.supervision.ladder import Step
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.supervision import steps
from tests.admin.supervision.steps import documents, red, tick
from tests.tracking import city
from tracking.domain.case import Case
from tracking.domain.clock import FixedClock
from tracking.domain.people import Actor, Role, citizen
from tracking.domain.procedure import citizen as citizens
from tracking.domain.procedure import dispatching, handling, supervising
from tracking.domain.vocabulary import Kind, ReworkCause, Urgency
from tracking.store import schema as tracking

M = alarm_schema.alarm.c
DISP = Actor(id="disp", role=Role.DISPATCHER)


def found(container: Container) -> dict[str, int]:
    """(rule, subject kind) of all alarms: how many of each rule."""
    with container.engine.connect() as connection:
        rules = connection.execute(select(M.rule)).scalars().all()
    return {rule: list(rules).count(rule) for rule in rules}


def test_a_node_too_long_is_one_alarm_with_its_evidence(container: Container, clock: FixedClock) -> None:
    number = matter.with_unit(container)
    clock.at = city.closing(3, 4)
    assert alarming.watch(container.core) == 0
    clock.at += timedelta(minutes=1)
    assert [alarming.watch(container.core) for _ in range(2)] == [1, 0]
    with container.engine.connect() as connection:
        row = connection.execute(select(alarm_schema.alarm)).one()
        verbs = connection.execute(
            select(tracking.ledger.c.verb).where(
                tracking.ledger.c.number == number, tracking.ledger.c.seq.in_(row.entries)
            )
        )
        assert verbs.scalars().all() == ["dispatched"]
    kept = row._mapping
    where = [kept[name] for name in ("rule", "subject", "number", "index", "unit")]
    assert where == ["sign_normal", f"{number}/1", number, 1, "C01"]
    assert row.figures["threshold"] == 2


def test_the_nodes_of_a_matter_left_alone_come_one_after_another(container: Container, clock: FixedClock) -> None:
    matter.with_unit(container)
    matter.classified(container)
    clock.at = clock.at.replace(month=4, day=20)
    alarming.watch(container.core)
    kept = {"dispatch_normal": 1, "sign_normal": 1, "contact_normal": 1, "handle_normal": 1, "total_long": 2}
    assert found(container) == kept


def test_a_critical_matter_is_judged_by_the_rules_for_it(container: Container, clock: FixedClock) -> None:
    matter.with_unit(container, urgency=Urgency.CRITICAL)
    clock.at += timedelta(minutes=31)
    alarming.watch(container.core)
    assert found(container) == {"sign_fast": 1}


def test_review_and_call_back_are_watched_too(container: Container, clock: FixedClock) -> None:
    matter.reported(container)
    matter.accepted(container)
    clock.at = clock.at.replace(day=20)
    alarming.watch(container.core)
    assert found(container) == {"review_long": 1, "callback_long": 1}


def test_a_return_undecided_is_an_alarm_of_the_decision(container: Container, clock: FixedClock) -> None:
    number = matter.with_unit(container)
    with container.engine.begin() as connection:
        asked = {"return_asked_at": clock.at, "stage": "return_pending", "signed_at": clock.at}
        connection.execute(update(tracking.assignment).where(tracking.assignment.c.number == number).values(asked))
    clock.at = clock.at.replace(day=5)
    alarming.watch(container.core)
    assert "return_decision" in found(container)


def test_urges_are_counted_and_alarm_again_only_in_a_new_round(container: Container, clock: FixedClock) -> None:
    number, p = matter.signed(container), tracking.petition
    with container.core.change(number) as case:
        for _ in range(3):
            citizens.urge(case, by=citizen("web"), at=clock.at)
    assert [alarming.watch(container.core) for _ in range(2)] == [1, 0]
    with container.engine.connect() as connection:
        assert len(connection.execute(select(M.entries)).scalar_one()) == 3
    with container.engine.begin() as connection:
        connection.execute(update(p).where(p.c.number == number).values(round=2))
    with container.core.change(number) as case:
        citizens.urge(case, by=citizen("web"), at=clock.at)
    assert [alarming.watch(container.core) for _ in range(2)] == [1, 0]


def test_a_unit_is_alarmed_once_in_a_window_and_not_for_reports(container: Container, clock: FixedClock) -> None:
    a = tracking.assignment
    numbers = [matter.with_unit(container) for _ in range(9)]
    numbers += [matter.with_unit(container, kind=Kind.REPORT)]
    with container.engine.begin() as connection:
        connection.execute(update(a).where(a.c.number.in_(numbers)).values(rework_cause="not_done"))
    assert alarming.watch(container.core) == 0
    with container.core.change(matter.accepted(container)) as case:
        timetable = container.core.timetable_of(case)
        dispatching.rework(case, by=DISP, at=clock.at, timetable=timetable, cause=ReworkCause.NOT_TRUE, reason="还在漏")
    assert [alarming.watch(container.core) for _ in range(2)] == [1, 0]
    with container.engine.connect() as connection:
        row = connection.execute(select(alarm_schema.alarm)).one()
    assert (row.rule, row.subject, row.number, row.figures["times"]) == ("unit_reworks", "C01", None, 10)


def test_traces_become_alarms_once_there_are_as_many_as_the_rule_says(container: Container, clock: FixedClock) -> None:
    for _ in range(2):
        matter.reported(container)
    clock.at += timedelta(minutes=1)
    alarming.trace(container.core)
    assert "quick_closing" not in found(container)
    clock.at -= timedelta(minutes=1)
    matter.reported(container)
    clock.at += timedelta(minutes=1)
    for _ in range(2):
        alarming.trace(container.core)
    assert found(container)["quick_closing"] == 3
    with container.engine.connect() as connection:
        assert "分钟报结" in connection.execute(select(M.figures).limit(1)).scalar_one()["evidence"]


def test_two_ticks_at_once_make_one_alarm(container: Container, clock: FixedClock) -> None:
    matter.with_unit(container)
    clock.at = clock.at.replace(day=6)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: alarming.watch(container.core), range(2)))
    assert found(container)["sign_normal"] == 1


def test_the_record_of_an_alarm_cannot_be_changed(container: Container, clock: FixedClock) -> None:
    matter.with_unit(container)
    clock.at = clock.at.replace(day=6)
    alarming.watch(container.core)
    for change in (delete(alarm_schema.alarm_act), update(alarm_schema.alarm_act).values(note="x")):
        with pytest.raises(DBAPIError, match="only added to"), container.engine.begin() as connection:
            connection.execute(change)


def test_cards_of_before_get_documents_once(container: Container, clock: FixedClock) -> None:
    red(container, clock)
    with container.engine.begin() as connection:
        connection.execute(text("TRUNCATE supervision_document, supervision_act, supervision_alarm CASCADE"))
    clock.at += timedelta(minutes=1)
    for _ in range(9):
        catching.catch_up(container.core)
    assert [step for step, _ in documents(container)] == [Step.YELLOW, Step.RED]
    assert catching.catch_up(container.core) is None


def test_a_document_says_with_which_version_it_was_made(container: Container, clock: FixedClock) -> None:
    red(container, clock)
    with container.engine.connect() as connection:
        assert set(connection.execute(select(schema.document.c.law)).scalars()) == {"2009-09"}


def test_an_extension_moves_the_open_limit_of_the_yellow_card(container: Container, clock: FixedClock) -> None:
    number = matter.signed(container)
    with container.core.change(number) as case:
        handling.request_extension(
            case, 1, by=matter.handler_of(case), at=clock.at, timetable=city.timetable(), reason="等配件"
        )
    tick(container, clock, steps.YELLOW)
    before = _due(container)
    with container.core.change(number) as case:
        _grant(case, clock)
    for _ in range(2):
        tick(container, clock, clock.at)
        mirror.catch_up(container.core, since=clock.at - timedelta(days=30))
    with container.core.engine.connect() as connection:
        share = connection.execute(select(tracking.assignment.c.supervised_due_at)).scalar_one()
        acts = connection.execute(select(schema.act.c.act)).scalars().all()
    assert _due(container) == share > before
    assert acts.count("extended") == 1


def _grant(case: Case, clock: FixedClock) -> None:
    supervising.grant_extension(case, 1, by=DISP, at=clock.at, timetable=city.timetable())


def _due(container: Container) -> object:
    with container.engine.connect() as connection:
        return connection.execute(
            select(schema.document.c.due_at).where(schema.document.c.step == Step.YELLOW)
        ).scalar_one()
