"""What happens to a petition that was just registered: understood, then dispatched or put on a person's desk."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from nlu.head import Guess
from nlu.understanding import Understanding
from routing.city import City
from routing.router import Decision, Where, decide
from tracking.domain.case import Case
from tracking.domain.deadline import workdays
from tracking.domain.people import SYSTEM
from tracking.domain.procedure.dispatching import dispatch
from tracking.domain.procedure.intake import classify
from tracking.domain.stage import PetitionStage
from tracking.service.core import Core
from tracking.store import case as cases
from tracking.store import suggestion
from tracking.store.outbox import Event

Understand = Callable[[str], Understanding]
Locate = Callable[[str], Where]
MOST_TOPICS = 3


@dataclass(frozen=True, kw_only=True)
class Dispatching:
    """Understands and dispatches by itself where it may."""

    core: Core
    city: City
    understand: Understand
    locate: Locate

    def on_registered(self, event: Event) -> None:
        """Harmless when the event comes again: only a petition that is still just registered is touched."""
        with self.core.engine.connect() as connection:
            case = cases.load(connection, event.number)
            if case.petition.stage is not PetitionStage.REGISTERED:
                return
            text = cases.texts(connection, event.number, ("said",))["said"]
            place = suggestion.place(connection, event.number)
        understood = _certain(self.understand(text), case)
        where = self._where(case, f"{place or ''} {text}")
        decision = decide(self.city, understood, where, text=text)
        with self.core.engine.begin() as connection:
            suggestion.keep(connection, event.number, kept(understood, decision))
        with self.core.change(event.number) as case:
            if case.petition.stage is PetitionStage.REGISTERED:
                self._carry_out(case, understood, decision, where)

    def _where(self, case: Case, words: str) -> Where:
        """What the citizen chose wins over what the text says."""
        petition = case.petition
        if petition.district:
            return Where(district=petition.district, street=petition.street)
        return self.locate(words)

    def _carry_out(self, case: Case, understood: Understanding, decision: Decision, where: Where) -> None:
        at, timetable = self.core.now(), self.core.timetable_of(case)
        classify(
            case,
            by=SYSTEM,
            at=at,
            timetable=timetable,
            kind=understood.kind,
            topic=decision.topic,
            urgency=understood.urgency,
            needs_person=decision.unit is None,
            district=where.district,
            street=where.street,
        )
        if decision.unit:
            dispatch(
                case,
                by=SYSTEM,
                at=at,
                timetable=timetable,
                unit=decision.unit,
                basis=decision.reason,
                statutory=workdays(decision.statutory_days),
            )


def _certain(understood: Understanding, case: Case) -> Understanding:
    """What the door knew of kind and topic wins over what the text says."""
    kind, topic = case.petition.kind, case.petition.topic
    others = tuple(guess for guess in understood.topics if guess.label != topic)
    topics = (Guess(label=topic, confidence=1.0), *others)[:MOST_TOPICS] if topic else understood.topics
    return replace(understood, kind=kind or understood.kind, topics=topics)


def kept(understood: Understanding, decision: Decision) -> dict[str, object]:
    """What the dispatch desk is shown."""
    return {
        "units": [asdict(each) for each in decision.suggestions],
        "topics": [{"topic": each.label, "confidence": round(each.confidence, 4)} for each in understood.topics],
        "kind_confidence": round(understood.kind_confidence, 4),
        "words": list(decision.words),
        "urgency_words": list(understood.urgency_words),
        "second_matter": understood.second_matter,
        "reason": decision.reason,
    }
