"""The nine indicators as SQL over the wide assignment rows: the same law as ``tracking.domain.indicator``.

The domain says what an indicator is; these expressions count millions of rows. A test holds both equal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Numeric,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from tracking.domain.indicator import ONE, ZERO, Left, Rate, Window
from tracking.domain.nine import ANSWERED, NINE, PUBLISHED, Worth
from tracking.domain.vocabulary import (
    Decision,
    Kind,
    Nature,
    Outcome,
    ReworkCause,
    Satisfaction,
    Verification,
    Withdrawal,
)
from tracking.store import schema

MOST_CASES = 500
Condition = ColumnElement[bool]
Amount = ColumnElement[Decimal]
_A = schema.assignment.c
_BY_CODE = {each.code: each for each in NINE}
_UPHELD = and_(_A.return_decision.is_not(None), _A.return_decision == Decision.UPHELD)
_WITHDRAWN = case(
    (_A.withdrawal == Withdrawal.REROUTED, Left.REROUTED),
    (_A.withdrawal == Withdrawal.CITIZEN_WITHDREW, Left.WITHDRAWN),
    (_A.withdrawal == Withdrawal.TERMINATED, Left.TERMINATED),
    (_A.withdrawal == Withdrawal.MERGED, Left.MERGED),
)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """One indicator in one window. ``left`` is the reason, NULL when counted; ``pending`` waits for the platform."""

    code: str
    cohort: Condition
    left: ColumnElement[Any]
    credit: Amount
    pending: Condition = field(default_factory=false)

    @property
    def earned(self) -> Amount:
        """The credit, or the best one while the platform owes a decision."""
        best = ONE if _BY_CODE[self.code].rising else ZERO
        return case((self.waiting, cast(literal(best), Numeric)), else_=self.credit)

    @property
    def waiting(self) -> Condition:
        return func.coalesce(self.pending, false())


def _within(column: ColumnElement[Any], w: Window) -> Condition:
    return and_(column >= w.start, column < w.end)


def _yes(condition: Condition) -> Amount:
    return case((func.coalesce(condition, false()), cast(1, Numeric)), else_=cast(0, Numeric))


def _scale(column: ColumnElement[Any], weights: Mapping[Any, Decimal]) -> Amount:
    return case(
        *((column == key, cast(literal(weight), Numeric)) for key, weight in weights.items()), else_=cast(0, Numeric)
    )


def _left(*more: tuple[Condition, Left], withdrawn: ColumnElement[Any] | None = None) -> ColumnElement[Any]:
    rest = _WITHDRAWN if withdrawn is None else withdrawn
    return case(*more, (_UPHELD, Left.MIS_DISPATCHED), else_=rest)


def _left_before(due: ColumnElement[Any], *more: tuple[Condition, Left]) -> ColumnElement[Any]:
    return _left(*more, withdrawn=case((_A.withdrawn_at < due, _WITHDRAWN)))


def _asked(*more: tuple[Condition, Left]) -> ColumnElement[Any]:
    return case((_UPHELD, Left.MIS_DISPATCHED), *more)


def terms(w: Window, worth: Worth = PUBLISHED) -> tuple[Terms, ...]:
    """The nine in the order of the domain's table."""
    lead: Condition = _A.nature == Nature.LEAD
    called = and_(lead, _within(_A.callback_at, w))
    ended_at = func.coalesce(_A.reported_at, _A.withdrawn_at, case((_UPHELD, _A.return_decided_at)))
    carried = and_(_A.handle_due_at < w.start, or_(ended_at.is_(None), ended_at >= w.start))
    not_asked = _A.kind.in_([Kind.INQUIRY, Kind.SUGGESTION, Kind.PRAISE])
    late_return = and_(_A.return_asked_at.is_not(None), ~func.coalesce(_A.return_asked_at <= _A.return_due_at, false()))
    unreviewed = and_(_A.completed_at.is_(None), _A.reported_at.is_not(None))
    asks = and_(_A.reported_at.is_(None), or_(_A.extension_asked_at.is_not(None), _A.suspension_asked_at.is_not(None)))
    return (
        Terms(
            code="N1",
            cohort=_within(_A.sign_due_at, w),
            left=_left_before(_A.sign_due_at),
            credit=_yes(_A.signed_at <= _A.sign_due_at),
        ),
        Terms(
            code="N2",
            cohort=and_(lead, _within(_A.contact_due_at, w)),
            left=case((_A.contact_exempt, Left.NO_CONTACT_WANTED), else_=_left_before(_A.contact_due_at)),
            credit=_yes(and_(_A.contacted_at <= _A.contact_due_at, ~_A.contact_denied)),
        ),
        Terms(
            code="N3",
            cohort=_within(_A.handle_due_at, w),
            left=_left(),
            credit=_yes(and_(_A.completed_at.is_not(None), _A.reported_at <= _A.handle_due_at)),
            pending=or_(and_(unreviewed, _A.reported_at <= _A.handle_due_at), asks),
        ),
        Terms(
            code="N4",
            cohort=and_(lead, or_(_within(_A.handle_due_at, w), carried)),
            left=case((_A.stage == "suspended", Left.SUSPENDED), else_=_left()),
            credit=_yes(and_(_A.completed_at.is_not(None), _A.reported_at < w.end)),
            pending=or_(and_(unreviewed, _A.reported_at < w.end), asks),
        ),
        Terms(
            code="N5",
            cohort=and_(called, _A.callback_outcome.in_(sorted(ANSWERED))),
            left=_asked((not_asked, Left.NOT_ASKED_OF_THIS_KIND), (_A.beyond_duty, Left.BEYOND_DUTY)),
            credit=_scale(_A.callback_outcome, {each: worth.solved(each) for each in Outcome}),
        ),
        Terms(
            code="N6",
            cohort=and_(called, _A.satisfaction.is_not(None)),
            left=_asked((_A.rating_superseded, Left.RATING_SUPERSEDED), (_A.rating_annulled, Left.RATING_ANNULLED)),
            credit=_scale(_A.satisfaction, {each: worth.satisfied(each) for each in Satisfaction}),
            pending=_A.rating_appealed_at.is_not(None),
        ),
        Terms(
            code="N7",
            cohort=and_(called, _A.callback_verified.is_not(None)),
            left=_asked((_A.callback_verified == Verification.CANNOT_JUDGE, Left.CANNOT_JUDGE)),
            credit=_yes(_A.callback_verified == Verification.TRUE),
        ),
        Terms(
            code="N8",
            cohort=and_(lead, _within(_A.decided_at, w)),
            left=case((_A.rework_cause == ReworkCause.NEW_FACTS, Left.NEW_FACTS)),
            credit=_yes(_A.rework_cause.is_not(None)),
        ),
        Terms(
            code="N9",
            cohort=_within(_A.return_due_at, w),
            left=_left_before(_A.return_due_at),
            credit=_yes(or_(func.coalesce(_A.return_decision == Decision.REJECTED, false()), late_return)),
            pending=and_(_A.return_asked_at.is_not(None), _A.return_decision.is_(None), ~late_return),
        ),
    )


def rates(connection: Connection, window: Window, worth: Worth = PUBLISHED) -> dict[str, dict[str, Rate]]:
    """unit → indicator → rate, in one statement."""
    return {row[1]: _nine(row[2:]) for row in connection.execute(_rates("", window, worth))}


def rates_of(
    connection: Connection, windows: Mapping[str, tuple[Window, Worth]]
) -> Mapping[str, Mapping[str, Mapping[str, Rate]]]:
    """The rates of several windows by their names, in one statement."""
    found: dict[str, dict[str, Mapping[str, Rate]]] = {name: {} for name in windows}
    if windows:
        for row in connection.execute(_rates_of(tuple(windows.items()))):
            found[row[0]][row[1]] = _nine(row[2:])
    return found


@lru_cache(maxsize=8)
def _rates_of(windows: tuple[tuple[str, tuple[Window, Worth]], ...]) -> CompoundSelect[Any]:
    """Months that are over are asked for again and again, and the statement is long: it is built once."""
    return union_all(*(_rates(name, window, worth) for name, (window, worth) in windows))


def _rates(name: str, window: Window, worth: Worth) -> Select[Any]:
    columns: list[ColumnElement[Any]] = []
    nine = terms(window, worth)
    for each in nine:
        counted = and_(each.cohort, each.left.is_(None))
        columns += [
            func.coalesce(func.sum(each.earned).filter(counted), 0),
            func.count().filter(counted),
            func.count().filter(and_(each.cohort, each.left.is_not(None))),
            func.count().filter(and_(counted, each.waiting)),
        ]
    labelled = [column.label(f"figure_{place}") for place, column in enumerate(columns)]
    some = or_(*(each.cohort for each in nine))
    return select(literal(name).label("name"), _A.unit, *labelled).where(some).group_by(_A.unit)


def _nine(values: Sequence[Any]) -> dict[str, Rate]:
    return {
        each.code: Rate(numerator=Decimal(added), denominator=denominator, left=left, undecided=undecided)
        for each, (added, denominator, left, undecided) in zip(NINE, _by_four(values), strict=True)
    }


def _by_four(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[start : start + 4] for start in range(0, len(values), 4)]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One assignment in one indicator. ``credit`` is None and ``left`` the reason where it is left out."""

    number: str
    index: int
    title: str
    due_at: datetime | None
    completed_at: datetime | None
    credit: Decimal | None
    left: Left | None
    undecided: bool


def cases(
    connection: Connection,
    window: Window,
    *,
    units: Sequence[str],
    code: str,
    worth: Worth = PUBLISHED,
    most: int = MOST_CASES,
) -> Sequence[Counted]:
    """The cases behind a figure: losses first, then those left out, then those that count fully."""
    one = next(each for each in terms(window, worth) if each.code == code)
    credit = case((one.left.is_(None), one.earned), else_=null())
    petition = schema.petition.c
    statement = (
        select(_A.number, _A.index, petition.title, _A.handle_due_at, _A.completed_at, credit, one.left, one.waiting)
        .join(schema.petition, petition.number == _A.number)
        .where(one.cohort, _A.unit.in_(units))
        .order_by(_losses_first(one, credit), _A.handle_due_at, _A.number)
        .limit(most)
    )
    return [
        Counted(
            number=row[0],
            index=row[1],
            title=row[2],
            due_at=row[3],
            completed_at=row[4],
            credit=row[5],
            left=Left(row[6]) if row[6] else None,
            undecided=row[7] and row[6] is None,
        )
        for row in connection.execute(statement)
    ]


def _losses_first(one: Terms, credit: ColumnElement[Any]) -> ColumnElement[Any]:
    return credit.asc().nulls_last() if _BY_CODE[one.code].rising else credit.desc().nulls_last()


def completed(connection: Connection, window: Window) -> dict[str, int]:
    """Lead assignments completed in the window, by unit: enough of them earn a rank."""
    statement = (
        select(_A.unit, func.count())
        .where(_A.nature == Nature.LEAD, _within(_A.completed_at, window))
        .group_by(_A.unit)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}
