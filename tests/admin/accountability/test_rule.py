"""What the rules ask for depends on the facts alone: not on their order, nor on how often one looks."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.accountability import rule
from admin.accountability.proposal import VETOES, Bad, Breach, Cause, Kind, Limits, Subject
from admin.accountability.stage import TABLE, Act, Stage, after, allowed
from tests.tracking.profile import BRIEF
from tracking.domain.error import OutOfTurn

LIMITS = Limits(running_talk=2, yearly_talk=3, running_cancel=3)
PERIODS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
MONTHS = st.lists(st.builds(Bad, unit=st.sampled_from(["A", "B"]), period=st.sampled_from(PERIODS)), max_size=30)
BREACHES = st.lists(
    st.builds(Breach, unit=st.sampled_from(["A", "B"]), cause=st.sampled_from(VETOES), ref=st.text("123", min_size=1)),
    max_size=5,
    unique_by=lambda each: (each.cause, each.ref),
)


def _asked(*periods: str, year: int = 2026, **more: object) -> list[tuple[Kind, Cause, str]]:
    months = [Bad(unit="A", period=each) for each in periods]
    made = rule.proposals(year, months, (), limits=LIMITS, successors={}, **more)
    return sorted((each.kind, each.cause, each.months[-1]) for each in made)


@pytest.mark.parametrize(("stage", "act"), list(product(Stage, Act)))
def test_every_pair_of_stage_and_act_is_allowed_or_refused_by_the_table(stage: Stage, act: Act) -> None:
    if (stage, act) in TABLE:
        assert after(stage, act) is TABLE[stage, act]
        return
    with pytest.raises(OutOfTurn) as refused:
        after(stage, act)
    assert refused.value.allowed == allowed(stage)


def test_one_bad_month_is_only_noted() -> None:
    assert _asked("2026-03") == [(Kind.CRITICISM, Cause.ONCE, "2026-03")]


def test_two_running_ask_for_a_talk_also_over_new_year() -> None:
    assert (Kind.TALK, Cause.RUNNING_TALK, "2026-03") in _asked("2026-02", "2026-03")
    assert _asked("2025-12", "2026-01") == [(Kind.TALK, Cause.RUNNING_TALK, "2026-01")]


def test_three_in_a_year_ask_for_a_talk_though_none_follows_another() -> None:
    assert (Kind.TALK, Cause.YEARLY_TALK, "2026-07") in _asked("2026-01", "2026-04", "2026-07")
    assert not any(cause is Cause.YEARLY_TALK for _, cause, _ in _asked("2025-10", "2026-04", "2026-07"))


def test_three_running_cost_the_eligibility_once_a_year() -> None:
    found = _asked("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
    assert [each for each in found if each[0] is Kind.CANCEL_AWARD] == [
        (Kind.CANCEL_AWARD, Cause.RUNNING_CANCEL, "2026-03")
    ]
    assert not any(kind is Kind.TALK and period > "2026-02" for kind, _, period in found)


def test_a_month_without_a_grade_ends_a_run() -> None:
    assert Kind.TALK not in {kind for kind, _, _ in _asked("2026-01", "2026-03")}


@pytest.mark.parametrize("cause", [Cause.FAKING, Cause.DISCLOSURE, Cause.REFUSAL])
def test_a_finding_costs_the_eligibility_and_goes_to_the_body_unit_and_officer_apart(cause: Cause) -> None:
    made = rule.proposals(2026, (), [Breach(unit="A", cause=cause, ref="veto:1")], limits=LIMITS, successors={})
    assert sorted((each.kind, each.subject) for each in made) == [
        (Kind.CANCEL_AWARD, Subject.UNIT),
        (Kind.TRANSFER, Subject.OFFICER),
        (Kind.TRANSFER, Subject.UNIT),
    ]


def test_a_red_card_costs_the_eligibility_and_nothing_else() -> None:
    breach = Breach(unit="A", cause=Cause.RED_CARD, ref="A@2026-03")
    made = rule.proposals(2026, (), [breach], limits=LIMITS, successors={})
    assert [(each.kind, each.subject) for each in made] == [(Kind.CANCEL_AWARD, Subject.UNIT)]


@BRIEF
@given(months=MONTHS, breaches=BREACHES, chance=st.randoms())
def test_the_order_of_the_facts_and_their_repetition_change_nothing(months, breaches, chance) -> None:  # type: ignore[no-untyped-def]
    known = rule.proposals(2026, months, breaches, limits=LIMITS, successors={})
    mixed, others = months + months, breaches + breaches
    chance.shuffle(mixed)
    chance.shuffle(others)
    assert rule.proposals(2026, mixed, others, limits=LIMITS, successors={}) == known
    assert len({each.key for each in known}) == len(known)


@BRIEF
@given(months=MONTHS, breaches=BREACHES)
def test_a_successor_carries_what_its_predecessor_did(months: list[Bad], breaches: list[Breach]) -> None:
    carried = rule.proposals(2026, months, breaches, limits=LIMITS, successors={"A": "B"})
    as_one = rule.proposals(
        2026,
        [Bad(unit="B", period=each.period) for each in months],
        [Breach(unit="B", cause=each.cause, ref=each.ref) for each in breaches],
        limits=LIMITS,
        successors={},
    )
    assert carried == as_one
    assert {each.unit for each in carried} <= {"B"}


@BRIEF
@given(months=MONTHS, more=MONTHS)
def test_a_later_month_of_the_year_takes_back_no_earlier_proposal(months: list[Bad], more: list[Bad]) -> None:
    before = rule.proposals(2026, months, (), limits=LIMITS, successors={})
    last = max((each.period for each in months), default="")
    later = [each for each in more if each.period > last]
    after_ = rule.proposals(2026, months + later, (), limits=LIMITS, successors={})
    assert {each.key for each in before} <= {each.key for each in after_}


def test_the_key_of_months_follows_the_unit_and_that_of_a_finding_stays() -> None:
    (made,) = rule.proposals(2026, [Bad(unit="A", period="2026-03")], (), limits=LIMITS, successors={})
    (heirs,) = rule.proposals(2026, [Bad(unit="A", period="2026-03")], (), limits=LIMITS, successors={"A": "B"})
    assert rule.inherited(made.key, {"A": "B"}) == heirs.key
    assert rule.inherited("transfer:unit:faking:veto:1", {"A": "B"}) == "transfer:unit:faking:veto:1"
