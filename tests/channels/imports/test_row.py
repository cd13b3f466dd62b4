"""One row of an old system's table: understood with its past, or refused with every flaw."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import Refused
from channels.imports.heading import FIELDS, recognised
from channels.imports.port import Known, Old, parse
from tests.channels.imports.sheet import HEADINGS, row
from tests.tracking.city import MONDAY
from tracking.domain.clock import CITY_ZONE
from tracking.domain.vocabulary import Identity, Kind, Outcome, Satisfaction

KNOWN = Known(
    units={"B305": "B305", "市城市管理综合行政执法局": "B305"},
    districts={"A01": "A01", "和平区": "A01"},
    topics={"010101": "垃圾清运不及时"},
    channels={"phone": "phone", "电话": "phone"},
    letters={"phone": "P", "import": "L"},
    sources={"L001": "phone"},
    with_open=False,
    now=MONDAY,
)
MAPPED = recognised(HEADINGS)


def _parsed(known: Known = KNOWN, **changed: str) -> Old:
    return parse(row(**changed), MAPPED, known)


def _flaws(known: Known = KNOWN, **changed: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        _parsed(known, **changed)
    return [(flaw.field, flaw.code) for flaw in refused.value.flaws]


def test_everything_is_understood() -> None:
    old = _parsed()
    item, matter, past = old.submission, old.submission.matter, old.past
    assert (old.external_id, item.phone, item.name, matter.district) == ("2019-001", "13800001111", "诉求人甲", "A01")
    assert (matter.kind, past.unit, past.outcome, past.satisfaction) == (
        *(Kind.COMPLAINT, "B305"),
        *(Outcome.SOLVED, Satisfaction.SATISFIED),
    )
    assert past.received_at.astimezone(CITY_ZONE).isoformat() == "2019-05-06T08:30:00+08:00"
    assert past.closed_at is not None
    assert past.closed_at.astimezone(CITY_ZONE).isoformat() == "2019-05-09T16:00:00+08:00"
    assert (matter.channel, item.letter) == ("import", "L")


def test_who_it_was_is_confidential_unless_the_table_says_otherwise() -> None:
    assert _parsed().submission.matter.identity is Identity.CONFIDENTIAL
    assert _parsed(姓名="", 联系电话="").submission.matter.identity is Identity.ANONYMOUS


@pytest.mark.parametrize("nothing", ["无", "/", "未知", "-", "N/A"])
def test_a_word_for_nothing_is_nothing(nothing: str) -> None:
    assert _parsed(联系电话=nothing, 姓名=nothing).submission.phone is None


@pytest.mark.parametrize(
    "written",
    [
        "2019-05-06T08:30:00+08:00",
        "2019-05-06 08:30",
        "2019/5/6 8:30:00",
        "2019年5月6日8时30分",
        "2019.5.6 8:30",
        "2019-05-06T00:30Z",
    ],
)
def test_moments_are_read_as_people_write_them(written: str) -> None:
    assert _parsed(受理时间=written).past.received_at.astimezone(CITY_ZONE).isoformat() == "2019-05-06T08:30:00+08:00"


@pytest.mark.parametrize(
    ("heading", "cell", "field", "code"),
    [
        ("工单编号", "", "external_id", "missing_field"),
        ("工单编号", "长" * 101, "external_id", "too_long"),
        ("诉求内容", "", "text", "missing_field"),
        ("诉求内容", "长" * 2001, "text", "too_long"),
        ("受理时间", "", "received_at", "missing_field"),
        ("受理时间", "昨天", "received_at", "invalid_value"),
        ("受理时间", "2019-13-45", "received_at", "invalid_value"),
        ("受理时间", "2027-01-01", "received_at", "invalid_value"),
        ("受理时间", "0001-01-01", "received_at", "invalid_value"),
        ("联系电话", "1.38E+10", "phone", "invalid_value"),
        ("区县", "月球", "district", "unknown_code"),
        ("诉求类型", "牢骚", "kind", "unknown_code"),
        ("承办单位", "月球局", "unit", "unknown_code"),
        ("办结时间", "2019-05-05", "closed_at", "invalid_value"),
        ("办结时间", "", "closed_at", "missing_field"),
        ("办理结果", "凑合", "outcome", "unknown_code"),
        ("满意度", "凑合", "satisfaction", "unknown_code"),
        ("答复", "长" * 2001, "reply", "too_long"),
    ],
)
def test_a_flaw_is_named_by_its_field(heading: str, cell: str, field: str, code: str) -> None:
    assert _flaws(KNOWN, **{heading: cell}) == [(field, code)]


def test_every_flaw_of_a_row_is_told_at_once() -> None:
    assert [field for field, _ in _flaws(工单编号="", 联系电话="1", 诉求类型="x")] == ["external_id", "kind", "phone"]


def test_what_is_open_comes_in_only_where_that_was_wanted() -> None:
    assert _parsed(replace(KNOWN, with_open=True), 办结时间="").past.closed_at is None


def test_the_title_stands_before_the_words_unless_they_begin_with_it() -> None:
    headings = ["编号", "受理时间", "办结时间", "标题", "内容"]
    cells = ["1", "2019-05-06", "2019-05-07", "路灯不亮"]
    texts = [
        parse([*cells, text], recognised(headings), KNOWN).submission.matter.text
        for text in ("请尽快修", "路灯不亮了三天", "")
    ]
    assert texts == ["路灯不亮\n请尽快修", "路灯不亮了三天", "路灯不亮"]


def test_the_door_is_the_one_the_table_names_or_that_of_the_old_line() -> None:
    headings = ["编号", "受理时间", "办结时间", "内容", "渠道", "老号码"]
    cells = ["1", "2019-05-06", "2019-05-07", "路灯不亮"]
    for door, source, expected in (("电话", "", "phone"), ("", "L001", "phone"), ("", "", "import")):
        item = parse([*cells, door, source], recognised(headings), KNOWN).submission
        assert (item.matter.channel, item.matter.legacy_source) == (expected, source or None)


@given(st.lists(st.text(max_size=30), max_size=len(FIELDS)), st.booleans())
def test_any_cells_are_understood_or_refused(cells: list[str], with_open: bool) -> None:
    mapped = {name: column for column, name in enumerate(FIELDS)}
    try:
        old = parse(cells, mapped, replace(KNOWN, with_open=with_open))
    except Refused as refused:
        assert refused.flaws
    else:
        assert old.submission.matter.text.strip()


@given(st.dictionaries(st.sampled_from(HEADINGS), st.text(max_size=30)))
def test_any_changed_cell_is_understood_or_refused(changed: dict[str, str]) -> None:
    try:
        old = parse(row(**changed), MAPPED, KNOWN)
    except Refused as refused:
        assert refused.flaws
    else:
        old.raw.encode()
