"""The staff console: one sign-in, a desk for each role."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.calling import call, script_page
from admin.calling import page as calling
from admin.desks import (
    attachment,
    calendar,
    call_back,
    conversations,
    deliveries,
    drift,
    hot,
    identity_reads,
    imports,
    indicators,
    keys,
    knowledge,
    oversight,
    petition,
    phone_desk,
    sign_in,
    start,
    verb,
    webhooks,
    worklist,
)
from admin.overview import page as overview
from admin.wiring import Container

PAGES = (
    sign_in,
    start,
    worklist,
    petition,
    attachment,
    verb,
    phone_desk,
    knowledge,
    script_page,
    calling,
    call,
    call_back,
    conversations,
    overview,
    indicators,
    hot,
    drift,
    oversight,
    deliveries,
    identity_reads,
    calendar,
    keys,
    imports,
    webhooks,
)


def routers(_container: Container) -> Sequence[APIRouter]:
    """All routes of the console; they find the container on the application."""
    return [page.router for page in PAGES]
