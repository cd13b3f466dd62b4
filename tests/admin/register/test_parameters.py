"""A new version of a parameter is checked, waits for a second person, and never changes what was."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from admin.wiring import Container, build
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.tracking import driver
from tracking.domain.clock import FixedClock
from tracking.domain.deadline import Step
from tracking.domain.vocabulary import Kind, Urgency
from tracking.store import parameter

Sit = Callable[[str], Desk]
ROOT = "/staff/register"
HOT, SCHEME, DEADLINES = (f"{ROOT}/parameters/{name}" for name in ("hot", "scheme", "deadlines"))
COMING = {"version": "test-1", "effective_on": "2026-03-10"}
SIGN_HELP = "11"
HOSTILE = ["<script>alert(1)</script>", "NaN", "1e5", "-1", "٣", "9" * 400, "\0", "' OR 1=1 --"]


def _draft(desk: Desk, page: str) -> str:
    return desk.forms(page)[f"{page}/drop"]["draft"]


def test_everything_in_force_is_listed_for_those_who_may_read(at_desk: Sit) -> None:
    for who in ("root", "disp", "insp"):
        page = at_desk(who).open(f"{ROOT}?lang=en")
        assert page.status_code == 200
        assert page.text.count("2009-09-01") >= 9
    for who in ("op", "water", "lead", "call", "assess"):
        assert at_desk(who).open(ROOT).status_code == 403


def test_a_version_waits_for_a_second_person_and_then_counts_from_its_day(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    root = at_desk("root")
    assert root.send(HOT, HOT, **COMING, **{"3.value": "9"}).status_code == 303
    page = root.open(HOT).text
    assert "等第二人核对" in root.open(ROOT).text
    assert f"{HOT}/release" not in page
    sheet = {"csrf": root.forms(HOT)[f"{HOT}/drop"]["csrf"], "draft": _draft(root, HOT)}
    assert root.client.post(f"{HOT}/release", data=sheet).status_code == 422, "not the one who entered it"
    assert at_desk("second").send(HOT, f"{HOT}/release").status_code == 303
    with container.engine.connect() as connection:
        today = clock.at.date()
        assert parameter.numbers(connection, "hot", today)["least"] == 5
        assert parameter.numbers(connection, "hot", today + timedelta(days=8))["least"] == 9
    record = at_desk("insp").open(f"{ROOT}/changes").text
    assert "second" in record
    assert "test-1" in record


def test_only_an_administrator_enters_and_an_inspector_only_reads(at_desk: Sit) -> None:
    for who in ("disp", "insp"):
        desk = at_desk(who)
        assert HOT not in desk.forms(HOT)
        assert desk.client.post(HOT, data=COMING).status_code == 403
    at_desk("root").send(HOT, HOT, **COMING, **{"3.value": "9"})
    assert f"{HOT}/release" not in at_desk("insp").forms(HOT)


@pytest.mark.parametrize(
    ("page", "typed", "word"),
    [
        (SCHEME, {"0.weight": "6"}, "101"),
        (SCHEME, {"0.excellent": "80"}, "N1"),
        (SCHEME, {"7.excellent": "9"}, "N8"),
        (DEADLINES, {f"{SIGN_HELP}.amount": "0"}, "0.5"),
        (DEADLINES, {f"{SIGN_HELP}.amount": "1.3"}, "半天"),
        (DEADLINES, {f"{SIGN_HELP}.measure": "years"}, "计时单位"),
        (HOT, {"4.value": "0.9"}, "0.5"),
        (HOT, {"2.value": "29"}, "历史天数"),
        (HOT, {}, "完全一样"),
        (HOT, {"3.value": "9", "effective_on": "2026-03-01"}, "早于今天"),
        (HOT, {"3.value": "9", "effective_on": "soon"}, "早于今天"),
        (HOT, {"3.value": "9", "version": "2009-09"}, "换一个"),
        (HOT, {"3.value": "9", "version": ""}, "版本名称"),
    ],
)
def test_what_the_domain_cannot_use_is_refused_and_stays_typed(
    at_desk: Sit, page: str, typed: dict[str, str], word: str
) -> None:
    answer = at_desk("root").send(page, page, **(COMING | typed))
    assert answer.status_code == 422
    assert word in answer.text
    assert "test-1" in answer.text or "version" in typed


def test_hostile_numbers_are_refused_and_shown_harmless(at_desk: Sit) -> None:
    root = at_desk("root")
    for text in HOSTILE:
        answer = root.send(HOT, HOT, **COMING, **{"3.value": text})
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
    assert root.open(f"{ROOT}/parameters/nothing").status_code == 404


def test_a_second_draft_is_refused_with_the_first_one_beside(at_desk: Sit) -> None:
    root = at_desk("root")
    sheet = root.forms(HOT)[HOT]
    assert root.client.post(HOT, data=sheet | COMING | {"3.value": "9"}).status_code == 303
    late = root.client.post(HOT, data=sheet | COMING | {"version": "test-2", "3.value": "8"})
    assert late.status_code == 422
    assert "test-1" in late.text
    assert "test-2" in late.text
    assert root.send(HOT, f"{HOT}/drop").status_code == 303
    assert HOT in root.forms(HOT)


def test_a_draft_whose_day_has_passed_cannot_be_released(at_desk: Sit, clock: FixedClock) -> None:
    at_desk("root").send(HOT, HOT, **COMING, **{"3.value": "9"})
    clock.at += timedelta(days=20)
    assert "已过" in at_desk("second").send(HOT, f"{HOT}/release").text


def test_new_limits_reach_another_process_and_running_petitions_keep_theirs(
    container: Container, at_desk: Sit, clock: FixedClock, database_url: str
) -> None:
    running = matter.classified(container, kind=Kind.HELP)
    other = build(container.settings, database_url=database_url, clock=clock)
    day = clock.at.date() + timedelta(days=8)
    before = other.core.timetable(on=day).rules
    at_desk("root").send(DEADLINES, DEADLINES, **COMING, **{f"{SIGN_HELP}.amount": "2"})
    at_desk("second").send(DEADLINES, f"{DEADLINES}/release")
    clock.at += timedelta(seconds=2)
    after = other.core.timetable(on=day).rules
    limits = [rules.limit(Step.SIGN, kind=Kind.HELP, urgency=Urgency.NORMAL) for rules in (before, after)]
    assert [limit and limit.amount for limit in limits] == [1, 2]
    with other.core.change(running) as case:
        assert other.core.timetable_of(case).rules.version == before.version
    other.close()


@pytest.mark.parametrize("path", [ROOT, HOT, f"{ROOT}/changes", f"{ROOT}/units", f"{ROOT}/duties", f"{ROOT}/units/C01"])
def test_a_page_costs_few_statements(at_desk: Sit, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = at_desk("root")
    root.open(path)
    sent = driver.listen(monkeypatch)
    assert root.open(path).status_code == 200
    assert len(sent) <= 4
