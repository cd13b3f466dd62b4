"""No work is lost: what is typed into a form outlives the session, the overtaking and the refusal."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlalchemy import text

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, forms
from tests.admin.desks.test_life import case_of
from tracking.domain.clock import FixedClock

Sit = Callable[[str], Desk]
WORDS = "已到现场，水管今晚修好，机主13912345678已告知。"


def _report(number: str) -> str:
    return f"/staff/petitions/{number}/report-back"


def _sheet(desk: Desk, number: str) -> dict[str, str]:
    return desk.forms(f"/staff/petitions/{number}")[_report(number)] | {"outcome": "solved", "reply": WORDS}


def _handed(page: Response) -> dict[str, str]:
    """What the sign-in form carries on."""
    return {name: value for name, value in forms(page)["/staff/sign-in"].items() if name in ("next", "draft")}


def _drafts(container: Container) -> int:
    with container.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM draft")).scalar_one())


def test_what_is_typed_is_kept_while_one_types_and_stands_there_again(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    sheet = _sheet(handler, number)
    answer = handler.client.post(f"{_report(number)}/draft", data=sheet, headers={"X-Autosave": "1"})
    assert answer.status_code == 204
    page = handler.open(f"/staff/petitions/{number}")
    assert "草稿已恢复" in page.text
    assert f">{WORDS}</textarea>" in page.text
    assert WORDS not in at_desk("disp").open(f"/staff/petitions/{number}").text, "a draft is its officer's alone"


def test_a_draft_is_sealed_where_it_lies(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    handler.client.post(f"{_report(number)}/draft", data=_sheet(handler, number))
    with container.engine.connect() as connection:
        (row,) = connection.execute(text("SELECT sealed FROM draft")).scalars()
    assert WORDS.encode() not in bytes(row)
    assert b"13912345678" not in bytes(row)


def test_a_reply_sent_after_the_session_ended_comes_back_after_signing_in(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number, handler = matter.signed(container), at_desk("water")
    sheet = _sheet(handler, number)
    clock.at += timedelta(hours=2)
    away = handler.client.post(_report(number), data=sheet)
    assert away.status_code == 303
    asked = handler.open(away.headers["location"])
    assert "您填写的内容已保存" in asked.text
    back = handler.sign_in("water", **_handed(asked))
    assert back.headers["location"] == f"/staff/petitions/{number}"
    page = handler.open(back.headers["location"])
    assert "草稿已恢复" in page.text
    assert f">{WORDS}</textarea>" in page.text
    assert 'id="report-back-1" open' in page.text
    assert case_of(container, number).assignment(1).reported_at is None


def test_a_reply_sent_after_signing_out_elsewhere_comes_back_too(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    sheet = _sheet(handler, number)
    handler.send("/staff", "/staff/sign-out")
    asked = handler.open(handler.client.post(_report(number), data=sheet).headers["location"])
    handler.sign_in("water", **_handed(asked))
    assert f">{WORDS}</textarea>" in handler.open(f"/staff/petitions/{number}").text


def test_a_wrong_password_on_the_way_loses_nothing(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number, handler = matter.signed(container), at_desk("water")
    sheet = _sheet(handler, number)
    clock.at += timedelta(hours=2)
    asked = handler.open(handler.client.post(_report(number), data=sheet).headers["location"])
    wrong = handler.sign_in("water", "wrong", **_handed(asked))
    handler.sign_in("water", **_handed(wrong))
    assert f">{WORDS}</textarea>" in handler.open(f"/staff/petitions/{number}").text


def test_nobody_else_gets_what_was_parked(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number, handler = matter.signed(container), at_desk("water")
    sheet = _sheet(handler, number)
    clock.at += timedelta(hours=2)
    asked = handler.open(handler.client.post(_report(number), data=sheet).headers["location"])
    handed = _handed(asked)
    thief = at_desk("")
    thief.sign_in("water", **handed)
    assert WORDS not in thief.open(f"/staff/petitions/{number}").text, "another browser"
    handler.sign_in("disp", **handed)
    assert WORDS not in handler.open(f"/staff/petitions/{number}").text, "another person at the same browser"
    handler.sign_in("water", **handed)
    assert WORDS in handler.open(f"/staff/petitions/{number}").text


def test_another_site_parks_nothing(container: Container, at_desk: Sit) -> None:
    number, stranger = matter.signed(container), at_desk("")
    answer = stranger.client.post(_report(number), data={"reply": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "draft=" not in answer.headers["location"]


def test_a_form_of_an_earlier_session_is_refused_and_kept(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    sheet = _sheet(handler, number)
    handler.sign_in("water")
    stale = handler.client.post(_report(number), data=sheet)
    assert stale.status_code == 403
    assert "没有丢失" in stale.text
    assert f">{WORDS}</textarea>" in handler.open(f"/staff/petitions/{number}").text


def test_who_was_overtaken_finds_the_words_again_on_opening_the_page(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    sheet = _sheet(handler, number)
    at_desk("op").act(number, "urge", words="请尽快")
    late = handler.client.post(_report(number), data=sheet)
    assert late.status_code == 409
    assert WORDS in late.text
    assert WORDS in handler.open(f"/staff/petitions/{number}").text


def test_words_for_a_step_that_is_gone_are_shown_to_be_copied(container: Container, at_desk: Sit) -> None:
    number, dispatcher, operator = matter.classified(container), at_desk("disp"), at_desk("op")
    action = f"/staff/petitions/{number}/dispatch"
    sheet = dispatcher.forms(f"/staff/petitions/{number}")[action] | {"unit": "C01", "basis": WORDS}
    operator.act(number, "withdraw", confirmed="yes")
    dispatcher.client.post(action, data=sheet)
    page = dispatcher.open(f"/staff/petitions/{number}")
    assert re.search(rf"readonly[^>]*>{WORDS}", page.text)
    dispatcher.send(f"/staff/petitions/{number}", f"{action}/draft", discard="yes")
    assert WORDS not in dispatcher.open(f"/staff/petitions/{number}").text


def test_a_draft_ends_when_the_verb_is_carried_out(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    sheet = _sheet(handler, number) | {"evidence": "维修单"}
    handler.client.post(f"{_report(number)}/draft", data=sheet)
    assert _drafts(container) == 1
    assert [handler.client.post(_report(number), data=sheet).status_code for _ in range(2)] == [303, 303]
    assert _drafts(container) == 0
    handler.client.post(f"{_report(number)}/draft", data=sheet, headers={"X-Autosave": "1"})
    assert _drafts(container) == 0, "a late saving of what was carried out brings nothing back"


def test_a_draft_is_thrown_away_on_demand_and_when_everything_is_deleted(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    sheet = _sheet(handler, number)
    for gone in ({"discard": "yes"}, {"outcome": "", "reply": ""}):
        handler.client.post(f"{_report(number)}/draft", data=sheet)
        assert _drafts(container) == 1
        handler.client.post(f"{_report(number)}/draft", data=sheet | gone)
        assert _drafts(container) == 0


def test_a_draft_expires(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number, handler = matter.signed(container), at_desk("water")
    handler.client.post(f"{_report(number)}/draft", data=_sheet(handler, number))
    clock.at += timedelta(days=15)
    handler.sign_in("water")
    assert WORDS not in handler.open(f"/staff/petitions/{number}").text
    handler.client.post(f"{_report(number)}/draft", data=_sheet(handler, number))
    assert _drafts(container) == 1, "what has expired is cleared away"


@pytest.mark.parametrize(("who", "status"), [("heping", 404), ("lead", 403)])
def test_nobody_keeps_a_draft_on_what_is_not_for_these_eyes(
    container: Container, at_desk: Sit, who: str, status: int
) -> None:
    number, desk = matter.signed(container), at_desk(who)
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    answer = desk.client.post(f"{_report(number)}/draft", data={"csrf": csrf, "reply": WORDS})
    assert answer.status_code == status
    assert _drafts(container) == 0


def test_a_form_that_breaks_off_on_the_way_is_told_and_the_saved_text_stays(container: Container, at_desk: Sit) -> None:
    number, handler = matter.signed(container), at_desk("water")
    handler.client.post(f"{_report(number)}/draft", data=_sheet(handler, number), headers={"X-Autosave": "1"})
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    broken = b'--b\r\nContent-Disposition: form-data; name="reply"\r\n\r\nhalf'
    answer = handler.client.post(_report(number), content=broken, headers=kind)
    assert answer.status_code in (400, 403)
    assert f'href="/staff/petitions/{number}"' in answer.text
    assert f">{WORDS}</textarea>" in handler.open(f"/staff/petitions/{number}").text
    assert case_of(container, number).assignment(1).reported_at is None


def test_a_call_taken_down_when_the_session_ended_stands_on_the_sheet_again(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    page, desk = "/staff/phone-desk", at_desk("op")
    sheet = desk.forms(page)[page] | {"text": WORDS, "phone": "13912345678", "act": "register"}
    clock.at += timedelta(hours=2)
    sent = desk.client.post(page, data=sheet)
    back = desk.sign_in("op", **_handed(desk.open(sent.headers["location"])))
    assert back.headers["location"] == page
    again = desk.open(page).text
    assert f">{WORDS}</textarea>" in again
    assert "13912345678" in again
    assert WORDS not in _other_desk(at_desk, page)
    assert desk.send(page, page, act="register", text=WORDS).status_code == 200
    assert WORDS not in desk.open(page).text
    assert _drafts(container) == 0


def _other_desk(at_desk: Sit, page: str) -> str:
    return at_desk("").open(page).text


def test_an_empty_sheet_of_a_call_is_not_kept_and_a_kept_one_is_thrown_away_on_demand(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    page, desk = "/staff/phone-desk", at_desk("op")
    sheet = desk.forms(page)[page]
    clock.at += timedelta(hours=2)
    assert "draft=" not in desk.client.post(page, data=sheet).headers["location"]
    sent = desk.client.post(page, data=sheet | {"text": WORDS})
    desk.sign_in("op", **_handed(desk.open(sent.headers["location"])))
    assert _drafts(container) == 1
    assert desk.send(page, page, act="discard").status_code == 303
    assert WORDS not in desk.open(page).text
