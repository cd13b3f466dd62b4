"""Nothing that points at a person is left."""

import re
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import corpus, marked
from nlu.redact import findings, redact

CASES = [
    ("我叫王小明，电话13812345678", "我叫〔姓名〕，电话〔电话〕"),
    ("电话138 1234 5678或+86-138-1234-5678", "电话〔电话〕或〔电话〕"),
    ("打一三八一二三四五六七八", "打〔电话〕"),
    ("座机024-23456789", "座机〔电话〕"),
    ("身份证210102199003071234", "身份证〔证件号〕"),
    ("身份证２１０１０２１９９００３０７１２３Ｘ", "身份证〔证件号〕"),
    ("卡号6222 0213 0000 1234 567", "卡号〔号码〕"),
    ("辽A·12345和辽AD12345堵门", "〔车牌〕和〔车牌〕堵门"),
    ("邮箱 abc.d@qq.com", "邮箱 〔邮箱〕"),
    ("微信号:zhang_san88", "微信号:〔账号〕"),
    ("住3号楼2单元501", "住〔门牌〕"),
    ("5号楼1201漏水", "〔门牌〕漏水"),
    ("３－２－５０１漏水", "〔门牌〕漏水"),
    ("黄河大街12号门前", "黄河大街〔门牌〕门前"),
    ("李女士说张师傅态度差", "〔姓名〕女士说〔姓名〕师傅态度差"),
    ("欧阳老师和张建国主任", "〔姓名〕老师和〔姓名〕主任"),
    ("我父亲赵德柱，邻居刘强在楼道堆东西", "我父亲〔姓名〕，邻居〔姓名〕在楼道堆东西"),
]
HARMLESS = [
    "215路公交,12345热线,14号线",
    "2024-01-05交了1000000000元",
    "高中老师马上来，出租车司机高兴地走了",
    "物业经理和楼长",
    "3号楼着火",
    "室温14度，18楼",
    "96123打不通",
]


@pytest.mark.parametrize(("text", "public"), CASES)
def test_what_points_at_a_person_is_replaced_by_what_it_was(text: str, public: str) -> None:
    assert redact(text) == public


@pytest.mark.parametrize("text", HARMLESS)
def test_what_points_at_nobody_stays(text: str) -> None:
    assert redact(text) == text


around = st.text(alphabet="我家住在的电话是请回，。 a:：", max_size=8)


@given(around, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), around, st.sampled_from(["", " ", "-"]))
def test_no_mobile_number_survives(before: str, number: str, after: str, gap: str) -> None:
    written = gap.join([number[:3], number[3:7], number[7:]])
    public = redact(before + written + after)
    assert number[-4:] not in public
    assert not re.search(r"\d{7}", public)


@given(
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.from_regex(r"[0-9]{3}[0-9xX]", fullmatch=True),
    around,
)
def test_no_identity_number_survives(region: int, born: object, rest: str, after: str) -> None:
    digits = str(born).replace("-", "")
    assert digits not in redact(f"身份证{region}{digits}{rest}{after}")


@given(st.text(max_size=200))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(st.text(max_size=200))
def test_findings_are_in_order_and_never_overlap(text: str) -> None:
    position = 0
    for found in findings(text):
        assert position <= found.start < found.end <= len(text)
        position = found.end


def test_hardly_anything_personal_gets_through(capsys: pytest.CaptureFixture[str]) -> None:
    sentences = marked.read("test")
    found = marked.leak(sentences)
    numbers, names = found.rate(names=False), found.rate(names=True)
    with capsys.disabled():
        print(f"\n{len(sentences)} sentences: missed {numbers:.1%} of numbers, {names:.1%} of names;", end=" ")
        print(f"{found.needless:.1%} of harmless letters hidden")
    assert len(sentences) >= 300
    assert numbers < 0.01
    assert names < 0.05
    assert found.needless < 0.02


def test_petitions_about_nobody_are_left_readable() -> None:
    texts = [example.text for example in corpus.read()[::10]]
    assert sum(len(findings(text)) for text in texts) / len(texts) < 0.08


def test_a_place_is_no_person() -> None:
    text = "沈河和于洪一家都停水了"
    assert redact(text, places=[(0, 2), (3, 5)]) == text


@pytest.mark.parametrize("letter", ["1", "1-", "一", "a1", "[王某", "小王", "栋1", "A·", "(2024)", "@a.", "辽A"])
def test_a_long_text_made_to_hurt_is_read_in_time(letter: str) -> None:
    text = letter * 20_000
    began = perf_counter()
    redact(text[:20_000])
    assert perf_counter() - began < 5
