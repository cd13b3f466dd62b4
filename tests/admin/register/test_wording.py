"""The words of a notice: checked, shown filled in, put into force by a second person, and until then as they were."""

from collections.abc import Callable
from datetime import timedelta
from string import Formatter

import pytest
from sqlalchemy import func, select

from admin.bulletins import law
from admin.register.wording import BULLETIN_SMS, NOTICES, built_in
from admin.register.wording_check import check, preview
from admin.wiring import Container
from channels.base import Refused
from notify import wording
from notify.letter import TO_CITIZEN_BY_MAIL
from notify.schema import delivery
from notify.template import TO_CITIZEN, TO_FOLLOWERS
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.statement import statements
from tracking.domain.clock import FixedClock, city_day
from tracking.domain.verb import Verb
from tracking.service import relay

Sit = Callable[[str], Desk]
HERE = "/staff/register/notices"
REGISTERED = f"{HERE}/sms_registered"
WORDS = "【{city}12345】已收到您的诉求{number},查询码{code}。"
COMING = {"version": "test-words", "effective_on": "2026-03-10", "act": "enter"}


def _refused(name: str, part: str, text: str) -> str:
    with pytest.raises(Refused) as refused:
        check(name, [{"name": part, "text": text}])
    (flaw,) = refused.value.flaws
    return flaw.message % flaw.values


def _receipts(container: Container) -> list[str]:
    """What petitioners were told when they were registered, oldest first."""
    relay.drain(container.core, {Verb.REGISTER: (container.notices.on_event,)}, report=lambda *_: None)
    with container.engine.connect() as connection:
        rows = connection.execute(select(delivery.c.body).order_by(delivery.c.id)).scalars()
        return [container.core.sealer.open(body, "delivery") for body in rows]


def test_every_notice_of_the_program_can_be_changed_and_passes_its_own_check() -> None:
    messages = [*TO_CITIZEN.values(), *TO_FOLLOWERS.values()]
    names = {*(each.wording for each in messages), *(each.wording for each in TO_CITIZEN_BY_MAIL.values())}
    assert {*names, BULLETIN_SMS} == set(NOTICES)
    for name in names:
        ((version),) = built_in(name)
        check(name, version["body"])
        assert all("{" not in each.text for each in preview(name, version["body"], city="沈阳"))


def test_the_words_of_bulletins_pass_their_check_and_offer_what_they_use(container: Container) -> None:
    with container.engine.connect() as connection:
        _, words = law.templates(connection, city_day(container.core.now()))
    check(BULLETIN_SMS, [{"name": name, "text": text} for name, text in words.items()])
    for part in NOTICES[BULLETIN_SMS].parts:
        assert set(part.gaps) == {name for _, name, _, _ in Formatter().parse(words[part.name]) if name}


def test_nobody_but_the_petitioner_is_offered_the_code() -> None:
    for each in TO_FOLLOWERS.values():
        assert "{code}不是" in _refused(each.wording, "body", each.body + "{code}")


@pytest.mark.parametrize(("text", "said"), [
    ("", "请填写"),
    ("编号{number}", "少了{code}"),
    ("编号{number},查询码{code},{unit}", "{unit}不是"),
    ("编号{number.__class__},查询码{code}", "{number.__class__}不是"),
    ("编号{number!r},查询码{code}", "花括号"),
    ("编号{number:>9},查询码{code}", "花括号"),
    ("编号{number,查询码{code}", "花括号"),
    ("编号{number}},查询码{code}", "花括号"),
    ("编号{},查询码{code}", "花括号"),
    ("编号{number}\n查询码{code}", "不能分行"),
    ("编号{number}查询码{code}" + "很" * 500, "条短信那么长"),
])  # fmt: skip
def test_what_is_wrong_is_named(text: str, said: str) -> None:
    assert said in _refused("sms_registered", "body", text)


def test_until_its_day_and_a_second_person_the_words_are_those_of_before(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    matter.registered(container)
    root, second = at_desk("root"), at_desk("second")
    assert root.send(REGISTERED, REGISTERED, **COMING, **{"0.text": WORDS}).status_code == 303
    matter.registered(container)
    page = root.open(REGISTERED).text
    assert f"{REGISTERED}/release" not in page
    assert "等第二人核对" in root.open(HERE).text
    assert second.send(REGISTERED, f"{REGISTERED}/release").status_code == 303
    matter.registered(container)
    before = _receipts(container)
    assert len(before) == 3
    for body in before:
        assert body.startswith("【沈阳民意诉求】您的诉求已受理,编号SY")
        assert body.endswith("。凭编号和查询码可随时查询、催办。")
    clock.at += timedelta(days=8)
    number = matter.registered(container)
    code = container.core.sealer.query_code(number)
    assert _receipts(container)[-1] == f"【沈阳12345】已收到您的诉求{number},查询码{code}。"
    page = at_desk("insp").open(REGISTERED).text
    assert "现行版本 test-words" in page
    record = at_desk("insp").open("/staff/register/changes?thing=wording").text
    assert "test-words" in record
    assert "second" in record


def test_the_one_who_entered_it_does_not_put_it_into_force(at_desk: Sit) -> None:
    root = at_desk("root")
    root.send(REGISTERED, REGISTERED, **COMING, **{"0.text": WORDS})
    sheet = root.forms(REGISTERED)[f"{REGISTERED}/drop"]
    answer = root.client.post(f"{REGISTERED}/release", data={"csrf": sheet["csrf"], "draft": sheet["draft"]})
    assert answer.status_code == 422
    assert root.send(REGISTERED, f"{REGISTERED}/drop").status_code == 303
    assert "待核对" not in root.open(REGISTERED).text


def test_a_preview_is_filled_in_counted_and_kept_nowhere(container: Container, at_desk: Sit) -> None:
    root = at_desk("root")
    answer = root.send(REGISTERED, REGISTERED, act="preview", **{"0.text": WORDS})
    assert answer.status_code == 200
    assert "【沈阳12345】已收到您的诉求SY20260302-P-000123-7,查询码K7M2PQ9X。" in answer.text
    assert "按1条短信计费" in answer.text
    assert WORDS in answer.text, "what was typed is still in the form"
    assert "待核对" not in root.open(REGISTERED).text
    wrong = root.send(REGISTERED, REGISTERED, act="preview", **{"0.text": "{nobody}{number}{code}"})
    assert wrong.status_code == 422
    assert "{nobody}不是" in wrong.text


def test_the_words_of_a_bulletin_are_changed_part_by_part(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    page, root = f"{HERE}/{BULLETIN_SMS}", at_desk("root")
    with container.engine.connect() as connection:
        _, before = law.templates(connection, city_day(clock.at))
    words = "【{city}民意诉求】{unit}:{period}得分{s},优秀。"
    assert root.send(page, page, **COMING, **{"0.text": words}).status_code == 303
    assert at_desk("second").send(page, f"{page}/release").status_code == 303
    with container.engine.connect() as connection:
        assert law.templates(connection, city_day(clock.at))[1] == before
        _, after = law.templates(connection, city_day(clock.at + timedelta(days=8)))
    assert after == {**before, "excellent": words}


def test_words_that_no_longer_fit_the_program_give_way_to_its_own() -> None:
    assert wording.filled("{gone}", "编号{number}", {"number": "1"}) == "编号1"
    assert wording.filled("{number", "编号{number}", {"number": "1"}) == "编号1"
    assert wording.filled(None, "编号{number}", {"number": "1"}) == "编号1"


def test_readers_read_and_others_do_not(at_desk: Sit) -> None:
    for name in NOTICES:
        assert at_desk("insp").open(f"{HERE}/{name}?lang=en").status_code == 200, name
    assert at_desk("op").open(REGISTERED).status_code == 403
    assert at_desk("root").open(f"{HERE}/sms_nothing").status_code == 404
    assert at_desk("disp").open("/staff/register/parameters/bulletin_sms").status_code == 303
    token = at_desk("disp").forms("/staff")["/staff/sign-out"]["csrf"]
    answer = at_desk("disp").client.post(REGISTERED, data=COMING | {"0.text": WORDS, "csrf": token})
    assert answer.status_code == 403


def test_the_list_of_notices_is_few_statements(container: Container, at_desk: Sit) -> None:
    root = at_desk("root")
    assert root.open(HERE).status_code == 200
    assert statements(container, lambda: root.open(HERE)) <= 6
    with container.engine.connect() as connection:
        assert not connection.execute(select(func.count()).select_from(delivery)).scalar_one()
