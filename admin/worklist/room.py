"""The pages beside the list."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.wiring import Container
from admin.worklist import bulk_page, live_page, saved_page, search_page
from admin.worklist.live import Hub


def routers(container: Container) -> Sequence[APIRouter]:
    """All routes of the room; one hub serves every stream of this process."""
    return [bulk_page.router, saved_page.router, search_page.router, live_page.router(Hub(container))]
