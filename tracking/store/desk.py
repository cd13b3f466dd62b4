"""Which tabs each desk has, in the order in which they are worked off."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true

from tracking.domain.people import Role
from tracking.domain.stage import OPEN_ASSIGNMENT_STAGES, AssignmentStage, PetitionStage
from tracking.domain.vocabulary import Nature
from tracking.store import schema
from tracking.store.tab import Condition, Moment, Tab
from tracking.store.urge import waits
from tracking.store.visibility import READS_FIGURES, Viewer

_P, _A = schema.petition.c, schema.assignment.c
_OPEN_PARTS = _A.stage.in_(sorted(OPEN_ASSIGNMENT_STAGES))
_RUNNING = _A.stage.in_([AssignmentStage.TO_SIGN, AssignmentStage.HANDLING])
_HANDLING = _A.stage == AssignmentStage.HANDLING
_PETITION_OPEN = _P.closed_at.is_(None)
_UNANSWERED = and_(_A.order_due_at.is_not(None), _A.order_answered_at.is_(None))
_STILL_THEIRS = _A.stage.not_in([AssignmentStage.RETURNED, AssignmentStage.WITHDRAWN])
_URGED = and_(_A.nature == Nature.LEAD, _STILL_THEIRS, waits())
# Merged petitioners are called back beside those whose own petition waits for it.
_TO_CALL = or_(
    _P.stage == PetitionStage.AWAITING_CALLBACK,
    and_(_P.stage == PetitionStage.MERGED, _P.callback_needed, _P.called_back_at.is_(None)),
)


def _always(*conditions: ColumnElement[bool]) -> Condition:
    return lambda _viewer, _moment: conditions


def _own(*conditions: ColumnElement[bool]) -> Condition:
    return lambda viewer, _moment: (_A.unit == viewer.unit, *conditions)


def _own_overdue(viewer: Viewer, moment: Moment) -> Sequence[ColumnElement[bool]]:
    return _A.unit == viewer.unit, _RUNNING, _A.handle_due_at <= moment.now


def _own_today(viewer: Viewer, moment: Moment) -> Sequence[ColumnElement[bool]]:
    return _A.unit == viewer.unit, _RUNNING, _A.handle_due_at > moment.now, _A.handle_due_at <= moment.day_ends


def _overdue(_viewer: Viewer, moment: Moment) -> Sequence[ColumnElement[bool]]:
    return _RUNNING, _A.handle_due_at <= moment.now


def _dispatch_overdue(_viewer: Viewer, moment: Moment) -> Sequence[ColumnElement[bool]]:
    waiting = _P.stage.in_([PetitionStage.REGISTERED, PetitionStage.AWAITING_DISPATCH])
    return _PETITION_OPEN, waiting, _P.dispatch_due_at <= moment.now


def _at(stage: PetitionStage, *conditions: ColumnElement[bool]) -> Condition:
    return _always(_PETITION_OPEN, _P.stage == stage, *conditions)


def _leaders(viewer: Viewer, condition: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return (condition,) if viewer.unit is None else (condition, _A.unit == viewer.unit)


def _leaders_overdue(viewer: Viewer, moment: Moment) -> Sequence[ColumnElement[bool]]:
    return _leaders(viewer, and_(_RUNNING, _A.handle_due_at <= moment.now))


def _leaders_cards(viewer: Viewer, _moment: Moment) -> Sequence[ColumnElement[bool]]:
    return _leaders(viewer, and_(_OPEN_PARTS, or_(_A.yellow_card_at.is_not(None), _A.red_card_at.is_not(None))))


def _leaders_urgent(viewer: Viewer, _moment: Moment) -> Sequence[ColumnElement[bool]]:
    return _leaders(viewer, and_(_OPEN_PARTS, _A.urgency != "normal"))


def _assigned(name: str, where: Condition, due: ColumnElement[Any] = _A.handle_due_at) -> Tab:
    return Tab(name=name, where=where, due=due, by_assignment=True)


_ALL = Tab(name="all", where=_always(true()), due=_P.due_at, arrived=_P.received_at)
_OWN_ALL = Tab(name="all", where=_own(), due=_A.handle_due_at, by_assignment=True, arrived=_A.dispatched_at)
_REGISTERED = Tab(name="registered", where=_at(PetitionStage.REGISTERED), due=_P.dispatch_due_at)
_DISPATCH = Tab(name="dispatch", where=_at(PetitionStage.AWAITING_DISPATCH), due=_P.dispatch_due_at)
_PERSON = Tab(name="person", where=_at(PetitionStage.AWAITING_DISPATCH, _P.needs_person), due=_P.dispatch_due_at)
_LATE_DISPATCH = Tab(name="late_dispatch", where=_dispatch_overdue, due=_P.dispatch_due_at)
_WATCHED = (
    _assigned("overdue", _leaders_overdue),
    _assigned("cards", _leaders_cards),
    _assigned("urgent", _leaders_urgent),
)


def _to_call(name: str, *conditions: ColumnElement[bool]) -> Tab:
    return Tab(name=name, where=_always(_PETITION_OPEN, _TO_CALL, *conditions), due=_P.callback_due_at)


# An answer by message, by keys or on the web needs no call; neither does who was tried often enough.
TO_CALL = _to_call("to_call", _P.called_back_at.is_(None), _P.callback_tries == 0)
CALL_AGAIN = _to_call("call_again", _P.called_back_at.is_(None), _P.callback_tries > 0)
HEARD = _to_call("heard", _P.called_back_at.is_not(None))

DESKS: Mapping[Role, Sequence[Tab]] = {
    Role.OPERATOR: (_REGISTERED, _PERSON, _LATE_DISPATCH, _ALL),
    Role.DISPATCHER: (
        _DISPATCH,
        _PERSON,
        _REGISTERED,
        _assigned("returns", _always(_A.stage == AssignmentStage.RETURN_PENDING)),
        _assigned("reviews", _always(_A.stage == AssignmentStage.SUBMITTED)),
        _assigned("extensions", _always(_HANDLING, _A.extension_asked_at.is_not(None))),
        _assigned("suspensions", _always(_HANDLING, _A.suspension_asked_at.is_not(None))),
        _assigned("appeals", _always(_A.rating_appealed_at.is_not(None)), _A.rating_appealed_at),
        _assigned("orders", _always(_UNANSWERED), _A.order_due_at),
        _assigned("urged", _always(_URGED)),
        _assigned("overdue", _overdue),
        _ALL,
    ),
    Role.HANDLER: (
        _assigned("to_sign", _own(_A.stage == AssignmentStage.TO_SIGN), _A.sign_due_at),
        _assigned("to_contact", _own(_HANDLING, _A.contacted_at.is_(None), ~_A.contact_exempt), _A.contact_due_at),
        _assigned("due_today", _own_today),
        _assigned("overdue", _own_overdue),
        _assigned("orders", _own(_UNANSWERED), _A.order_due_at),
        _assigned("urged", _own(_URGED)),
        _assigned("handling", _own(_HANDLING)),
        _assigned("waiting", _own(_A.stage.in_([AssignmentStage.SUBMITTED, AssignmentStage.RETURN_PENDING]))),
        _assigned("suspended", _own(_A.stage == AssignmentStage.SUSPENDED), _A.suspended_until),
        _OWN_ALL,
    ),
    Role.CALLER: (
        TO_CALL,
        CALL_AGAIN,
        HEARD,
        _ALL,
    ),
    Role.LEADER: (*_WATCHED, _ALL),
    Role.INSPECTOR: (
        _assigned("overdue", _overdue),
        *(tab for tab in _WATCHED if tab.name != "overdue"),
        _assigned("orders", _always(_UNANSWERED), _A.order_due_at),
        _assigned("urged", _always(_URGED)),
        _ALL,
    ),
    Role.ASSESSOR: (*_WATCHED, _ALL),
    Role.ADMINISTRATOR: (),
}


def tabs(role: Role, unit: str | None = None) -> Sequence[Tab]:
    """The tabs of a desk; none for those who work no petitions. The leader of a ``unit`` looks at that unit's share."""
    return (*_WATCHED, _OWN_ALL) if role in READS_FIGURES and unit else DESKS.get(role, ())
