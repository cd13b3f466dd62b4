"""Who may see which petition: one condition, used by every list, search and page.

A report (举报) is shown to the platform's desks and to the unit that handles it now, to nobody else: neither to
the unit reported nor to any above or below it.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from tracking.domain.people import Role
from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Kind
from tracking.store import schema

_P, _A = schema.petition.c, schema.assignment.c
# They follow a figure down to its cases, and never to a report.
READS_FIGURES = frozenset({Role.LEADER, Role.ASSESSOR})
_NO_LONGER_THEIRS = ("returned", "withdrawn")
_NOT_A_REPORT = and_(_P.kind.is_not(None), _P.kind != Kind.REPORT)
# What leaves the system: no report, and nothing of which it is not known yet whether it is one.
NEVER_A_REPORT = _NOT_A_REPORT


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Whose eyes: a role, and the unit it acts for."""

    role: Role
    unit: str | None = None


def sees_all(viewer: Viewer) -> bool:
    """Whether nothing is kept from these eyes."""
    return viewer.role in (Role.OPERATOR, Role.DISPATCHER, Role.INSPECTOR)


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on ``petition`` under which ``viewer`` may see it."""
    if sees_all(viewer):
        return true()
    if viewer.role is Role.CALLER:
        return or_(_P.callback_due_at.is_not(None), _P.stage == PetitionStage.AWAITING_CALLBACK)
    if viewer.role is Role.HANDLER:
        return _held_by(viewer.unit)
    if viewer.role in READS_FIGURES:
        return _NOT_A_REPORT if viewer.unit is None else and_(_NOT_A_REPORT, _held_by(viewer.unit))
    return false()


def visible_share(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on an assignment beside its petition: those of a unit see the unit's own, with the same secrecy."""
    if viewer.unit is None or viewer.role not in (Role.HANDLER, *READS_FIGURES):
        return visible(viewer)
    # Only of a report must be asked whether the unit still holds it: being its own is enough for the others.
    open_to_it = _NOT_A_REPORT if viewer.role in READS_FIGURES else or_(_NOT_A_REPORT, _held_by(viewer.unit))
    return and_(_A.unit == viewer.unit, open_to_it)


def open_to_unit(unit: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition on ``petition`` under which the handlers of a unit, told by a column, may see it."""
    return _held_by(unit)


def _held_by(unit: str | ColumnElement[str] | None) -> ColumnElement[bool]:
    """The unit has an assignment of it; of a report, one that was not returned or taken away."""
    if unit is None:
        return false()
    theirs = or_(_NOT_A_REPORT, _A.stage.not_in(_NO_LONGER_THEIRS))
    return exists(select(1).where(_A.number == _P.number, _A.unit == unit, theirs).correlate_except(schema.assignment))
