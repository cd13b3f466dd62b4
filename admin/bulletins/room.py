"""The pages of the room of bulletins; those with a word in their path come before those with a number."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.bulletins import contact_page, desk, file, list_page, rectify_page

PAGES = (contact_page, rectify_page, list_page, desk, file)


def routers() -> Sequence[APIRouter]:
    """All routes of the room."""
    return [page.router for page in PAGES]
