"""The nine indicators (docs/indicators.md), one row of a table each.

Sources name two of the nine; the other seven are a reconstruction. What an answer is worth (``Worth``) is a
versioned parameter; ``NINE`` are the nine with the published values.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tracking.domain.indicator import ONE, ZERO, Indicator, Left, Window
from tracking.domain.petition import Assignment
from tracking.domain.stage import AssignmentStage
from tracking.domain.vocabulary import (
    Decision,
    Kind,
    Outcome,
    ReworkCause,
    Satisfaction,
    Verification,
    Withdrawal,
)


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What the answers between yes and no add to the numerators of N5 and N6."""

    partly_solved: Decimal = Decimal("0.5")
    basically_satisfied: Decimal = Decimal("0.9")

    def solved(self, outcome: Outcome | None) -> Decimal:
        return {Outcome.SOLVED: ONE, Outcome.PARTLY_SOLVED: self.partly_solved}.get(outcome or Outcome.UNSOLVED, ZERO)

    def satisfied(self, rating: Satisfaction | None) -> Decimal:
        worth = {
            Satisfaction.VERY_SATISFIED: ONE,
            Satisfaction.SATISFIED: ONE,
            Satisfaction.BASICALLY_SATISFIED: self.basically_satisfied,
        }
        return worth.get(rating or Satisfaction.DISSATISFIED, ZERO)


PUBLISHED = Worth()
ANSWERED = frozenset({Outcome.SOLVED, Outcome.PARTLY_SOLVED, Outcome.UNSOLVED})


def _yes(condition: bool) -> Decimal:
    return ONE if condition else ZERO


def _by(moment: datetime | None, due: datetime | None) -> bool:
    return moment is not None and due is not None and moment <= due


_WITHDRAWALS = {
    Withdrawal.REROUTED: Left.REROUTED,
    Withdrawal.CITIZEN_WITHDREW: Left.WITHDRAWN,
    Withdrawal.TERMINATED: Left.TERMINATED,
    Withdrawal.MERGED: Left.MERGED,
}


def _gone(assignment: Assignment) -> Left | None:
    """Upheld returns and withdrawn assignments leave all indicators of the unit."""
    if assignment.return_decision is Decision.UPHELD:
        return Left.MIS_DISPATCHED
    return _WITHDRAWALS[assignment.withdrawal] if assignment.withdrawal else None


def _gone_before(assignment: Assignment, due: datetime | None) -> Left | None:
    if assignment.return_decision is Decision.UPHELD:
        return Left.MIS_DISPATCHED
    if assignment.withdrawal and not _by(due, assignment.withdrawn_at):
        return _WITHDRAWALS[assignment.withdrawal]
    return None


def _n1_left(a: Assignment, _: Window) -> Left | None:
    return _gone_before(a, a.sign_due_at)


def _n2_left(a: Assignment, _: Window) -> Left | None:
    return Left.NO_CONTACT_WANTED if a.contact_exempt else _gone_before(a, a.contact_due_at)


def _n3_left(a: Assignment, _: Window) -> Left | None:
    return _gone(a)


def _n4_left(a: Assignment, _: Window) -> Left | None:
    return Left.SUSPENDED if a.stage is AssignmentStage.SUSPENDED else _gone(a)


def _on_time(a: Assignment, _: Window) -> Decimal:
    return _yes(a.completed_at is not None and _by(a.reported_at, a.handle_due_at))


def _asks_for_time(a: Assignment) -> bool:
    """An extension or suspension that was asked for in time and not decided."""
    return a.reported_at is None and (a.extension_asked_at is not None or a.suspension_asked_at is not None)


def _n3_pending(a: Assignment, _: Window) -> bool:
    """The report came in time and waits for its review, or the deadline may yet move."""
    waits = a.completed_at is None and _by(a.reported_at, a.handle_due_at)
    return waits or _asks_for_time(a)


def _ended_at(a: Assignment) -> datetime | None:
    """When the unit's share was over: reported (a report sent back is none), taken from it, or rightly returned.

    However long the review takes, the unit was done when it reported.
    """
    returned = a.return_decided_at if a.return_decision is Decision.UPHELD else None
    return a.reported_at or a.withdrawn_at or returned


def _n4_cohort(a: Assignment, w: Window) -> bool:
    """E in the window, or E before it and still open when the window began."""
    if a.handle_due_at is None or a.handle_due_at >= w.end:
        return False
    ended_at = _ended_at(a)
    return w.has(a.handle_due_at) or ended_at is None or ended_at >= w.start


def _n4_credit(a: Assignment, w: Window) -> Decimal:
    return _yes(a.completed_at is not None and a.reported_at is not None and a.reported_at < w.end)


def _n4_pending(a: Assignment, w: Window) -> bool:
    waits = a.completed_at is None and a.reported_at is not None and a.reported_at < w.end
    return waits or _asks_for_time(a)


def _n5_left(a: Assignment, _: Window) -> Left | None:
    if a.return_decision is Decision.UPHELD:
        return Left.MIS_DISPATCHED
    if a.kind in (Kind.INQUIRY, Kind.SUGGESTION, Kind.PRAISE):
        return Left.NOT_ASKED_OF_THIS_KIND
    return Left.BEYOND_DUTY if a.beyond_duty else None


def _n6_left(a: Assignment, _: Window) -> Left | None:
    if a.return_decision is Decision.UPHELD:
        return Left.MIS_DISPATCHED
    if a.rating_superseded:
        return Left.RATING_SUPERSEDED
    return Left.RATING_ANNULLED if a.rating_annulled else None


def _n6_pending(a: Assignment, _: Window) -> bool:
    return a.rating_appealed_at is not None


def _n7_left(a: Assignment, _: Window) -> Left | None:
    if a.return_decision is Decision.UPHELD:
        return Left.MIS_DISPATCHED
    return Left.CANNOT_JUDGE if a.callback_verified is Verification.CANNOT_JUDGE else None


def _n8_left(a: Assignment, _: Window) -> Left | None:
    return Left.NEW_FACTS if a.rework_cause is ReworkCause.NEW_FACTS else None


def _n9_left(a: Assignment, _: Window) -> Left | None:
    """Upheld returns count against the dispatcher."""
    return _gone_before(a, a.return_due_at)


def _improper_return(a: Assignment, _: Window) -> Decimal:
    """Unfounded, or after its limit: that it came late is a fact before anybody decides."""
    return _yes(a.return_decision is Decision.REJECTED or _late_return(a))


def _late_return(a: Assignment) -> bool:
    return a.return_asked_at is not None and not _by(a.return_asked_at, a.return_due_at)


def _n9_pending(a: Assignment, _: Window) -> bool:
    return a.return_asked_at is not None and a.return_decision is None and not _late_return(a)


def nine(worth: Worth = PUBLISHED) -> tuple[Indicator, ...]:
    """The table of the nine."""
    return (
        Indicator(
            code="N1",
            name="及时签收率",
            rising=True,
            with_assists=True,
            cohort=lambda a, w: w.has(a.sign_due_at),
            exclusion=_n1_left,
            credit=lambda a, w: _yes(_by(a.signed_at, a.sign_due_at)),
        ),
        Indicator(
            code="N2",
            name="及时联系率",
            rising=True,
            cohort=lambda a, w: w.has(a.contact_due_at),
            exclusion=_n2_left,
            credit=lambda a, w: _yes(_by(a.contacted_at, a.contact_due_at) and not a.contact_denied),
        ),
        Indicator(
            code="N3",
            name="按期办结率",
            rising=True,
            with_assists=True,
            cohort=lambda a, w: w.has(a.handle_due_at),
            exclusion=_n3_left,
            credit=_on_time,
            pending=_n3_pending,
        ),
        Indicator(
            code="N4",
            name="诉求办结率",
            rising=True,
            cohort=_n4_cohort,
            exclusion=_n4_left,
            credit=_n4_credit,
            pending=_n4_pending,
        ),
        Indicator(
            code="N5",
            name="诉求解决率",
            rising=True,
            cohort=lambda a, w: w.has(a.callback_at) and a.callback_outcome in ANSWERED,
            exclusion=_n5_left,
            credit=lambda a, w: worth.solved(a.callback_outcome),
        ),
        Indicator(
            code="N6",
            name="群众满意率",
            rising=True,
            cohort=lambda a, w: w.has(a.callback_at) and a.satisfaction is not None,
            exclusion=_n6_left,
            credit=lambda a, w: worth.satisfied(a.satisfaction),
            pending=_n6_pending,
        ),
        Indicator(
            code="N7",
            name="回访核实率",
            rising=True,
            cohort=lambda a, w: w.has(a.callback_at) and a.callback_verified is not None,
            exclusion=_n7_left,
            credit=lambda a, w: _yes(a.callback_verified is Verification.TRUE),
        ),
        Indicator(
            code="N8",
            name="重办率",
            rising=False,
            cohort=lambda a, w: w.has(a.decided_at),
            exclusion=_n8_left,
            credit=lambda a, w: _yes(a.rework_cause is not None),
        ),
        Indicator(
            code="N9",
            name="不当退单率",
            rising=False,
            with_assists=True,
            cohort=lambda a, w: w.has(a.return_due_at),
            exclusion=_n9_left,
            credit=_improper_return,
            pending=_n9_pending,
        ),
    )


NINE = nine()
