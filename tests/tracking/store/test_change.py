"""One saving is one statement, and its words depend on what changes, not on the values."""

import pytest

from admin.wiring import Container
from tests.tracking import driver, stored
from tests.tracking.story import Story
from tracking.domain.case import Case
from tracking.domain.verb import Verb
from tracking.store import case as cases
from tracking.store import change


def _recorded(container: Container, *verbs: Verb) -> Case:
    number = stored.dispatched(container.core)
    with container.engine.connect() as connection:
        case = cases.load(connection, number)
    story = Story(case, container.core.now())
    for verb in verbs:
        story.do(verb)
    return case


@pytest.mark.parametrize("verbs", [(Verb.SIGN,), (Verb.SIGN, Verb.CONTACT, Verb.REPORT_BACK)])
def test_the_same_verbs_on_another_petition_are_the_same_words(container: Container, verbs: tuple[Verb, ...]) -> None:
    one, other = (change.statement(_recorded(container, *verbs)) for _ in range(2))
    assert one.sql == other.sql
    assert one.values["key"] != other.values["key"]


def test_only_what_changed_is_written(container: Container) -> None:
    sql = change.statement(_recorded(container, Verb.SIGN)).sql
    assert "signed_at" in sql
    assert "contacted_at" not in sql


def test_a_verb_is_two_reads_and_one_write(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    number = stored.dispatched(container.core)
    sent = driver.listen(monkeypatch)
    stored.tell(container.core, number, Verb.SIGN, Verb.CONTACT)
    assert [query.split()[0] for query in sent] == ["SELECT", "SELECT", "WITH"]
