"""What someone may do with a petition now, computed from the domain's tables of stages and rights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from admin.desks.forms import FORMS
from admin.desks.forms.form import Form, Target
from tracking.domain.case import Case, check_right
from tracking.domain.error import Forbidden
from tracking.domain.people import Actor
from tracking.domain.petition import Assignment
from tracking.domain.stage import ASSIGNMENT, PETITION, PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One form on one thing; ``share`` is None for verbs on the petition as a whole."""

    form: Form
    share: Assignment | None = None

    @property
    def index(self) -> int:
        return self.share.index if self.share else 0

    @property
    def repeated(self) -> bool:
        """A contact or a call-back that is recorded already may be recorded again, but is not what comes next."""
        share = self.share
        done = {} if share is None else {Verb.CONTACT: share.contacted_at, Verb.RECORD_CALLBACK: share.callback_at}
        return done.get(self.form.verb) is not None

    @property
    def anchor(self) -> str:
        return f"{self.form.path}-{self.index}"


def offers(case: Case, by: Actor) -> Sequence[Offer]:
    """Everything ``by`` may do now; what was done once already comes last."""
    found = [offer for form in FORMS for offer in each_of(form, case) if possible(offer, case, by)]
    return sorted(found, key=lambda offer: offer.repeated)


def likely(found: Sequence[Offer]) -> Offer | None:
    """What the person most probably came for."""
    return next((offer for offer in found if offer.form.leading and not offer.repeated), None)


def find(case: Case, by: Actor, form: Form, index: int) -> Offer | None:
    """The offer of a form on the assignment ``index``, None while it is not possible."""
    found = (offer for offer in each_of(form, case) if form.target is not Target.SHARE or offer.index == index)
    return next((offer for offer in found if possible(offer, case, by)), None)


def possible(offer: Offer, case: Case, by: Actor) -> bool:
    """Whether stage, right and unit allow it."""
    verb, share = offer.form.verb, offer.share
    try:
        check_right(verb, by, share)
    except Forbidden:
        return False
    return _in_turn(offer, case) and offer.form.when(case, share)


def _in_turn(offer: Offer, case: Case) -> bool:
    verb, share = offer.form.verb, offer.share
    if share is not None and (share.stage, verb) not in ASSIGNMENT:
        return False
    alone = share is not None and share.nature is Nature.ASSIST
    return alone or (case.petition.stage, verb) in PETITION


def each_of(form: Form, case: Case) -> Iterator[Offer]:
    """The form on everything it could act on."""
    if form.target is Target.PETITION:
        yield Offer(form=form)
    elif form.target is Target.SHARE:
        yield from (Offer(form=form, share=each) for each in case.assignments)
    elif form.target is Target.CALLED and case.petition.stage is PetitionStage.MERGED:
        yield Offer(form=form)
    elif any(each.nature is Nature.LEAD for each in case.assignments):
        yield Offer(form=form, share=case.lead)
