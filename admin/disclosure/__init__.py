"""公开: what everyone may read without asking – monthly figures, answers to others, what to learn from them."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.disclosure import answers, figures, release
from admin.wiring import Container

PAGES = (figures, answers, release)


def routers(_container: Container) -> Sequence[APIRouter]:
    """The public pages, and the desk where a person decides what becomes public."""
    return [page.router for page in PAGES]
