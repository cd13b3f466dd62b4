"""媒体曝光: good and bad examples, found by rules, told without names, answered by the unit, released by two."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.media import acts, desk, public, replies
from admin.wiring import Container

PAGES = (replies, acts, desk, public)


def routers(_container: Container) -> Sequence[APIRouter]:
    """The desk of the column, the unit's right of reply, and what the public reads."""
    return [page.router for page in PAGES]
