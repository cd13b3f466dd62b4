"""The records of a year, and one with its dossier, as each desk may see them."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.accountability import evidence, interest, store, word
from admin.accountability.proposal import Kind, Subject
from admin.accountability.stage import Act, Stage, allowed
from admin.accountability.store import Record
from admin.desks.desk import OVERSEERS, show
from admin.desks.entry import clean, count_in
from admin.security.account import Officer
from admin.security.permission import held, may
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.error import NotFound
from tracking.domain.people import Role

router = APIRouter(include_in_schema=False)
PAGE = "/staff/accountability"
ORDER = (
    *(Stage.APPEALED, Stage.OPENED, Stage.PROPOSED, Stage.EFFECTIVE),
    *(Stage.UPHELD, Stage.REVOKED, Stage.NOT_PURSUED, Stage.CLOSED, Stage.NOTED),
)
Reader = Annotated[Officer, may(*OVERSEERS, Role.ASSESSOR, Role.HANDLER)]


@router.get(PAGE)
def records(request: Request, officer: Reader, year: str = "") -> HTMLResponse:
    """Those of a year by stage; three statements."""
    return listed(request, officer, year=count_in(clean(year)))


@router.get(PAGE + "/{identity}")
def record(request: Request, identity: int, officer: Reader) -> HTMLResponse:
    """One record with its evidence, checked now."""
    return told(request, officer, identity)


def listed(
    request: Request,
    officer: Officer,
    *,
    year: int = 0,
    problem: str = "",
    given: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The list, with what was typed where it was refused."""
    container = held(request)
    today = city_day(container.core.now())
    with container.engine.connect() as connection:
        known = store.years(connection)
        chosen = year or today.year
        units = interest.followed(container, officer.unit)
        rows = store.of_year(connection, chosen, officer.viewer, units=units)
    return show(
        request,
        officer,
        "accountability/records.html",
        status=422 if problem else 200,
        stages={stage: [each for each in rows if each.stage is stage] for stage in ORDER},
        some=bool(rows),
        cut=len(rows) == store.MOST,
        year=chosen,
        years=sorted({*known, today.year, today.year - 1, chosen}, reverse=True),
        new=clean(request.query_params.get("new")),
        acts=officer.role is Role.DISPATCHER,
        units=[each for each in container.city.units() if each.active] if officer.role is Role.DISPATCHER else (),
        problem=problem,
        given=given or {},
        stage_words=word.STAGES,
        **_words(),
    )


def told(
    request: Request, officer: Officer, identity: int, *, problem: str = "", given: Mapping[str, str] | None = None
) -> HTMLResponse:
    """One record's page. Raises ``NotFound`` where it is not for these eyes."""
    container = held(request)
    with container.engine.connect() as connection:
        units = interest.followed(container, officer.unit)
        known = store.one(connection, identity, officer.viewer, units=units)
        if known is None:
            raise NotFound("no such record")
        dossier = evidence.reviewed(container.core, connection, identity, officer.viewer)
        lines = store.log(connection, identity)
    possible = _possible(container, known, officer)
    return show(
        request,
        officer,
        "accountability/record.html",
        status=422 if problem else 200,
        record=known,
        dossier=dossier,
        changed=sum(not each.holds for each in dossier),
        log=lines,
        # The unit reads what was decided, not the notes on the way there.
        notes=officer.unit is None,
        possible=possible,
        recused=interest.bars(known, officer, container.city.successors()),
        first=not interest.may_decide(known, officer),
        effects=[each for each in Kind if known.subject is Subject.UNIT or each is not Kind.CANCEL_AWARD],
        late=known.appeal_due_at is not None and container.core.now() > known.appeal_due_at,
        problem=problem,
        given=given or {},
        act_words=word.ACTS,
        stage_words=word.STAGES,
        evidence_words=word.EVIDENCE,
        result_words=word.RESULTS,
        **_words(),
    )


def _possible(container: Container, known: Record, officer: Officer) -> Sequence[Act]:
    """What this officer may do now."""
    if officer.role is Role.HANDLER:
        due_at = known.appeal_due_at
        in_time = due_at is not None and container.core.now() <= due_at
        return [Act.APPEAL] if known.stage is Stage.EFFECTIVE and in_time else []
    if officer.role is not Role.DISPATCHER or interest.bars(known, officer, container.city.successors()):
        return []
    return [act for act in allowed(known.stage) if act is not Act.APPEAL and _own(known, act, officer)]


def _own(known: Record, act: Act, officer: Officer) -> bool:
    if act in (Act.DECIDE, Act.DROP):
        return interest.may_decide(known, officer)
    return act not in (Act.UPHOLD, Act.REVOKE) or officer.username != known.decided_by


def _words() -> Mapping[str, Mapping[str, str]]:
    return {"kinds": word.KINDS, "causes": word.CAUSES, "subjects": word.SUBJECTS}
