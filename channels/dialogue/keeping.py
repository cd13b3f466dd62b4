"""Writing down a step of a dialogue, all of it or nothing."""

from __future__ import annotations

from sqlalchemy import Connection

from channels.dialogue import phrase, store
from channels.dialogue.talk import Talk
from channels.dialogue.utterance import Reply


def keep(connection: Connection, talk: Talk) -> None:
    """Notes, replies with the notice before the first of them, files, and the wish for a person."""
    means, conversation = talk.means, talk.conversation
    sealer, at = means.core.sealer, means.core.now()
    if talk.replies and conversation.notice_at is None:
        notice = means.say(conversation.language, phrase.NOTICE)
        talk.replies.insert(0, Reply(text=notice))
        store.note_notice(connection, conversation.id, at=at)
    store.keep(connection, sealer, conversation.id, notes=talk.notes, number=talk.number)
    carried = means.messengers[conversation.channel].carried
    store.reply(connection, sealer, conversation, talk.replies, carried=carried, at=at)
    if talk.dropped:
        store.drop_files(connection, conversation.id)
    if talk.filed:
        store.hand_in(connection, conversation.id, talk.filed, at=at)
    if talk.person:
        store.ask_for_person(connection, conversation.id, at=at)
