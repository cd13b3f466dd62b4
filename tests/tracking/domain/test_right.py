"""Who may use which verb; whoever may not is refused before anything is looked at."""

from copy import deepcopy
from itertools import product

import pytest

from tests.tracking import city
from tests.tracking.people import ADMINISTRATOR, LEADER, OTHER_UNIT, UNIT, everybody, handler
from tests.tracking.story import MATTER, NUMBER, with_unit
from tracking.domain.error import Forbidden
from tracking.domain.people import RIGHTS, SYSTEM, Actor, Role, citizen
from tracking.domain.procedure.intake import register
from tracking.domain.verb import Verb

VERBS = [verb for verb in Verb if verb not in (Verb.REGISTER, Verb.TAKE_OVER)]
STRANGERS = [(verb, by) for verb, by in product(VERBS, everybody()) if by.role not in RIGHTS[verb]]
UNIT_VERBS = [verb for verb in VERBS if Role.HANDLER in RIGHTS[verb]]


def test_every_verb_has_somebody_who_may_use_it() -> None:
    assert set(RIGHTS) == set(Verb)
    assert all(RIGHTS.values())


@pytest.mark.parametrize(("verb", "by"), STRANGERS, ids=[f"{by.role}-{verb}" for verb, by in STRANGERS])
def test_a_role_without_the_verb_is_refused_and_nothing_changes(verb: Verb, by: Actor) -> None:
    case = with_unit().case
    before = deepcopy(case)
    with pytest.raises(Forbidden) as refused:
        case.record(verb, by=by, at=case.petition.received_at, on=case.lead)
    assert refused.value.details == {"verb": verb, "role": by.role}
    assert case == before


@pytest.mark.parametrize("verb", UNIT_VERBS)
@pytest.mark.parametrize("by", [handler(OTHER_UNIT), Actor(id="lost", role=Role.HANDLER, unit=None)])
def test_a_handler_works_on_nothing_but_its_own_units_share(verb: Verb, by: Actor) -> None:
    case = with_unit().case
    before = deepcopy(case)
    with pytest.raises(Forbidden):
        case.record(verb, by=by, at=case.petition.received_at, on=case.lead)
    assert case == before


@pytest.mark.parametrize("by", [handler(UNIT), LEADER, ADMINISTRATOR])
def test_neither_units_nor_leaders_nor_administrators_register(by: Actor) -> None:
    with pytest.raises(Forbidden):
        register(NUMBER, MATTER, by=by, at=city.MONDAY, timetable=city.timetable())


@pytest.mark.parametrize("role", [Role.LEADER, Role.INSPECTOR, Role.ASSESSOR, Role.ADMINISTRATOR])
def test_leaders_and_administrators_change_no_petition(role: Role) -> None:
    assert not [verb for verb, roles in RIGHTS.items() if role in roles]


def test_the_program_never_answers_declines_closes_or_judges() -> None:
    mine = {verb for verb, roles in RIGHTS.items() if SYSTEM.role in roles}
    clocks = {Verb.REMIND, Verb.ISSUE_YELLOW_CARD, Verb.ISSUE_RED_CARD, Verb.RESUME, Verb.RESCHEDULE}
    relatives = {Verb.FOLLOW, Verb.UNMERGE}
    taking_in = {Verb.REGISTER, Verb.TAKE_OVER, Verb.CLASSIFY, Verb.DISPATCH, Verb.ARCHIVE}
    assert mine == taking_in | clocks | relatives


def test_nobody_but_the_program_issues_cards() -> None:
    assert RIGHTS[Verb.ISSUE_YELLOW_CARD] == RIGHTS[Verb.ISSUE_RED_CARD] == {Role.SYSTEM}


def test_no_unit_decides_on_its_own_requests() -> None:
    decisions = (Verb.UPHOLD_RETURN, Verb.REJECT_RETURN, Verb.GRANT_EXTENSION, Verb.ACCEPT_REPORT, Verb.REWORK)
    assert not [verb for verb in decisions if Role.HANDLER in RIGHTS[verb]]


def test_a_citizen_has_no_name_and_no_unit_only_a_door() -> None:
    assert citizen("sms") == Actor(id="citizen", role=Role.CITIZEN, unit=None, channel="sms")
