"""Nothing that points at a person is left."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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
    ("微信号:zhang_san88", "〔账号〕"),
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


@given(st.integers(110000, 659999), st.dates(), st.from_regex(r"[0-9]{3}[0-9xX]", fullmatch=True), around)
def test_no_identity_number_survives(region: int, born: object, rest: str, after: str) -> None:
    digits = str(born).replace("-", "")
    assume(digits[:2] in {"18", "19", "20"})
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
