"""A person at a browser of her own: opens pages, reads them, fills in the form of a verb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page

from tests.admin.desks.desk import PASSWORD


@dataclass(frozen=True)
class Person:
    """One signed-in browser."""

    page: Page

    def opens(self, path: str) -> str:
        self.page.goto(path)
        return self.reads()

    def reads(self) -> str:
        return self.page.locator("main").inner_text()

    def form(self, verb: str) -> Locator:
        """The form of a verb on the page of a petition, opened."""
        form = self.page.locator(f"form[action$='/{verb}']").first
        if not form.is_visible():
            self.page.locator("details", has=form).locator("summary").last.click()
        return form

    def fills(self, verb: str, **typed: str) -> Locator:
        form = self.form(verb)
        for name, value in typed.items():
            _fill(form, name, value)
        return form

    def acts(self, number: str, verb: str, **typed: str) -> str:
        """Use a verb on the petition's page; returns what the page says then."""
        self.opens(f"/staff/petitions/{number}")
        self.sends(self.fills(verb, **typed))
        return self.reads()

    def sends(self, form: Locator) -> None:
        with self.page.expect_navigation():
            form.locator("p.buttons button").first.click()


@contextmanager
def person(
    chromium: Browser, address: str, who: str = "", *, scripts: bool = True, width: int = 1280
) -> Iterator[Person]:
    """``who`` is an account, empty for a citizen."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        base_url=address,
        java_script_enabled=scripts,
        locale="zh-CN",
    )
    if who:
        assert context.request.post("/staff/sign-in", form={"username": who, "password": PASSWORD}).ok
    yield Person(context.new_page())
    context.close()


def _fill(form: Locator, name: str, value: str) -> None:
    field = form.locator(f"[name={name}]")
    kind = field.first.get_attribute("type") or field.first.evaluate("each => each.type")
    if kind.startswith("select"):
        field.select_option(value)
    elif kind in ("radio", "checkbox"):
        form.locator(f"[name={name}][value='{value}']").check()
    else:
        field.fill(value)
