"""What is stored is what the ledger says: state, history, texts and events of a petition stand together."""

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import select

from admin.wiring import Container
from tests.tracking import city, stored, walk
from tests.tracking.people import CITIZEN
from tests.tracking.story import MATTER, Story
from tracking.domain.case import Case, replay
from tracking.domain.error import NotFound, StaleVersion
from tracking.domain.ledger import text_digest, verify
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.service.intake import take
from tracking.store import case as cases
from tracking.store import schema

TO_REWORK = (
    *(Verb.CLASSIFY, Verb.CORRECT, Verb.DISPATCH, Verb.RETURN, Verb.UPHOLD_RETURN, Verb.DISPATCH, Verb.RETURN),
    *(Verb.REJECT_RETURN, Verb.SIGN, Verb.CONTACT, Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION, Verb.REMIND),
    *(Verb.REQUEST_EXTENSION, Verb.REFUSE_EXTENSION, Verb.ISSUE_YELLOW_CARD, Verb.ISSUE_RED_CARD, Verb.REPORT_BACK),
    *(Verb.SEND_BACK, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK, Verb.REWORK),
)
TO_ARCHIVE = (
    *(Verb.URGE, Verb.ADD_FACTS, Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT),
    *(Verb.RECORD_CALLBACK, Verb.CLOSE, Verb.REOPEN),
    *(Verb.DISPATCH, Verb.TERMINATE, Verb.ARCHIVE),
)


def _stands(core: Core, number: str) -> Case:
    """The stored petition, after checking that its ledger rebuilds it."""
    with core.engine.connect() as connection:
        case, entries = cases.load(connection, number), cases.entries(connection, number)
        events = set(connection.execute(select(schema.outbox.c.seq).where(schema.outbox.c.number == number)).scalars())
    assert replay(entries) == case
    assert verify(entries, head=case.petition.head) == case.petition.version == len(entries)
    assert events == {entry.seq for entry in entries}
    return case


@pytest.mark.parametrize("one_by_one", [True, False])
def test_replaying_the_stored_ledger_gives_the_stored_petition(container: Container, one_by_one: bool) -> None:
    core = container.core
    number = stored.taken(core).number
    for verbs in [(verb,) for verb in (*TO_REWORK, *TO_ARCHIVE)] if one_by_one else [TO_REWORK, TO_ARCHIVE]:
        stored.tell(core, number, *verbs)
    case = _stands(core, number)
    assert [each.rework_of for each in case.assignments] == [None, None, 2, None]


@pytest.mark.parametrize("seed", range(6))
def test_however_a_petition_goes_its_ledger_rebuilds_it(container: Container, seed: int) -> None:
    rng, core, at = Random(seed), container.core, city.MONDAY
    number = stored.dispatched(core)
    for turn in range(25):
        with core.change(number) as case:
            story = Story(case, at)
            walk.step(rng, story, may_end=turn > 20)
            at = story.at
    _stands(core, number)


def test_assists_are_stored_with_the_petition(container: Container) -> None:
    number = stored.dispatched(container.core)
    stored.tell(container.core, number, Verb.ADD_ASSIST, Verb.SIGN)
    stored.tell(container.core, number, Verb.SIGN, index=2)
    assert [each.signed_at for each in _stands(container.core, number).assignments] == [city.MONDAY, city.MONDAY]


@pytest.mark.parametrize("longitude", [-0.0, 0.1, 123.45678901234567, 1e-7, -180.0, 180.0])
def test_a_coordinate_comes_back_as_the_hash_saw_it(container: Container, longitude: float) -> None:
    matter = replace(MATTER, longitude=longitude, latitude=41.8)
    receipt = take(container.core, replace(stored.SUBMISSION, matter=matter), by=CITIZEN)
    assert _stands(container.core, receipt.number).petition.longitude == longitude


def test_texts_stand_beside_the_ledger_which_holds_only_their_digest(container: Container) -> None:
    number = stored.taken(container.core, text="路灯不亮").number
    with container.engine.connect() as connection:
        said = connection.execute(select(schema.text_).where(schema.text_.c.number == number)).one()
        entry = cases.entries(connection, number)[0]
        assert cases.texts(connection, number, ["said", "reply"]) == {"said": "路灯不亮"}
    assert entry.facts["texts"] == {"said": text_digest(said.salt, said.body)}


def test_the_latest_text_of_a_purpose_is_shown(container: Container) -> None:
    core, number = container.core, stored.dispatched(container.core)
    stored.tell(core, number, Verb.SIGN, Verb.REPORT_BACK, Verb.SEND_BACK)
    with core.engine.connect() as connection:
        assert cases.texts(connection, number, ["reply", "reason"])["reason"] == "没有答复诉求人"


def test_a_petition_that_moved_on_meanwhile_is_not_overwritten(container: Container) -> None:
    core, number = container.core, stored.dispatched(container.core)
    with core.engine.connect() as connection:
        stale = cases.load(connection, number)
        stored.tell(core, number, Verb.URGE)
        Story(stale, core.now()).do(Verb.SIGN)
        with pytest.raises(StaleVersion):
            cases.save(connection, stale)
    assert _stands(core, number).lead.signed_at is None


def test_saving_twice_writes_once(container: Container) -> None:
    core, number = container.core, stored.dispatched(container.core)
    with core.engine.begin() as connection:
        case = cases.load(connection, number, for_update=True)
        Story(case, core.now()).do(Verb.SIGN)
        cases.save(connection, case)
        cases.save(connection, case)
    assert _stands(core, number).petition.version == 4


def test_an_unknown_number_is_not_found(container: Container) -> None:
    with container.engine.connect() as connection, pytest.raises(NotFound):
        cases.load(connection, "SY20260302-W-999999-0")
