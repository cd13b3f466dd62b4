"""The petition page: everything on one screen, and reading who it is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from admin.desks import caller, delivery, listening, opening, similar
from admin.desks.desk import READERS, WORKERS, show
from admin.desks.entry import clean, number_in, typed
from admin.desks.field import MISSING
from admin.desks.forms import BY_PATH
from admin.desks.petition_view import Opened, gather, may_identify
from admin.security import identity
from admin.security.account import Officer
from admin.security.identity import Person
from admin.security.permission import held, may, posted
from admin.wiring import Container
from channels.base import marked
from tracking.domain.error import Forbidden
from tracking.domain.people import Role
from tracking.store import dossier

router = APIRouter(include_in_schema=False)
PAGE = "/staff/petitions/{number}"
REASONS = (marked("联系诉求人了解情况"), marked("核实诉求"), marked("回访"), marked("诉求人来电查询"))
RINGS = marked("正在拨打诉求人的电话，按键的答案会自动记下")
SHORTEST_REASON = 2


@router.get(PAGE)
def petition(request: Request, number: str, officer: Annotated[Officer, may(*READERS)]) -> HTMLResponse:
    """The page; ``done`` in the address names the verb just carried out, ``merge`` a master that is proposed."""
    form = BY_PATH.get(request.query_params.get("done", ""))
    done = RINGS if request.query_params.get("done") == "ring" else form.done if form else ""
    return page(request, officer, number_in(number), done=done)


@router.post(PAGE + "/identity")
def identify(
    request: Request,
    number: str,
    officer: Annotated[Officer, may(*WORKERS)],
    form: Annotated[FormData, Depends(posted)],
) -> HTMLResponse:
    """Show name and number once, for a reason that is logged."""
    number, reason = number_in(number), typed(form).get("reason", "")
    if len(reason) < SHORTEST_REASON:
        return page(request, officer, number, status=422, opened=Opened(anchor="identity", flaws={"reason": MISSING}))
    person = _identity(held(request), officer, number, reason)
    return page(request, officer, number, identified=person)


def page(
    request: Request,
    officer: Officer,
    number: str,
    *,
    status: int = 200,
    done: str = "",
    problem: str = "",
    since: int | None = None,
    opened: Opened | None = None,
    identified: Person | None = None,
) -> HTMLResponse:
    """``problem`` says what went wrong; ``since`` is the version an overtaken person had seen."""
    container = held(request)
    with container.engine.connect() as connection:
        view = gather(connection, container, officer, number)
        hears = view.recordings and listening.lately(connection, officer, number, container.core.now())
        repeat = caller.before(connection, container, officer, number)
    return show(
        request,
        officer,
        "petition.html",
        status=status,
        view=view,
        opened=opened
        or similar.merging(clean(request.query_params.get("merge")), view)
        or opening.asked(request.query_params, view)
        or Opened(anchor=view.opened),
        similar=similar.of(container, officer, view),
        repeat=repeat,
        done=done,
        problem=problem,
        overtaken=[line for line in view.lines if since is not None and line.seq > since],
        identified=identified,
        hears=hears,
        reasons=REASONS,
        channels={code.code: code.name for code in container.city.codes("channels")},
        rings=container.account.ready and officer.role is Role.CALLER,
        states=delivery.STATES,
        templates=delivery.TEMPLATES,
        labels={path: each.label for path, each in BY_PATH.items()},
    )


def _identity(container: Container, officer: Officer, number: str, reason: str) -> Person:
    """Read and log in one transaction: no reading without its line."""
    with container.engine.begin() as connection:
        found = dossier.read(connection, number, officer.viewer)
        if not may_identify(officer, found):
            raise Forbidden("the petitioner's identity is not shown to this desk", number=number)
        identity.note(connection, officer, number, reason=reason, at=container.core.now())
        return identity.opened(found.name, found.phone, found.email, sealer=container.core.sealer)
