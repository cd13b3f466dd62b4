"""The second factor: set up with a code, asked at sign-in, each code once; guessed codes lock like passwords."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from admin.security import factor, schema, session
from admin.security.sign_in import LOCKED_FOR, MOST_FAILURES
from admin.settings import SecondFactor
from admin.wiring import Container
from tests.admin.desks.desk import PASSWORD, Desk
from tracking.domain.clock import FixedClock

Sit = Callable[[str], Desk]
FACTOR, CODE = "/staff/account/factor", "/staff/sign-in/code"
SECRET = re.compile(r"<code>([A-Z2-7 ]{32,})</code>")
RECOVERY = re.compile(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code>")
HALF_MINUTE = timedelta(seconds=30)


def _enrol(desk: Desk, clock: FixedClock) -> tuple[pyotp.TOTP, list[str]]:
    found = SECRET.search(desk.open(FACTOR).text)
    assert found
    totp = pyotp.TOTP(found.group(1).replace(" ", ""))
    answer = desk.send(FACTOR, FACTOR, code=totp.at(clock.at))
    codes = RECOVERY.findall(answer.text)
    assert len(codes) == factor.RECOVERY_CODES
    clock.at += HALF_MINUTE
    return totp, codes


def _asked(at_desk: Sit, username: str = "disp") -> Desk:
    desk = at_desk("")
    assert desk.sign_in(username, next="/staff/worklist").headers["location"] == f"{CODE}?next=%2Fstaff%2Fworklist"
    return desk


def _give(desk: Desk, code: str) -> int:
    return desk.send(CODE, CODE, code=code).status_code


def test_who_has_a_second_factor_is_in_only_after_the_code(at_desk: Sit, clock: FixedClock) -> None:
    first = at_desk("disp")
    totp, _ = _enrol(first, clock)
    assert first.open("/staff").status_code == 200, "the session in which it was set up goes on"
    desk = _asked(at_desk)
    for path in ("/staff", "/staff/worklist", "/staff/account", FACTOR):
        assert desk.open(path).headers["location"] == CODE, path
    waiting = desk.client.cookies[session.COOKIE]
    assert _give(desk, totp.at(clock.at)) == 303
    assert desk.open("/staff").status_code == 200
    assert desk.client.cookies[session.COOKIE] != waiting
    found = at_desk("")
    found.client.cookies.set(session.COOKIE, waiting, path="/staff")
    assert found.open("/staff").status_code == 303


def test_the_secret_is_sealed_and_the_recovery_codes_are_hashed(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    totp, codes = _enrol(at_desk("disp"), clock)
    with container.engine.connect() as connection:
        kept = connection.execute(select(schema.account.c.totp_secret, schema.account.c.totp_pending)).all()
        keys = connection.execute(select(schema.recovery_code.c.code_key)).scalars().all()
    assert totp.secret.encode() not in b"".join(each or b"" for row in kept for each in row)
    assert not [code for code in codes if code.encode() in b"".join(keys)]


def test_a_code_is_accepted_once_and_no_earlier_one_after_it(at_desk: Sit, clock: FixedClock) -> None:
    totp, _ = _enrol(at_desk("disp"), clock)
    earlier, code = totp.at(clock.at), totp.at(clock.at + HALF_MINUTE)
    assert _give(_asked(at_desk), code) == 303
    assert _give(_asked(at_desk), code) == 401
    assert _give(_asked(at_desk), earlier) == 401
    clock.at += 2 * HALF_MINUTE
    assert _give(_asked(at_desk), totp.at(clock.at)) == 303


def test_the_code_that_set_it_up_does_not_sign_in(at_desk: Sit, clock: FixedClock) -> None:
    totp, _ = _enrol(at_desk("disp"), clock)
    assert _give(_asked(at_desk), totp.at(clock.at - HALF_MINUTE)) == 401


def test_two_who_give_the_same_code_at_once_do_not_both_get_in(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    totp, codes = _enrol(at_desk("disp"), clock)

    def accept(code: str) -> bool:
        with container.engine.begin() as connection:
            return factor.accept(connection, container.core.sealer, "disp", code, at=clock.at)

    for code in (totp.at(clock.at), codes[0]):
        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(accept, [code] * 4)) == [False, False, False, True]


@pytest.mark.parametrize("offset", [-2, 2])
def test_a_code_of_another_time_is_refused(at_desk: Sit, clock: FixedClock, offset: int) -> None:
    totp, _ = _enrol(at_desk("disp"), clock)
    clock.at += timedelta(minutes=5)
    assert _give(_asked(at_desk), totp.at(clock.at + offset * HALF_MINUTE)) == 401


@pytest.mark.parametrize("code", ["", "12345", "１２３４５６", "abcdef", "0" * 400, "' OR 1=1", "\x00"])
def test_what_is_no_code_is_refused(at_desk: Sit, clock: FixedClock, code: str) -> None:
    _enrol(at_desk("disp"), clock)
    assert _give(_asked(at_desk), code) == 401


def test_guessed_codes_lock_and_a_known_password_does_not_clear_the_count(at_desk: Sit, clock: FixedClock) -> None:
    totp, _ = _enrol(at_desk("disp"), clock)
    for _ in range(MOST_FAILURES):
        assert _give(_asked(at_desk), "000000" if totp.at(clock.at) != "000000" else "000001") == 401
    assert at_desk("").sign_in("disp").status_code == 401
    clock.at += LOCKED_FOR
    assert _give(_asked(at_desk), totp.at(clock.at)) == 303


def test_a_waiting_session_ends_soon(at_desk: Sit, clock: FixedClock) -> None:
    _enrol(at_desk("disp"), clock)
    desk = _asked(at_desk)
    clock.at += session.CODE_WITHIN
    assert desk.open(CODE).headers["location"].startswith("/staff/sign-in?")


def test_a_recovery_code_opens_once(at_desk: Sit, clock: FixedClock) -> None:
    desk = at_desk("disp")
    _, codes = _enrol(desk, clock)
    assert _give(_asked(at_desk), f" {codes[3].upper()} ") == 303
    assert _give(_asked(at_desk), codes[3]) == 401
    assert "还剩9个恢复码" in desk.open("/staff/account").text


def test_a_wrong_first_code_sets_nothing_up(at_desk: Sit, clock: FixedClock) -> None:
    desk = at_desk("disp")
    assert desk.send(FACTOR, FACTOR, code="12").status_code == 422
    assert at_desk("").sign_in("disp").headers["location"] == "/staff"


def test_a_second_factor_is_not_replaced_from_a_found_session(at_desk: Sit, clock: FixedClock) -> None:
    desk = at_desk("disp")
    _enrol(desk, clock)
    assert desk.open(FACTOR).status_code == 403
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    assert desk.client.post(FACTOR, data={"csrf": csrf, "code": "000000"}).status_code == 403
    assert desk.send("/staff/account", f"{FACTOR}/remove", password="wrong").status_code == 422
    assert desk.send("/staff/account", f"{FACTOR}/remove", password=PASSWORD).status_code == 303
    assert at_desk("").sign_in("disp").headers["location"] == "/staff"


def test_an_administrator_resets_it(at_desk: Sit, clock: FixedClock) -> None:
    desk, root = at_desk("disp"), at_desk("root")
    _enrol(desk, clock)
    page = "/staff/accounts/disp"
    assert root.send(page, f"{page}/reset_factor").status_code == 303
    assert desk.open("/staff").headers["location"].startswith("/staff/sign-in?")
    assert at_desk("").sign_in("disp").headers["location"] == "/staff"


def test_where_it_is_required_nothing_opens_before_it_is_set_up(container: Container, clock: FixedClock) -> None:
    from fastapi.testclient import TestClient

    from admin.app import create
    from tests.admin.desks.desk import staff

    staff(container)
    strict = container.settings.model_copy(update={"second_factor": SecondFactor.REQUIRED})
    with TestClient(create(replace(container, settings=strict)), follow_redirects=False) as client:
        desk = Desk(client)
        desk.sign_in("disp")
        assert desk.open("/staff").headers["location"] == FACTOR
        _enrol(desk, clock)
        assert desk.open("/staff").status_code == 200
        csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
        assert client.post(f"{FACTOR}/remove", data={"csrf": csrf, "password": PASSWORD}).status_code == 403
