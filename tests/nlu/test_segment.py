"""Words, by either library."""

import pytest

from nlu.segment import Segmenter, _fast, _fast_tagger, _portable, _portable_tagger, is_ordinary_word, tagged

KINDS = ("高中", "马上", "王建国", "阿啦吧")
SENTENCES = ("小区暖气不热，家里才14度", "沈北新区道义街道供热公司没人接电话", "公交215路甩站wifi", "业主委员会", "")


def test_long_words_are_given_in_parts_too() -> None:
    assert Segmenter().words("业主委员会")[-1] == "委员会"


def test_city_words_stay_whole() -> None:
    assert "丁香湖畔街" in Segmenter(["丁香湖畔街"]).words("丁香湖畔街路灯不亮")


def test_blanks_are_no_words() -> None:
    assert Segmenter().words(" 水 管 ") == ["水", "管"]


@pytest.mark.filterwarnings("ignore")  # jieba 0.42 holds invalid escapes and old imports
def test_both_libraries_make_the_same_cuts() -> None:
    city = ("道义街道", "丁香湖畔街")
    fast, slow = _fast(city), _portable(city)
    assert fast is not None
    assert [list(fast(one)) for one in SENTENCES] == [list(slow(one)) for one in SENTENCES]
    one, other = _fast_tagger(), _portable_tagger()
    assert one is not None
    assert [one.look(word) for word in KINDS] == [other.look(word) for word in KINDS]
    assert one.tag("王建国说停电了") == other.tag("王建国说停电了")


def test_names_are_not_ordinary_words() -> None:
    assert is_ordinary_word("高中")
    assert not is_ordinary_word("王建国")


def test_tagged_words_are_the_text_again() -> None:
    assert "".join(word for word, _ in tagged("我叫 王小明,\n住3号楼")) == "我叫 王小明,\n住3号楼"
