"""问责: the rules propose with evidence, a person opens, another decides, the unit may appeal, a third view judges."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.accountability import acts, desk, public
from admin.wiring import Container

PAGES = (acts, desk, public)


def routers(_container: Container) -> Sequence[APIRouter]:
    """What may be done, the pages that show it, and what the public reads."""
    return [page.router for page in PAGES]
