"""Who gets a petition: the register, the classifier, or a person – each with its reason."""

from dataclasses import replace

import pytest

from admin.wiring import Container
from nlu.head import Guess
from nlu.understanding import DISCIPLINE, DISTRICT, Understanding
from routing.city import City
from routing.router import Where, decide
from tracking.domain.vocabulary import Kind, Urgency

SURE = Understanding(
    kind=Kind.COMPLAINT,
    kind_confidence=0.9,
    urgency=Urgency.NORMAL,
    urgency_words=(),
    topics=(Guess("030101", 0.9),),
    holders=(Guess("C03", 0.99), Guess("B114", 0.01)),
    words=("暖气", "不热"),
    second="",
    automatic=True,
)
DISTRICTS_OWN = replace(SURE, topics=(Guess("010201", 0.9),), holders=(Guess(DISTRICT, 0.99),), words=("摊贩",))


@pytest.fixture
def city(container: Container) -> City:
    return container.city


def test_a_sure_matter_goes_to_the_unit_of_the_register_and_says_why(city: City) -> None:
    decision = decide(city, SURE, Where(district="A01"))
    assert decision.unit == "C03"
    assert "供热集团" in decision.reason
    assert "暖气" in decision.reason
    assert "《" in decision.reason


def test_a_district_s_own_matter_goes_to_the_district_where_it_lies(city: City) -> None:
    assert decide(city, DISTRICTS_OWN, Where(district="A04")).unit == "A04"


def test_without_a_place_a_district_s_own_matter_goes_to_a_person(city: City) -> None:
    decision = decide(city, DISTRICTS_OWN, Where())
    assert decision.unit is None
    assert "地点" in decision.reason


def test_where_the_register_has_an_entry_for_the_place_that_entry_wins(city: City) -> None:
    assert decide(city, SURE, Where(district="A10")).unit == "A10"


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"kind": Kind.REPORT}, "举报"),
        ({"automatic": False}, "把握不足"),
        ({"automatic": False, "second": "另一件事"}, "两件事"),
        ({"holders": (Guess(DISCIPLINE, 0.99),)}, "纪检"),
        ({"topics": (Guess("070101", 0.9),)}, "不一致"),
        ({"holders": (), "topics": (), "automatic": False}, "把握不足"),
    ],
)
def test_what_is_in_doubt_goes_to_a_person_with_the_reason(city: City, changed: dict[str, object], word: str) -> None:
    decision = decide(city, replace(SURE, **changed), Where(district="A01"))  # type: ignore[arg-type]
    assert decision.unit is None
    assert word in decision.reason


def test_a_statutory_limit_binds_a_complaint_and_not_a_question(city: City) -> None:
    duty = next(each for each in city.register.duties.values() if each.statutory_days and each.unit[0] == "B")
    understood = replace(SURE, topics=(Guess(duty.topic, 0.9),), holders=(Guess(duty.unit, 0.99),))
    assert decide(city, understood, Where()).statutory_days == duty.statutory_days
    assert decide(city, replace(understood, kind=Kind.INQUIRY), Where()).statutory_days is None
