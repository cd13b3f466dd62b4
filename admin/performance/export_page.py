"""The whole ranking taken out as a sheet, marked with who took it and when."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from admin.language import say
from admin.look import look_of
from admin.performance import closing, export
from admin.performance.page import ROOM, Watcher, year_in
from admin.security.permission import held
from channels.base import marked
from tracking.domain.error import Forbidden, NotFound

router = APIRouter(include_in_schema=False)
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEAD = (marked("组别"), marked("名次"), marked("单位"), marked("总分"))
BARRED = marked("取消评优资格")
MARK = marked("%(name)s（%(account)s）于%(at)s导出，仅供内部使用")


@router.get(ROOM + "/{year}/ranking.{kind}")
def take_out(request: Request, year: str, kind: str, officer: Watcher) -> Response:
    """The whole ranking as CSV or XLSX, marked with who took it and when."""
    known, container = year_in(year), held(request)
    if officer.unit is not None:
        raise Forbidden("the whole ranking is not for a unit")
    if kind not in KINDS:
        raise NotFound("no such format")
    lang = look_of(request).lang
    found = closing.outcome(container.core, known, container.city.successors())
    at = container.core.now().strftime("%Y-%m-%d %H:%M %z")
    table = export.rows(
        found,
        name=container.city.unit_name,
        head=[say(lang, word) for word in HEAD],
        mark=say(lang, MARK, name=officer.name, account=officer.username, at=at),
        barred=say(lang, BARRED),
        out=frozenset(request.app.state.barred(known)),
    )
    headers = {"Content-Disposition": f'attachment; filename="performance-{known}.{kind}"', "Cache-Control": "no-store"}
    content = export.as_csv(table) if kind == "csv" else export.as_xlsx(table)
    return Response(content, media_type=KINDS[kind], headers=headers)
