"""Returns teach: what is kept of them, what is not, and that a classifier trained with it changes its mind."""

import csv
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from admin.wiring import Container, subscribers
from nlu import corpus, training
from nlu.corpus import Example
from routing import correction, learning
from routing.correction import Correction
from tests.admin.desks import matter
from tests.tracking import city, stored
from tests.tracking.people import DISPATCHER
from tracking.domain.procedure import dispatching
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind
from tracking.store import case as cases
from tracking.store import schema
from tracking.store.outbox import Event

GIVEN_BACK, RIGHT = "C01", "C03"


def _told(container: Container) -> None:
    """Every event of the whole ledger, twice: what comes late or again must do no harm."""
    with container.engine.connect() as connection:
        numbers = connection.execute(select(schema.petition.c.number)).scalars().all()
        entries = [entry for number in numbers for entry in cases.entries(connection, number)]
    for _ in range(2):
        for entry in entries:
            event = Event(id=1, number=entry.number, seq=entry.seq, verb=entry.verb, at=entry.at, attempts=0)
            if entry.verb in learning.TAUGHT_BY:
                container.learning.on_event(event)


def _kept(container: Container) -> list[Correction]:
    with container.engine.connect() as connection:
        return list(correction.read(connection))


def _again(container: Container, number: str, unit: str, *, arbitrated: bool = False) -> None:
    core = container.core
    with core.change(number) as case:
        give = dispatching.arbitrate if arbitrated else dispatching.dispatch
        give(case, by=DISPATCHER, at=core.now(), timetable=core.timetable_of(case), unit=unit, basis="权责清单")


def _returned(container: Container, *, kind: Kind = Kind.COMPLAINT) -> str:
    number = matter.with_unit(container, unit=GIVEN_BACK, kind=kind)
    stored.tell(container.core, number, Verb.RETURN, Verb.UPHOLD_RETURN)
    return number


@pytest.mark.parametrize(("arbitrated", "cause"), [(False, "return"), (True, "arbitration")])
def test_an_upheld_return_teaches_once_the_next_unit_is_known(
    container: Container, arbitrated: bool, cause: str
) -> None:
    number = _returned(container)
    _told(container)
    assert _kept(container) == []
    _again(container, number, RIGHT, arbitrated=arbitrated)
    _told(container)
    (kept,) = _kept(container)
    assert (kept.number, kept.cause, kept.wrong, kept.right) == (number, cause, GIVEN_BACK, RIGHT)
    assert (kept.topic, kept.kind) == (matter.TOPIC, "complaint")


def test_a_unit_that_gives_it_back_too_was_not_right(container: Container) -> None:
    number = _returned(container)
    _again(container, number, RIGHT)
    _told(container)
    stored.tell(container.core, number, Verb.RETURN, Verb.UPHOLD_RETURN)
    _told(container)
    assert _kept(container) == []


def test_a_plain_dispatch_and_a_rejected_return_teach_nothing(container: Container) -> None:
    matter.with_unit(container)
    rejected = matter.with_unit(container)
    stored.tell(container.core, rejected, Verb.RETURN, Verb.REJECT_RETURN)
    _told(container)
    assert _kept(container) == []


def test_a_corrected_topic_teaches_as_soon_as_it_is_with_a_unit(container: Container) -> None:
    number = matter.with_unit(container, unit=GIVEN_BACK)
    stored.tell(container.core, number, Verb.CORRECT)
    _told(container)
    (kept,) = _kept(container)
    assert (kept.cause, kept.wrong, kept.right, kept.kind) == ("corrected", None, GIVEN_BACK, "help")


def test_nothing_is_kept_of_a_report(container: Container) -> None:
    number = _returned(container, kind=Kind.REPORT)
    _again(container, number, RIGHT)
    _told(container)
    assert _kept(container) == []


def test_a_report_that_was_called_something_else_afterwards_teaches_nothing(container: Container) -> None:
    number = _returned(container, kind=Kind.REPORT)
    stored.tell(container.core, number, Verb.CORRECT)
    _again(container, number, RIGHT)
    _told(container)
    assert _kept(container) == []


def test_the_text_is_kept_without_what_points_at_a_person(container: Container) -> None:
    text = f"我叫{matter.NAME}，电话{matter.PHONE}，楼里停水三天了，请派人来修。"
    number = matter.with_unit(container, text, unit=GIVEN_BACK)
    stored.tell(container.core, number, Verb.RETURN, Verb.UPHOLD_RETURN)
    _again(container, number, RIGHT)
    _told(container)
    (kept,) = _kept(container)
    assert matter.PHONE not in kept.text
    assert matter.NAME not in kept.text
    assert "停水三天" in kept.text


def test_every_event_that_teaches_reaches_whoever_learns(container: Container) -> None:
    table = subscribers(container)
    assert all(container.learning.on_event in table[verb] for verb in learning.TAUGHT_BY)


def test_what_was_learnt_of_words_goes_with_the_words(container: Container) -> None:
    number = _returned(container)
    _again(container, number, RIGHT)
    _told(container)
    with container.engine.begin() as connection:
        connection.execute(update(schema.text_).where(schema.text_.c.purpose == "said").values(body=""))
    assert _kept(container) == []


def test_a_contradiction_to_the_register_is_counted_and_the_register_stays(container: Container) -> None:
    number = _returned(container)
    _again(container, number, RIGHT)
    _told(container)
    duty = container.city.duty(matter.TOPIC, district=None, street=None)
    assert duty is not None
    assert learning.against_register(container.city, _kept(container)) == {(matter.TOPIC, duty.unit, RIGHT): 1}
    assert container.city.duty(matter.TOPIC, district=None, street=None) == duty


SMALL = ("0101", "0102", "0301", "0302")


@pytest.fixture(scope="module")
def some() -> list[Example]:
    """A part of the corpus with several units, so that training takes seconds."""
    return [each for each in corpus.read() if each.part == "train" and each.topic[:4] in SMALL]


TOLD = (
    "换热站门口的热力井盖冒白气，走路的人都绕着。",
    "热力井往外冒热气，井盖边上结了冰，没人管。",
    "路边热力井盖一直冒白烟，晚上看不清路。",
    "小区门前的热力井冒气，井圈裂了，怕有人掉下去。",
    "热力管沟的井盖冒热气，地面都湿了，车过打滑。",
    "马路中间的热力井盖冒着白气，司机都要躲。",
)
ASKED = ("我家楼下那个热力井整天冒白气，井盖周围一层冰，老人都不敢走。", "学校西墙外热力井盖冒气，接孩子的都得绕道。")


def test_a_classifier_trained_with_corrections_reads_other_words_of_the_same_kind(some: list[Example]) -> None:
    before = training.train(some)
    first = {before.understand(text).holders[0].label for text in ASKED}
    right = next(each.holder for each in some if each.holder not in {*first, "@district", "@discipline"})
    like = next(each for each in some if each.holder == right)
    told = [replace(like, id=f"SY2026030{n}-W-000001-0", text=text) for n, text in enumerate(TOLD)]
    after = training.train([*some, *training.fitting(told, some)])
    assert {after.understand(text).holders[0].label for text in ASKED} == {right}


def test_the_card_says_which_corrections_were_learnt(some: list[Example], tmp_path: Path) -> None:
    path = tmp_path / "petitions.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(asdict(some[0])))
        table.writeheader()
        table.writerows(map(asdict, some))
    lesson = replace(some[0], id="SY20260304-W-000001-0", text="热力井冒白气")
    card = training.train_and_save(tmp_path, at=city.MONDAY, path=path, corrections=[lesson])
    assert (card["corrections"], card["corrections_since"], card["corrections_until"]) == (1, "20260304", "20260304")
    assert card["trained_on"] == len(some) + 1
    assert len(card["corrections_sha256"]) == 64


def test_a_lesson_about_a_label_the_corpus_does_not_have_is_left_out(some: list[Example]) -> None:
    strange = replace(some[0], holder="Z99")
    assert training.fitting([strange, some[0]], some) == [some[0]]
