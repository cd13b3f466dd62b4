"""What may not be done now is listed with the reason, and the reason follows from the tables."""

from collections.abc import Callable

import pytest

from admin.desks.forms import FORMS
from admin.desks.offer import offers
from admin.desks.refusal import refusals
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import UNIT, Desk
from tests.admin.desks.test_life import case_of
from tracking.domain.people import RIGHTS, Actor, Role
from tracking.domain.verb import Verb

Sit = Callable[[str], Desk]
HANDLER = Actor(id="water", role=Role.HANDLER, unit=UNIT)
DISPATCHER = Actor(id="disp", role=Role.DISPATCHER)
MAKERS = (
    *(matter.registered, matter.classified, matter.with_unit),
    *(matter.signed, matter.reported, matter.accepted),
)


def _steps(container: Container, number: str, by: Actor) -> dict[Verb, str]:
    return {each.form.verb: each.step or each.reason for each in refusals(case_of(container, number), by)}


def test_the_page_says_what_must_come_first_in_both_languages(container: Container, at_desk: Sit) -> None:
    number, handler = matter.with_unit(container), at_desk("water")
    assert "还不能报结：尚未签收" in handler.open(f"/staff/petitions/{number}").text
    assert "Not yet: Report back (first: Sign)" in handler.open(f"/staff/petitions/{number}?lang=en").text


def test_the_first_missing_step_is_named_not_the_last(container: Container) -> None:
    told = _steps(container, matter.registered(container), DISPATCHER)
    assert told[Verb.DISPATCH] == "分类"
    told = _steps(container, matter.classified(container), DISPATCHER)
    assert told[Verb.SUPERVISE] == "派单"
    assert told[Verb.ACCEPT_REPORT] == "派单"
    told = _steps(container, matter.with_unit(container), DISPATCHER)
    assert told[Verb.UPHOLD_RETURN] == "申请退单"
    told = _steps(container, matter.signed(container), DISPATCHER)
    assert told[Verb.ACCEPT_REPORT] == "报结"


def test_a_condition_that_does_not_hold_is_told_in_words(container: Container) -> None:
    told = _steps(container, matter.signed(container), DISPATCHER)
    assert told[Verb.GRANT_EXTENSION] == "单位没有申请延期"
    assert _steps(container, matter.signed(container), HANDLER)[Verb.ANSWER_ORDER] == "没有等待回复的督办单"


def test_what_is_past_has_no_step_to_come(container: Container) -> None:
    assert _steps(container, matter.accepted(container), HANDLER)[Verb.SIGN] == ""


@pytest.mark.parametrize("by", [HANDLER, DISPATCHER, Actor(id="call", role=Role.CALLER)], ids=lambda by: by.role)
def test_every_verb_of_the_role_is_offered_or_refused_never_both(container: Container, by: Actor) -> None:
    for make in MAKERS:
        case = case_of(container, make(container))
        offered = {each.form.verb for each in offers(case, by)}
        refused = {each.form.verb for each in refusals(case, by)}
        mine = {form.verb for form in FORMS if by.role in RIGHTS[form.verb]}
        mine -= {Verb.ASK} if by.role is Role.HANDLER else set()  # its form is the desks'
        assert not offered & refused
        assert offered | refused <= mine
        if case.assignments or by.role is not Role.HANDLER:
            assert offered | refused == mine, make


def test_others_are_told_nothing_of_a_units_verbs(container: Container, at_desk: Sit) -> None:
    number = matter.with_unit(container)
    assert "报结：" not in at_desk("disp").open(f"/staff/petitions/{number}").text.partition("现在还不能做的")[2]
