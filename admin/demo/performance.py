"""The performance office of a demonstration: this year's scheme with its beginnings, last year's frozen result."""

from decimal import Decimal
from random import Random

from admin.performance import bench, closing, drafting, goal, record, result_row, statement
from admin.performance.inflow import flow
from admin.performance.plan import Plan, standings
from admin.performance.score import Known
from admin.performance.statement import Scheme
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.people import Actor, Role

AUTHOR, CHIEF, LEADER = "assessor", "chief", "leader"
TREE = """1 | 重点工作 | 50
1.1 | 政府工作报告任务 | 60 | 申报目标
1.2 | 民生实事 | 40 | 申报目标
2 | 民意诉求 | 30
2.1 | 民意综合得分 | 70 | 民意综合得分
2.2 | 督办牌 | 30 | 督办牌扣减
3 | 领导和公众评议 | 20 | 评委评议
8 | 改革创新 | 0 | 加分 | 5
9 | 通报批评 | 0 | 扣分 | 10"""
_DECLARING = ("A01", "A02", "A05")
_JUDGES = f"{AUTHOR} {CHIEF} {LEADER}"


def perform(container: Container, chance: Random) -> None:
    """Write both years; does nothing where there is a scheme already."""
    year = city_day(container.core.now()).year
    with container.engine.connect() as connection:
        if statement.years(connection):
            return
    for each in (year - 1, year):
        drafting.draft(
            container.core,
            each,
            tree=TREE,
            judges=_JUDGES,
            reason="年度绩效考评方案",
            units=container.city.units(),
            by=AUTHOR,
        )
        drafting.publish(container.core, each, by=CHIEF)
    _last(container, year - 1, chance)
    _this(container, year, chance)


def _last(container: Container, year: int, chance: Random) -> None:
    """Frozen from inputs that are simulated but for the composite and the cards."""
    core, heirs = container.core, container.city.successors()
    with container.engine.connect() as connection:
        scheme: Scheme = drafting.in_force(connection, year)
    flowed = flow(core, year, scheme.plan, heirs)
    known = {
        unit: _known(flowed.composites.get(unit), flowed.cards.get(unit, (0, 0)), chance) for unit in scheme.plan.groups
    }
    places = standings(scheme.plan, known, composites=flowed.composites)
    found = closing.Outcome(
        year=year,
        version=scheme.version,
        plan=scheme.plan,
        inputs=known,
        composites=flowed.composites,
        places=places,
    )
    with container.engine.begin() as connection:
        result_row.add_result(connection, closing.frozen_result(found, core, by=CHIEF))


def _known(composite: Decimal | None, cards: tuple[int, int], chance: Random) -> dict[str, Known]:
    marks = tuple(Decimal(chance.randint(78, 98)) for _ in range(3))
    return {
        "1.1": Known(target=Decimal(100), achieved=Decimal(chance.randint(82, 110))),
        "1.2": Known(target=Decimal(20), achieved=Decimal(chance.randint(16, 21))),
        "2.1": Known(composite=composite),
        "2.2": Known(yellow=cards[0], red=cards[1]),
        "3": Known(marks=marks),
        "8": Known(points=Decimal(chance.choice((0, 0, 0, 1, 2)))),
    }


def _this(container: Container, year: int, chance: Random) -> None:
    core, heirs = container.core, container.city.successors()
    with container.engine.connect() as connection:
        plan: Plan = drafting.in_force(connection, year).plan
    declaring = [unit for unit in _DECLARING if unit in plan.groups]
    for unit in declaring:
        text, target = "改造老旧小区（个）", Decimal(chance.randint(20, 60))
        goal.declare(core, year, unit=unit, leaf="1.1", text=text, target=target, by=f"unit-{unit}")
        goal.check(core, year, unit=unit, leaf="1.1", accepted=True, remark="工作报告：城市更新", by=AUTHOR)
    if not declaring:
        return
    goal.freeze(core, year, by=CHIEF)
    for unit in declaring:
        proof, done = f"/staff/indicators/{unit}/N3?period={year}", Decimal(chance.randint(10, 40))
        record.enter(
            core, year, unit=unit, leaf="1.1", points=done, basis="三季度进度报表", proof=proof, by=AUTHOR,
            successors=heirs,
        )  # fmt: skip
    for judge, role in ((CHIEF, Role.ASSESSOR), (LEADER, Role.LEADER)):
        marks: dict[tuple[str, str], Decimal | None] = {
            (unit, "3"): Decimal(chance.randint(80, 96)) for unit in declaring
        }
        bench.give(core, year, marks, by=Actor(id=judge, role=role, unit=None), successors=heirs)
