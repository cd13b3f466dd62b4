"""What the classifier makes of petitions."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.classifier import UNREADABLE, Classifier
from nlu.corpus import Example
from nlu.understanding import Understanding
from tracking.domain.vocabulary import Kind, Urgency


def test_a_cold_flat_belongs_to_the_heating_company(trained: Classifier) -> None:
    found = trained.understand("家里暖气不热，屋里才14度，孩子冻得穿棉袄")
    assert found.holders[0].label == "C03"
    assert found.topics[0].label == "030101"
    assert "暖气" in found.words or "不热" in found.words


def test_three_guesses_come_best_first_and_are_probabilities(trained: Classifier) -> None:
    found = trained.understand("自来水发黄有味")
    for guesses in (found.topics, found.holders):
        chances = [guess.confidence for guess in guesses]
        assert len(chances) == 3
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) <= 1.0001


def test_words_that_decided_stand_in_the_text_and_are_whole_words(trained: Classifier) -> None:
    text = "我家楼上供热管道漏水把天花板泡了"
    words = trained.understand(text).words
    assert words
    assert all(word in text and len(word) > 1 for word in words)


def test_gas_in_the_air_now_is_critical(trained: Classifier) -> None:
    found = trained.understand("楼道里一股煤气味，快来人啊！")
    assert found.urgency is Urgency.CRITICAL
    assert "快来" in found.urgency_words


def test_nobody_but_a_person_sends_on_what_may_be_a_report(trained: Classifier) -> None:
    assert not trained.understand("我要举报供热公司收费不开票，请保密").automatic


def test_two_matters_in_one_are_noticed_and_left_to_a_person(trained: Classifier) -> None:
    found = trained.understand("家里暖气不热，室温才十四度，屋里冷。另外自来水停水三天了，没水做饭")
    assert found.second_matter
    assert not found.automatic


def test_one_matter_with_a_second_thought_is_one(trained: Classifier) -> None:
    assert not trained.understand("家里暖气不热，室温才十四度。另外暖气片也是凉的，屋里冷").second_matter


@pytest.mark.parametrize("text", ["", " ", "！！！", "12345", "\u200b", "😀"])
def test_nothing_to_read_is_said_to_be_unreadable(trained: Classifier, text: str) -> None:
    assert trained.understand(text) == UNREADABLE


@pytest.mark.parametrize(
    "text", ["水", "No heating in my flat", "請問暖氣為什麼不熱", "<p>停水</p>", "\ud800水", "水" * 100_000, "\x00暖气"]
)
def test_anything_else_gets_an_answer(trained: Classifier, text: str) -> None:
    assert isinstance(trained.understand(text), Understanding)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_it_fail(trained: Classifier, text: str) -> None:
    assert isinstance(trained.understand(text).kind, Kind)


def test_many_at_once_are_read_like_one_by_one(trained: Classifier, examples: list[Example]) -> None:
    texts = [example.text for example in examples[:20]]
    for one, many in zip(map(trained.understand, texts), trained.understand_many(texts), strict=True):
        assert (one.kind, one.urgency, one.words) == (many.kind, many.urgency, many.words)
        assert one.holders[0].confidence == pytest.approx(many.holders[0].confidence, abs=1e-3)


def test_one_text_takes_less_than_thirty_milliseconds(trained: Classifier) -> None:
    text = "小区停水两天了，物业说是自来水公司管道爆了" * 8
    trained.understand(text)
    began = time.perf_counter()
    for _ in range(20):
        trained.understand(text)
    assert (time.perf_counter() - began) / 20 < 0.03


def test_it_is_right_about_most_petitions_it_has_not_seen(trained: Classifier, examples: list[Example]) -> None:
    unseen = [example for example in examples if example.part == "test"]
    found = list(trained.understand_many([example.text for example in unseen]))
    right = [one.holders[0].label == example.holder for one, example in zip(found, unseen, strict=True)]
    assert sum(right) / len(right) > 0.75
