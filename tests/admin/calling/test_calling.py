"""A caller's morning: the next one, the number, the answers, and the one after."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from admin.security import account as accounts
from admin.security import schema as security
from admin.security.account import Account
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, Desk
from tests.tracking import city
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.people import Role, citizen
from tracking.domain.procedure.callback import enough_tries, next_try
from tracking.domain.procedure.rating import Answers, rate
from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Outcome, Satisfaction
from tracking.store import case as cases
from tracking.store import schema

Sit = Callable[[str], Desk]
DESK = "/staff/call-back"
SATISFIED = {"reached": "yes", "contacted": "yes", "verified": "true", "outcome": "solved", "satisfaction": "satisfied"}


def _stage(container: Container, number: str) -> PetitionStage:
    with container.engine.connect() as connection:
        return cases.load(connection, number).petition.stage


def _answer(desk: Desk, number: str, **typed: str) -> str:
    sent = desk.send(f"{DESK}/{number}", f"{DESK}/{number}/answers", **typed)
    assert sent.status_code == 303
    return str(sent.headers["location"])


def test_the_number_is_shown_on_demand_and_the_reading_logged(container: Container, at_desk: Sit) -> None:
    number, desk = matter.accepted(container), at_desk("call")
    assert matter.PHONE not in desk.open(f"{DESK}/{number}").text
    assert f'href="tel:{matter.PHONE}"' in desk.send(f"{DESK}/{number}", f"{DESK}/{number}/dial").text
    read = security.identity_read.c
    with container.engine.connect() as connection:
        assert connection.execute(select(read.reader, read.number, read.reason)).all() == [("call", number, "回访")]


def test_four_answers_close_and_lead_to_the_next(container: Container, at_desk: Sit) -> None:
    first, second = matter.accepted(container), matter.accepted(container)
    desk = at_desk("call")
    assert desk.open(f"{DESK}/next").headers["location"] == f"{DESK}/{first}"
    onward = _answer(desk, first, then="close", **SATISFIED)
    assert _stage(container, first) is PetitionStage.CLOSED
    assert desk.open(onward).headers["location"] == f"{DESK}/{second}?done=closed"


def test_an_unsolved_matter_is_not_closed_by_the_same_press(container: Container, at_desk: Sit) -> None:
    number, desk = matter.accepted(container), at_desk("call")
    _answer(desk, number, then="close", **SATISFIED | {"outcome": "unsolved"})
    assert _stage(container, number) is PetitionStage.AWAITING_CALLBACK


def test_nobody_reached_is_a_try_and_the_page_says_when_to_call_again(
    container: Container,
    at_desk: Sit,
    clock: FixedClock,
) -> None:
    number, desk = matter.accepted(container), at_desk("call")
    onward = _answer(desk, number, then="close", reached="no")
    assert _stage(container, number) is PetitionStage.AWAITING_CALLBACK
    assert desk.open(onward).headers["location"] == f"{DESK}?done=tried"
    assert "下次请在03-02 10:00以后打" in desk.open(f"{DESK}/{number}").text
    clock.at += timedelta(hours=1)
    desk.sign_in("call")
    assert desk.open(f"{DESK}/next").headers["location"] == f"{DESK}/{number}"


def test_an_answer_without_any_content_is_asked_for(container: Container, at_desk: Sit) -> None:
    number, desk = matter.accepted(container), at_desk("call")
    sent = desk.send(f"{DESK}/{number}", f"{DESK}/{number}/answers", reached="yes")
    assert sent.status_code == 422
    assert "请至少记下一个答案" in sent.text


def test_an_answer_by_message_stands_in_the_list_with_its_door_and_needs_no_call(
    container: Container,
    at_desk: Sit,
) -> None:
    number, desk = matter.accepted(container), at_desk("call")
    with container.core.change(number) as case:
        answers = Answers(satisfaction=Satisfaction.SATISFIED, outcome=Outcome.SOLVED)
        rate(case, by=citizen("sms"), at=container.core.now(), answers=answers)
    assert desk.open(f"{DESK}/next").headers["location"] == DESK
    page = desk.open(f"{DESK}?tab=heard").text
    assert number in page
    assert "短信" in page
    assert number not in desk.open(f"{DESK}?tab=to_call").text


def test_whom_a_colleague_is_calling_is_not_offered(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number, desk = matter.accepted(container), at_desk("call")
    other = Account(username="call2", role=Role.CALLER, unit=None, name="回访员乙")
    with container.engine.begin() as connection:
        accounts.create(connection, [other], password=PASSWORD)
    desk.send(f"{DESK}/{number}", f"{DESK}/{number}/dial")
    desk.sign_in("call2")
    assert desk.open(f"{DESK}/next").headers["location"] == DESK
    clock.at += timedelta(minutes=11)
    assert desk.open(f"{DESK}/next").headers["location"] == f"{DESK}/{number}"


@pytest.fixture
def unchanged_words(container: Container) -> Iterator[None]:
    """Parameters outlive a test: what was edited goes."""
    yield
    table = schema.parameter
    with container.engine.begin() as connection:
        connection.execute(delete(table).where(table.c.name == "callback_script", table.c.version != "2009-09"))


@pytest.mark.usefixtures("unchanged_words")
def test_the_words_are_edited_by_dispatchers_and_said_at_once(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number, disp = matter.accepted(container), at_desk("disp")
    page = f"{DESK}/script"
    texts = dict.fromkeys(("opening_unnamed", "contacted", "verified", "outcome", "satisfaction", "closing"), "问。")
    for opening in ("{name}先问好", "{name}再问好，{other}"):
        clock.at += timedelta(seconds=1)
        assert disp.send(page, page, opening_named=opening, **texts).status_code == 303
    assert disp.send(page, page, **texts, opening_named="").status_code == 422
    said = at_desk("call").open(f"{DESK}/{number}").text
    assert "再问好，{other}" in said
    assert at_desk("call").client.post(page).status_code == 403


@given(
    st.integers(0, 30_000_000).map(lambda minutes: datetime(2020, 1, 1, tzinfo=CITY_ZONE) + timedelta(minutes=minutes))
)
def test_tries_at_the_named_moments_are_enough_and_none_is_in_vain(at: datetime) -> None:
    table, tried, count, now = city.timetable(), "", 0, at
    while (moment := next_try(tried, table, now)) is not None:
        assert moment >= now
        tried, now, count = f"{tried} {moment:%Y-%m-%dT%H}".strip(), moment, count + 1
        assert count <= 3
    assert count == 3
    assert enough_tries(tried, table)
