"""The world outside, as far as the simulator stands in for it."""

from __future__ import annotations

from fastapi import APIRouter

from admin.security.permission import PUBLIC
from admin.simulator import carrier
from admin.simulator.cabinet import Cabinet
from admin.wiring import Container


def cabinet(container: Container) -> Cabinet:
    """Where the simulator of this installation keeps its things."""
    return Cabinet(container.settings.home / "simulator")


def router(container: Container) -> APIRouter:
    """The carrier's own service, for our SDK."""
    routes = APIRouter(dependencies=[PUBLIC])
    routes.include_router(carrier.router(cabinet(container), container.account, container.core.clock))
    return routes
