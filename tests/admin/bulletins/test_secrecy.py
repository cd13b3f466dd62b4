"""Nothing personal and nothing of a report gets into any rendering, whatever was planted."""

from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader
from sqlalchemy import update

from admin.bulletins import contact, making, service
from admin.bulletins.pdf import pdf
from admin.bulletins.sheet import sheet
from admin.bulletins.word_file import docx
from admin.wiring import Container
from tests.admin.bulletins.frozen_month import APRIL, DEMANDS, PHONES, approved, contacts, drafted, freeze
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.clock import FixedClock
from tracking.domain.error import DomainError
from tracking.domain.vocabulary import Kind
from tracking.store import schema

Sit = Callable[[str], Desk]
HOSTILE = "欧阳试13912345678辽A12345<script>alert(1)</script>"
PLANTED = ("欧阳试", "13912345678", "辽A12345", "<script>", *PHONES.values())


def _renderings(container: Container, identity: int, desk: Desk) -> dict[str, str]:
    with container.engine.connect() as connection:
        made = service.held(connection, identity)
    word = Document(BytesIO(docx(made)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return {
        "pdf": "".join(page.extract_text() for page in PdfReader(BytesIO(pdf(made))).pages),
        "word": "".join([*cells, *(each.text for each in word.paragraphs)]),
        "csv": sheet(made).decode(),
        "messages": "".join(made.body["messages"].values()),
        "body": str(made.body),
        "page": desk.open(f"/staff/bulletins/{identity}").text.partition("<main")[2],
    }


def _spoken(container: Container, n: int, kind: Kind) -> None:
    for _ in range(n):
        number = matter.classified(container, f"和平区三好街停水 {HOSTILE}", kind=kind, district="A01")
        with container.engine.begin() as connection:
            mine = update(schema.petition).where(schema.petition.c.number == number)
            connection.execute(mine.values(title=HOSTILE))


def test_planted_names_and_numbers_are_in_no_rendering(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    _spoken(container, 5, Kind.COMPLAINT)
    contacts(container)
    clock.at = APRIL
    desk = at_desk("disp")
    found = _renderings(container, approved(container, clock), desk)
    assert "和平区" in found["csv"]
    for name, text in found.items():
        assert not [each for each in PLANTED if each in text], name


@pytest.mark.parametrize(("kind", "n"), [(Kind.REPORT, 8), (Kind.COMPLAINT, 4)], ids=["reports", "too few"])
def test_reports_and_small_groups_are_no_hot_topic(container: Container, clock: FixedClock, kind: Kind, n: int) -> None:
    _spoken(container, n, kind)
    with container.engine.connect() as connection:
        assert service.held(connection, drafted(container, clock)).body["hot"] == []


@pytest.mark.parametrize("words", ["请联系欧阳试13912345678", "辽A12345的车主须配合"])
def test_demands_with_something_personal_are_refused(container: Container, clock: FixedClock, words: str) -> None:
    clock.at = APRIL
    freeze(container)
    with pytest.raises(DomainError) as refused:
        making.make(container, period="2026-03", demands=words, due_on=APRIL.date(), by="disp")
    assert refused.value.details["field"] == "personal"


def test_what_people_type_is_neither_a_formula_nor_a_language(
    container: Container, clock: FixedClock, at_desk: Sit
) -> None:
    clock.at = APRIL
    freeze(container)
    words = '=cmd|calc!A1\n#read("/etc/passwd") *强调* <b>x</b> {{ 7*7 }}'
    identity = making.make(container, period="2026-03", demands=words, due_on=APRIL.date(), by="disp")
    found = _renderings(container, identity, at_desk("disp"))
    assert "'=cmd" in found["csv"]
    assert '#read("/etc/passwd")' in found["pdf"].replace("“", '"').replace("”", '"')
    assert "*强调*" in found["pdf"].replace(" ", "")
    assert "&lt;b&gt;" in found["page"]
    assert "{{ 7*7 }}" in found["page"]


def test_numbers_of_leaders_are_sealed_and_masked(container: Container, at_desk: Sit) -> None:
    desk, page = at_desk("root"), "/staff/bulletins/contacts"
    sent = desk.send(page, page, unit="A01", post="主要负责人", phone=PHONES["A01"])
    assert sent.status_code == 303
    shown = desk.open(page).text
    assert PHONES["A01"] not in shown
    assert "主要负责人" in shown
    with container.engine.connect() as connection:
        [[kept]] = [contact.by_unit(connection, container.core.sealer)["A01"]]
        stored = connection.exec_driver_sql("SELECT phone FROM leader_contact").scalar_one()
    assert kept.phone == PHONES["A01"]
    assert PHONES["A01"].encode() not in bytes(stored)
    for wrong in ({"phone": "02422334455"}, {"phone": "abc"}, {"unit": "X"}, {"post": "欧阳试13912345678"}):
        typed = {"unit": "A01", "post": "主要负责人", "phone": PHONES["A02"]} | wrong
        assert desk.send(page, page, **typed).status_code == 422, wrong
    removal = f"{page}/{kept.id}/remove"
    assert desk.send(page, removal).status_code == 303
    assert "主要负责人</" not in desk.open(page).text


@pytest.mark.parametrize("who", ["op", "call", "water", "root"])
def test_the_bulletins_are_not_for_every_desk(container: Container, clock: FixedClock, at_desk: Sit, who: str) -> None:
    contacts(container)
    desk = at_desk(who)
    identity = approved(container, clock)
    desk.sign_in(who)
    for path in ("", f"/{identity}", f"/{identity}/file/pdf", "/rectifications"):
        assert desk.open(f"/staff/bulletins{path}").status_code == 403, path


def test_demands_stand_in_every_rendering(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    found = _renderings(container, drafted(container, clock), at_desk("disp"))
    for name in ("pdf", "word", "csv", "body", "page"):
        assert DEMANDS[:8] in found[name].replace("\n", ""), name
