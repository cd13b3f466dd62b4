"""The petition page: everything on one screen."""

from collections.abc import Callable

import pytest

from admin.desks.forms import BY_PATH, FORMS
from admin.desks.offer import offers
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, forms
from tests.admin.desks.test_life import case_of
from tracking.domain.people import RIGHTS, Actor, Role
from tracking.domain.stage import ASSIGNMENT, PETITION
from tracking.store import intake, suggestion

Sit = Callable[[str], Desk]
MAKERS = (
    *(matter.registered, matter.classified, matter.with_unit),
    *(matter.signed, matter.reported, matter.accepted),
)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("make", MAKERS)
def test_only_verbs_that_stage_right_and_unit_allow_are_offered(
    container: Container, make: Callable[[Container], str]
) -> None:
    case = case_of(container, make(container))
    for role in Role:
        by = Actor(id="somebody", role=role, unit="C01" if role is Role.HANDLER else None)
        for offer in offers(case, by):
            verb = offer.form.verb
            assert role in RIGHTS[verb]
            assert (case.petition.stage, verb) in PETITION
            if offer.share:
                assert (offer.share.stage, verb) in ASSIGNMENT
            if role is Role.HANDLER:
                assert offer.share is not None
                assert offer.share.unit == by.unit


def test_a_unit_is_offered_nothing_on_the_share_of_another(container: Container) -> None:
    case = case_of(container, matter.signed(container))
    assert not offers(case, Actor(id="heping", role=Role.HANDLER, unit="A01"))


def test_leaders_are_offered_nothing(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container)
    assert not [action for action in at_desk("lead").forms(f"/staff/petitions/{number}") if "petitions" in action]


def test_every_form_has_an_address_of_its_own(container: Container, at_desk: Sit) -> None:
    number = matter.reported(container)
    page = at_desk("disp").open(f"/staff/petitions/{number}/send-back?assignment=1")
    assert '<details class="verb" id="send-back-1" open>' in page.text
    assert at_desk("disp").open(f"/staff/petitions/{number}/no-such-verb").status_code == 404
    assert len(BY_PATH) == len(FORMS)


def test_dispatching_is_prefilled_with_what_the_machine_proposed(container: Container, at_desk: Sit) -> None:
    number = matter.classified(container)
    proposed = {
        "units": [{"unit": "C01", "confidence": 0.61, "basis": "《城市供水条例》"}],
        "words": ["停水", "水压"],
        "reason": "把握不足，请人工选择承办单位。",
    }
    with container.engine.begin() as connection:
        suggestion.keep(connection, number, proposed)
    page = at_desk("disp").open(f"/staff/petitions/{number}")
    for words in ('value="C01" selected', "《城市供水条例》</textarea>", "61%", "停水、水压", "把握不足"):
        assert words in page.text
    row = at_desk("disp").open("/staff/worklist?tab=dispatch")
    for words in ("供水集团 61%", "停水、水压"):
        assert words in row.text


def test_the_public_reply_is_prefilled_with_the_reply(container: Container, at_desk: Sit) -> None:
    number = matter.reported(container)
    assert "已恢复供水。</textarea>" in at_desk("disp").open(f"/staff/petitions/{number}").text


def test_a_photo_is_shown_to_those_who_may_see_the_petition(container: Container, at_desk: Sit) -> None:
    number, at = matter.signed(container), container.core.now()
    intake.attach(container.engine, number, digest="ab12", name="照片.png", media_type="image/png", body=PNG, at=at)
    path = f"/staff/petitions/{number}/files/ab12"
    assert path in at_desk("water").open(f"/staff/petitions/{number}").text
    photo = at_desk("water").open(path)
    assert (photo.content, photo.headers["content-type"]) == (PNG, "image/png")
    assert at_desk("heping").open(path).status_code == 404
    assert at_desk("lead").open(path).status_code == 403
    assert at_desk("water").open(path.replace("ab12", "ab13")).status_code == 404


def test_an_attachment_that_is_no_picture_is_only_downloaded(container: Container, at_desk: Sit) -> None:
    number, at = matter.signed(container), container.core.now()
    intake.attach(container.engine, number, digest="cd", name="a.html", media_type="text/html", body=b"<p>", at=at)
    page = at_desk("disp").open(f"/staff/petitions/{number}/files/cd")
    assert page.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize("path", ["SY20260302-W-000001-9", "x", "%00", "SY20260302-W-999999-0/files/..", "é"])
def test_a_petition_that_does_not_exist_is_not_found(at_desk: Sit, path: str) -> None:
    assert at_desk("disp").open(f"/staff/petitions/{path}").status_code == 404


@pytest.mark.parametrize("typed", [
    {"unit": "X99"}, {"basis": "\0"}, {"statutory_days": "-1"}, {"statutory_days": "²"},
    {"version": "x"}, {"version": "9" * 40}, {"basis": "长" * 2001},
])  # fmt: skip
def test_nonsense_in_a_form_is_refused_and_changes_nothing(
    container: Container, at_desk: Sit, typed: dict[str, str]
) -> None:
    number = matter.classified(container)
    answer = at_desk("disp").act(number, "dispatch", **{"unit": "C01", "basis": "依据"} | typed)
    assert answer.status_code in (409, 422)
    assert not case_of(container, number).assignments
    assert forms(answer)[f"/staff/petitions/{number}/dispatch"]["version"] == "2"


def test_markup_in_what_people_say_stays_text(container: Container, at_desk: Sit) -> None:
    number = matter.registered(container, "<script>alert(1)</script>路灯不亮")
    assert "<script>alert" not in at_desk("disp").open(f"/staff/petitions/{number}").text
    assert "<script>alert" not in at_desk("disp").open("/staff/worklist?tab=all").text
