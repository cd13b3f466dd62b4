"""登记 to 派单: what a petition knows when it comes in, and the endings that need no unit."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.tracking import city
from tests.tracking.people import CITIZEN, DISPATCHER, OPERATOR
from tests.tracking.story import MATTER, NUMBER, registered, with_unit
from tracking.domain.error import MissingField
from tracking.domain.procedure import citizen, intake
from tracking.domain.procedure.intake import register
from tracking.domain.stage import PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Identity, Kind, Urgency


def test_the_first_entry_holds_every_field_that_is_known() -> None:
    matter = replace(MATTER, legacy_source="L01", district="210102", street="210102001", longitude=123.4, latitude=41.8)
    petition = registered(matter=matter).case.petition
    assert (petition.number, petition.stage, petition.version) == (NUMBER, PetitionStage.REGISTERED, 1)
    assert (petition.legacy_source, petition.district, petition.longitude) == ("L01", "210102", 123.4)
    assert petition.rules == "2009-09"


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_a_petition_without_words_is_refused(text: str) -> None:
    with pytest.raises(MissingField):
        register(NUMBER, replace(MATTER, text=text), by=CITIZEN, at=city.MONDAY, timetable=city.timetable())


@pytest.mark.parametrize(
    ("kind", "urgency", "expected"),
    [
        (Kind.HELP, Urgency.NORMAL, city.closing(3, 2)),
        (Kind.SUGGESTION, Urgency.NORMAL, city.closing(3, 3)),
        (Kind.HELP, Urgency.URGENT, city.at(3, 2, 9, 30)),
        (Kind.HELP, Urgency.CRITICAL, city.at(3, 2, 9, 10)),
    ],
)
def test_the_dispatch_clock_is_that_of_the_kind_and_runs_from_the_arrival(
    kind: Kind, urgency: Urgency, expected: datetime
) -> None:
    story = registered().later(minutes=5).classified(kind, urgency=urgency)
    assert story.case.petition.dispatch_due_at == expected


def test_until_it_is_classified_the_dispatch_clock_is_a_complaints() -> None:
    assert registered().case.petition.dispatch_due_at == city.closing(3, 2)


def test_the_citizens_own_place_is_not_overwritten_by_a_guess() -> None:
    story = registered(matter=replace(MATTER, district="210102"))
    how = {"kind": Kind.HELP, "topic": "010101", "urgency": Urgency.NORMAL, "district": "210103", "street": "210103001"}
    intake.classify(story.case, by=OPERATOR, at=story.at, timetable=city.timetable(), **how)  # type: ignore[arg-type]
    assert (story.case.petition.district, story.case.petition.street) == ("210102", "210103001")


def test_changing_the_kind_is_an_event_with_a_reason_and_what_it_was() -> None:
    story = with_unit(Kind.COMPLAINT)
    intake.correct(story.case, by=OPERATOR, at=story.at, kind=Kind.INQUIRY, topic="010102", reason="只是询问")
    assert story.case.petition.kind is Kind.INQUIRY
    assert story.case.entries[-1].facts["was_kind"] == Kind.COMPLAINT
    assert story.case.entries[-1].facts["was_topic"] == "010101"
    assert story.lead.kind is Kind.COMPLAINT, "the unit's figures keep the kind it was given"


def test_a_correction_without_a_reason_is_refused() -> None:
    story = with_unit()
    with pytest.raises(MissingField):
        intake.correct(story.case, by=OPERATOR, at=story.at, kind=Kind.INQUIRY, topic="010102", reason=" ")


@pytest.mark.parametrize(
    ("verb", "stage"),
    [
        (Verb.ANSWER, PetitionStage.ANSWERED),
        (Verb.DECLINE, PetitionStage.DECLINED),
        (Verb.DIVERT, PetitionStage.DIVERTED),
    ],
)
def test_an_ending_at_the_desk_tells_the_citizen_in_words_that_may_be_read(verb: Verb, stage: PetitionStage) -> None:
    story = registered().later(minutes=3).do(verb)
    assert (story.case.petition.stage, story.case.petition.closed_at) == (stage, story.at)
    assert story.case.texts[-1].purpose == "public_reply"


@pytest.mark.parametrize(("reason", "explanation"), [("", "请起诉"), ("legal_path", "")])
def test_declining_needs_a_coded_reason_and_an_explanation(reason: str, explanation: str) -> None:
    story = registered()
    with pytest.raises(MissingField):
        intake.decline(story.case, by=DISPATCHER, at=story.at, reason=reason, explanation=explanation)


def test_nothing_is_dispatched_before_its_kind_is_known() -> None:
    story = registered().classified()
    story.case.petition.kind = None
    with pytest.raises(MissingField):
        story.dispatched()


def test_every_urging_is_counted() -> None:
    assert with_unit().do(Verb.URGE, Verb.URGE).case.petition.urges == 2


def test_new_facts_need_words() -> None:
    story = with_unit()
    with pytest.raises(MissingField):
        citizen.add_facts(story.case, by=CITIZEN, at=story.at, words="")


def test_an_anonymous_citizen_need_not_be_contacted() -> None:
    anonymous = registered(matter=replace(MATTER, identity=Identity.ANONYMOUS)).classified().dispatched()
    unwilling = registered(matter=replace(MATTER, wants_contact=False)).classified().dispatched()
    assert anonymous.lead.contact_exempt
    assert unwilling.lead.contact_exempt
    assert not with_unit().lead.contact_exempt
