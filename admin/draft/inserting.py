"""Putting a template into a form: what was typed stays, the filled text comes after it."""

from collections.abc import Mapping

from admin.desks.entry import count_in
from admin.draft import template
from admin.draft.store import Sheet, Typed
from admin.security.account import Officer
from admin.wiring import Container
from tracking.domain.clock import CITY_ZONE
from tracking.domain.petition import Assignment
from tracking.store import dossier


def inserted(container: Container, officer: Officer, sheet: Sheet, words: Typed, given: Mapping[str, str]) -> Typed:
    """``insert`` names the field, ``template-<field>`` the template; without either nothing is put in."""
    field = given.get("insert", "")
    chosen = count_in(given.get(f"template-{field}", ""))
    if not chosen or field not in words:
        return words
    with container.engine.connect() as connection:
        found = template.one(connection, chosen)
        if found is None or not found.active or found.unit not in (None, officer.unit):
            return words
        known = dossier.read(connection, sheet.number, officer.viewer)
    share = next((each for each in known.case.assignments if each.index == sheet.assignment), None)
    text = template.filled(found.body, _values(container, known.title, sheet.number, share))
    return {**words, field: "\n".join(filter(None, (words[field], text)))}


def _values(container: Container, title: str, number: str, share: Assignment | None) -> Mapping[str, str]:
    due_at = share.handle_due_at if share else None
    return {
        "title": container.redact(title),
        "number": number,
        "unit": container.city.unit_name(share.unit) if share else "",
        "due": f"{due_at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}" if due_at else "",
    }
