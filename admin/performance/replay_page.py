"""A frozen year computed again before one's eyes: every unit as it was and as it comes out, every file hashed anew."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.performance import replay, result_row
from admin.performance.page import ROOM, Watcher, page, year_in
from admin.performance.plan import plan_of
from admin.security.permission import held
from tracking.domain.error import NotFound

router = APIRouter(include_in_schema=False)


@router.get(ROOM + "/{year}/replay")
def show(request: Request, year: str, officer: Watcher) -> HTMLResponse:
    """By the plan that was frozen, whatever scheme came later; those of a unit see their own line and files."""
    known = year_in(year)
    with held(request).engine.connect() as connection:
        result = result_row.result(connection, known)
        if result is None:
            raise NotFound("this year is not frozen")
        files = replay.files(connection, result)
    again = replay.replay(result)
    return page(
        request,
        officer,
        "replay",
        known,
        result=result,
        plan=plan_of(result.body["plan"]),
        intact=again.intact,
        differs=again.differs,
        lines=[each for each in again.lines if officer.unit in (None, each.unit)],
        files=[each for each in files if officer.unit in (None, each.told["unit"])],
        wrong=sum(not each.same for each in files),
    )
