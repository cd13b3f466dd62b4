"""What the city is made of, edited at a desk: parameters, units, topics, duties, routing rules, with their history."""

from collections.abc import Sequence

from fastapi import APIRouter

from admin.register import change_page, notice_page, page, parameter_page

PAGES = (change_page, notice_page, parameter_page, page)


def routers() -> Sequence[APIRouter]:
    """The pages with names of their own come before those that take any name."""
    return [each.router for each in PAGES]
