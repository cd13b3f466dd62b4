"""Signing in, being locked out, and the ends of a session."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from admin.security import schema, session
from admin.security.demo_accounts import DEMO_PASSWORD, create_demo_accounts
from admin.security.sign_in import LOCKED_FOR, MOST_FAILURES
from admin.wiring import Container
from tests.admin.desks.desk import ACCOUNTS, PASSWORD, Desk
from tracking.domain.clock import FixedClock

Sit = Callable[[str], Desk]
WORDS = "用户名或密码不对"


def test_signing_in_sets_a_cookie_scripts_cannot_read(at_desk: Sit) -> None:
    answer = at_desk("").sign_in("disp", next="/staff/worklist?tab=all")
    assert answer.headers["location"] == "/staff/worklist?tab=all"
    cookie = answer.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", "Path=/staff"):
        assert part in cookie
    assert "Secure" not in cookie


def test_the_table_holds_nothing_that_opens_a_session(container: Container, at_desk: Sit) -> None:
    desk = at_desk("disp")
    with container.engine.connect() as connection:
        (row,) = connection.execute(select(schema.session)).all()
    assert desk.client.cookies[session.COOKIE].encode() != row.id
    at_desk("").client.cookies.set(session.COOKIE, row.id.hex(), path="/staff")


@pytest.mark.parametrize(("username", "password"), [
    ("disp", "wrong"), ("nobody", PASSWORD), ("", ""), ("disp\0", PASSWORD), ("disp", PASSWORD + "x" * 5000),
])  # fmt: skip
def test_whatever_is_wrong_the_answer_is_the_same(at_desk: Sit, username: str, password: str) -> None:
    answer = at_desk("").sign_in(username, password)
    assert answer.status_code == (303 if username == "disp\0" else 401)
    assert (WORDS in answer.text) is (answer.status_code == 401)
    assert (session.COOKIE in answer.cookies) is (answer.status_code == 303)


def test_many_failures_lock_the_account_for_a_while(at_desk: Sit, clock: FixedClock) -> None:
    desk = at_desk("")
    for _ in range(MOST_FAILURES):
        assert desk.sign_in("disp", "wrong").status_code == 401
    locked = desk.sign_in("disp")
    assert locked.status_code == 401
    assert WORDS in locked.text
    clock.at += LOCKED_FOR
    assert desk.sign_in("disp").status_code == 303


def test_a_right_password_forgives_earlier_failures(at_desk: Sit) -> None:
    desk = at_desk("")
    for _ in range(3):
        for _ in range(MOST_FAILURES - 1):
            desk.sign_in("disp", "wrong")
        assert desk.sign_in("disp").status_code == 303


def test_a_closed_account_cannot_sign_in_and_its_sessions_are_over(container: Container, at_desk: Sit) -> None:
    desk = at_desk("disp")
    with container.engine.begin() as connection:
        connection.execute(update(schema.account).where(schema.account.c.username == "disp").values(active=False))
    assert desk.open("/staff").status_code == 303
    assert desk.sign_in("disp").status_code == 401


def test_an_idle_session_ends(at_desk: Sit, clock: FixedClock) -> None:
    desk = at_desk("disp")
    clock.at += session.IDLE_END - timedelta(seconds=1)
    assert desk.open("/staff").status_code == 200
    clock.at += session.IDLE_END
    assert desk.open("/staff").status_code == 303


def test_a_session_in_use_ends_too_in_the_end(at_desk: Sit, clock: FixedClock) -> None:
    desk, began = at_desk("disp"), clock.at
    while clock.at < began + session.ABSOLUTE_END - timedelta(minutes=30):
        assert desk.open("/staff").status_code == 200
        clock.at += timedelta(minutes=30)
    clock.at = began + session.ABSOLUTE_END
    assert desk.open("/staff").status_code == 303


def test_signing_out_ends_the_session_for_good(at_desk: Sit) -> None:
    desk = at_desk("disp")
    cookie = desk.client.cookies[session.COOKIE]
    assert desk.send("/staff", "/staff/sign-out").status_code == 303
    desk.client.cookies.set(session.COOKIE, cookie, path="/staff")
    assert desk.open("/staff").status_code == 303


def test_another_site_cannot_sign_somebody_in(at_desk: Sit) -> None:
    data = {"username": "disp", "password": PASSWORD}
    answer = at_desk("").client.post("/staff/sign-in", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_every_try_stands_in_the_access_log_which_only_grows(container: Container, at_desk: Sit) -> None:
    desk = at_desk("disp")
    desk.sign_in("disp", "wrong")
    desk.send("/staff", "/staff/sign-out")
    with container.engine.connect() as connection:
        acts = connection.execute(select(schema.access.c.act).order_by(schema.access.c.id)).scalars().all()
    assert acts == ["signed_in", "refused", "signed_out"]
    for statement in ("UPDATE access SET act = 'x'", "DELETE FROM access", "TRUNCATE access"):
        with container.engine.connect() as connection, pytest.raises(IntegrityError):
            connection.execute(text(statement))


def test_the_demonstration_has_an_account_for_each_desk_and_each_unit(container: Container, at_desk: Sit) -> None:
    units = container.city.units()
    for _ in range(2):
        create_demo_accounts(container.engine, units)
    desk = at_desk("")
    assert desk.sign_in("unit-C01", DEMO_PASSWORD).status_code == 303
    assert "演示账号" in at_desk("").open("/staff/sign-in").text
    with container.engine.connect() as connection:
        many = connection.execute(select(func.count()).select_from(schema.account)).scalar_one()
    assert many == len(units) + 9 + len(ACCOUNTS)
