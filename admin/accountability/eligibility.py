"""Who may not be considered for an award of a year: for the performance office."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Engine, select

from admin.accountability.proposal import Kind
from admin.accountability.schema import record
from admin.accountability.stage import STANDING
from routing.schema import unit as units

_R = record.c


def barred(connection: Connection, year: int) -> Mapping[str, str]:
    """Unit → the decision that cancelled its eligibility; a unit that follows a cancelled one is barred too.

    A decision holds while an appeal waits, and no more once it was revoked.
    """
    standing = select(_R.unit, _R.decision).where(
        _R.year == year, _R.effect == Kind.CANCEL_AWARD, _R.outcome.in_(STANDING)
    )
    found = {row.unit: row.decision for row in connection.execute(standing.order_by(_R.decided_at, _R.id))}
    if not found:
        return {}
    rows = connection.execute(select(units.c.code, units.c.successor).where(~units.c.active))
    following = {row.code: row.successor for row in rows if row.successor}
    return {each: reason for unit, reason in found.items() for each in _line(unit, following)}


def by_year(engine: Engine) -> Callable[[int], Mapping[str, str]]:
    """``barred`` for whoever asks with a year alone."""

    def asked(year: int) -> Mapping[str, str]:
        with engine.connect() as connection:
            return barred(connection, year)

    return asked


def _line(unit: str, following: Mapping[str, str]) -> list[str]:
    """The unit and those after it, over any number of reorganisations."""
    line = [unit]
    while (heir := following.get(line[-1])) and heir not in line:
        line.append(heir)
    return line
