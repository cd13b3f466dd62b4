"""个人信息: what the petitioner sees, copies and asks for of the own data, and the desk that decides."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.privacy import desk, keeping, own


def routers() -> Sequence[APIRouter]:
    """The petitioner's page under the own petition, and the desk."""
    return [own.router(), keeping.router, desk.router]
