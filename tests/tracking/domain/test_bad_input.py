"""Bad input: every refusal has a stable code, says what is allowed, and changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tracking import act, city, law
from tests.tracking.people import CITIZEN, OTHER_UNIT, UNIT, handler
from tests.tracking.story import Story, registered, with_citizen, with_unit
from tracking.domain.deadline import Step
from tracking.domain.error import DomainError
from tracking.domain.people import SYSTEM
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Urgency

BAD: dict[str, tuple[str, Callable[[], Story], Callable[[Story], object]]] = {
    "signing twice": ("out_of_turn", lambda: with_unit().do(Verb.SIGN), lambda s: s.do(Verb.SIGN)),
    "closing before dispatch": ("out_of_turn", registered, lambda s: s.do(Verb.CLOSE)),
    "rework before dispatch": ("out_of_turn", registered, lambda s: s.do(Verb.REWORK)),
    "reopening what is open": ("out_of_turn", with_unit, lambda s: s.do(Verb.REOPEN)),
    "accepting what was not reported": ("out_of_turn", with_unit, lambda s: s.do(Verb.ACCEPT_REPORT)),
    "extension after the report": (
        "out_of_turn",
        lambda: with_unit().do(Verb.SIGN, Verb.REPORT_BACK),
        lambda s: s.until(city.at(4, 1)).do(Verb.REQUEST_EXTENSION),
    ),
    "suspension that was not asked for and not begun": ("out_of_turn", with_unit, lambda s: s.do(Verb.RESUME)),
    "unmerging what is not merged": ("out_of_turn", with_unit, lambda s: s.do(Verb.UNMERGE)),
    "rating before anything was done": ("out_of_turn", with_unit, lambda s: s.do(Verb.RATE)),
    "dispatch of what is not classified": ("out_of_turn", registered, lambda s: s.dispatched()),
    "another unit's share": (
        "forbidden",
        with_unit,
        lambda s: act.do(Verb.SIGN, s.case, at=s.at, by=handler(OTHER_UNIT)),
    ),
    "a citizen closes": ("forbidden", with_citizen, lambda s: act.do(Verb.CLOSE, s.case, at=s.at, by=CITIZEN)),
    "the program closes": ("forbidden", with_citizen, lambda s: act.do(Verb.CLOSE, s.case, at=s.at, by=SYSTEM)),
    "a unit grants itself time": (
        "forbidden",
        lambda: with_unit().do(Verb.SIGN, Verb.REQUEST_EXTENSION),
        lambda s: act.do(Verb.GRANT_EXTENSION, s.case, at=s.at, by=handler(UNIT)),
    ),
    "an unknown procedure by law": (
        "unknown_code",
        lambda: registered().classified(),
        lambda s: s.dispatched(track="x"),
    ),
    "a pause that ends in the past": (
        "invalid_value",
        lambda: with_unit().do(Verb.SIGN),
        lambda s: s.pause_asked(s.at - timedelta(days=1)),
    ),
    "an assignment that is not there": ("not_found", with_unit, lambda s: s.do(Verb.SIGN, index=9)),
    "a unit without a name": ("missing_field", lambda: registered().classified(), lambda s: s.dispatched(" ")),
    "closing without a call": ("too_early", with_citizen, lambda s: s.closed()),
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_with_a_stable_code_and_nothing_changes(name: str) -> None:
    code, begin, bad = BAD[name]
    story = begin()
    before = law.snapshot(story.case)
    with pytest.raises(DomainError) as refused:
        bad(story)
    assert refused.value.code == code
    assert law.snapshot(story.case) == before
    if code == "out_of_turn":
        assert refused.value.allowed, "says what is possible now"


def test_a_month_without_calendar_gives_no_date_and_no_guess() -> None:
    empty = replace(city.timetable(), calendar=replace(city.calendar(), years=frozenset()))
    assert empty.due(Step.SIGN, city.MONDAY, kind=None, urgency=Urgency.NORMAL) is None
