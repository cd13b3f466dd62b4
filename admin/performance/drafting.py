"""Writing a scheme and publishing it: a second person publishes, and what is published never changes."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from admin.performance import result_row, statement
from admin.performance.judging import Panel
from admin.performance.plan import Plan
from admin.performance.refusal import EARLY, FORBIDDEN, LATE, MISSING, refused
from admin.performance.score import Rule
from admin.performance.statement import Scheme
from admin.performance.writing import check, read
from channels.base import marked
from routing.city import Unit
from tracking.domain.clock import city_day
from tracking.service.core import Core
from tracking.store import parameter

FIRST, LAST = 2000, 2100


def rule(connection: Connection, on: date) -> Rule:
    """The numbers in force on a day (parameter ``performance``)."""
    number = parameter.numbers(connection, "performance", on)
    panel = Panel(least=int(number["least_judges"]), trim_from=int(number["trim_from"]))
    return Rule(yellow=number["yellow"], red=number["red"], panel=panel)


def groups(units: Sequence[Unit]) -> Mapping[str, str]:
    """Unit → group of the units that are ranked now; branches and abolished units are not."""
    return {unit.code: unit.group for unit in units if unit.group and unit.active and unit.kind != "branch"}


def draft(core: Core, year: int, *, tree: str, judges: str, reason: str, units: Sequence[Unit], by: str) -> int:
    """Write the draft of a year, or change it; after a published version begin the next. Returns the version."""
    if not FIRST <= year <= LAST:
        raise refused("year", marked("年度应为四位数字。"))
    if not reason:
        raise refused("reason", marked("请写明制定或修订的理由。"), code=MISSING)
    nodes, names = read(tree), sorted(set(judges.split()))
    with core.engine.begin() as connection:
        known = statement.schemes(connection, year)
        _refuse_closed(connection, year)
        newest = known[0] if known else None
        again = newest is not None and newest.published_at is None
        version = (newest.version if again else newest.version + 1) if newest else 1
        made = Scheme(
            year=year,
            version=version,
            plan=Plan(groups=groups(units), nodes=nodes, judges=names, rule=rule(connection, city_day(core.now()))),
            reason=reason,
            written_by=by,
            written_at=core.now(),
        )
        if not (statement.edit_draft(connection, made) if again else statement.add_scheme(connection, made)):
            raise refused("version", marked("这一版刚刚被别人改动或发布，请刷新后再试。"), code=LATE)
    return version


def publish(core: Core, year: int, *, by: str) -> int:
    """Publish the draft of a year; its author may not. Returns the version."""
    with core.engine.begin() as connection:
        newest = next(iter(statement.schemes(connection, year)), None)
        if newest is None or newest.published_at:
            raise refused("version", marked("没有待发布的方案。"), code=EARLY)
        if newest.written_by == by:
            raise refused("by", marked("方案由本人起草，须由另一人发布。"), code=FORBIDDEN)
        _refuse_closed(connection, year)
        check(newest.plan.nodes)
        key = {"year": year, "version": newest.version, "written_at": newest.written_at}
        if not statement.publish(connection, **key, by=by, at=core.now()):  # type: ignore[arg-type]
            raise refused("version", marked("这一版刚刚被别人改动或发布，请刷新后再试。"), code=LATE)
    return newest.version


def in_force(connection: Connection, year: int) -> Scheme:
    """The published version with the highest number. Raises ``Refused`` before there is one."""
    found = next((each for each in statement.schemes(connection, year) if each.published_at), None)
    if found is None:
        raise refused("year", marked("%(year)s年度的方案还没有发布。"), code=EARLY, year=year)
    return found


def running(connection: Connection, year: int) -> Scheme:
    """The version in force of a year whose result is not frozen. Raises ``Refused``."""
    _refuse_closed(connection, year)
    return in_force(connection, year)


def _refuse_closed(connection: Connection, year: int) -> None:
    if result_row.result(connection, year):
        raise refused("year", marked("%(year)s年度的结果已经封存，不能再改动。"), code=LATE, year=year)


def amount(value: Decimal | None, field: str, *, most: Decimal | None = None) -> Decimal:
    """A number that was typed. Raises ``Refused`` where it is none or too much."""
    if value is None or value < 0 or (most is not None and value > most):
        raise refused(field, marked("请填写不超过两位小数的数字，评分在0到100之间。"))
    return value
