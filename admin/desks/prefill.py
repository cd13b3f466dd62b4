"""What a form already says when it is opened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from admin.desks import suggestion
from admin.desks.offer import Offer
from admin.desks.redaction import Redact
from routing.city import City, Duty
from tracking.domain.verb import Verb
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
    """The best suggestion, else the duty register."""
    best, duty = suggestion.read(known.dossier.suggestions).best, _duty(known)
    registered = duty.unit if duty and not duty.unit.startswith("@") else ""
    named = duty if duty and (best is None or best.unit == duty.unit) else None
    return {
        "unit": best.unit if best else registered,
        "basis": best.basis if best else named.basis if named else "",
        "statutory_days": named.statutory_days if named else None,
    }


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
    Verb.ACCEPT_REPORT: _public_reply,
    Verb.CLASSIFY: _classes,
    Verb.CORRECT: _classes,
    Verb.CLOSE: _outcome,
}
