"""Texts that are the same but for a few words."""

from tracking.store.likeness import families

REPLY = "您好您反映的问题我单位已派人到现场处理现已恢复正常感谢您的监督"


def test_a_few_other_words_keep_a_text_in_its_family() -> None:
    texts = [REPLY, REPLY.replace("派人", "安排人员"), REPLY.replace("监督", "理解"), "路灯线路老化本周内更换三根灯杆"]
    assert list(families(texts, alike=85)) == [3, 3, 3, 1]


def test_the_same_text_is_counted_as_often_as_it_stands() -> None:
    assert list(families([REPLY] * 4, alike=90)) == [4, 4, 4, 4]


def test_empty_texts_are_like_nothing() -> None:
    assert list(families(["", "", REPLY], alike=90)) == [0, 0, 1]
    assert list(families([], alike=90)) == []
