"""Nothing personal and nothing said stands where it does not belong: in the ledger, in an event, in clear."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from admin.wiring import Container
from tests.tracking import stored
from tests.tracking.people import CITIZEN, DISPATCHER
from tests.tracking.story import MATTER
from tracking.domain.people import RIGHTS
from tracking.domain.verb import Verb
from tracking.service import family
from tracking.service.core import Core
from tracking.service.intake import take
from tracking.store import schema

PHONE, NAME, SAID = "13800001111", "诉求人甲", "我家三楼的水管漏了半个月没有人来修理过一次"
EVERY_WAY = (
    *(Verb.CLASSIFY, Verb.CORRECT, Verb.DISPATCH, Verb.RETURN, Verb.UPHOLD_RETURN, Verb.DISPATCH, Verb.RETURN),
    *(Verb.REJECT_RETURN, Verb.SIGN, Verb.CONTACT, Verb.REQUEST_EXTENSION, Verb.REFUSE_EXTENSION, Verb.URGE, Verb.ASK),
    Verb.ANSWER_URGE,
    *(Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION, Verb.REMIND, Verb.ISSUE_YELLOW_CARD, Verb.ISSUE_RED_CARD),
    *(Verb.REQUEST_SUSPENSION, Verb.REFUSE_SUSPENSION, Verb.REQUEST_SUSPENSION, Verb.GRANT_SUSPENSION, Verb.RESUME),
    *(Verb.SUPERVISE, Verb.ANSWER_ORDER, Verb.CANCEL_CARD, Verb.JOIN, Verb.SPLIT, Verb.FOLLOW, Verb.ADD_FACTS),
    *(Verb.REPORT_BACK, Verb.SEND_BACK, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK, Verb.RATE),
    *(Verb.APPEAL_RATING, Verb.KEEP_RATING, Verb.APPEAL_RATING, Verb.ANNUL_RATING),
    *(Verb.REWORK, Verb.ADD_ASSIST, Verb.WITHDRAW, Verb.ARCHIVE, Verb.REQUEST_DATA, Verb.DECIDE_DATA),
)
CLOSING = (Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK, Verb.CLOSE, Verb.REOPEN)
AT_THE_DESK = (Verb.ANSWER, Verb.DECLINE, Verb.DIVERT)
SILENT = {Verb.RESCHEDULE}  # it writes moments, and only where a calendar is missing
WAYS = (
    EVERY_WAY,
    (Verb.CLASSIFY, Verb.DISPATCH, *CLOSING, Verb.TERMINATE),
    (Verb.CLASSIFY, Verb.ARBITRATE),
    *((verb,) for verb in AT_THE_DESK),
)


@pytest.fixture
def core(container: Container) -> Core:
    """Petitions on which every verb was used, all with the same phone, name and words."""
    submission = replace(stored.SUBMISSION, phone=PHONE, name=NAME, matter=replace(MATTER, text=SAID))
    core = container.core
    for way in WAYS:
        stored.tell(core, take(core, submission, by=CITIZEN).number, *way)
    stored.taken_over(core, submission)
    one, other = (take(core, submission, by=CITIZEN).number for _ in range(2))
    family.merge(core, one, other, version=None, by=DISPATCHER, reason="同一件事")
    family.unmerge(core, one, version=None, by=DISPATCHER, reason="不是一件事")
    return core


def _rows(core: Core, table: str) -> Iterator[str]:
    """Each row of a table as JSON; bytes are read as text where they are any."""
    with core.engine.connect() as connection:
        yield from connection.execute(text(f'SELECT row_to_json(r)::text FROM "{table}" r')).scalars()  # noqa: S608


def _texts(core: Core) -> set[str]:
    with core.engine.connect() as connection:
        return set(connection.execute(text("SELECT body FROM text")).scalars())


def _shows(row: str, secret: str) -> bool:
    return secret in row or secret.encode().hex() in row


def test_every_verb_was_used(core: Core) -> None:
    with core.engine.connect() as connection:
        assert set(connection.execute(text("SELECT verb FROM ledger")).scalars()) == set(Verb) - SILENT
    assert set(Verb) == set(RIGHTS)


@pytest.mark.parametrize("table", [schema.ledger.name, schema.outbox.name, schema.assignment.name])
def test_no_phone_name_or_word_stands_in_ledger_event_or_assignment(core: Core, table: str) -> None:
    rows, secrets = list(_rows(core, table)), {PHONE, NAME, *_texts(core)}
    assert len(rows) > 3
    assert len(secrets) > 20
    assert not [(row, secret) for row in rows for secret in secrets if _shows(row, secret)]


def test_phone_and_name_stand_nowhere_in_clear(core: Core) -> None:
    for table in schema.metadata.tables:
        assert not [row for row in _rows(core, table) if _shows(row, PHONE) or _shows(row, NAME)], table


def test_the_petitions_row_holds_no_more_of_the_words_than_the_title(core: Core) -> None:
    assert SAID in _texts(core)
    assert len(SAID) <= 25, "so the title is all of it"
    bodies = _texts(core) - {SAID}
    assert not [body for row in _rows(core, "petition") for body in bodies if _shows(row, body)]


def test_the_query_code_is_stored_as_a_hash_only(container: Container) -> None:
    code = stored.taken(container.core).query_code
    for table in schema.metadata.tables:
        assert not [row for row in _rows(container.core, table) if _shows(row, code)], table
