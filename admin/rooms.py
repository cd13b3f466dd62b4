"""Every room with pages of its own: the desks, and what grew beside them. One line a room."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin import back_office, desks, disclosure, media
from admin.performance import room as performance
from admin.supervision import rooms as supervision
from admin.wiring import Container


def routers(container: Container) -> Sequence[APIRouter]:
    """All routes of the console and of the public pages beside the portal."""
    return [
        *desks.routers(container),
        *supervision.ROUTERS,
        *performance.routers(),
        *disclosure.routers(container),
        *media.routers(container),
        *back_office.routers(),
    ]
