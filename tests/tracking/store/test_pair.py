"""A title is found by any part of it, and by nothing else."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text

from admin.wiring import Container
from tests.tracking import stored
from tracking.service.intake import title
from tracking.store import pair, schema

_MATCH = text("SELECT CAST(:vector AS tsvector) @@ CAST(:query AS tsquery)")
_LETTERS = st.sampled_from("停水了垃圾aAbßİΣ'\\:*&|!<->()%_ 　\t…🚰")
TITLES = st.text(_LETTERS, max_size=40).map(title).filter(bool)
TERMS = st.lists(st.text(_LETTERS, min_size=1, max_size=5), min_size=1, max_size=3)


def _found(engine: Engine, name: str, words: str) -> bool:
    with engine.connect() as connection:
        values = {"vector": pair.vector(name), "query": pair.query(words)}
        return bool(connection.execute(_MATCH, values).scalar_one())


def _contains(name: str, words: str) -> bool:
    return all(term in name.casefold() for term in words.casefold().split())


_DATABASE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_DATABASE
@given(name=TITLES, terms=TERMS)
@example(name="aaab", terms=["aab"])
@example(name="停水停", terms=["停水", "水停"])
@example(name="a'b\\c", terms=["'b\\"])
def test_a_term_is_found_where_it_stands_in_the_title(engine: Engine, name: str, terms: list[str]) -> None:
    words = " ".join(terms)
    if words.split():
        assert _found(engine, name, words) is _contains(name, words)


@_DATABASE
@given(name=TITLES, data=st.data())
def test_every_part_of_a_title_finds_it(engine: Engine, name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    if name[start:end].strip():
        assert _found(engine, name, name[start:end].upper() if name.isascii() else name[start:end])


@pytest.mark.parametrize("words", ["停" * 20_000, "停 " * 20_000, "'" * 500])
def test_however_much_is_asked_the_question_stays_short(engine: Engine, words: str) -> None:
    assert not _found(engine, "井盖坏了", words)
    assert len(pair.query(words)) < 2000


def test_what_was_taken_in_can_be_searched(container: Container) -> None:
    number = stored.taken(container.core, text="路灯不亮，'晚上'走路看不清，请修理一下，已经报修过三次了").number
    with container.engine.connect() as connection:
        for words, expected in {
            "路灯": [number],
            "修理 晚上": [number],
            "三次": [number],
            "文体": [],
            "灯路": [],
        }.items():
            found = select(schema.petition.c.number).where(pair.has(schema.petition.c.number, words))
            assert list(connection.execute(found).scalars()) == expected
