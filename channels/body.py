"""The body of a request as it came, for doors that sign it or read it their own way."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request


async def body_of(request: Request) -> bytes:
    """Every byte; how many there may be is limited before."""
    return await request.body()


Body = Annotated[bytes, Depends(body_of)]
