"""Units, topics, duties and rules are edited with history, at once for all, and never overwritten by loading."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from admin.register import edit
from admin.register.thing import THINGS
from admin.wiring import Container, build
from routing.load import SHENYANG, load_city
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.clock import FixedClock

Sit = Callable[[str], Desk]
ROOT = "/staff/register"
UNITS, TOPICS, DUTIES, RULES = (f"{ROOT}/{path}" for path in ("units", "topics", "duties", "rules"))
NEW_UNIT = {"code": "B199", "name": "市试点局", "short_name": "试点局", "kind": "bureau", "group": "B1"}
RULE = {"position": "1", "words": "窨井 井盖", "reason": "井盖先由热线核实", "starts_on": "2026-03-02"}


def _kept(container: Container, path: str, key: str) -> dict[str, str]:
    """What the form of an entry would send unchanged."""
    with container.engine.connect() as connection:
        entry = edit.one(connection, THINGS[path], key)
    assert entry is not None
    return {field.name: field.shown(entry[field.name]) for field in THINGS[path].fields}


def _edit(container: Container, desk: Desk, path: str, key: str, **typed: str) -> int:
    return _edited(container, desk, path, key, **typed)[0]


def _edited(container: Container, desk: Desk, path: str, key: str, **typed: str) -> tuple[int, str]:
    page = f"{ROOT}/{path}/{key}"
    sheet = desk.forms(page)[f"{ROOT}/{path}"] | _kept(container, path, key) | typed
    answer = desk.client.post(f"{ROOT}/{path}", data=sheet)
    return answer.status_code, answer.text


@pytest.mark.parametrize("who", ["root", "disp", "insp"])
def test_every_page_opens_in_both_languages(at_desk: Sit, who: str) -> None:
    desk = at_desk(who)
    for path in (
        UNITS,
        TOPICS,
        DUTIES,
        RULES,
        f"{UNITS}/A01",
        f"{TOPICS}/010101",
        f"{ROOT}/notices",
        f"{ROOT}/changes",
    ):
        assert desk.open(path).status_code == 200, path
        assert desk.open(f"{path}?lang=en").status_code == 200, path
    for page in (UNITS, TOPICS, DUTIES, RULES):
        assert ("version" in desk.forms(f"{UNITS}/A01").get(UNITS, {})) is (who == "root")
        assert desk.client.post(page, data={}).status_code == 403, "without a token nobody writes"


def test_readers_may_not_write(at_desk: Sit) -> None:
    for who in ("disp", "insp"):
        desk = at_desk(who)
        token = desk.forms("/staff")["/staff/sign-out"]["csrf"]
        assert desk.client.post(UNITS, data=NEW_UNIT | {"csrf": token}).status_code == 403


def test_a_new_name_is_known_to_another_process_and_stays_when_the_city_is_loaded(
    container: Container, at_desk: Sit, clock: FixedClock, database_url: str
) -> None:
    other = build(container.settings, database_url=database_url, clock=clock)
    assert other.city.unit_name("C01") != "自来水公司"
    assert _edit(container, at_desk("root"), "units", "C01", short_name="自来水公司") == 303
    clock.at += timedelta(seconds=2)
    assert other.city.unit_name("C01") == "自来水公司"
    with container.engine.begin() as connection:
        load_city(connection, SHENYANG)
    assert container.city.reload().units["C01"].short_name == "自来水公司"
    page = at_desk("insp").open(f"{ROOT}/changes?thing=unit").text
    assert "自来水公司" in page
    assert "root" in page
    other.close()


def test_a_unit_with_work_says_what_will_happen_and_is_abolished_on_its_day(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    matter.with_unit(container)
    root, gone = at_desk("root"), {"successor": "C02", "abolished_on": "2026-03-05"}
    status, page = _edited(container, root, "units", "C01", **gone)
    assert status == 200
    assert "1件承办件" in page
    assert "1个有效账号" in page
    assert container.city.reload().units["C01"].abolished_on is None
    assert _edit(container, root, "units", "C01", **gone, confirm="yes") == 303
    assert container.city.successors().get("C01") is None
    clock.at += timedelta(days=3)
    assert container.city.successors()["C01"] == "C02"


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"parent": "C01"}, "绕成一圈"),
        ({"successor": "C01", "abolished_on": "2026-04-01"}, "绕成一圈"),
        ({"successor": "C02"}, "同时填写"),
        ({"successor": "C02", "abolished_on": "2020-01-01"}, "早于今天"),
        ({"successor": "Z99", "abolished_on": "2026-04-01"}, "列表"),
        ({"name": ""}, "请填写"),
        ({"name": "长" * 61}, "太长"),
        ({"short_name": "和平区"}, "简称"),
    ],
)
def test_an_impossible_unit_is_refused(container: Container, at_desk: Sit, typed: dict[str, str], word: str) -> None:
    status, page = _edited(container, at_desk("root"), "units", "C01", confirm="yes", **typed)
    assert status == 422
    assert word in page


def test_an_abolished_unit_inherits_nothing_and_a_code_is_used_once(container: Container, at_desk: Sit) -> None:
    root = at_desk("root")
    assert root.send(UNITS, UNITS, **NEW_UNIT).status_code == 303
    assert "已经有这一条" in root.send(UNITS, UNITS, **(NEW_UNIT | {"short_name": "另一局"})).text
    gone = {"successor": "C02", "abolished_on": "2026-03-05", "confirm": "yes"}
    assert _edit(container, root, "units", "B199", **gone) == 303
    heir = {"successor": "B199", "abolished_on": "2026-03-06", "confirm": "yes"}
    assert "已撤并" in _edited(container, root, "units", "C03", **heir)[1]
    assert "绕成一圈" in _edited(container, root, "units", "C02", **heir)[1]


def test_a_stale_form_is_refused_with_the_other_s_text_beside(container: Container, at_desk: Sit) -> None:
    root = at_desk("root")
    sheet = root.forms(f"{UNITS}/C01")[UNITS] | _kept(container, "units", "C01")
    assert root.client.post(UNITS, data=sheet | {"name": "先来的名称"}).status_code == 303
    late = root.client.post(UNITS, data=sheet | {"name": "后来的名称"})
    assert late.status_code == 422
    assert "先来的名称" in late.text
    assert "后来的名称" in late.text
    assert container.city.reload().units["C01"].name == "先来的名称"


def test_topics_grow_and_retire_but_stay_readable(container: Container, at_desk: Sit) -> None:
    root = at_desk("root")
    assert root.send(TOPICS, TOPICS, code="010199", name="试点分类").status_code == 303
    assert "010199" in dict(container.city.leaves())
    assert _edit(container, root, "topics", "010199", active="no") == 303
    assert "010199" not in dict(container.city.leaves())
    assert container.city.topic_name("010199") == "试点分类"
    for code in ("999999", "12345", "abcdef", "000000"):
        assert root.send(TOPICS, TOPICS, code=code, name="无").status_code == 422
    assert _edit(container, root, "topics", "010100", active="no") == 422


def test_a_duty_is_edited_and_says_which_petitions_it_would_have_moved(container: Container, at_desk: Sit) -> None:
    matter.classified(container)
    root = at_desk("root")
    with container.engine.connect() as connection:
        key = str(connection.execute(text("SELECT id FROM duty WHERE topic = '010101' AND place = '*'")).scalar_one())
    status, page = _edited(container, root, "duties", key, unit="C01")
    assert status == 200
    assert "1件诉求" in page
    assert _edit(container, root, "duties", key, unit="C01", confirm="yes") == 303
    found = container.city.duty("010101", district=None, street=None)
    assert found is not None
    assert found.unit == "C01"
    assert _edit(container, root, "duties", key, active="no", confirm="yes") == 303
    with container.engine.begin() as connection:
        load_city(connection, SHENYANG)
    container.city.reload()
    assert container.city.duty("010101", district=None, street=None) is None, "loading brings nothing back"


def test_a_rule_needs_a_condition_a_known_topic_and_a_day_to_come(container: Container, at_desk: Sit) -> None:
    root = at_desk("root")
    for wrong in (
        {"words": ""},
        {"topic": "99"},
        {"topic": "0"},
        {"starts_on": "2026-03-01"},
        {"kind": "report"},
        {"unit": "@discipline"},
        {"unit": "nobody"},
        {"reason": ""},
        {"position": "0"},
    ):
        assert root.send(RULES, RULES, **(RULE | wrong)).status_code == 422, wrong
    assert root.send(RULES, RULES, **RULE).status_code == 303
    assert [rule.words for rule in container.city.register.rules] == ["窨井 井盖"]
    assert root.send(RULES, RULES, **(RULE | {"starts_on": "2026-03-09"})).status_code == 303
    assert len(container.city.register.rules) == 1, "the second is still to come"


def test_hostile_text_is_kept_or_refused_but_never_carried_out(at_desk: Sit) -> None:
    root = at_desk("root")
    for words in ("<script>alert(1)</script>", "'; DROP TABLE unit; --", "%_\\", "电" * 1000, "\0"):
        assert root.send(UNITS, UNITS, **(NEW_UNIT | {"code": words})).status_code == 422
        page = root.client.get(UNITS, params={"q": words})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    assert root.open(f"{UNITS}/nothing").status_code == 404
    assert root.open(f"{ROOT}/nothing").status_code == 404
    assert root.open(f"{ROOT}/changes?before=x&thing=y").status_code == 200


def test_the_record_only_grows(container: Container, at_desk: Sit) -> None:
    at_desk("root").send(UNITS, UNITS, **NEW_UNIT)
    for statement in ("UPDATE register_change SET changed_by = 'nobody'", "DELETE FROM register_change"):
        with pytest.raises(DBAPIError), container.engine.begin() as connection:
            connection.execute(text(statement))
