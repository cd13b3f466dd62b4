"""Without the engine nothing is lost: what a citizen says becomes a petition as it is, and they are told so."""

from __future__ import annotations

import re
from dataclasses import replace

from channels.dialogue import phrase
from channels.dialogue.filing import file, grouped
from channels.dialogue.mark import marked_text
from channels.dialogue.notes import Draft, Notes
from channels.dialogue.press import Press
from channels.dialogue.talk import Talk
from channels.words import TEXT_LENGTH, clean
from tracking.domain.error import KeyReused

_LETTER = re.compile(r"\w")
_FEWEST_LETTERS = 4


def answer(talk: Talk) -> None:
    """Answer in the engine's place."""
    said, address = talk.said, f"{talk.means.public_url}/progress"
    if said.press is not None:
        _pressed(talk)
    elif marked_text(said.text).only_key:
        talk.tell(phrase.DOWN_KEY, address=address)
    elif (draft := _with_words(talk)).matter:
        register(talk, draft, because=phrase.DOWN)
    else:
        talk.tell(phrase.DOWN_SHORT, address=address)


def register(talk: Talk, draft: Draft, *, because: str) -> None:
    """File a draft that nobody confirmed, and tell why."""
    try:
        receipt = file(talk.means, talk.door, draft)
    except KeyReused:  # it was filed a moment ago, without these words
        receipt = file(talk.means, talk.door, _of_this_message(talk, clean(talk.said.text) or draft.matter))
    talk.notes, talk.number, talk.filed = Notes(), receipt.number, receipt.number
    talk.tell(because)
    address = f"{talk.means.public_url}/progress"
    code = grouped(receipt.query_code)
    talk.tell(phrase.FILED, number=receipt.number, code=code, address=address)


def _pressed(talk: Talk) -> None:
    draft = talk.notes.draft
    if talk.said.press is Press.CANCEL:
        talk.dropped, talk.notes = True, Notes()
        talk.tell(phrase.CANCELLED)
    elif draft and draft.matter:
        register(talk, draft, because=phrase.DOWN)
    elif talk.notes.unsure:
        register(talk, _of_this_message(talk, talk.notes.unsure), because=phrase.DOWN)
    else:
        talk.tell(phrase.DOWN_PRESS)


def _with_words(talk: Talk) -> Draft:
    """What was told before, what is told now, and the voice if there is one."""
    draft = talk.notes.draft or _of_this_message(talk, talk.notes.unsure)
    text = clean(talk.said.text)
    voice = talk.word(phrase.VOICE_MATTER) if talk.said.voices else ""
    if not draft.matter and not voice and len(_LETTER.findall(text)) < _FEWEST_LETTERS:
        text = ""
    matter = "\n".join(filter(None, (draft.matter, text, voice)))[:TEXT_LENGTH]
    phone = draft.phone or marked_text(text).phone or ""
    return replace(draft, matter=matter, phone=phone, spot=talk.said.spot or draft.spot)


def _of_this_message(talk: Talk, matter: str) -> Draft:
    """Filed again after a crash it is the same petition."""
    return Draft(key=f"message-{talk.message}", matter=matter)
