"""The chain of a petition's history: whatever is done to it is found, and the place is named."""

import hashlib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.city import MONDAY
from tests.tracking.profile import BRIEF
from tests.tracking.story import with_citizen
from tracking.domain.error import LedgerBroken
from tracking.domain.ledger import GENESIS, Entry, Text, entry_hash, new_text, verify
from tracking.domain.people import Role
from tracking.domain.verb import Verb

STORY = with_citizen().do(Verb.RECORD_CALLBACK, Verb.CLOSE)
ENTRIES = STORY.case.entries
HEAD = STORY.case.petition.head
PLACES = st.integers(0, len(ENTRIES) - 1)
CHANGES: dict[str, Callable[[Entry], Any]] = {
    "number": lambda entry: entry.number + "0",
    "seq": lambda entry: entry.seq + 1,
    "verb": lambda entry: Verb.URGE,
    "at": lambda entry: entry.at + timedelta(microseconds=1),
    "actor": lambda entry: entry.actor + "2",
    "role": lambda entry: Role.LEADER,
    "unit": lambda entry: "B999",
    "channel": lambda entry: entry.channel + "x",
    "assignment": lambda entry: 7,
    "facts": lambda entry: {**entry.facts, "more": 1},
    "previous": lambda entry: b"\1" * 32,
    "hash": lambda entry: b"\2" * 32,
}


def _broken_at(entries: list[Entry]) -> object:
    with pytest.raises(LedgerBroken) as broken:
        verify(entries, head=HEAD)
    return broken.value.details["seq"]


def _rehashed(entry: Entry) -> Entry:
    return replace(entry, hash=entry_hash(entry))


def test_an_untouched_history_holds() -> None:
    assert verify(ENTRIES, head=HEAD) == len(ENTRIES) == STORY.case.petition.version


def test_the_first_entry_follows_nothing_and_each_one_the_one_before() -> None:
    assert [entry.previous for entry in ENTRIES] == [GENESIS, *(entry.hash for entry in ENTRIES[:-1])]


def test_every_field_of_an_entry_can_be_tampered_with_below() -> None:
    assert set(CHANGES) == {field.name for field in fields(Entry)}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("place", range(len(ENTRIES)))
def test_a_changed_field_is_found_at_its_entry(name: str, place: int) -> None:
    changed = list(ENTRIES)
    changed[place] = replace(ENTRIES[place], **{name: CHANGES[name](ENTRIES[place])})
    assert _broken_at(changed) == place + 1


@BRIEF
@given(place=PLACES, name=st.sampled_from(sorted(set(CHANGES) - {"hash", "previous", "seq"})))
def test_an_entry_that_was_changed_and_hashed_anew_is_found_at_the_next(place: int, name: str) -> None:
    changed = list(ENTRIES)
    changed[place] = _rehashed(replace(ENTRIES[place], **{name: CHANGES[name](ENTRIES[place])}))
    assert _broken_at(changed) == place + 2


@BRIEF
@given(place=PLACES)
def test_a_removed_entry_is_found_also_at_the_end(place: int) -> None:
    assert _broken_at(ENTRIES[:place] + ENTRIES[place + 1 :]) == place + 1


@BRIEF
@given(place=st.integers(0, len(ENTRIES)), copied=PLACES, fits=st.booleans())
def test_an_inserted_entry_is_found(place: int, copied: int, fits: bool) -> None:
    before = ENTRIES[place - 1].hash if place else GENESIS
    inserted = replace(ENTRIES[copied], seq=place + 1, previous=before) if fits else ENTRIES[copied]
    forged = _rehashed(inserted) if fits else inserted
    changed = [*ENTRIES[:place], forged, *ENTRIES[place:]]
    assert _broken_at(changed) in (place + 1, place + 2)


@BRIEF
@given(order=st.permutations(range(len(ENTRIES))))
def test_a_changed_order_is_found_at_the_first_entry_out_of_place(order: list[int]) -> None:
    moved = [place for place, index in enumerate(order) if place != index]
    if moved:
        assert _broken_at([ENTRIES[index] for index in order]) == moved[0] + 1


def test_a_history_written_anew_does_not_end_in_the_petitions_own_hash() -> None:
    forged, previous = [], GENESIS
    for entry in ENTRIES:
        forged.append(_rehashed(replace(entry, actor="nobody", previous=previous)))
        previous = forged[-1].hash
    assert verify(forged) == len(forged)
    assert _broken_at(forged) == len(forged) + 1


def test_a_history_that_does_not_begin_at_one_is_refused() -> None:
    with pytest.raises(LedgerBroken) as broken:
        verify([_rehashed(replace(ENTRIES[0], seq=2))])
    assert broken.value.details["seq"] == 1


def test_the_zone_in_which_an_instant_is_written_does_not_matter() -> None:
    entry = ENTRIES[0]
    assert entry_hash(replace(entry, at=entry.at.astimezone(UTC))) == entry.hash


def test_nobody_can_guess_a_text_from_its_digest() -> None:
    one, same = new_text(1, "said", "井盖坏了"), new_text(1, "said", "井盖坏了")
    assert one.digest != same.digest


def test_an_erased_text_leaves_the_chain_whole() -> None:
    said = STORY.case.texts[0]
    assert ENTRIES[0].facts["texts"]["said"] == said.digest
    assert said.body not in str(ENTRIES)


def test_a_history_of_nothing_has_no_entries_and_fits_no_petition() -> None:
    assert verify([]) == 0
    assert _broken_at([]) == 1


def test_a_broken_chain_says_in_words_what_is_wrong_and_with_which_petition() -> None:
    number = ENTRIES[0].number
    told = {
        "an entry is missing or out of place": (ENTRIES[1:], {"seq": 1, "number": number}),
        "an entry was changed": ([replace(ENTRIES[0], actor="nobody")], {"seq": 1, "number": number}),
        "the end is missing or was written anew": (ENTRIES[:1], {"seq": 2}),
    }
    for words, (entries, details) in told.items():
        with pytest.raises(LedgerBroken) as broken:
            verify(entries, head=HEAD)
        assert (str(broken.value), broken.value.details) == (words, details)


def test_an_entry_is_hashed_as_it_was_when_the_first_ones_were_written() -> None:
    entry = Entry(
        number="SY20260302-W-000001-1",
        seq=2,
        verb=Verb.SIGN,
        at=MONDAY,
        actor="handler-B101",
        role=Role.HANDLER,
        unit="B101",
        channel="console",
        assignment=1,
        facts={"b": "井盖", "a": [1, None, 0.5]},
        previous=GENESIS,
        hash=b"",
    )
    canonical = (
        f'["{"00" * 32}","SY20260302-W-000001-1",2,"signed","2026-03-02T01:00:00.000000+00:00",'
        '"handler-B101","handler","B101","console",1,{"a":[1,null,0.5],"b":"井盖"}]'
    )
    assert entry_hash(entry) == hashlib.sha256(canonical.encode()).digest()


def test_a_text_is_digested_after_its_salt() -> None:
    salted = Text(seq=1, purpose="said", body="井盖坏了", salt=bytes(16))
    assert salted.digest == hashlib.sha256(bytes(16) + "井盖坏了".encode()).hexdigest()


def test_a_new_text_keeps_what_was_said_with_sixteen_fresh_bytes_of_salt() -> None:
    text = new_text(3, "reply", "已修好")
    assert (text.seq, text.purpose, text.body, len(text.salt)) == (3, "reply", "已修好", 16)
    assert text.salt != new_text(3, "reply", "已修好").salt
