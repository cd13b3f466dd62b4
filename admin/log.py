"""The log: one JSON object a line on standard output, without personal data.

No query strings, no bodies, no parameters of statements; what a person sees as reference number stands here too.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from admin.settings import LogLevel

log = structlog.get_logger()


def configure(level: LogLevel) -> None:
    """Set up the log of this process. Uvicorn's own access log is silenced: it would show query codes."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.value),
        logger_factory=structlog.WriteLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, and a token may stand in one
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False


def failure(error: BaseException, *, reference: str) -> None:
    """Something broke: what and where, but not with which values."""
    log.error(
        "failure",
        reference=reference,
        error=type(error).__name__,
        **_said(error),
        at=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)],
    )


def _said(error: BaseException) -> dict[str, Any]:
    """The error's own words, except where they repeat what was to be stored."""
    if isinstance(error, DBAPIError):
        return {"database": type(error.orig).__name__, "sqlstate": getattr(error.orig, "sqlstate", None)}
    return {} if isinstance(error, SQLAlchemyError) else {"message": str(error)[:500]}
