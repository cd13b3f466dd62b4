"""Every refusal of the procedure: how it comes about, and what it says."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from tests.tracking import act, city
from tests.tracking.people import CITIZEN, DISPATCHER, OPERATOR, OTHER_UNIT, UNIT, handler
from tests.tracking.story import MATTER, NUMBER, Story, registered, with_citizen, with_unit
from tracking.domain.error import (
    DomainError,
    Forbidden,
    InvalidValue,
    MissingField,
    NotFound,
    OpenChildren,
    OutOfTurn,
    TooEarly,
    TooLate,
    UnknownCode,
)
from tracking.domain.people import SYSTEM
from tracking.domain.procedure import handling, intake, merging, ordering, rating, returning, takeover
from tracking.domain.procedure.rating import Answers
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind

CHILD = "SY20260302-W-000002-2"
Begin = Callable[[], Story]
Bad = Callable[[Story], object]


def _signed() -> Story:
    return with_unit().do(Verb.SIGN)


def _late() -> Story:
    return _signed().until(city.at(4, 20))


def _rated() -> Story:
    return with_citizen().do(Verb.RATE)


def _merge(child: Story, master: Story) -> None:
    merging.merge(child.case, master.case, by=DISPATCHER, at=master.at, reason="同一处井盖")


def _child(kind: Kind = Kind.COMPLAINT) -> Story:
    return registered(number=CHILD).classified(kind)


def _supervise(story: Story, *, level: int = 2, days: int = 3) -> None:
    due_at = story.at + timedelta(days=days)
    ordering.supervise(story.case, 1, by=DISPATCHER, at=story.at, level=level, due_at=due_at, reason="超期")


def _return(story: Story, target: str) -> None:
    by = handler(UNIT)
    reason = "wrong_function"
    returning.return_(story.case, 1, by=by, at=story.at, reason=reason, target=target, explanation="不在职责内")


def _unmerge(story: Story) -> None:
    other, table = _child(), city.timetable()
    merging.unmerge(story.case, other.case, by=OPERATOR, at=story.at, timetable=table, reason="不是同一处")


def _with_master() -> Story:
    story = with_unit()
    _merge(_child(), story)
    return story


def _with_part() -> Story:
    story = registered().classified().do(Verb.SPLIT).dispatched()
    return story.do(Verb.SIGN, Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.RECORD_CALLBACK)


def _uncalled() -> Story:
    story = with_citizen().do(Verb.RECORD_CALLBACK)
    merging.follow(story.case, by=SYSTEM, at=story.at, uncalled=2)
    return story


def _contact(story: Story, days: int) -> None:
    at = story.at + timedelta(days=days)
    handling.contact(story.case, 1, by=handler(UNIT), at=story.at, note="已电话说明", contacted_at=at)


def _take_over(story: Story, *, days: int) -> None:
    past = takeover.Past(received_at=story.at, closed_at=story.at + timedelta(days=days))
    takeover.take_over(CHILD, MATTER, past, by=SYSTEM, at=story.at, timetable=city.timetable())


def _future(story: Story) -> None:
    came = story.at + timedelta(seconds=1)
    intake.register(CHILD, MATTER, by=CITIZEN, at=story.at, timetable=city.timetable(), received_at=came)


def _without_kind(story: Story) -> None:
    story.case.petition.kind = None
    story.dispatched()


def _silent(story: Story) -> None:
    rating.rate(story.case, by=CITIZEN, at=story.at, answers=Answers())


def _assisted() -> Story:
    story = _signed()
    story.assisted(OTHER_UNIT)
    return story


REFUSED: Mapping[str, tuple[Begin, Bad, DomainError]] = {
    "a share that is not there": (
        with_unit,
        lambda s: s.case.assignment(9),
        NotFound("no such assignment", number=NUMBER, assignment=9),
    ),
    "a lead before dispatch": (registered, lambda s: s.lead, NotFound("not dispatched yet", number=NUMBER)),
    "another unit's share": (
        with_unit,
        lambda s: act.do(Verb.SIGN, s.case, at=s.at, by=handler(OTHER_UNIT)),
        Forbidden("the assignment is not this unit's", verb="signed", role="handler"),
    ),
    "a role without the verb": (
        with_unit,
        lambda s: act.do(Verb.SIGN, s.case, at=s.at, by=CITIZEN),
        Forbidden("citizen may not: signed", verb="signed", role="citizen"),
    ),
    "merging with itself": (
        with_unit,
        lambda s: _merge(s, s),
        InvalidValue("a petition cannot be merged into itself", field="master", value=NUMBER),
    ),
    "merging a master": (
        _with_master,
        lambda s: _merge(s, _child()),
        OpenChildren("it has merged petitions or open parts itself", number=NUMBER),
    ),
    "merging what has parts": (
        _with_part,
        lambda s: _merge(s, _child()),
        OpenChildren("it has merged petitions or open parts itself", number=NUMBER),
    ),
    "merging a report into a complaint": (
        with_unit,
        lambda s: _merge(_child(Kind.REPORT), s),
        InvalidValue("a report is merged with reports only", field="master", value=NUMBER),
    ),
    "unmerging what was merged elsewhere": (
        with_unit,
        _unmerge,
        InvalidValue("it is not merged into this petition", field="master", value=CHILD),
    ),
    "joining a report": (
        lambda: with_unit(Kind.REPORT),
        lambda s: s.do(Verb.JOIN),
        InvalidValue("a report is not joined", field="number"),
    ),
    "closing with an open share": (
        with_unit,
        lambda s: merging.check_no_open_children(s.case),
        OpenChildren("an assignment is still open", number=NUMBER),
    ),
    "closing with an open part": (
        _with_part,
        lambda s: s.do(Verb.CLOSE),
        OpenChildren("a part that was split off is still open", number=NUMBER, parts=1),
    ),
    "closing with a petitioner not called": (
        _uncalled,
        lambda s: s.do(Verb.CLOSE),
        OpenChildren("a merged petitioner was not called back", number=NUMBER, uncalled=2),
    ),
    "closing without a call": (
        lambda: with_citizen().called(None),
        lambda s: s.do(Verb.CLOSE),
        TooEarly("the citizen was not called back", tries=1),
    ),
    "accepting before the assisting unit has finished": (
        lambda: _assisted().do(Verb.REPORT_BACK),
        lambda s: s.do(Verb.ACCEPT_REPORT),
        OpenChildren("an assisting unit has not finished", number=NUMBER),
    ),
    "granting time nobody asked for": (
        _signed,
        lambda s: s.do(Verb.GRANT_EXTENSION),
        TooLate("no extension was asked for", field="extension"),
    ),
    "refusing time nobody asked for": (
        _signed,
        lambda s: s.do(Verb.REFUSE_EXTENSION),
        TooLate("no extension was asked for", field="extension"),
    ),
    "asking for time too late": (
        _late,
        lambda s: s.do(Verb.REQUEST_EXTENSION),
        TooLate("an extension must be asked for before the deadline", field="extension"),
    ),
    "asking for time too often": (
        lambda: _signed().do(*[Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION] * 2),
        lambda s: s.do(Verb.REQUEST_EXTENSION),
        TooLate("no further extension is possible", field="extension"),
    ),
    "asking for a pause twice": (
        lambda: _signed().do(Verb.REQUEST_SUSPENSION),
        lambda s: s.do(Verb.REQUEST_SUSPENSION),
        TooLate("a suspension was asked for already", field="suspension"),
    ),
    "asking for a pause too late": (
        _late,
        lambda s: s.do(Verb.REQUEST_SUSPENSION),
        TooLate("a suspension must be asked for before the deadline", field="suspension"),
    ),
    "granting a pause nobody asked for": (
        _signed,
        lambda s: s.do(Verb.GRANT_SUSPENSION),
        TooLate("no suspension was asked for", field="suspension"),
    ),
    "refusing a pause nobody asked for": (
        _signed,
        lambda s: s.do(Verb.REFUSE_SUSPENSION),
        TooLate("no suspension was asked for", field="suspension"),
    ),
    "a pause that ends now": (
        _signed,
        lambda s: s.pause_asked(s.at),
        InvalidValue("the end of a suspension must lie ahead", field="until"),
    ),
    "a pause that is too long": (
        _signed,
        lambda s: s.pause_asked(s.at + timedelta(days=180, seconds=1)),
        InvalidValue("a matter can be suspended for so many days at most", field="until", value=180),
    ),
    "an order without a level": (
        _signed,
        lambda s: _supervise(s, level=5),
        InvalidValue("a supervision order has a level from 1 to 4", field="level", value=5),
    ),
    "an order of level 0": (
        _signed,
        lambda s: _supervise(s, level=0),
        InvalidValue("a supervision order has a level from 1 to 4", field="level", value=0),
    ),
    "an order due now": (
        _signed,
        lambda s: _supervise(s, days=0),
        InvalidValue("the deadline of an order must lie ahead", field="due_at"),
    ),
    "answering no order": (
        _signed,
        lambda s: s.do(Verb.ANSWER_ORDER),
        TooLate("no supervision order is waiting for an answer", field="order"),
    ),
    "answering an order twice": (
        lambda: _signed().do(Verb.SUPERVISE, Verb.ANSWER_ORDER),
        lambda s: s.do(Verb.ANSWER_ORDER),
        TooLate("no supervision order is waiting for an answer", field="order"),
    ),
    "answering no urge": (
        _signed,
        lambda s: s.do(Verb.ANSWER_URGE),
        TooLate("no urge is waiting for an answer", field="answer"),
    ),
    "answering an urge twice": (
        lambda: _signed().do(Verb.URGE, Verb.ANSWER_URGE),
        lambda s: s.do(Verb.ANSWER_URGE),
        TooLate("no urge is waiting for an answer", field="answer"),
    ),
    "returning it to oneself": (
        with_unit,
        lambda s: _return(s, UNIT),
        InvalidValue("a unit cannot return a matter to itself", field="target", value=UNIT),
    ),
    "returning it again": (
        lambda: with_unit().do(Verb.RETURN, Verb.REJECT_RETURN),
        lambda s: s.do(Verb.RETURN),
        TooLate("a rejected return cannot be repeated", field="return"),
    ),
    "returning a binding dispatch": (
        lambda: registered().classified().do(Verb.ARBITRATE),
        lambda s: s.do(Verb.RETURN),
        OutOfTurn("a binding dispatch cannot be returned"),
    ),
    "appealing against nothing": (
        with_citizen,
        lambda s: s.do(Verb.APPEAL_RATING),
        InvalidValue("there is no rating to appeal against", field="rating"),
    ),
    "appealing twice": (
        lambda: _rated().do(Verb.APPEAL_RATING),
        lambda s: s.do(Verb.APPEAL_RATING),
        TooLate("an appeal is waiting already", field="rating"),
    ),
    "annulling without an appeal": (
        _rated,
        lambda s: s.do(Verb.ANNUL_RATING),
        TooLate("no appeal is waiting", field="rating"),
    ),
    "keeping without an appeal": (
        _rated,
        lambda s: s.do(Verb.KEEP_RATING),
        TooLate("no appeal is waiting", field="rating"),
    ),
    "an answer that says nothing": (
        with_citizen,
        _silent,
        InvalidValue("a call-back without any answer", field="answers"),
    ),
    "an assist by the unit in charge": (
        with_unit,
        lambda s: s.assisted(UNIT),
        InvalidValue("the unit has the matter already", field="unit", value=UNIT),
    ),
    "an assist of nobody": (with_unit, lambda s: s.assisted(" "), MissingField("unit is missing", field="unit")),
    "a card that was not issued": (
        _signed,
        lambda s: s.do(Verb.CANCEL_CARD),
        InvalidValue("there is no such card to cancel", field="card", value="yellow"),
    ),
    "reopening too late": (
        lambda: with_citizen().do(Verb.RECORD_CALLBACK, Verb.CLOSE).later(days=31),
        lambda s: s.do(Verb.REOPEN),
        TooLate("the time to reopen the matter is over", field="reopen", days=30),
    ),
    "a contact before the dispatch": (
        _signed,
        lambda s: _contact(s, -1),
        InvalidValue("the contact cannot lie before the dispatch or in the future", field="contacted_at"),
    ),
    "a contact in the future": (
        _signed,
        lambda s: _contact(s, 1),
        InvalidValue("the contact cannot lie before the dispatch or in the future", field="contacted_at"),
    ),
    "a dispatch before the kind is known": (
        lambda: registered().classified(),
        _without_kind,
        MissingField("kind is missing", field="kind"),
    ),
    "an unknown procedure by law": (
        lambda: registered().classified(),
        lambda s: s.dispatched(track="x"),
        UnknownCode("no such statutory procedure", field="track", value="x"),
    ),
    "a petition from the future": (
        registered,
        _future,
        InvalidValue("a petition cannot have come in the future", field="received_at"),
    ),
    "a past that ended before it began": (
        registered,
        lambda s: _take_over(s, days=-1),
        InvalidValue("closed before it came, or in the future", field="closed_at"),
    ),
    "a past that has not ended": (
        registered,
        lambda s: _take_over(s, days=1),
        InvalidValue("closed before it came, or in the future", field="closed_at"),
    ),
}
