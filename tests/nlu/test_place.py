"""Where a petition plays."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.corpus import read
from nlu.place import Entry, Gazetteer, Place

ENTRIES = [
    *(Entry("和平区", "district", "A01"), Entry("大东区", "district", "A03"), Entry("铁西区", "district", "A05")),
    *(Entry("西塔街道", "street", "A01", "A0103"), Entry("保工街道", "street", "A05", "A0512")),
    *(Entry("太原街", "area", "A01", "A0109"), Entry("太原街第一小学", "school", "A05")),
    *(Entry("青年大街", "road", "A01"), Entry("青年大街", "road", "A02"), Entry("市府广场", "area", "A02")),
]
ALIASES = {"大东": "大东区", "西塔": "西塔街道", "无此地": "没有的地方"}


GAZETTEER = Gazetteer(ENTRIES, aliases=ALIASES)


@pytest.mark.parametrize(
    ("text", "district", "street", "words"),
    [
        ("铁西区的路灯不亮", "A05", None, ("铁西区",)),
        ("西塔附近停水", "A01", "A0103", ("西塔",)),
        ("太原街第一小学门口", "A05", None, ("太原街第一小学",)),
        ("青年大街堵车", None, None, ("青年大街",)),
        ("青年大街和市府广场路口", "A02", None, ("青年大街", "市府广场")),
        ("铁西区开往太原街的公交", "A05", None, ("铁西区", "太原街")),
        ("从铁西区到和平区", None, None, ("铁西区", "和平区")),
        ("太原街到保工街道", None, None, ("太原街", "保工街道")),
        ("大东这边停电了", "A03", None, ("大东",)),
        ("广大东北人民", None, None, ()),
        ("无此地", None, None, ()),
        ("", None, None, ()),
    ],
)
def test_places_are_found(text: str, district: str | None, street: str | None, words: tuple[str, ...]) -> None:
    found = GAZETTEER.find(text)
    assert (found.district, found.street, found.words) == (district, street, words)


@given(st.text(alphabet="和平区大东铁西塔街道太原第一小学青年，", max_size=40))
def test_words_found_stand_in_the_text_and_never_overlap(text: str) -> None:
    spans = list(GAZETTEER.spans(text))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert sum(map(len, GAZETTEER.find(text).words)) <= len(text)


def test_the_spot_is_what_follows_the_street_or_begins_with_a_landmark() -> None:
    assert GAZETTEER.find("铁西区保工街道枫林小筑小区门口漏水").spot == "枫林小筑小区门口"
    assert GAZETTEER.find("青年大街和市府广场路口堵车").spot == "青年大街和市府广场路口"
    assert GAZETTEER.find("铁西区开往太原街的公交").spot == ""


@pytest.mark.parametrize(
    ("text", "words"), [("铁稀区停水", "铁西区"), ("太元街堵车", "太原街"), ("太原街第一小雪", "太原街第一小学")]
)
def test_names_that_sound_the_same_are_understood(text: str, words: str) -> None:
    assert GAZETTEER.find(text).words == (words,)


def test_without_names_nothing_is_found() -> None:
    assert Gazetteer([]).find("铁西区") == Place(district=None, street=None, words=())


def test_the_gazetteer_of_the_city_is_hardly_ever_wrong_about_the_corpus(city: Gazetteer) -> None:
    pairs = [(city.find(example.text).district, example.district) for example in read()[::3] if example.district]
    found = [(said, right) for said, right in pairs if said]
    assert len(found) / len(pairs) > 0.85
    assert sum(said == right for said, right in found) / len(found) > 0.98
