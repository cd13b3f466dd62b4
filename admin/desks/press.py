"""One press of a button: carried out once, however often it arrives."""

from collections.abc import Mapping
from dataclasses import dataclass

from admin.desks import field
from admin.desks.field import Flawed, Widget
from admin.desks.forms.form import Form, Target
from admin.draft.store import Sheet
from admin.security.account import Officer
from admin.wiring import Container
from channels.base import marked
from tracking.store import case as cases
from tracking.store import dossier

CONFIRM = marked("请勾选确认：此操作不能撤销。")


@dataclass(frozen=True, kw_only=True)
class Press:
    """One press of a button: the form, what it acts on, the version the person saw, and what was typed."""

    number: str
    form: Form
    index: int
    version: int
    typed: Mapping[str, str]

    @property
    def anchor(self) -> str:
        return f"{self.form.path}-{self.index}"

    @property
    def sheet(self) -> Sheet:
        return Sheet(number=self.number, verb=self.form.path, assignment=self.index)

    @property
    def words(self) -> Mapping[str, str]:
        """What was typed into the form's fields."""
        return {each.name: self.typed[each.name] for each in self.form.fields if each.name in self.typed}


def carry_out(container: Container, officer: Officer, press: Press) -> None:
    """Raises ``Flawed`` and what the procedure refuses."""
    form, core = press.form, container.core
    values = field.read(form.fields, press.typed, container.city)
    if form.published:
        values |= {f"public_{form.published}": container.redact(values[form.published])}
    if form.final and not press.typed.get("confirmed"):
        raise Flawed({"confirmed": CONFIRM})
    if form.joint:
        with container.engine.connect() as connection:
            dossier.check(connection, press.number, officer.viewer)
        form.function(core, press.number, version=press.version, by=officer.actor, **values)
        return
    with core.change(press.number, version=press.version, viewer=officer.viewer) as case:
        on = (press.index,) if form.target is Target.SHARE else ()
        clock = {"timetable": core.timetable_of(case)} if form.timed else {}
        form.function(case, *on, by=officer.actor, at=core.now(), **clock, **values)


def pressed_twice(container: Container, officer: Officer, press: Press) -> bool:
    """Whether the very same press was carried out already: the button was pressed twice."""
    with container.engine.connect() as connection:
        entries = cases.entries(connection, press.number)[press.version : press.version + 1]
        written = dossier.texts(connection, press.number)
    for entry in entries:
        same = entry.verb is press.form.verb and entry.actor == officer.username
        about = press.form.target is not Target.SHARE or entry.assignment == press.index
        bodies = {*written.get(entry.seq, {}).values(), entry.facts.get("added", {}).get("basis")}
        return same and about and _words(press) <= bodies
    return False


def _words(press: Press) -> set[str]:
    texts = (press.typed.get(each.name, "") for each in press.form.fields if each.widget is Widget.AREA)
    return {text for text in texts if text}
