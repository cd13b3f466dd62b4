"""What is kept is what was known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channels.dialogue import notes, utterance
from channels.dialogue.notes import Draft, Notes
from channels.dialogue.press import Press
from channels.dialogue.utterance import Reply, Spot, Utterance

WORDS = st.text(max_size=20)
SPOTS = st.none() | st.builds(Spot, longitude=st.floats(-180, 180), latitude=st.floats(-90, 90))
DRAFTS = st.builds(
    Draft, key=WORDS, matter=WORDS, place=WORDS, spot=SPOTS, phone=WORDS, identity=WORDS, asked=st.frozensets(WORDS)
)


@given(st.builds(Notes, draft=st.none() | DRAFTS, unsure=WORDS, number=WORDS, detail=WORDS))
def test_notes_come_back_as_they_were(known: Notes) -> None:
    assert notes.notes_of(notes.packed(known)) == known


@given(st.builds(Utterance, text=WORDS, press=st.none() | st.sampled_from(Press), spot=SPOTS, photos=st.lists(WORDS)))
def test_utterances_come_back_as_they_were(said: Utterance) -> None:
    found = utterance.utterance_of(utterance.packed(said))
    assert (found.text, found.press, found.spot, list(found.photos)) == (
        said.text,
        said.press,
        said.spot,
        list(said.photos),
    )


@given(st.builds(Reply, text=WORDS, buttons=st.lists(st.tuples(st.sampled_from(Press), WORDS))))
def test_replies_come_back_as_they_were(reply: Reply) -> None:
    assert utterance.reply_of(utterance.packed(reply)) == reply
