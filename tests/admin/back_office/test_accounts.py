"""Accounts are kept by administrators, never by oneself, never down to none, and every change stays on record."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import func, select, update

from admin.security import account_list, roster, schema
from admin.security.account import Account
from admin.security.roster import Hand
from admin.security.sign_in import MOST_FAILURES
from admin.wiring import Container
from routing import schema as city_schema
from tests.admin.desks.desk import PASSWORD, Desk
from tracking.domain.clock import FixedClock
from tracking.domain.error import Forbidden, KeyReused
from tracking.domain.people import Role

Sit = Callable[[str], Desk]
PAGE = "/staff/accounts"
NEW = {"username": "newcomer", "name": "新来的", "role": "operator", "unit": ""}
FIRST = re.compile(r'<p class="said"><code>([^<]+)</code>')
OWN = "a sentence only I know"


def _first_password(text: str) -> str:
    found = FIRST.search(text)
    assert found
    return found.group(1)


def _acts(container: Container, username: str) -> list[str]:
    with container.engine.connect() as connection:
        return [each.act for each in reversed(account_list.record(connection, username))]


def _second_root(container: Container) -> None:
    with container.engine.begin() as connection:
        hand = Hand(by="root", at=container.core.now())
        roster.add(connection, Account(username="root2", role=Role.ADMINISTRATOR, unit=None, name="二"), hand)


def test_a_new_account_opens_nothing_until_its_password_is_replaced(container: Container, at_desk: Sit) -> None:
    root, newcomer = at_desk("root"), at_desk("")
    made = root.send(PAGE, PAGE, **NEW)
    first = _first_password(made.text)
    assert first not in root.open(f"{PAGE}/newcomer").text
    assert newcomer.sign_in("newcomer", first).status_code == 303
    for path in ("/staff", "/staff/worklist", "/staff/account"):
        assert newcomer.open(path).headers["location"] == "/staff/account/password"
    change = "/staff/account/password"
    assert newcomer.send(change, change, old=first, new=OWN, again=OWN).headers["location"] == "/staff"
    assert newcomer.open("/staff").status_code == 200
    assert _acts(container, "newcomer") == ["added", "password_changed"]


@pytest.mark.parametrize(("changed", "words"), [
    ({"username": "disp"}, "没有被用过"), ({"username": "Ünt"}, "小写字母"), ({"username": "x' OR 1=1"}, "小写字母"),
    ({"name": ""}, "请填写姓名"), ({"name": "长" * 41}, "请填写姓名"), ({"role": "system"}, "请选择岗位"),
    ({"role": "god"}, "请选择岗位"), ({"role": "handler"}, "必须选择一个现有单位"),
    ({"role": "handler", "unit": "Z99"}, "必须选择一个现有单位"), ({"unit": "C01"}, "必须选择一个现有单位"),
])  # fmt: skip
def test_what_cannot_be_an_account_is_told(
    container: Container, at_desk: Sit, changed: dict[str, str], words: str
) -> None:
    answer = at_desk("root").send(PAGE, PAGE, **NEW | changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert _acts(container, "newcomer") == []


def test_two_who_take_the_same_name_at_once_do_not_both_get_a_password(container: Container) -> None:
    def add(by: str) -> str | None:
        with suppress(KeyReused), container.engine.begin() as connection:
            account = Account(username="twin", role=Role.OPERATOR, unit=None, name="双")
            return roster.add(connection, account, Hand(by=by, at=container.core.now()))
        return None

    with ThreadPoolExecutor(2) as pool:
        given = [each for each in pool.map(add, ("root", "root2")) if each]
    assert len(given) == 1
    assert _acts(container, "twin") == ["added"]


def test_a_closed_account_is_signed_out_and_stays_out_until_it_is_opened(container: Container, at_desk: Sit) -> None:
    root, disp = at_desk("root"), at_desk("disp")
    assert root.send(f"{PAGE}/disp", f"{PAGE}/disp/close").status_code == 303
    assert disp.open("/staff").headers["location"].startswith("/staff/sign-in")
    assert at_desk("").sign_in("disp").status_code == 401
    assert "disp" in root.open(f"{PAGE}?state=closed").text
    assert root.send(f"{PAGE}/disp", f"{PAGE}/disp/open").status_code == 303
    assert disp.open("/staff").status_code == 303, "the session of before does not come back"
    assert at_desk("").sign_in("disp").status_code == 303
    assert _acts(container, "disp") == ["closed", "opened"]


def test_another_place_ends_the_sessions_and_is_on_record(container: Container, at_desk: Sit) -> None:
    root, op = at_desk("root"), at_desk("op")
    root.send(f"{PAGE}/op", f"{PAGE}/op/place", role="handler", unit="C01")
    assert op.open("/staff").status_code == 303
    with container.engine.connect() as connection:
        (change,) = account_list.record(connection, "op")
    assert (change.by, change.note) == ("root", "operator → handler C01")


@pytest.mark.parametrize("act", ["place", "close", "unlock", "reset_password", "reset_factor", "end_sessions"])
def test_nobody_keeps_the_own_account(container: Container, at_desk: Sit, act: str) -> None:
    _second_root(container)
    root = at_desk("root")
    csrf = root.forms("/staff")["/staff/sign-out"]["csrf"]
    answer = root.client.post(f"{PAGE}/root/{act}", data={"csrf": csrf, "role": "dispatcher"})
    assert answer.status_code == 422
    assert "另一位管理员" in answer.text
    assert _acts(container, "root") == []


def test_two_administrators_cannot_close_each_other_at_once(container: Container, at_desk: Sit) -> None:
    at_desk("")
    _second_root(container)

    def close(pair: tuple[str, str]) -> bool:
        with suppress(Forbidden), container.engine.begin() as connection:
            roster.close(connection, pair[0], Hand(by=pair[1], at=container.core.now()))
            return True
        return False

    for _ in range(5):
        with ThreadPoolExecutor(2) as pool:
            assert sorted(_tried(pool.map(close, [("root", "root2"), ("root2", "root")]))) == [False, True]
        with container.engine.begin() as connection:
            assert _administrators(connection) == 1
            connection.execute(update(schema.account).values(active=True))


def _tried(results: object) -> list[bool]:
    return list(results)  # type: ignore[call-overload,no-any-return]


def _administrators(connection: object) -> int:
    in_office = schema.account.c.role == "administrator", schema.account.c.active
    counted = select(func.count()).select_from(schema.account).where(*in_office)
    return connection.execute(counted).scalar_one()  # type: ignore[attr-defined,no-any-return]


def test_the_last_administrator_is_not_given_another_place(container: Container, at_desk: Sit) -> None:
    at_desk("")
    with container.engine.begin() as connection, pytest.raises(Forbidden):
        roster.place(connection, "root", Role.DISPATCHER, None, Hand(by="somebody", at=container.core.now()))


def test_a_locked_account_is_unlocked(container: Container, at_desk: Sit) -> None:
    root, stranger = at_desk("root"), at_desk("")
    for _ in range(MOST_FAILURES):
        stranger.sign_in("disp", "wrong")
    assert stranger.sign_in("disp").status_code == 401
    assert "锁定到" in root.open(f"{PAGE}?state=locked").text
    assert root.send(f"{PAGE}/disp", f"{PAGE}/disp/unlock").status_code == 303
    assert stranger.sign_in("disp").status_code == 303


def test_a_reset_password_is_shown_once_and_ends_every_session(container: Container, at_desk: Sit) -> None:
    root, disp = at_desk("root"), at_desk("disp")
    first = _first_password(root.send(f"{PAGE}/disp", f"{PAGE}/disp/reset_password").text)
    assert disp.open("/staff").status_code == 303
    assert at_desk("").sign_in("disp", PASSWORD).status_code == 401
    assert at_desk("").sign_in("disp", first).status_code == 303
    assert first not in root.open(f"{PAGE}/disp").text


def test_an_account_of_an_abolished_unit_is_shown_as_such(container: Container, at_desk: Sit) -> None:
    gone = update(city_schema.unit).where(city_schema.unit.c.code == "C01")
    with container.engine.begin() as connection:
        connection.execute(gone.values(active=False))
    try:
        container.city.reload()
        text = at_desk("root").open(f"{PAGE}?q=water").text
        assert "单位已撤销" in text
    finally:
        with container.engine.begin() as connection:
            connection.execute(gone.values(active=True))
        container.city.reload()


@pytest.mark.parametrize("words", ["'; DROP TABLE account; --", "%", "_", "\\", "<script>", "\x00", "a" * 5000])
def test_a_hostile_search_finds_nothing_and_breaks_nothing(at_desk: Sit, words: str) -> None:
    answer = at_desk("root").client.get(PAGE, params={"q": words, "state": words, "after": ""})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_pages_follow_each_other_without_loss(container: Container, at_desk: Sit) -> None:
    at_desk("")
    with container.engine.connect() as connection:
        whole = [each.username for each in account_list.page(connection, at=container.core.now())]
        seen: list[str] = []
        while batch := account_list.page(connection, after=seen[-1] if seen else "", at=container.core.now(), size=2)[
            :2
        ]:
            seen += [each.username for each in batch]
    assert seen == whole


@pytest.mark.parametrize(("typed", "words"), [
    ({"old": "wrong"}, "现在的密码不对"), ({"new": "short"}, "12到256"), ({"again": "another one"}, "不一样"),
    ({"new": PASSWORD, "again": PASSWORD}, "不能和现在"), ({"new": "a" * 20, "again": "a" * 20}, "太容易猜"),
    ({"new": "my name is DISP, you know", "again": "my name is DISP, you know"}, "太容易猜"),
    ({"new": "长" * 257, "again": "长" * 257}, "12到256"),
])  # fmt: skip
def test_a_bad_new_password_is_told(at_desk: Sit, typed: dict[str, str], words: str) -> None:
    desk, page = at_desk("disp"), "/staff/account/password"
    given = {"old": PASSWORD, "new": OWN, "again": OWN} | typed
    if "again" not in typed and "new" in typed:
        given["again"] = typed["new"]
    answer = desk.send(page, page, **given)
    assert answer.status_code == 422
    assert words in answer.text
    assert at_desk("").sign_in("disp").status_code == 303


def test_a_new_password_signs_out_everywhere_else(at_desk: Sit) -> None:
    here, there, page = at_desk("disp"), at_desk("disp"), "/staff/account/password"
    assert here.send(page, page, old=PASSWORD, new=OWN, again=OWN).status_code == 303
    assert here.open("/staff").status_code == 200
    assert there.open("/staff").status_code == 303


def test_guessing_the_password_in_a_found_session_locks_the_account(at_desk: Sit, clock: FixedClock) -> None:
    desk, page = at_desk("disp"), "/staff/account/password"
    for _ in range(MOST_FAILURES):
        assert desk.send(page, page, old="guess", new=OWN, again=OWN).status_code == 422
    assert desk.send(page, page, old=PASSWORD, new=OWN, again=OWN).status_code == 403


def test_everybody_sees_when_the_own_account_was_used(at_desk: Sit) -> None:
    desk = at_desk("disp")
    at_desk("").sign_in("disp", "wrong")
    text = desk.open("/staff/account").text
    assert "登录被拒" in text
    assert "testclient" in text


def test_the_record_of_accounts_knows_no_password(container: Container, at_desk: Sit) -> None:
    first = _first_password(at_desk("root").send(PAGE, PAGE, **NEW).text)
    with container.engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(select(schema.account_change))]
    assert rows
    assert first not in str(rows)
