"""The law of the year's ranking, without a database."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.performance.judging import Panel, judged
from admin.performance.plan import Plan, known_json, known_of, plan_json, plan_of, standings
from admin.performance.ranking import Place, ranked
from admin.performance.score import Known, Points, Rule, parts, score
from admin.performance.tree import Flawed, Measure, Node, faults, shares
from admin.performance.writing import read, write
from channels.base import Refused

TREE = """1 | 重点工作 | 50
1.1 | 重点项目 | 60 | 申报目标
1.2 | 民生实事 | 40 | 申报目标
2 | 民意诉求 | 30
2.1 | 综合得分 | 70 | 民意综合得分
2.2 | 督办牌 | 30 | 督办牌扣减
3 | 评议 | 20 | 评委评议
8 | 创新 | 0 | 加分 | 5
9 | 违规 | 0 | 扣分 | 10"""
NODES = read(TREE)
RULE = Rule(yellow=Decimal(2), red=Decimal(5), panel=Panel(least=2, trim_from=5))
PANEL = RULE.panel
GROUPS = ("A", "B1", "B2")
percents = st.decimals(0, 100, places=2)
amounts = st.decimals(0, 1000, places=2)
goals = st.builds(Known, target=st.none() | st.decimals("0.01", 1000, places=2), achieved=amounts)
composites = st.builds(Known, composite=st.none() | percents)
cards = st.builds(Known, yellow=st.integers(0, 90), red=st.integers(0, 90))
judges = st.builds(Known, marks=st.lists(percents, max_size=7).map(tuple))
points = st.builds(Known, points=amounts)
units = st.fixed_dictionaries(
    {"1.1": goals, "1.2": goals, "2.1": composites, "2.2": cards, "3": judges, "8": points, "9": points}
)
years = st.lists(units, min_size=1, max_size=8).map(lambda found: {f"U{n}": each for n, each in enumerate(found)})


def plan(year: dict[str, dict[str, Known]]) -> Plan:
    groups = {unit: GROUPS[n % len(GROUPS)] for n, unit in enumerate(year)}
    return Plan(groups=groups, nodes=NODES, judges=["j"], rule=RULE)


def places(year: dict[str, dict[str, Known]]) -> dict[str, Place]:
    own = {unit: known["2.1"].composite for unit, known in year.items()}
    return {each.unit: each for each in standings(plan(year), year, composites=own)}


@given(years, st.randoms())
def test_the_order_of_what_comes_in_is_irrelevant(year: dict[str, dict[str, Known]], chance: object) -> None:
    mixed = list(year.items())
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    own = {unit: known["2.1"].composite for unit, known in mixed}
    as_it_was = standings(plan(year), year, composites=own)
    shuffled = replace(plan(year), groups={unit: plan(year).groups[unit] for unit, _ in mixed})
    assert standings(shuffled, dict(mixed), composites=own) == as_it_was


@given(years, st.decimals(0, 500, places=2), st.sampled_from(["1.1", "1.2", "2.1", "2.2", "8", "9"]))
def test_doing_better_never_lowers_score_or_rank(year: dict[str, dict[str, Known]], more: Decimal, leaf: str) -> None:
    was, known = places(year)["U0"], year["U0"][leaf]
    better = {
        "1.1": replace(known, achieved=known.achieved + more),
        "1.2": replace(known, achieved=known.achieved + more),
        "2.1": known
        if known.composite is None
        else replace(known, composite=min(Decimal(100), known.composite + more)),
        "2.2": replace(known, red=known.red // 2),
        "8": replace(known, points=known.points + more),
        "9": replace(known, points=known.points / 2),
    }[leaf]
    now = places({**year, "U0": {**year["U0"], leaf: better}})["U0"]
    assert was.points.total is not None
    assert now.points.total is not None
    assert now.points.total >= was.points.total
    assert now.rank is not None
    assert was.rank is not None
    assert now.rank <= was.rank


@given(years)
def test_the_total_lies_between_zero_and_a_hundred_with_the_bonus_cap(year: dict[str, dict[str, Known]]) -> None:
    for each in places(year).values():
        assert each.points.total is not None
        assert 0 <= each.points.total <= 105


@given(years)
def test_what_the_leaves_bring_adds_up_to_the_total(year: dict[str, dict[str, Known]]) -> None:
    for each in places(year).values():
        brought = sum((part or Decimal(0) for part in parts(NODES, each.points).values()), Decimal(0))
        assert each.points.total is not None
        assert abs(max(Decimal(0), brought) - each.points.total) <= Decimal("0.10")


@given(years, units)
def test_groups_never_mix(year: dict[str, dict[str, Known]], other: dict[str, Known]) -> None:
    was = places(year)
    now = places({**year, "U0": other})
    for unit, each in was.items():
        if each.group != was["U0"].group:
            assert now[unit] == each


@given(years)
def test_ranks_begin_at_one_and_only_equals_share_one(year: dict[str, dict[str, Known]]) -> None:
    found = list(places(year).values())
    for group in {each.group for each in found}:
        own = [each for each in found if each.group == group]
        assert min(each.rank or 0 for each in own) == 1
        for each in own:
            assert each.rank == 1 + sum(other.key > each.key for other in own)


@given(st.lists(st.decimals("0.01", 100, places=2), min_size=1, max_size=6))
def test_weights_that_do_not_add_to_a_hundred_are_refused_with_the_sum(weights: list[Decimal]) -> None:
    nodes = [
        Node(code=f"{n}", name="x", weight=weight, measure=Measure.GOAL) for n, weight in enumerate(weights, start=1)
    ]
    found = [each for each in faults(nodes) if each.kind is Flawed.SUM]
    assert [each.total for each in found] == ([] if sum(weights) == 100 else [sum(weights)])


@given(years)
def test_a_frozen_year_reads_back_as_it_was(year: dict[str, dict[str, Known]]) -> None:
    assert plan_of(plan_json(plan(year))) == plan(year)
    assert {code: known_of(known_json(known)) for code, known in year["U0"].items()} == year["U0"]


def test_shares_of_the_leaves_add_to_a_hundred() -> None:
    assert shares(NODES) == {"1.1": 30, "1.2": 20, "2.1": 21, "2.2": 9, "3": 20}


def test_a_tree_reads_back_as_it_is_written() -> None:
    assert read(write(NODES)) == NODES


@pytest.mark.parametrize(
    ("was", "becomes", "place", "total"),
    [("50", "49", "0", "99"), ("| 70 |", "| 69.5 |", "2 民意诉求", "99.5")],
)
def test_a_wrong_sum_is_told_with_its_place(was: str, becomes: str, place: str, total: str) -> None:
    with pytest.raises(Refused) as caught:
        read(TREE.replace(was, becomes, 1))
    assert caught.value.flaws[0].values == {"place": place, "total": total}


@pytest.mark.parametrize(
    "line",
    ["1.1.1.1 | x | 100 | 申报目标", "4.1 | x | 100 | 申报目标", "7 | x | 0 | 加分", "1.1 | x | 1", "x", "6 | x | NaN"],
)
def test_a_line_that_cannot_be_is_refused(line: str) -> None:
    with pytest.raises(Refused):
        read(f"{TREE}\n{line}")


def test_judges_few_are_no_value_and_many_lose_the_extremes() -> None:
    marks = [Decimal(mark) for mark in (0, 80, 82, 84, 100)]
    assert judged(marks[:1], PANEL) is None
    assert judged(marks[1:3], PANEL) == 81
    assert judged(marks, PANEL) == 82


def test_what_is_missing_gives_its_weight_and_a_goal_never_accepted_is_nothing() -> None:
    reached = Known(target=Decimal(10), achieved=Decimal(20))
    assert score(NODES, {"1.1": reached, "1.2": reached}, RULE).total == 100
    assert score(NODES, {"1.1": reached}, RULE).total == Decimal("66.10")


def test_equal_totals_are_told_apart_by_the_composite_and_else_share() -> None:
    def place(unit: str, composite: int | None) -> Place:
        own = None if composite is None else Decimal(composite)
        return Place(unit=unit, group="A", points=Points(leaves={}, total=Decimal(90)), composite=own)

    found = ranked([place("c", None), place("a", 80), place("b", 80), place("d", 90)])
    assert [(each.unit, each.rank) for each in found] == [("d", 1), ("a", 2), ("b", 2), ("c", 4)]
