"""Petitions that belong together: merging and splitting them, and keeping each in step with what befalls the others.

A decision writes both petitions in one transaction. What follows from it for others – a merged petitioner is called
back and closed with the master, a master learns that a part has ended – follows by events, each safe to repeat.
"""

from datetime import datetime

from tracking.domain.case import Case
from tracking.domain.deadline import Step
from tracking.domain.error import NotFound
from tracking.domain.people import SYSTEM, Actor, Role
from tracking.domain.procedure import merging
from tracking.domain.procedure.callback import close_with_master
from tracking.domain.stage import OPEN_STAGES, PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Outcome
from tracking.service.core import Core, held
from tracking.service.intake import title
from tracking.store import case as cases
from tracking.store import intake, relation
from tracking.store.outbox import Event

_MASTER_ENDED = "主单已终结,恢复为独立诉求"


def merge(core: Core, number: str, master: str, *, version: int | None, by: Actor, reason: str) -> None:
    """并单. Raises ``StaleVersion`` when ``number`` has moved on since it was seen."""
    with core.change_both(number, master, version=version) as (child, other):
        merging.merge(child, other, by=by, at=core.now(), reason=reason)


def unmerge(core: Core, number: str, *, version: int | None, by: Actor, reason: str) -> None:
    """撤销并单."""
    with core.engine.connect() as connection:
        master = cases.load(connection, number).petition.master
    if master is None:
        raise NotFound("it is not merged into any petition", number=number)
    with core.change_both(number, master, version=version) as (child, other):
        timetable = core.timetable_of(child)
        merging.unmerge(child, other, by=by, at=core.now(), timetable=timetable, reason=reason)


def split(core: Core, number: str, *, version: int | None, by: Actor, text: str, reason: str) -> str:
    """拆单; returns the number of the part. It has the same petitioner and a query code of its own."""
    at = core.now()
    part_number = core.number(number.split("-")[1], at)
    with core.engine.connect() as connection:
        parent = held(connection, number, version=version)
        timetable = core.timetable()
        part = merging.split(parent, part_number, by=by, at=at, timetable=timetable, text=text, reason=reason)
        code_key = core.sealer.key(core.sealer.query_code(part_number), "code")
        cases.save(connection, parent)
        intake.store_part(connection, part, of=number, title=title(text), code_key=code_key)
        connection.commit()
    return part_number


def me_too(core: Core, number: str, *, voter: str, phone: str | None = None) -> bool:
    """我也遇到: whether it counted. ``voter`` tells people apart (the phone, or a session); nobody counts twice."""
    at, seal = core.now(), core.sealer
    with core.engine.connect() as connection:
        case = cases.load(connection, number, for_update=True)
        fresh = relation.add_follower(
            connection,
            number,
            voter_key=seal.key(phone or voter, "phone" if phone else "voter"),
            phone=seal.seal(phone, "phone") if phone else None,
            joined_at=at,
        )
        if fresh:
            merging.join(case, by=Actor(id="citizen", role=Role.CITIZEN, channel=case.petition.channel), at=at)
            cases.save(connection, case)
            connection.commit()
    return fresh


FOLLOWED_BY_MASTER = frozenset(
    {
        Verb.RECORD_CALLBACK,
        Verb.RATE,
        Verb.FOLLOW,
        Verb.ANSWER,
        Verb.DECLINE,
        Verb.DIVERT,
        Verb.CLOSE,
        Verb.REOPEN,
        Verb.WITHDRAW,
        Verb.TERMINATE,
    }
)
FOLLOWED_BY_CHILDREN = frozenset(
    {Verb.TAKE_IN, Verb.LET_GO, Verb.ACCEPT_REPORT, Verb.REWORK, Verb.CLOSE, Verb.WITHDRAW, Verb.TERMINATE}
)


def on_event(core: Core, event: Event) -> None:
    """Bring relatives into step after an event; harmless when it comes again."""
    with core.engine.connect() as connection:
        case = cases.load(connection, event.number)
        children = relation.merged_into(connection, event.number) if event.verb in FOLLOWED_BY_CHILDREN else ()
    if event.verb in FOLLOWED_BY_MASTER:
        for relative in filter(None, (case.petition.master, case.petition.split_from)):
            _tell(core, relative)
    for child in children:
        _follow_master(core, child, case)
    if children or event.verb is Verb.LET_GO:
        _tell(core, event.number)


def _tell(core: Core, number: str) -> None:
    """A master or parent learns how its relatives stand."""
    with core.engine.connect() as connection:
        case = cases.load(connection, number, for_update=True)
        if case.petition.stage not in OPEN_STAGES:
            return
        now = relation.relatives(connection, number)
        merging.follow(case, by=SYSTEM, at=core.now(), open_parts=now.open_parts, uncalled=now.uncalled)
        cases.save(connection, case)
        connection.commit()


def _follow_master(core: Core, number: str, master: Case) -> None:
    at, stage = core.now(), master.petition.stage
    with core.change(number) as child:
        if child.petition.stage is not PetitionStage.MERGED or child.petition.master != master.petition.number:
            return
        if stage is PetitionStage.CLOSED:
            outcome = master.petition.outcome or Outcome.EXPLAINED
            close_with_master(child, by=_closer(core, master), at=at, outcome=outcome)
        elif stage in OPEN_STAGES:
            _ask(core, child, master, at)
        else:
            timetable = core.timetable_of(child)
            merging.set_free(child, by=SYSTEM, at=at, timetable=timetable, reason=_MASTER_ENDED)


def _ask(core: Core, child: Case, master: Case, at: datetime) -> None:
    """The merged petitioner is called back while the master waits for call-back, and not otherwise."""
    petition = master.petition
    needed = petition.stage is PetitionStage.AWAITING_CALLBACK and child.petition.can_be_called
    if needed is child.petition.callback_needed:
        return
    timetable = core.timetable_of(child)
    due_at = timetable.due(Step.CALLBACK, at, kind=petition.kind, urgency=petition.urgency) if needed else None
    merging.ask_with_master(child, by=SYSTEM, at=at, due_at=due_at, needed=needed)


def _closer(core: Core, master: Case) -> Actor:
    """Whoever closed the master: the child ends by the same decision."""
    with core.engine.connect() as connection:
        entries = cases.entries(connection, master.petition.number)
    closing = next(entry for entry in reversed(entries) if entry.verb is Verb.CLOSE)
    return Actor(id=closing.actor, role=closing.role, unit=closing.unit, channel=closing.channel)
