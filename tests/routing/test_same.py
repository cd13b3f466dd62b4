"""Who told the same before: by words, place and time, and never what the asker may not see."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from admin.wiring import Container
from routing.router import Where
from routing.same import INDEXED
from tests.admin.desks import matter
from tests.admin.desks.desk import UNIT
from tracking.domain.clock import FixedClock
from tracking.domain.people import Role, citizen
from tracking.domain.procedure.citizen import withdraw
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Kind
from tracking.service import relay
from tracking.store import same as store
from tracking.store.visibility import Viewer

TEXT = "三义街12号楼下水道堵了三天，污水往外冒，楼道里都是臭味"
AGAIN = "三义街12号楼的下水道堵了三天，污水往外冒，臭味很大没人管"
NOWHERE = Where()
DESK = Viewer(role=Role.DISPATCHER)


def relayed(container: Container, *, times: int = 1) -> None:
    """Only what makes petitions findable hears of them; a failure is raised."""

    def fail(_event: object, error: Exception) -> None:
        raise error

    table: dict[Verb, Sequence[relay.Subscriber]] = dict.fromkeys(Verb, ())
    table |= dict.fromkeys(INDEXED, (container.same.on_event,) * times)
    while relay.drain(container.core, table, report=fail):
        pass


def _public(container: Container, text: str = AGAIN, place: Where = NOWHERE) -> Sequence[str]:
    relayed(container)
    return [each.number for each in container.same.heard(text, place.district, place.street)]


def test_the_same_told_in_other_words_is_found(container: Container) -> None:
    number = matter.classified(container, TEXT)
    matter.classified(container, "公积金怎么提取，需要带什么材料")
    assert _public(container) == [number]


def test_a_text_that_says_nothing_finds_nothing(container: Container) -> None:
    matter.classified(container, TEXT)
    for text in ("", "您好", "希望相关部门尽快处理", "\x00\ud800", "！" * 2000):
        assert _public(container, text) == []


def test_a_report_is_told_to_no_stranger(container: Container) -> None:
    matter.classified(container, TEXT, kind=Kind.REPORT)
    assert _public(container) == []


def test_what_nobody_has_classified_yet_may_be_a_report_and_is_told_to_no_stranger(container: Container) -> None:
    matter.registered(container, TEXT)
    assert _public(container) == []


def test_what_was_told_in_confidence_is_told_to_no_stranger(container: Container) -> None:
    matter.classified(container, TEXT, identity=Identity.CONFIDENTIAL)
    assert _public(container) == []


def test_what_is_over_is_told_to_no_stranger_and_to_a_desk_for_sixty_days(
    container: Container, clock: FixedClock
) -> None:
    number = matter.registered(container, TEXT)
    with container.core.change(number) as case:
        withdraw(case, by=citizen("web"), at=container.core.now())
    assert _public(container) == []
    assert [each.number for each in container.same.seen_by(DESK, AGAIN, NOWHERE)] == [number]
    clock.at += timedelta(days=61)
    assert container.same.seen_by(DESK, AGAIN, NOWHERE) == []


@pytest.mark.parametrize(("days", "found"), [(59, True), (150, True), (240, False)])
def test_an_open_matter_is_found_for_half_a_year(
    container: Container, clock: FixedClock, days: int, found: bool
) -> None:
    matter.classified(container, TEXT)
    relayed(container)
    clock.at += timedelta(days=days)
    assert bool(container.same.heard(AGAIN, None, None)) is found


def test_the_same_street_comes_first_and_another_district_is_another_matter(container: Container) -> None:
    far = matter.classified(container, TEXT, district="A03")
    near = matter.classified(container, TEXT, district="A01")
    loose = "三义街12号楼下水道堵了，污水冒得到处都是，一直没人管"
    assert _public(container, TEXT, Where(district="A01")) == [near, far]
    assert _public(container, loose, Where(district="A01")) == [near]


def test_no_more_than_five_are_shown(container: Container) -> None:
    for _ in range(8):
        matter.classified(container, TEXT)
    assert len(_public(container)) == 5


def test_a_unit_is_shown_what_it_has_and_the_petition_itself_is_left_out(container: Container) -> None:
    theirs, others = matter.with_unit(container, TEXT), matter.classified(container, TEXT)
    relayed(container)
    handler = Viewer(role=Role.HANDLER, unit=UNIT)
    assert [each.number for each in container.same.seen_by(handler, AGAIN, NOWHERE)] == [theirs]
    assert [each.number for each in container.same.seen_by(DESK, AGAIN, NOWHERE, but=theirs)] == [others]


def test_a_petition_is_made_findable_once(container: Container) -> None:
    matter.classified(container, TEXT)
    relayed(container, times=2)
    assert len(_public(container)) == 1


def test_of_a_crowd_the_newest_are_found(container: Container, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "EXAMINED", 3)
    for _ in range(6):
        number = matter.classified(container, TEXT)
        with container.core.change(number) as case:
            withdraw(case, by=citizen("web"), at=container.core.now())
    open_ones = [matter.classified(container, TEXT) for _ in range(3)]
    assert sorted(_public(container)) == open_ones
