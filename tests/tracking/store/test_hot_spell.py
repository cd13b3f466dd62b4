"""From when to when a group was hot."""

from dataclasses import replace
from datetime import timedelta

from admin.wiring import Container
from tracking.domain.clock import FixedClock
from tracking.domain.hot import Group, Hot
from tracking.store import hot_spell

STREET = Group(topic="030101", district="A01", street="A0101")


def _hot(clock: FixedClock, *, now: int = 6, group: Group = STREET) -> Hot:
    return Hot(group=group, now=now, usual=0.5, tail=0.0, first_on=clock.at.date(), daily=[now])


def _follow(container: Container, clock: FixedClock, *found: Hot) -> tuple[int, int]:
    with container.engine.begin() as connection:
        return hot_spell.follow(connection, found, at=clock.at)


def test_a_spell_begins_once_ends_when_it_cools_and_is_kept(container: Container, clock: FixedClock) -> None:
    began = clock.at
    assert _follow(container, clock, _hot(clock)) == (1, 0)
    clock.at += timedelta(hours=1)
    assert _follow(container, clock, _hot(clock, now=9)) == (0, 0)
    clock.at += timedelta(days=2)
    assert _follow(container, clock) == (0, 1)
    with container.engine.connect() as connection:
        assert hot_spell.count(connection) == 0
        (spell,) = hot_spell.ended(connection, since=began, most=10)
    assert (spell.group, spell.began_at, spell.ended_at, spell.most) == (STREET, began, clock.at, 9)


def test_what_cools_leaves_the_others_hot_and_may_rise_again(container: Container, clock: FixedClock) -> None:
    other = replace(STREET, street="")
    _follow(container, clock, _hot(clock), _hot(clock, group=other))
    assert _follow(container, clock, _hot(clock, group=other)) == (0, 1)
    assert _follow(container, clock, _hot(clock), _hot(clock, group=other)) == (1, 0)
    with container.engine.connect() as connection:
        assert {each.group for each in hot_spell.running(connection)} == {STREET, other}
