"""Accounts, the audit list, and exports that two persons decide on."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.back_office import accounts, audit, exports, own

PAGES = (own, accounts, audit, exports)


def routers() -> Sequence[APIRouter]:
    """The pages of the back office."""
    return [page.router for page in PAGES]
