"""The worker's part of exports: making the files that were approved, and letting go of what is over."""

import logging

from sqlalchemy.exc import OperationalError

from admin.back_office import content, export, sheet
from admin.back_office.content import Ask
from admin.back_office.export import MOST_ROWS, Export
from admin.back_office.right import may_ask
from admin.pages import moment
from admin.security import account as accounts
from admin.security.account import Officer
from admin.wiring import Container

_log = logging.getLogger(__name__)


def advance(container: Container) -> bool:
    """Make one file; False when none waits. One process at a time calls this, so that none is made twice."""
    core = container.core
    with core.engine.connect() as connection:
        waiting = export.next_approved(connection)
    if waiting is None:
        return False
    asker = _asker(container, waiting)
    if asker is None or not may_ask(asker.role, waiting.kind):
        _fail(container, waiting, "asker")
    else:
        _try(container, waiting, asker)
    return True


def clear_away(container: Container) -> int:
    """Files of long ago and requests that nobody decided go."""
    with container.core.engine.begin() as connection:
        return export.expire(connection, at=container.core.now())


def mark(waiting: Export, asker: Officer, *, made: str) -> str:
    """The watermark: number, who has it, who agreed, when."""
    whose = f"申请人 {asker.username} {asker.name} · 同意人 {waiting.decided_by}"
    return f"民意 · 导出{waiting.id}号 · {whose} · {made} · 仅限本人办公使用，不得转发"


def _try(container: Container, waiting: Export, asker: Officer) -> None:
    """What went wrong is told and not tried for ever; only while the database is away it waits."""
    try:
        _make(container, waiting, asker)
    except OperationalError:
        raise
    except KeyError:
        _fail(container, waiting, "filter")
    except Exception:
        _log.exception("export %s was not made", waiting.id)
        _fail(container, waiting, "broken")


def _make(container: Container, waiting: Export, asker: Officer) -> None:
    core, lang = container.core, waiting.wanted.get("lang", "zh")
    ask = Ask(officer=asker, wanted=waiting.wanted, lang=lang, most=MOST_ROWS + 1)
    rows: list[content.Row] = []
    with core.engine.connect() as connection:
        found = content.of(container, connection, waiting.kind, ask)
        if not 0 < found.total <= MOST_ROWS:
            _fail(container, waiting, "too_many" if found.total else "empty")
            return
        for batch in found.rows():
            rows += batch
            _tell(container, waiting, written=len(rows), total=found.total)
    body = sheet.made(waiting.format, found.head, rows, mark=mark(waiting, asker, made=moment(core.now(), lang="zh")))
    with core.engine.begin() as connection:
        export.keep(connection, core.sealer, waiting.id, body, rows=len(rows), at=core.now())


def _tell(container: Container, waiting: Export, *, written: int, total: int) -> None:
    with container.core.engine.begin() as connection:
        export.progress(connection, waiting.id, written=written, total=max(written, total))


def _fail(container: Container, waiting: Export, error: str) -> None:
    with container.core.engine.begin() as connection:
        export.fail(connection, waiting.id, error, at=container.core.now())


def _asker(container: Container, waiting: Export) -> Officer | None:
    """Who asked, with the role and unit of now; None when the account is closed."""
    with container.core.engine.begin() as connection:
        found = accounts.find(connection, waiting.asked_by)
    if found is None or not found[0].active:
        return None
    account = found[0]
    return Officer(username=account.username, role=account.role, unit=account.unit, name=account.name, csrf="")
