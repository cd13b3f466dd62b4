"""The accounts of a demonstration: one for each desk, one for each unit. Made in demo mode only."""

from collections.abc import Sequence

from sqlalchemy import Engine

from admin.security import account as accounts
from admin.security.account import Account
from routing.city import Unit
from tracking.domain.people import Role

DEMO_PASSWORD = "minyi-demo-2026"  # noqa: S105 - the same for all, shown on the sign-in page of a demonstration
_DESKS = (
    Account(username="operator", role=Role.OPERATOR, unit=None, name="受理员"),
    Account(username="dispatcher", role=Role.DISPATCHER, unit=None, name="转办督办员"),
    Account(username="caller", role=Role.CALLER, unit=None, name="回访员"),
    Account(username="supervisor", role=Role.DISPATCHER, unit=None, name="督办负责人"),
    Account(username="leader", role=Role.LEADER, unit=None, name="市领导"),
    Account(username="inspector", role=Role.INSPECTOR, unit=None, name="监察员"),
    Account(username="assessor", role=Role.ASSESSOR, unit=None, name="绩效办考评员"),
    Account(username="chief", role=Role.ASSESSOR, unit=None, name="绩效办负责人"),
    Account(username="admin", role=Role.ADMINISTRATOR, unit=None, name="系统管理员"),
)


def demo_accounts(units: Sequence[Unit]) -> Sequence[Account]:
    """One account per desk, and a handler ``unit-<code>`` for each unit that is active."""
    return [*_DESKS, *(_handler(unit) for unit in units if unit.active)]


def create_demo_accounts(engine: Engine, units: Sequence[Unit]) -> None:
    """Add the accounts that are missing. Safe to repeat."""
    with engine.begin() as connection:
        accounts.create(connection, demo_accounts(units), password=DEMO_PASSWORD)


def _handler(unit: Unit) -> Account:
    return Account(username=f"unit-{unit.code}", role=Role.HANDLER, unit=unit.code, name=f"{unit.short_name}承办员")
