"""Near-duplicates stay on one side."""

from nlu.fold import families, folds

TEXT = "我家住在某小区三号楼，暖气从昨天晚上开始就一点都不热，孩子才两岁，物业说不归他们管，请尽快派人来看看"


def test_texts_that_differ_in_a_few_letters_are_one_family() -> None:
    assert families([TEXT, "路灯不亮", TEXT + "谢谢", TEXT.replace("两岁", "三岁")]) == [0, 1, 0, 0]


def test_texts_about_the_same_matter_in_other_words_are_strangers() -> None:
    assert families([TEXT, "供热公司的热力管道漏水了，小区里没有暖气"]) == [0, 1]


def test_families_never_span_two_folds() -> None:
    texts = [TEXT, *(chr(0x4E00 + 97 * number) * 9 for number in range(20)), TEXT + "!"]
    fold = folds(texts, ["a"] * 22, count=5)
    assert fold[0] == fold[-1]


def test_a_family_that_is_most_of_its_label_is_taken_apart() -> None:
    assert len(set(folds([TEXT + "!" * number for number in range(10)], ["a"] * 10, count=5))) == 5


def test_every_label_is_spread_over_the_folds() -> None:
    texts = [chr(0x4E00 + 97 * number) * 9 for number in range(50)]
    fold = folds(texts, ["a", "b"] * 25, count=5)
    assert {int(one) for one in fold[::2]} == {int(one) for one in fold[1::2]} == {0, 1, 2, 3, 4}


def test_the_same_texts_get_the_same_folds() -> None:
    texts = [f"诉求{number}" for number in range(9)]
    assert list(folds(texts, ["a"] * 9, count=3)) == list(folds(texts, ["a"] * 9, count=3))


def test_empty_and_tiny_texts_are_no_trouble() -> None:
    assert len(folds(["", "水", "\ud800"], ["a", "a", "b"], count=2)) == 3
