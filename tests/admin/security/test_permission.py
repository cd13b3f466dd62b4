"""Every route names who may use it, and every role is held to it."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from admin.app import create
from admin.desks.desk import PLACES
from admin.security.account import Account
from admin.security.permission import START, local_path, permission_of
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import ACCOUNTS, Desk

Sit = Callable[[str], Desk]


def routes(app: FastAPI) -> Iterator[RouteContext]:
    """Every route of the application, with what the routers around it add."""
    return (route for route in iter_route_contexts(app.routes) if isinstance(route.original_route, APIRoute))


def address(route: RouteContext, number: str) -> str:
    """The route's path with something in it."""
    filled = {"number": number, "verb": "urge", "digest": "00", "unit": "C01", "code": "N1"}
    filled |= {"kind": "event", "identity": "1", "sid": "RE1"}
    path = route.path or ""
    for name, value in filled.items():
        path = path.replace("{" + name + "}", value)
    return path


def test_every_route_names_its_permission(container: Container) -> None:
    found = list(routes(create(container)))
    assert len(found) > 20
    for route in found:
        permission_of(route)


def test_the_console_is_open_to_nobody_but_its_sign_in_page(container: Container) -> None:
    staff = [route for route in routes(create(container)) if str(route.path).startswith("/staff")]
    assert {route.path for route in staff if permission_of(route) is None} == {"/staff/sign-in"}


def test_who_has_not_signed_in_is_sent_there_and_back(container: Container, at_desk: Sit) -> None:
    number, stranger = matter.registered(container), at_desk("")
    for route in routes(create(container)):
        if permission_of(route) is None:
            continue
        for method in route.methods or ():
            answer = stranger.client.request(method, address(route, number), data={})
            assert answer.status_code == 303, route.path
            assert answer.headers["location"].startswith("/staff/sign-in?next=%2Fstaff")


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_a_role_without_the_permission_is_refused(container: Container, at_desk: Sit, account: Account) -> None:
    number, desk = matter.accepted(container), at_desk(account.username)
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    for route in routes(create(container)):
        permission = permission_of(route)
        if permission is None or route.path == "/staff/sign-out":
            continue
        for method in route.methods or ():
            data = {"csrf": csrf} if method == "POST" else None
            answer = desk.client.request(method, address(route, number), data=data)
            allowed = account.role in permission.roles
            assert (answer.status_code == 403) is not allowed, (method, route.path, answer.status_code)
            assert answer.status_code < 500


def test_a_post_without_the_token_of_the_session_is_refused(container: Container, at_desk: Sit) -> None:
    number, desk, other = matter.registered(container), at_desk("op"), at_desk("disp")
    foreign = other.forms("/staff")["/staff/sign-out"]["csrf"]
    for route in routes(create(container)):
        permission = permission_of(route)
        if permission is None or "POST" not in (route.methods or ()):
            continue
        for token in ("", foreign):
            answer = desk.client.post(address(route, number), data={"csrf": token})
            assert answer.status_code == 403, route.path


def test_the_navigation_leads_only_where_one_may_go(container: Container) -> None:
    known = {route.path: permission_of(route) for route in routes(create(container)) if "GET" in (route.methods or ())}
    for place in PLACES:
        permission = known[place.path]
        assert permission is not None
        assert permission.roles == place.roles


@pytest.mark.parametrize("path", [
    *("https://example.org/", "//example.org", "/\\example.org", "/staffing", "/"),
    *("", "/staff\r\nX: y", "/staff\\..", None),
])  # fmt: skip
def test_nobody_is_sent_to_another_site(path: str | None) -> None:
    assert local_path(path) == START


@pytest.mark.parametrize("path", ["/staff", "/staff/worklist?tab=all", "/staff?lang=en"])
def test_a_page_of_the_console_may_be_returned_to(path: str) -> None:
    assert local_path(path) == path
