"""The end of dialogues: what was told and never confirmed becomes a petition, and then everything said is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from channels.dialogue import ending, fallback, phrase, store
from channels.dialogue.engine import EngineDown
from channels.dialogue.heard import Heard
from channels.dialogue.keeping import keep
from channels.dialogue.notes import Draft, Notes
from channels.dialogue.service import Dialogue
from channels.dialogue.talk import Talk
from channels.dialogue.utterance import Line, Origin, Utterance
from channels.words import TEXT_LENGTH

NOBODY_AFTER = timedelta(minutes=10)
UNCONFIRMED_AFTER = timedelta(hours=2)
FORGOTTEN_AFTER = timedelta(hours=24)
ROW_GONE_AFTER = timedelta(days=180)
_log = logging.getLogger(__name__)


def tend(dialogue: Dialogue, *, most: int = 200) -> Mapping[str, int]:
    """Act on every conversation that has been silent for too long; how many of each. Safe to repeat and overlap."""
    core = dialogue.means.core
    now = core.now()
    if dialogue.engine is not None:
        dialogue.engine.is_ready()  # asked, it also forgets what a crash left behind
    with core.engine.connect() as connection:
        missed = ending.unattended(connection, before=now - NOBODY_AFTER, most=most)
        left = ending.abandoned(connection, before=now - FORGOTTEN_AFTER, most=most)
        late = ending.unconfirmed(connection, before=now - UNCONFIRMED_AFTER, most=most)
        over = ending.over(connection, before=now - FORGOTTEN_AFTER, most=most)
    with core.engine.begin() as connection:
        for identity in left:
            store.end_with_person(connection, identity, by="service", at=now)
    done = {
        "missed": sum(_nobody_came(dialogue, identity) for identity in missed),
        "filed": sum(_file_unconfirmed(dialogue, identity) for identity in late),
        "forgotten": sum(forget(dialogue, identity) for identity in over),
    }
    with core.engine.begin() as connection:
        ending.remove_old(connection, before=now - ROW_GONE_AFTER)
    return done


def forget(dialogue: Dialogue, identity: str) -> bool:
    """Leave nothing personal of a conversation, here and in the engine; False when the engine must be asked again."""
    return _forgotten_by_engine(dialogue, identity) and purge(dialogue, identity)


def purge(dialogue: Dialogue, identity: str) -> bool:
    """Leave nothing personal of a conversation here."""
    with dialogue.means.core.engine.begin() as connection:
        store.hold(connection, identity)
        ending.purge(connection, identity)
    return True


def register_since(
    dialogue: Dialogue, connection: Connection, identity: str, since: datetime | None, because: str
) -> None:
    """Register what was told and what the citizen has said ``since``; without it nothing more than a goodbye."""
    core = dialogue.means.core
    talk = _talk(dialogue, connection, identity)
    if since is not None:
        lines = store.lines(connection, core.sealer, identity, since=since)
        _register(talk, [line.text for line in lines if _is_words(line)], because=because)
    talk.tell(phrase.BACK_FROM_PERSON)
    keep(connection, talk)


def _nobody_came(dialogue: Dialogue, identity: str) -> bool:
    """No officer took it: what was said meanwhile is registered, and the engine speaks again."""
    core = dialogue.means.core
    with core.engine.begin() as connection:
        store.hold(connection, identity)
        asked_at = ending.unattended_since(connection, identity)
        if asked_at is None:
            return False
        register_since(dialogue, connection, identity, asked_at, phrase.NOBODY_CAME)
        store.end_with_person(connection, identity, by="service", at=core.now())
    return True


def _is_words(line: Line) -> bool:
    return line.origin is Origin.CITIZEN and bool(line.text)


def _file_unconfirmed(dialogue: Dialogue, identity: str) -> bool:
    core = dialogue.means.core
    with core.engine.begin() as connection:
        store.hold(connection, identity)
        if store.with_person(connection, identity):
            return False
        talk = _talk(dialogue, connection, identity)
        _register(talk, [], because=phrase.LATE)
        keep(connection, talk)
    _forgotten_by_engine(dialogue, identity)
    return True


def _forgotten_by_engine(dialogue: Dialogue, identity: str) -> bool:
    if dialogue.engine is None:
        return True
    try:
        dialogue.engine.forget(identity)
    except EngineDown as error:
        _log.warning("the engine has not forgotten a conversation yet: %s", error)
        return False
    return True


def _register(talk: Talk, said: Sequence[str], *, because: str) -> None:
    draft = talk.notes.draft or Draft(key=f"idle-{talk.message}", matter=talk.notes.unsure)
    matter = "\n".join(filter(None, (draft.matter, *said)))[:TEXT_LENGTH]
    talk.notes = Notes()
    if matter:
        fallback.register(talk, draft.answered("matter", matter=matter), because=because)
    else:
        talk.dropped = True
        if because is not phrase.LATE:
            talk.tell(because)


def _talk(dialogue: Dialogue, connection: Connection, identity: str) -> Talk:
    conversation = store.read(connection, dialogue.means.core.sealer, identity)
    return Talk(
        means=dialogue.means,
        conversation=conversation,
        heard=Heard(),
        said=Utterance(),
        message=store.last(connection, identity),
        files=store.waiting_files(connection, identity),
        notes=conversation.notes,
        number=conversation.number,
    )
