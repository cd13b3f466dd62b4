"""What a form already says when it is opened."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from admin.desks import suggestion
from admin.desks.offer import Offer
from admin.desks.redaction import Redact
from admin.desks.suggestion import Candidate
from routing.city import City, Duty
from tracking.domain.petition import Assignment
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Decision, Nature
from tracking.store.dossier import Dossier


@dataclass(frozen=True, kw_only=True)
class Known:
    """What prefilling draws on."""

    dossier: Dossier
    city: City
    redact: Redact


Values = Mapping[str, str]


def values(offer: Offer, known: Known) -> Values:
    """Field values of a fresh form, empty for most verbs."""
    filled = _FILLED.get(offer.form.verb)
    found = filled(offer, known) if filled else {}
    return {name: str(value) for name, value in found.items() if value}


def _dispatch(_offer: Offer, known: Known) -> Mapping[str, object]:
    """The best suggestion that has not given it back, else the duty register; after a return with its reason."""
    gone = _returned(known)
    best, duty = _next(known, besides=gone), _duty(known)
    registered = duty.unit if duty and not duty.unit.startswith("@") and duty.unit not in gone else ""
    named = duty if duty and registered and (best is None or best.unit == duty.unit) else None
    unit = best.unit if best else registered or _named_by_unit(known, gone)
    basis = best.basis if best else named.basis if named else ""
    return {
        "unit": unit,
        "basis": _after_return(known, unit, basis) if gone and unit else basis,
        "statutory_days": named.statutory_days if named else None,
    }


def _return(offer: Offer, known: Known) -> Mapping[str, object]:
    """The second choice: whom the machine, or the register, thinks of besides this unit."""
    own = {offer.share.unit} if offer.share else set()
    gone = own | _returned(known)
    best, duty = _next(known, besides=gone), _duty(known)
    named = duty.unit if duty and not duty.unit.startswith("@") and duty.unit not in gone else ""
    return {"target": named or (best.unit if best else "")}


def _next(known: Known, *, besides: Collection[str]) -> Candidate | None:
    units = suggestion.read(known.dossier.suggestions).units
    return next((each for each in units if each.unit not in besides), None)


def _returned(known: Known) -> frozenset[str]:
    """The units that led and whose return was upheld."""
    return frozenset(each.unit for each in _given_back(known))


def _given_back(known: Known) -> Sequence[Assignment]:
    shares = known.dossier.case.assignments
    return [each for each in shares if each.nature is Nature.LEAD and each.return_decision is Decision.UPHELD]


def _named_by_unit(known: Known, gone: Collection[str]) -> str:
    """Whom the last unit believes in charge, where nothing else is known."""
    targets = [each.return_target for each in _given_back(known)]
    return next((target for target in reversed(targets) if target and target not in gone), "")


def _after_return(known: Known, unit: str, basis: str) -> str:
    """Why this unit now, in one sentence."""
    back = _given_back(known)
    names = "、".join(known.city.unit_name(each.unit) for each in back)
    agrees = unit in {each.return_target for each in back}
    why = f"{names}退单成立，改派次选单位"
    return "；".join(filter(None, (why, "退单单位也认为应由其承办" if agrees else "", basis)))


def _duty(known: Known) -> Duty | None:
    petition = known.dossier.case.petition
    if petition.topic is None:
        return None
    return known.city.duty(petition.topic, district=petition.district, street=petition.street)


def _public_reply(offer: Offer, known: Known) -> Mapping[str, object]:
    """The unit's last reply without personal data, to be read over by a person."""
    dossier = known.dossier
    entries = [entry for entry in dossier.entries if entry.assignment == offer.index]
    replies = [dossier.texts.get(entry.seq, {}).get("reply", "") for entry in entries]
    return {"public_reply": known.redact(next((reply for reply in reversed(replies) if reply), ""))}


def _classes(_offer: Offer, known: Known) -> Mapping[str, object]:
    petition = known.dossier.case.petition
    topic = f"{petition.topic} {known.city.topic_name(petition.topic)}" if petition.topic else ""
    return {"kind": petition.kind, "topic": topic, "urgency": petition.urgency}


def _outcome(offer: Offer, _known: Known) -> Mapping[str, object]:
    share = offer.share
    return {"outcome": (share.callback_outcome or share.reported_outcome) if share else None}


_FILLED: Mapping[Verb, Callable[[Offer, Known], Mapping[str, object]]] = {
    Verb.DISPATCH: _dispatch,
    Verb.ARBITRATE: _dispatch,
    Verb.RETURN: _return,
    Verb.ACCEPT_REPORT: _public_reply,
    Verb.CLASSIFY: _classes,
    Verb.CORRECT: _classes,
    Verb.CLOSE: _outcome,
}
