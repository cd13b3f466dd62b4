"""黄牌, 红牌 and 督办单: lateness climbs, a wrong card is cancelled and never deleted."""

from datetime import timedelta

import pytest

from tests.tracking.city import MONDAY, at, closing, timetable
from tests.tracking.people import DISPATCHER
from tests.tracking.rows import MARCH
from tests.tracking.story import Story, with_citizen, with_unit
from tracking.domain.error import InvalidValue, OutOfTurn, TooLate
from tracking.domain.indicator import Window
from tracking.domain.people import SYSTEM
from tracking.domain.procedure import card, ordering
from tracking.domain.procedure.card import overdue_cards
from tracking.domain.verb import Verb
from tracking.domain.veto import uncorrected
from tracking.domain.vocabulary import Card

FEBRUARY = Window(start=at(2, 1, 0), end=MARCH.start)


def _red() -> Story:
    story = with_unit().do(Verb.SIGN).until(closing(3, 10)).do(Verb.ISSUE_YELLOW_CARD)
    return story.until(closing(3, 16)).do(Verb.ISSUE_RED_CARD)


def test_a_report_after_the_deadline_carries_the_card_that_no_sweep_issued() -> None:
    story = with_unit().do(Verb.SIGN).until(closing(3, 10)).do(Verb.REPORT_BACK)
    verbs = [entry.verb for entry in story.case.entries]
    assert verbs[-2:] == [Verb.ISSUE_YELLOW_CARD, Verb.REPORT_BACK]
    assert story.case.entries[-2].actor == SYSTEM.id
    assert story.lead.yellow_card_at == story.at


def test_a_report_after_the_supervised_limit_carries_the_red_card_too() -> None:
    story = with_unit().do(Verb.SIGN).until(closing(3, 10)).do(Verb.ISSUE_YELLOW_CARD)
    story.until(closing(3, 16)).do(Verb.REPORT_BACK)
    assert story.lead.red_card_at == story.at


def test_a_report_at_the_last_instant_carries_none() -> None:
    assert with_unit().do(Verb.SIGN).until(closing(3, 9)).do(Verb.REPORT_BACK).lead.yellow_card_at is None


def test_a_refused_report_carries_no_card() -> None:
    story = with_citizen().until(closing(3, 20))
    entries = len(story.case.entries)
    with pytest.raises(OutOfTurn):
        story.do(Verb.REPORT_BACK)
    assert (len(story.case.entries), story.lead.yellow_card_at) == (entries, None)


def test_a_cancelled_card_stays_with_its_reason_and_nothing_follows_it() -> None:
    story = with_unit().do(Verb.SIGN).until(closing(3, 10)).do(Verb.ISSUE_YELLOW_CARD).later(hours=1)
    story.do(Verb.CANCEL_CARD)
    lead, entry = story.lead, story.case.entries[-1]
    assert (lead.yellow_card_at, lead.yellow_cancelled_at) == (closing(3, 10), story.at)
    assert "reason" in entry.facts["texts"]
    assert entry.facts["card"] == "yellow"
    assert overdue_cards(story.case, 1, at=at(6, 1), timetable=timetable()) == []
    with pytest.raises(InvalidValue):
        story.do(Verb.CANCEL_CARD)


def test_a_card_that_was_not_issued_cannot_be_cancelled() -> None:
    with pytest.raises(InvalidValue):
        with_unit().do(Verb.CANCEL_CARD)


def test_a_red_card_left_uncorrected_is_a_veto_unless_it_is_cancelled_or_put_right() -> None:
    story = _red()
    assert story.lead.rectify_due_at == closing(3, 23)
    assert uncorrected(story.lead, MARCH)
    corrected = _red().until(closing(3, 23)).do(Verb.REPORT_BACK)
    assert not uncorrected(corrected.lead, MARCH)
    assert uncorrected(_red().until(closing(3, 24)).do(Verb.REPORT_BACK).lead, MARCH)
    assert not uncorrected(story.lead, FEBRUARY), "it counts in the period in which the time for it ran out"
    card.cancel_card(story.case, 1, by=DISPATCHER, at=story.at, card=Card.RED, reason="系统故障")
    assert not uncorrected(story.lead, MARCH)


def test_a_yellow_card_alone_is_no_veto() -> None:
    assert not uncorrected(with_unit().until(closing(3, 10)).do(Verb.ISSUE_YELLOW_CARD).lead, MARCH)


@pytest.mark.parametrize(("level", "ahead"), [(0, 1), (5, 1), (2, 0), (2, -1)])
def test_an_order_has_a_level_of_four_and_a_deadline_ahead(level: int, ahead: int) -> None:
    story = with_unit()
    due_at = MONDAY + timedelta(days=ahead)
    with pytest.raises(InvalidValue):
        ordering.supervise(story.case, 1, by=DISPATCHER, at=MONDAY, level=level, due_at=due_at, reason="超期")
    assert (story.lead.order_level, story.case.petition.orders) == (None, 0)


def test_an_order_is_answered_once_and_a_later_one_waits_anew() -> None:
    story = with_unit().do(Verb.SUPERVISE, Verb.ANSWER_ORDER)
    with pytest.raises(TooLate):
        story.do(Verb.ANSWER_ORDER)
    story.do(Verb.SUPERVISE)
    assert (story.lead.order_answered_at, story.case.petition.orders) == (None, 2)


def test_an_order_is_answered_also_after_the_report() -> None:
    story = with_unit().do(Verb.SUPERVISE, Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.ANSWER_ORDER)
    assert story.lead.order_answered_at == story.at
