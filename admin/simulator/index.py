"""The first page of the simulator: what there is to try."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from admin.pages import render
from admin.simulator import INSTRUMENTS, open_to_all
from admin.wiring import Container


def router(_container: Container) -> APIRouter:
    """``/simulator``."""
    routes = open_to_all()

    @routes.get("")
    def index(request: Request) -> Response:
        return render(request, "simulator/index.html", instruments=INSTRUMENTS)

    return routes
