"""The pages of the performance office, and who may be told whom they are for."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.performance import (
    daily_page,
    export_page,
    file_page,
    goal_page,
    mark_page,
    ranking_page,
    replay_page,
    scheme_page,
    unit_page,
    use_page,
)

PAGES = (
    *(ranking_page, export_page, unit_page, replay_page, scheme_page),
    *(goal_page, daily_page, file_page, mark_page, use_page),
)


def routers() -> Sequence[APIRouter]:
    """All routes of the room."""
    return [page.router for page in PAGES]
