"""Every room with pages of its own: the desks, and what grew beside them. One line a room."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin import accountability, back_office, desks, disclosure, media, privacy, register
from admin.bulletins import room as bulletins
from admin.draft import page as draft
from admin.draft import template_page
from admin.performance import room as performance
from admin.supervision import rooms as supervision
from admin.wiring import Container
from admin.worklist import room as worklist


def routers(container: Container) -> Sequence[APIRouter]:
    """All routes of the console and of the public pages beside the portal."""
    return [
        *desks.routers(container),
        *supervision.ROUTERS,
        *performance.routers(),
        *accountability.routers(container),
        *bulletins.routers(),
        draft.router,
        template_page.router,
        *disclosure.routers(container),
        *media.routers(container),
        *worklist.routers(container),
        *register.routers(),
        *privacy.routers(),
        *back_office.routers(),
    ]
