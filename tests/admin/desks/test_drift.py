"""How well first choices did, and the second choice after a return."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import UNIT, Desk
from tests.tracking import stored
from tracking.domain.verb import Verb
from tracking.store import drift, schema

Sit = Callable[[str], Desk]
PAGE = "/staff/drift"
FIRST, SECOND = UNIT, "C03"


def _proposed(container: Container, number: str, *units: str, formerly: str | None = None) -> str:
    given = [{"unit": unit, "confidence": 0.9, "basis": "历史派单规律", "formerly": formerly} for unit in units]
    with container.engine.begin() as connection:
        values = {"suggestions": {"units": given, "words": [], "reason": ""}}
        connection.execute(update(schema.petition).where(schema.petition.c.number == number).values(values))
    return number


def _weeks(container: Container) -> list[drift.Week]:
    with container.engine.connect() as connection:
        return list(drift.weeks(connection, since=container.core.now() - timedelta(days=30)))


def test_a_first_choice_that_stayed_is_right_and_one_given_back_is_not(container: Container) -> None:
    _proposed(container, matter.with_unit(container, unit=FIRST), FIRST, SECOND)
    back = _proposed(container, matter.with_unit(container, unit=FIRST), FIRST, SECOND)
    stored.tell(container.core, back, Verb.RETURN, Verb.UPHOLD_RETURN, Verb.ARBITRATE)
    _proposed(container, matter.with_unit(container, unit=SECOND), FIRST)
    (week,) = _weeks(container)
    assert (week.unit, week.proposed, week.right, week.automatic, week.returned) == (FIRST, 3, 1, 2, 1)


def test_habits_of_an_abolished_unit_are_counted_apart(container: Container, at_desk: Sit) -> None:
    _proposed(container, matter.with_unit(container, unit=FIRST), FIRST, formerly="B101")
    _proposed(container, matter.with_unit(container, unit=FIRST), FIRST)
    assert {each.formerly for each in _weeks(container)} == {None, "B101"}
    assert "旧习惯" in at_desk("root").open(PAGE).text


@pytest.mark.parametrize("who", ["disp", "insp", "root"])
def test_the_page_opens_empty_and_with_figures_in_both_languages(container: Container, at_desk: Sit, who: str) -> None:
    desk = at_desk(who)
    assert "近十二周没有机器首选过单位的件" in desk.open(PAGE).text
    _proposed(container, matter.with_unit(container, unit=FIRST), FIRST, SECOND)
    assert "占100.0%" in desk.open(PAGE).text
    assert "In twelve weeks a first choice was made 1 times" in desk.open(PAGE + "?lang=en").text


def test_the_unit_is_proposed_the_second_choice_when_it_gives_back(container: Container, at_desk: Sit) -> None:
    number = _proposed(container, matter.with_unit(container, unit=FIRST), FIRST, "B114")
    page = at_desk("water").open(f"/staff/petitions/{number}").text
    assert 'value="B114" selected' in page


def test_after_an_upheld_return_the_second_choice_is_proposed_with_its_reason(
    container: Container, at_desk: Sit
) -> None:
    number = _proposed(container, matter.with_unit(container, unit=FIRST), FIRST, SECOND)
    stored.tell(container.core, number, Verb.RETURN, Verb.UPHOLD_RETURN)
    page = at_desk("disp").open(f"/staff/petitions/{number}").text
    assert f'value="{SECOND}" selected' in page
    assert "退单成立，改派次选单位" in page
