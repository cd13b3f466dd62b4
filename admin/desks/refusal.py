"""What someone may not do with a petition now, and why not: told from the domain's tables of stages and rights."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from admin.desks.forms import FORMS
from admin.desks.forms.form import Form, Target
from admin.desks.offer import Offer, each_of, possible
from admin.desks.timeline import SAID
from tracking.domain.case import Case, check_right
from tracking.domain.error import Forbidden
from tracking.domain.people import RIGHTS, Actor
from tracking.domain.stage import ASSIGNMENT, PETITION
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature

# Ways back and ways out are no steps towards anything.
_DETOURS = frozenset({
    *(Verb.REOPEN, Verb.UNMERGE, Verb.MERGE, Verb.WITHDRAW, Verb.TERMINATE, Verb.ARCHIVE, Verb.REWORK),
    *(Verb.SEND_BACK, Verb.REJECT_RETURN, Verb.REFUSE_SUSPENSION, Verb.UPHOLD_RETURN),
})  # fmt: skip
S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A form that is not possible. ``step`` is what must happen before, ``reason`` a condition that does not hold;
    neither: its time is over. All are message ids."""

    form: Form
    step: str = ""
    reason: str = ""

    @property
    def over(self) -> bool:
        return not (self.step or self.reason)


def refusals(case: Case, by: Actor) -> Sequence[Refusal]:
    """Every verb of the role that is possible on nothing here, once each; those still ahead come first."""
    mine = [form for form in FORMS if by.role in RIGHTS[form.verb]]
    found = [refusal for form in mine if (refusal := _refusal(form, case, by))]
    return sorted(found, key=lambda each: each.over)


def _refusal(form: Form, case: Case, by: Actor) -> Refusal | None:
    targets = [each for each in each_of(form, case) if _held(each, by)]
    if any(possible(each, case, by) for each in targets):
        return None
    if not targets:
        started = bool(case.assignments) or form.target is Target.PETITION
        return None if started else Refusal(form=form, step=_step(PETITION, case.petition.stage, Verb.SIGN))
    latest = targets[-1]
    share = latest.share
    step = _petition_step(latest, case)
    if step is None and share is not None:
        step = _missing(ASSIGNMENT, share.stage, form.verb)
    return Refusal(form=form, reason=form.unless) if step is None else Refusal(form=form, step=step)


def _petition_step(offer: Offer, case: Case) -> str | None:
    """None: the petition stands where the verb is possible; an assisting unit does not wait for it."""
    share = offer.share
    if share is not None and (share.nature is Nature.ASSIST or (share.stage, offer.form.verb) not in ASSIGNMENT):
        # The share's own next step says more than the petition's.
        return None if share.nature is Nature.ASSIST else _missing(ASSIGNMENT, share.stage, offer.form.verb)
    return _missing(PETITION, case.petition.stage, offer.form.verb)


def _missing(table: Mapping[tuple[S, Verb], tuple[S, ...]], stage: S, verb: Verb) -> str | None:
    """None when ``verb`` is possible at ``stage``; the step that comes first; empty when no step leads there."""
    return None if (stage, verb) in table else _step(table, stage, verb)


def _step(table: Mapping[tuple[S, Verb], tuple[S, ...]], stage: S, verb: Verb) -> str:
    """The first verb on the shortest way from ``stage`` to one where ``verb`` is possible."""
    seen, ways = {stage}, deque([(stage, "")])
    while ways:
        at, first = ways.popleft()
        if (at, verb) in table:
            return first
        for (before, step), after in table.items():
            for each in after if before is at and step not in _DETOURS else ():
                if each not in seen:
                    seen.add(each)
                    ways.append((each, first or SAID[step]))
    return ""


def _held(offer: Offer, by: Actor) -> bool:
    try:
        check_right(offer.form.verb, by, offer.share)
    except Forbidden:
        return False
    return True
