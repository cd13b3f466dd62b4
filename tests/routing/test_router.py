"""Who gets a petition: the register, the classifier, or a person – each with its reason."""

from dataclasses import replace
from datetime import date

import pytest

from admin.wiring import Container
from nlu.head import Guess
from nlu.understanding import DISCIPLINE, DISTRICT, Understanding
from routing.city import City
from routing.router import Where, decide
from routing.rule import Rule
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


def _ruled(city: City, **given: object) -> City:
    """The city with one rule more."""
    no = dict.fromkeys(("topic", "kind", "urgency", "words", "district", "unit"))
    rule = Rule(**{**no, "id": 1, "position": 7, "reason": "专项整治", "starts_on": date(2026, 3, 1), **given})  # type: ignore[arg-type]
    city.keep(replace(city.register, rules=[rule]))
    return city


UNSURE = replace(SURE, automatic=False)


def test_a_rule_decides_where_the_classifier_is_unsure_and_is_quoted(city: City) -> None:
    decision = decide(_ruled(city, words="暖气 供热", unit="C03"), UNSURE, Where(district="A01"), text="家里暖气不热")
    assert decision.unit == "C03"
    assert "派单规则第7条" in decision.reason
    assert "专项整治" in decision.reason


def test_the_duty_register_stands_above_a_rule(city: City) -> None:
    decision = decide(_ruled(city, topic="0301", unit="B114"), SURE, Where(district="A01"))
    assert decision.unit is None
    assert "权责清单" in decision.reason


def test_a_rule_can_ask_for_a_person(city: City) -> None:
    decision = decide(_ruled(city, district="A01"), SURE, Where(district="A01"))
    assert decision.unit is None
    assert "专项整治" in decision.reason


@pytest.mark.parametrize(
    "given",
    [{"topic": "07"}, {"kind": "praise"}, {"urgency": "critical"}, {"words": "井盖"}, {"district": "A02"}],
)
def test_a_rule_with_a_condition_that_does_not_hold_is_silent(city: City, given: dict[str, object]) -> None:
    decision = decide(_ruled(city, **given), SURE, Where(district="A01"), text="家里暖气不热")
    assert decision.unit == "C03"
    assert "规则" not in decision.reason


@pytest.mark.parametrize("changed", [{"kind": Kind.REPORT}, {"holders": (Guess(DISCIPLINE, 0.99),)}])
def test_no_rule_sends_a_report_or_a_matter_of_conduct_anywhere(city: City, changed: dict[str, object]) -> None:
    decision = decide(_ruled(city, district="A01", unit="C03"), replace(SURE, **changed), Where(district="A01"))  # type: ignore[arg-type]
    assert decision.unit is None
    assert "人工" in decision.reason


def test_a_rule_does_not_split_two_matters(city: City) -> None:
    understood = replace(UNSURE, second="另一件事")
    assert decide(_ruled(city, district="A01", unit="C03"), understood, Where(district="A01")).unit is None
