"""Accountability of the simulated city: what the rules ask for of its closed months, and a few records on their way."""

from admin.accountability import acting, proposing, store
from admin.accountability.fact import EVERYTHING
from admin.accountability.proposal import Kind
from admin.accountability.stage import Stage
from admin.security.account import Officer
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.people import Role

BEGUN = 3
BASIS = "本市民意诉求办理工作考评办法关于责任追究的规定"
_FIRST = Officer(username="dispatcher", role=Role.DISPATCHER, unit=None, name="", csrf="")
_SECOND = Officer(username="supervisor", role=Role.DISPATCHER, unit=None, name="", csrf="")


def hold_to_account(container: Container) -> None:
    """Propose what is due, and take the first few further."""
    today = city_day(container.core.now())
    proposing.tick(container)
    with container.engine.connect() as connection:
        known = store.of_year(connection, today.year, EVERYTHING)
    waiting = [each for each in known if each.stage is Stage.PROPOSED and each.kind is not Kind.TRANSFER]
    for each in waiting[:BEGUN]:
        acting.open_(container, each.id, note="按规则提出，事实清楚，予以立案。", by=_FIRST)
    for each in waiting[1:BEGUN]:
        decision = f"{container.city.unit_name(each.unit)}办理质量不符合要求，作出本决定，请限期整改。"
        acting.decide(container, each.id, effect=each.kind, decision=decision, basis=BASIS, by=_SECOND)
    for each in waiting[2:BEGUN]:
        handler = Officer(username=f"unit-{each.unit}", role=Role.HANDLER, unit=each.unit, name="", csrf="")
        acting.appeal(container, each.id, reason="超期的主要原因是人员调整，现已补齐，请予复核。", by=handler)
