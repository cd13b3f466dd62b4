"""The law of rules: what passes, what never does, and that a statement is told the same as the law says."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from admin.supervision.judging import Fact, alarms, due, falls_due, office_day, passes, slots
from admin.supervision.rule import Per, Rule, Unit, Watch, in_force
from tests.tracking import city
from tracking.domain.clock import CITY_ZONE

NOW = datetime(2026, 3, 20, 11, tzinfo=CITY_ZONE)
CALENDAR = city.calendar()
STARTS = st.integers(0, 80 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
TIMED = st.sampled_from([Unit.MINUTES, Unit.HOURS, Unit.WORKDAYS])
RULE = Rule(
    code="handle",
    version=1,
    name="办理",
    watches=Watch.NODE,
    subject="handle",
    per=Per.PETITION,
    threshold=3,
    measure=Unit.WORKDAYS,
    window_days=0,
    kinds=(),
    urgencies=(),
    level=2,
    effective_on=date(2026, 1, 1),
    active=True,
)
RULES = st.builds(lambda measure, n: replace(RULE, measure=measure, threshold=n), TIMED, st.integers(1, 20))
COUNT = replace(RULE, watches=Watch.COUNT, subject="urges", measure=Unit.TIMES)


def _running(starts: datetime, **more: object) -> Fact:
    return replace(Fact(subject="a", round=1, starts=starts), **more)  # type: ignore[arg-type]


@given(RULES, STARTS, st.integers(0, 10_000))
def test_what_is_late_now_is_late_later(rule: Rule, starts: datetime, minutes: int) -> None:
    fact = _running(starts)
    if passes(rule, fact, NOW, CALENDAR):
        assert passes(rule, fact, NOW + timedelta(minutes=minutes), CALENDAR)


@given(RULES, STARTS, st.integers(0, 10_000))
def test_what_started_earlier_is_late_no_later(rule: Rule, starts: datetime, minutes: int) -> None:
    if passes(rule, _running(starts), NOW, CALENDAR):
        assert passes(rule, _running(starts - timedelta(minutes=minutes)), NOW, CALENDAR)


@given(RULES, STARTS, st.integers(1, 20))
def test_a_higher_threshold_finds_no_more(rule: Rule, starts: datetime, more: int) -> None:
    if passes(replace(rule, threshold=rule.threshold + more), _running(starts), NOW, CALENDAR):
        assert passes(rule, _running(starts), NOW, CALENDAR)


@given(st.integers(0, 10), st.integers(1, 10), st.integers(0, 5))
def test_counts_pass_from_the_threshold_on(times: int, threshold: int, more: int) -> None:
    rule, fact = replace(COUNT, threshold=threshold), Fact(subject="a", round=1, times=times)
    assert passes(rule, fact, NOW, CALENDAR) is (times >= threshold)
    if passes(rule, fact, NOW, CALENDAR):
        assert passes(rule, replace(fact, times=times + more), NOW, CALENDAR)


@given(RULES, STARTS)
def test_a_rule_switched_off_finds_nothing(rule: Rule, starts: datetime) -> None:
    assert not passes(replace(rule, active=False), _running(starts), NOW, CALENDAR)
    assert alarms([(replace(rule, active=False), _running(starts))], NOW, calendar=CALENDAR) == []


@given(RULES, STARTS)
def test_what_ended_in_time_is_never_late(rule: Rule, starts: datetime) -> None:
    reached = due(rule, starts, CALENDAR)
    assert reached is not None
    assert not passes(rule, _running(starts, ends=reached), NOW + timedelta(days=90), CALENDAR)
    assert passes(rule, _running(starts, ends=reached + timedelta(seconds=1)), NOW, CALENDAR)


@given(RULES, STARTS)
def test_the_slots_say_the_same_as_the_law(rule: Rule, starts: datetime) -> None:
    known = {slot.day: slot.due for slot in slots(rule, date(2025, 12, 1), NOW, calendar=CALENDAR)}
    day = office_day(starts, CALENDAR)
    late = day in known and (known[day] or due(rule, starts, CALENDAR) or NOW) < NOW
    assert late is passes(rule, _running(starts), NOW, CALENDAR)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 3)), max_size=12))
def test_there_is_one_alarm_for_a_rule_a_subject_and_a_round(subjects: list[tuple[str, int]]) -> None:
    facts = [Fact(subject=subject, round=round_, times=5) for subject, round_ in subjects]
    pairs = [(rule, fact) for fact in facts for rule in (COUNT, replace(COUNT, code="other"))]
    found = alarms(pairs, NOW, calendar=CALENDAR)
    assert len(found) == 2 * len(set(subjects))


def test_only_the_kinds_and_urgencies_of_a_rule_are_looked_at() -> None:
    old, rule = NOW - timedelta(days=30), replace(RULE, kinds=("report",), urgencies=("normal",))
    assert passes(rule, _running(old, kind="report", urgency="normal"), NOW, CALENDAR)
    assert not passes(rule, _running(old, kind="help", urgency="normal"), NOW, CALENDAR)
    assert not passes(rule, _running(old, kind="report", urgency="critical"), NOW, CALENDAR)


def test_a_year_without_calendar_is_not_guessed() -> None:
    starts = datetime(2026, 12, 31, 9, tzinfo=CITY_ZONE)
    assert not passes(RULE, _running(starts), starts + timedelta(days=60), CALENDAR)


def test_the_newest_version_whose_day_has_come_is_in_force() -> None:
    later = replace(RULE, version=2, threshold=9, effective_on=date(2026, 3, 10))
    assert in_force([later, RULE], date(2026, 3, 9))["handle"] == RULE
    assert in_force([later, RULE], date(2026, 3, 10))["handle"] == later


@given(RULES, STARTS, st.integers(1, 3_000))
def test_what_has_become_late_since_a_moment_lies_in_the_window_of_starts(
    rule: Rule, starts: datetime, minutes: int
) -> None:
    since = NOW - timedelta(minutes=minutes)
    fact = _running(starts)
    if passes(rule, fact, NOW, CALENDAR) and not passes(rule, fact, since, CALENDAR):
        window = falls_due(rule, since, NOW, calendar=CALENDAR)
        assert window is not None
        assert window[0] <= starts <= window[1]
