"""What returns teach: an upheld return, once the next unit is known, is a correction; so is what a person corrected.

Nothing is learnt from a report (举报). Of any other petition only the redacted text is kept, beside the unit that was
right. Learning happens when the classifier is trained again; the duty register is never changed by it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlu.corpus import Example
from nlu.understanding import DISTRICT
from routing import correction
from routing.city import City
from routing.correction import Correction
from tracking.domain.case import Case
from tracking.domain.ledger import Entry
from tracking.domain.petition import Assignment
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Decision, Kind, Nature
from tracking.service.core import Core
from tracking.store import case as cases
from tracking.store.outbox import Event

RETURNED, ARBITRATED, CORRECTED = "return", "arbitration", "corrected"
TAUGHT_BY = (Verb.DISPATCH, Verb.ARBITRATE, Verb.CORRECT, Verb.UPHOLD_RETURN)
PLAIN = 3
"""Registered, classified, dispatched: a ledger of three entries teaches nothing."""


@dataclass(frozen=True, kw_only=True)
class Learning:
    """Notes corrections as they happen."""

    core: Core
    city: City
    redact: Callable[[str], str]

    def on_event(self, event: Event) -> None:
        """Looks at the petition as it stands now, so the event may come late or twice."""
        if event.verb is Verb.DISPATCH and event.seq <= PLAIN:
            return
        with self.core.engine.begin() as connection:
            case = cases.load(connection, event.number)
            entries = cases.entries(connection, event.number)
            cause, wrong = _taught(case, corrected=any(entry.verb is Verb.CORRECT for entry in entries))
            text = cases.texts(connection, event.number, ("said",)).get("said", "")
            if cause is None or not text or _ever_a_report(entries):
                correction.forget(connection, event.number)
            else:
                correction.put(connection, self._of(case, event, entries, cause=cause, wrong=wrong, text=text))

    def _of(
        self, case: Case, event: Event, entries: Sequence[Entry], *, cause: str, wrong: str | None, text: str
    ) -> Correction:
        petition = case.petition
        return Correction(
            number=petition.number,
            cause=cause,
            wrong=wrong,
            right=petition.unit or "",
            topic=petition.topic or "",
            kind=str(petition.kind),
            urgency=str(petition.urgency),
            district=petition.district,
            text=self.redact(text),
            decided_by=next((entry.actor for entry in entries if entry.seq == event.seq), ""),
            decided_at=event.at,
        )


def _taught(case: Case, *, corrected: bool) -> tuple[str | None, str | None]:
    """Why this petition teaches something, and the unit that was wrong."""
    petition = case.petition
    if petition.kind in (None, Kind.REPORT) or petition.topic is None or petition.unit is None:
        return None, None
    returned = [each for each in case.assignments if _upheld(each) and each.unit != petition.unit]
    if returned:
        return (ARBITRATED if case.lead.adjudicated else RETURNED), returned[-1].unit
    return (CORRECTED, None) if corrected else (None, None)


def _ever_a_report(entries: Sequence[Entry]) -> bool:
    """Also one whose kind was corrected afterwards: who said it meant it to be kept secret."""
    return any(entry.facts.get("petition", {}).get("kind") == Kind.REPORT for entry in entries)


def _upheld(each: Assignment) -> bool:
    return each.nature is Nature.LEAD and each.return_decision is Decision.UPHELD


def examples(found: Iterable[Correction], *, districts: Mapping[str, str]) -> Sequence[Example]:
    """Corrections as the classifier learns them: a district's own government is one label."""
    return [
        Example(
            id=each.number,
            text=each.text,
            kind=each.kind,
            urgency=each.urgency,
            topic=each.topic,
            topic2="",
            holder=DISTRICT if each.right in districts else each.right,
            unit=each.right,
            district=each.district or "",
            place="",
            part="train",
        )
        for each in found
    ]


def against_register(city: City, found: Iterable[Correction]) -> Mapping[tuple[str, str, str], int]:
    """(topic, unit of the register, unit that was right) → how often: for whoever keeps the register."""
    counts: dict[tuple[str, str, str], int] = {}
    for each in found:
        duty = city.duty(each.topic, district=each.district, street=None)
        named = duty and (each.district or DISTRICT if duty.unit == DISTRICT else duty.unit)
        if named and named != each.right and not (named == DISTRICT and each.right in city.register.districts):
            key = (each.topic, named, each.right)
            counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
