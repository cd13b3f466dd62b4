"""The pages: who sees what at which stage, whole ways through the forms, and what the public reads."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert

from admin.accountability.proposal import Kind
from admin.accountability.schema import record
from admin.accountability.stage import Stage
from admin.accountability.statistic import published
from admin.wiring import Container
from tests.admin.accountability import ground
from tests.admin.accountability.ground import BASIS, DECISION, YEAR
from tests.admin.desks import matter
from tests.admin.desks.desk import OTHER_UNIT, UNIT, Desk
from tests.statement import statements
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.veto import VetoCause
from tracking.domain.vocabulary import Kind as PetitionKind

Sit = Callable[[str], Desk]
PAGE, OPEN = "/staff/accountability", "/open/accountability"
READERS = ["disp", "second", "lead", "insp", "assess", "water", "heping"]


def _do(desk: Desk, identity: int, act: str, **typed: str) -> int:
    page = f"{PAGE}/{identity}"
    return desk.send(page, f"{page}/{act}", **typed).status_code


def _post(desk: Desk, path: str, **typed: str) -> int:
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    return desk.client.post(path, data={"csrf": csrf, **typed}).status_code


def test_a_record_goes_all_the_way_through_the_pages(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    ground.months(container, "2026-01", "2026-02", "2026-03")
    clock.at = clock.at.replace(month=4, day=10, hour=10, tzinfo=CITY_ZONE)
    first, second, unit = at_desk("disp"), at_desk("second"), at_desk("water")
    found = first.send(PAGE, f"{PAGE}/find")
    assert found.headers["location"] == f"{PAGE}?year=2026&new=3"
    assert "新提出3件" in first.open(found.headers["location"]).text
    (known,) = ground.found(container, kind=Kind.CANCEL_AWARD)
    assert _do(first, known.id, "open", text="事实清楚，立案。") == 303
    assert "请另一位督办员决定" in first.open(f"{PAGE}/{known.id}").text
    texts = {"effect": Kind.CANCEL_AWARD, "text": DECISION, "basis": BASIS}
    assert _do(second, known.id, "decide", **texts) == 303
    page = unit.open(f"{PAGE}/{known.id}").text
    assert DECISION in page
    assert "事实清楚，立案。" not in page
    assert _do(unit, known.id, "appeal", reason="请复核。") == 303
    assert "申诉请另一位督办员裁定" in second.open(f"{PAGE}/{known.id}").text
    assert _do(first, known.id, "revoke", text="申诉成立。") == 303
    assert _do(second, known.id, "close", text="已恢复资格。") == 303
    page = unit.open(f"{PAGE}/{known.id}").text
    assert "申诉后撤销" in page
    assert "已恢复资格。" in page


@pytest.mark.parametrize("who", READERS)
def test_every_page_opens_empty_and_with_something_in_both_languages(
    container: Container, clock: FixedClock, at_desk: Sit, who: str
) -> None:
    desk = at_desk(who)
    assert desk.open(PAGE).status_code == desk.open(OPEN).status_code == 200
    identity, desk = ground.cancelled(container, clock), at_desk(who)
    for path in (f"{PAGE}?year={YEAR}", f"{PAGE}?year=x", OPEN):
        assert desk.open(path).status_code == 200
        assert desk.open(f"{path}{'&' if '?' in path else '?'}lang=en").status_code == 200
    assert desk.open(f"{PAGE}/{identity}").status_code == (404 if who == "heping" else 200)


@pytest.mark.parametrize("who", ["op", "call", "root"])
def test_other_desks_have_no_such_room(at_desk: Sit, who: str) -> None:
    desk = at_desk(who)
    assert desk.open(PAGE).status_code == 403
    assert PAGE not in desk.open("/staff").text


@pytest.mark.parametrize("who", ["lead", "insp", "assess", "water"])
def test_those_who_only_read_can_do_nothing(container: Container, at_desk: Sit, who: str) -> None:
    ground.months(container, "2026-01", "2026-02")
    identity = ground.opened(container, kind=Kind.TALK)
    desk = at_desk(who)
    assert f'action="{PAGE}' not in desk.open(f"{PAGE}/{identity}").text.replace(f'action="{PAGE}" ', "")
    for path in ("find", "retaliation", f"{identity}/decide", f"{identity}/drop", f"{identity}/keep"):
        assert _post(desk, f"{PAGE}/{path}", text=DECISION, basis=BASIS, effect="talk", year="2026") == 403, path


def test_a_unit_sees_its_records_once_opened_and_nobody_elses(container: Container, at_desk: Sit) -> None:
    ground.months(container, "2026-01", "2026-02")
    (known,) = ground.found(container, kind=Kind.TALK)
    ours, others = at_desk("water"), at_desk("heping")
    assert ours.open(f"{PAGE}/{known.id}").status_code == 404
    identity = ground.opened(container, kind=Kind.TALK)
    assert ours.open(f"{PAGE}/{identity}").status_code == 200
    assert others.open(f"{PAGE}/{identity}").status_code == 404
    assert _post(others, f"{PAGE}/{identity}/appeal", reason="请复核。") == 404


def test_what_would_tell_of_a_report_reaches_the_unit_only_when_decided(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container, kind=PetitionKind.REPORT)
    ground.veto(container, VetoCause.DISCLOSURE, number=number)
    identity = ground.opened(container, kind=Kind.CANCEL_AWARD)
    unit, second = at_desk("water"), at_desk("second")
    assert "泄露" not in unit.open(PAGE).text
    assert unit.open(f"{PAGE}/{identity}").status_code == 404
    assert _do(second, identity, "decide", effect=Kind.CANCEL_AWARD, text=DECISION, basis=BASIS) == 303
    assert DECISION in unit.open(f"{PAGE}/{identity}").text


@pytest.mark.parametrize("who", ["lead", "assess", ""])
def test_neither_reporter_nor_phone_nor_number_of_a_report_reaches_those_it_is_kept_from(
    container: Container, at_desk: Sit, who: str
) -> None:
    number = matter.signed(container, kind=PetitionKind.REPORT)
    ground.veto(container, VetoCause.DISCLOSURE, number=number)
    at_desk("disp").send(PAGE, f"{PAGE}/retaliation", unit=OTHER_UNIT, number=number, reason="停了诉求人的低保。")
    made = ground.found(container)
    assert len(made) == 5
    desk = at_desk(who)
    paths = [f"{PAGE}/{each.id}" for each in made]
    for path in (PAGE, OPEN, *(paths if who else ())):
        page = desk.open(path).text
        for secret in (number, matter.NAME, matter.PHONE, matter.TEXT):
            assert secret not in page, path
    if who:
        assert "一件保密的诉求" in desk.open(paths[0]).text
    assert number in at_desk("disp").open(paths[0]).text


def test_the_reported_unit_reads_nothing_of_the_report_even_when_all_is_decided(
    container: Container, at_desk: Sit
) -> None:
    number = matter.signed(container, kind=PetitionKind.REPORT)
    ground.veto(container, VetoCause.DISCLOSURE, number=number, unit=OTHER_UNIT)
    identity = ground.opened(container, kind=Kind.CANCEL_AWARD)
    _do(at_desk("second"), identity, "decide", effect=Kind.CANCEL_AWARD, text=DECISION, basis=BASIS)
    page = at_desk("heping").open(f"{PAGE}/{identity}").text
    assert DECISION in page
    for secret in (number, matter.NAME, matter.PHONE, matter.TEXT):
        assert secret not in page


def test_what_was_typed_stays_on_the_page_where_it_is_refused(container: Container, at_desk: Sit) -> None:
    ground.months(container, "2026-01", "2026-02")
    identity = ground.opened(container, kind=Kind.TALK)
    page = f"{PAGE}/{identity}"
    refused = at_desk("second").send(page, f"{page}/decide", effect="talk", text="请约谈分管负责人。", basis="")
    assert refused.status_code == 422
    assert "没有依据、没有理由，不能作出" in refused.text
    assert "请约谈分管负责人。" in refused.text
    csrf = at_desk("second")
    assert _post(csrf, f"{page}/decide", text=DECISION, basis=BASIS, effect="execution", version="2") == 422
    assert _post(csrf, f"{page}/execute", text=DECISION) == 404
    assert _post(csrf, f"{PAGE}/999/keep", text=DECISION) == 404


@pytest.mark.parametrize(
    "bad", [{"number": "SY"}, {"number": "SY20260302-W-000009-1"}, {"unit": "X99"}, {"reason": ""}]
)
def test_retaliation_badly_told_is_refused_and_kept_on_the_page(
    container: Container, at_desk: Sit, bad: dict[str, str]
) -> None:
    given = {"unit": UNIT, "number": matter.signed(container), "reason": "停了诉求人的低保。"} | bad
    answer = at_desk("disp").send(PAGE, f"{PAGE}/retaliation", **given)
    assert answer.status_code == 422
    assert ground.found(container) == []


def test_a_record_costs_the_same_statements_however_much_evidence_it_has(container: Container, at_desk: Sit) -> None:
    desk = at_desk("insp")
    costs = []
    for months in (["2026-01", "2026-02"], ["2025-10", "2025-11", "2025-12"]):
        ground.months(container, *months)
        (known, *_) = ground.found(container, kind=Kind.TALK)
        desk.open(f"{PAGE}/{known.id}")
        costs.append(statements(container, lambda known=known: desk.open(f"{PAGE}/{known.id}")))  # type: ignore[misc]
    assert costs[0] == costs[1] <= 6


def test_the_public_reads_counts_without_names_and_none_below_five(container: Container, at_desk: Sit) -> None:
    for n in range(9):
        row = {"key": str(n), "unit": UNIT, "subject": "unit", "cause": "faking", "year": YEAR, "rules": "test"}
        row |= {"stage": "closed", "proposed_at": container.core.now(), "proposed_by": "system"}
        row |= {"kind": "transfer" if n < 5 else "talk", "outcome": "upheld"}
        row |= {"effect": "transfer" if n < 5 else "talk"}
        with container.engine.begin() as connection:
            connection.execute(insert(record).values(row))
    page = at_desk("").open(OPEN).text
    assert "<td>5</td>" in page
    assert "<td>4</td>" not in page
    assert page.count("少于5</span>") == 15
    assert container.city.unit_name(UNIT) not in page


def test_a_count_of_none_looks_like_any_small_count() -> None:
    cells = {(Kind.TALK, Stage.UPHELD): 4, (Kind.TALK, Stage.EFFECTIVE): 5}
    assert published(cells, hidden_below=5)[Kind.TALK] == [5, None, None, None]
