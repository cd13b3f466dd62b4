"""The edge cases of the nine indicators, each told as it happens: deadlines, returns, reworks."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.tracking.city import MONDAY, at, closing
from tests.tracking.figure import BY_CODE, counts, rate_of
from tests.tracking.people import OTHER_UNIT
from tests.tracking.rows import MARCH
from tests.tracking.story import MATTER, registered, with_citizen, with_unit
from tracking.domain.indicator import Rate, Window, judge, rate
from tracking.domain.nine import NINE
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Kind, ReworkCause

APRIL = Window(start=at(4, 1, 0), end=at(5, 1, 0))


def test_nothing_due_gives_no_value_not_nought_and_not_a_hundred() -> None:
    for indicator in NINE:
        assert rate(indicator, [], MARCH).value is None


def test_a_rework_is_counted_beside_the_first_assignment_which_stays_completed() -> None:
    story = with_citizen().reworked(ReworkCause.NOT_DONE).until(closing(3, 5)).do(Verb.SIGN, Verb.REPORT_BACK)
    story.do(Verb.ACCEPT_REPORT)
    assert counts(story, "N3") == "1/2", "the first in time, the second after half the limit"
    assert counts(story, "N8") == "1/1"


def test_a_rework_for_new_facts_is_nobodys_fault() -> None:
    story = with_citizen().reworked(ReworkCause.NEW_FACTS)
    assert rate_of(story, "N8").value is None
    assert judge(BY_CODE["N8"], story.case.assignment(1), MARCH) is not None
    assert rate_of(story, "N8").left == 1


@pytest.mark.parametrize("cause", [ReworkCause.NOT_DONE, ReworkCause.NOT_TRUE])
def test_a_rework_for_what_was_not_done_or_not_true_is_the_units(cause: ReworkCause) -> None:
    assert rate_of(with_citizen().reworked(cause), "N8").value == 1


def test_a_matter_closed_at_once_was_no_rework() -> None:
    assert rate_of(with_citizen().do(Verb.RECORD_CALLBACK).closed(), "N8").value == 0


def test_an_upheld_return_leaves_every_indicator_of_that_unit() -> None:
    story = with_unit().do(Verb.SIGN, Verb.RETURN).later(hours=1).do(Verb.UPHOLD_RETURN).dispatched(OTHER_UNIT)
    assert [rate_of(story, each.code).denominator for each in NINE] == [0] * 9
    assert rate_of(story, "N9").left == 1
    assert rate_of(story, "N3", unit=OTHER_UNIT).denominator == 1


def test_a_rejected_return_counts_against_the_unit_and_never_paused_its_clock() -> None:
    story = with_unit().do(Verb.RETURN).later(days=1).do(Verb.REJECT_RETURN).do(Verb.SIGN)
    assert rate_of(story, "N9").value == 1
    assert rate_of(story, "N1").value == 1
    story.until(closing(3, 10)).do(Verb.REPORT_BACK, Verb.ACCEPT_REPORT)
    assert rate_of(story, "N3").value == 0


def test_a_return_the_platform_has_not_decided_counts_in_the_units_favour() -> None:
    found = rate_of(with_unit().do(Verb.RETURN), "N9")
    assert found == Rate(numerator=Decimal(0), denominator=1, undecided=1)


def test_a_return_after_its_limit_is_improper_before_anybody_decides() -> None:
    late = with_unit().until(closing(3, 4)).do(Verb.RETURN)
    assert (counts(late, "N9"), rate_of(late, "N9").undecided) == ("1/1", 0)
    assert rate_of(late.do(Verb.UPHOLD_RETURN), "N9").left == 1


def test_a_unit_that_returns_nothing_has_no_improper_return() -> None:
    assert counts(with_unit(), "N9") == "0/1"


def test_an_extension_asked_for_before_e_moves_the_assignment_to_its_new_month() -> None:
    story = with_unit(at=at(3, 25)).do(Verb.SIGN, Verb.REQUEST_EXTENSION)
    assert rate_of(story, "N3", window=APRIL).denominator == 1, "E is 1 April, after a week"
    story.do(Verb.GRANT_EXTENSION).until(closing(4, 9)).do(Verb.REPORT_BACK, Verb.ACCEPT_REPORT)
    assert rate_of(story, "N3", window=APRIL).value == 1


def test_assisting_units_enter_only_n1_n3_and_n9() -> None:
    story = with_unit()
    story.assisted(OTHER_UNIT)
    entered = [each.code for each in NINE if rate_of(story, each.code, unit=OTHER_UNIT).denominator]
    assert entered == ["N1", "N3", "N9"]


def test_what_was_due_before_the_month_and_still_open_is_carried_over() -> None:
    story = with_unit().do(Verb.SIGN)
    assert counts(story, "N4") == "0/1"
    assert counts(story, "N4", window=APRIL) == "0/1"
    story.until(at(4, 8)).do(Verb.REPORT_BACK, Verb.ACCEPT_REPORT)
    assert counts(story, "N4") == "0/1", "it was not completed by the end of March"
    assert counts(story, "N4", window=APRIL) == "1/1"
    assert rate_of(story, "N3", window=APRIL).denominator == 0, "and on time it is judged by its own month"


def test_what_was_completed_before_the_month_is_not_carried_over() -> None:
    assert rate_of(with_citizen(), "N4", window=APRIL).denominator == 0


def test_the_anonymous_and_those_who_want_no_call_are_left_out_of_n2() -> None:
    for matter in (replace(MATTER, identity=Identity.ANONYMOUS), replace(MATTER, wants_contact=False)):
        found = rate_of(registered(matter=matter).classified().dispatched(), "N2")
        assert (found.denominator, found.left) == (0, 1)


def test_signing_at_the_last_instant_is_in_time_and_after_it_is_not() -> None:
    assert rate_of(with_unit().until(closing(3, 3)).do(Verb.SIGN), "N1").value == 1
    assert rate_of(with_unit().until(closing(3, 3)).later(microseconds=1).do(Verb.SIGN), "N1").value == 0


def test_a_matter_withdrawn_before_the_sign_deadline_is_left_out_and_after_it_counts() -> None:
    early, late = with_unit().do(Verb.WITHDRAW), with_unit().until(closing(3, 4)).do(Verb.WITHDRAW)
    assert (rate_of(early, "N1").denominator, rate_of(late, "N1").denominator) == (0, 1)
    assert (rate_of(early, "N3").denominator, rate_of(late, "N3").denominator) == (0, 0)


def test_what_was_terminated_is_left_out_of_n3_and_n4() -> None:
    story = with_unit().until(closing(3, 12)).do(Verb.TERMINATE)
    assert [rate_of(story, code).left for code in ("N3", "N4")] == [1, 1]


def test_a_report_sent_back_and_repaired_after_e_was_late() -> None:
    story = with_unit().do(Verb.SIGN, Verb.REPORT_BACK).until(closing(3, 9)).do(Verb.SEND_BACK).later(hours=20)
    assert rate_of(story.do(Verb.REPORT_BACK, Verb.ACCEPT_REPORT), "N3").value == 0


def test_a_report_in_time_is_in_time_however_long_the_review_takes() -> None:
    story = with_unit().do(Verb.SIGN).until(closing(3, 9)).do(Verb.REPORT_BACK).later(days=10)
    assert rate_of(story.do(Verb.ACCEPT_REPORT), "N3").value == 1


def test_praise_has_nothing_to_contact_and_nothing_to_return() -> None:
    story = with_citizen(Kind.PRAISE)
    assert [rate_of(story, code).denominator for code in ("N2", "N9")] == [0, 0]
    assert MARCH.has(MONDAY)
