"""What a form would ask for, found in texts written by hand (``tests/data/entity``)."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.amount import amounts
from nlu.entity import entities
from nlu.moment import moments
from nlu.organisation import organisations
from nlu.place import Gazetteer
from nlu.quantity import value
from tracking.domain.clock import CITY_ZONE

CASES = Path(__file__).parents[1] / "data" / "entity"
TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=CITY_ZONE)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", _rows(CASES / "moment.csv"), ids=lambda case: case["text"])
def test_moments(case: dict[str, str]) -> None:
    found = [(one.words, one.begin, one.end) for one in moments(case["text"], at=TUESDAY)]
    meant = [datetime.fromisoformat(case[name]).replace(tzinfo=CITY_ZONE) for name in ("begin", "end") if case[name]]
    assert found == ([(case["words"], *meant)] if meant else [])


@pytest.mark.parametrize("case", _rows(CASES / "amount.csv"), ids=lambda case: case["text"])
def test_amounts(case: dict[str, str]) -> None:
    found = [(one.words, one.yuan) for one in amounts(case["text"])]
    assert found == ([(case["words"], Decimal(case["yuan"]))] if case["words"] else [])


@pytest.mark.parametrize("case", _rows(CASES / "place.csv"), ids=lambda case: case["text"])
def test_places_of_the_city(case: dict[str, str], city: Gazetteer) -> None:
    found = city.find(case["text"])
    assert (found.district or "", found.street or "", found.spot) == (case["district"], case["street"], case["spot"])


def test_organisations_are_mostly_found_and_rightly_blamed() -> None:
    cases = _rows(CASES / "organisation.csv")
    found = [organisations(case["text"]) for case in cases]
    named = [
        "|".join(one.words for one in each) == case["organisations"] for each, case in zip(found, cases, strict=True)
    ]
    blamed = [
        "".join(one.words for one in each if one.blamed) == case["blamed"]
        for each, case in zip(found, cases, strict=True)
    ]
    assert sum(named) / len(cases) > 0.9
    assert sum(blamed) / len(cases) > 0.9


def test_one_reading_finds_everything(city: Gazetteer) -> None:
    text = "昨晚九点和平区太原街老王烧烤店油烟太大，要我赔200元，车辽A12345挡路，打13812345678"
    found = entities(text, at=TUESDAY, gazetteer=city)
    assert found.happened is not None
    assert found.happened.begin == datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert (found.place.district, found.blamed) == ("A01", "老王烧烤店")
    assert (found.phones, found.plates) == (("13812345678",), ("辽A12345",))
    assert [one.yuan for one in found.amounts] == [200]


def test_what_is_to_come_has_not_happened(city: Gazetteer) -> None:
    assert entities("明天停水吗", at=TUESDAY, gazetteer=city).happened is None


@given(
    st.text(
        alphabet="昨今前天上下周月年日号点半时分早晚每0123456789一二十两百万:-元块毛铁西区路公司店辽A ，的", max_size=60
    )
)
def test_nothing_makes_it_fail_and_spans_run_forward(text: str) -> None:
    for one in moments(text, at=TUESDAY):
        assert one.begin < one.end
        assert one.words in text
    assert all(one.yuan >= 0 for one in amounts(text))
    assert all(one.words in text for one in organisations(text))


@given(st.text(max_size=100))
def test_any_text_may_be_read(city: Gazetteer, text: str) -> None:
    entities(text, at=TUESDAY, gazetteer=city)


@pytest.mark.parametrize("words", ["廿零", "0十一", "00亿0"])
def test_what_only_looks_like_a_number_is_none(words: str) -> None:
    assert value(words) is None
