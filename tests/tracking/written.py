"""Stories that together use every verb, and what each of their entries says: for reading, and for a test."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from tests.tracking import act, city
from tests.tracking.people import CALLER, CITIZEN, DISPATCHER, OPERATOR, OTHER_UNIT, handler
from tests.tracking.story import MATTER, registered, with_citizen, with_unit
from tracking.domain.case import Case
from tracking.domain.ledger import Entry
from tracking.domain.people import SYSTEM, Actor
from tracking.domain.procedure import callback, citizen, intake, merging, privacy, rating, supervising, takeover
from tracking.domain.procedure.rating import Answers
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import DataRight, Decision, Identity, Kind, Outcome, Satisfaction, Urgency, Verification

MASTER = "SY20260302-W-000007-7"
FULL = replace(
    MATTER,
    identity=Identity.CONFIDENTIAL,
    legacy_source="96123",
    district="210102",
    street="210102001",
    longitude=123.4,
    latitude=41.8,
    wants_contact=False,
    agrees_to_publication=True,
)
UNHAPPY = Answers(contacted=False, verified=Verification.FALSE, outcome=Outcome.UNSOLVED, satisfaction=None)
BRANCH = Actor(id="importer", role=SYSTEM.role, unit="C01", channel="import")


def _split() -> list[Case]:
    story, table = registered(matter=FULL).classified(Kind.HELP), city.timetable()
    part = merging.split(
        story.case, act.PART, by=OPERATOR, at=story.at, timetable=table, text="路灯也坏了", reason="两件事"
    )
    return [story.case, part]


def _merged() -> list[Case]:
    child, master = with_unit(), with_unit(Kind.HELP)
    master.case.petition.number = MASTER
    merging.merge(child.case, master.case, by=OPERATOR, at=child.at, reason="同一处井盖")
    merging.ask_with_master(child.case, by=SYSTEM, at=child.at, due_at=city.at(3, 9), needed=True)
    merging.unmerge(child.case, master.case, by=OPERATOR, at=child.at, timetable=city.timetable(), reason="不是同一处")
    merging.join(master.case, by=OPERATOR, at=child.at)
    merging.follow(master.case, by=SYSTEM, at=child.at, open_parts=1, uncalled=2)
    return [child.case, master.case]


def _taken_over() -> list[Case]:
    at, table = city.MONDAY, city.timetable()
    open_past = takeover.Past(received_at=at - timedelta(days=9))
    settled = takeover.Past(
        received_at=at - timedelta(days=9),
        unit="B101",
        outcome=Outcome.SOLVED,
        satisfaction=Satisfaction.SATISFIED,
        closed_at=at - timedelta(days=2),
        reply="已修好",
    )
    pasts = {act.RELATIVE: open_past, act.PART: settled}
    return [takeover.take_over(number, FULL, past, by=BRANCH, at=at, timetable=table) for number, past in pasts.items()]


def _classified_with_place() -> list[Case]:
    story, table = registered(), city.timetable()
    intake.classify(
        story.case,
        by=SYSTEM,
        at=story.at,
        timetable=table,
        kind=Kind.INQUIRY,
        topic=None,
        urgency=Urgency.URGENT,
        needs_person=True,
        district="210102",
        street="210102001",
    )
    return [story.do(Verb.CORRECT, Verb.ANSWER).case]


def _asked() -> list[Case]:
    story = with_unit().do(Verb.SIGN)
    citizen.ask(story.case, 1, by=handler(), at=story.at, question="在哪一侧?")
    return [story.do(Verb.ADD_FACTS, Verb.ASK, Verb.URGE, Verb.ANSWER_URGE, Verb.WITHDRAW).case]


def _paused() -> list[Case]:
    story = with_unit().do(Verb.SIGN, Verb.REQUEST_SUSPENSION, Verb.REFUSE_SUSPENSION, Verb.REQUEST_SUSPENSION)
    return [story.do(Verb.GRANT_SUSPENSION).later(days=3).do(Verb.RESUME, Verb.TERMINATE).case]


def _late() -> list[Case]:
    story = with_unit().do(Verb.SIGN, Verb.REMIND, Verb.ISSUE_YELLOW_CARD, Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION)
    story.pause_asked(story.at + timedelta(days=4)).do(Verb.GRANT_SUSPENSION).later(days=2).do(Verb.RESUME)
    story.do(Verb.ISSUE_RED_CARD, Verb.CANCEL_CARD, Verb.SUPERVISE, Verb.ANSWER_ORDER)
    return [story.do(Verb.REQUEST_EXTENSION, Verb.REFUSE_EXTENSION).reported(Outcome.PARTLY_SOLVED).case]


def _returned() -> list[Case]:
    story = with_unit()
    story.assisted(OTHER_UNIT)
    story.do(Verb.RETURN, Verb.REJECT_RETURN, Verb.SIGN)
    again = with_unit()
    again.assisted(OTHER_UNIT)
    again.do(Verb.RETURN, Verb.UPHOLD_RETURN, Verb.ARBITRATE)
    return [story.case, again.case]


def _assisted() -> list[Case]:
    story = with_unit().do(Verb.SIGN)
    assist = story.assisted(OTHER_UNIT)
    for verb in (Verb.SIGN, Verb.REPORT_BACK, Verb.SEND_BACK, Verb.REPORT_BACK, Verb.ACCEPT_REPORT):
        story.do(verb, index=assist.index)
    return [story.do(Verb.CONTACT).reported(beyond_duty=True).accepted(beyond_duty=True).case]


def _called() -> list[Case]:
    story = with_citizen().called(None).later(hours=1).called(UNHAPPY).do(Verb.REWORK)
    story.do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RATE, Verb.RATE, Verb.APPEAL_RATING)
    story.do(Verb.ANNUL_RATING, Verb.RATE, Verb.APPEAL_RATING, Verb.KEEP_RATING, Verb.CLOSE).later(days=2)
    story.do(Verb.REOPEN).dispatched(statutory_days=7).do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT)
    return [story.do(Verb.RECORD_CALLBACK, Verb.CLOSE, Verb.ARCHIVE).case]


def _unreached() -> list[Case]:
    return [with_citizen().unreached().closed(Outcome.EXPLAINED).case]


def _noted() -> list[Case]:
    """What the others leave unsaid: a text to be published, and notes beside answers."""
    story, table = with_unit().do(Verb.SIGN, Verb.CONTACT, Verb.REPORT_BACK), city.timetable()
    case, at = story.case, story.at
    supervising.accept_report(case, 1, by=DISPATCHER, at=at, timetable=table, public_reply="井盖已更换。")
    callback.record_callback(case, by=CALLER, at=at, timetable=table, answers=None, note="无人接听")
    callback.record_callback(case, by=CALLER, at=at, timetable=table, answers=UNHAPPY, note="说没人去过")
    rating.rate(case, by=CITIZEN, at=at, answers=Answers(satisfaction=Satisfaction.SATISFIED), note="后来修好了")
    return [case]


def _ended() -> list[Case]:
    return [registered().do(verb).case for verb in (Verb.ANSWER, Verb.DECLINE, Verb.DIVERT)]


def _own_data() -> list[Case]:
    """What the petitioner may ask for the own data, also when all is over."""
    story = registered().do(Verb.REQUEST_DATA, Verb.DECIDE_DATA, Verb.WITHDRAW, Verb.ARCHIVE)
    for right in (DataRight.UNPUBLISH, DataRight.ERASE):
        privacy.request_data(story.case, by=CITIZEN, at=story.at, right=right)
    privacy.decide_data(story.case, by=DISPATCHER, at=story.at, decision=Decision.REJECTED, reason="法律规定须留存")
    return [story.case]


STORIES: Mapping[str, Callable[[], list[Case]]] = {
    "split": _split,
    "merged": _merged,
    "taken over": _taken_over,
    "answered": _classified_with_place,
    "asked": _asked,
    "paused": _paused,
    "late": _late,
    "returned": _returned,
    "assisted": _assisted,
    "called": _called,
    "unreached": _unreached,
    "noted": _noted,
    "ended": _ended,
    "own data": _own_data,
}


def lines(name: str) -> Iterator[str]:
    """One line of JSON for each entry of a story; free text stands where the ledger has its digest."""
    for case in STORIES[name]():
        said = {(text.seq, text.purpose): text.body for text in case.texts}
        for entry in case.entries:
            yield json.dumps({"story": name, **_told(entry, said)}, ensure_ascii=False, sort_keys=True)


def _told(entry: Entry, said: Mapping[tuple[int, str], str]) -> dict[str, object]:
    texts = {purpose: said[entry.seq, purpose] for purpose in entry.facts.get("texts", {})}
    facts = {name: value for name, value in entry.facts.items() if name != "texts"}
    who = {"by": entry.actor, "role": entry.role, "unit": entry.unit, "door": entry.channel}
    what = {
        "number": entry.number,
        "seq": entry.seq,
        "verb": entry.verb,
        "at": entry.at.isoformat(),
        "on": entry.assignment,
    }
    return {**what, **who, "facts": facts, "texts": texts}


if __name__ == "__main__":
    print("\n".join(line for name in STORIES for line in lines(name)))
