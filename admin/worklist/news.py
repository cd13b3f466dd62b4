"""What goes down a stream: server-sent events with a piece of page in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from admin.desks.redaction import for_reader
from admin.pages import environment
from admin.security.account import Officer
from admin.wiring import Container
from tracking.domain.vocabulary import Identity
from tracking.store.alarm import Alarm
from tracking.store.worklist import MOST_COUNTED


@dataclass(frozen=True, kw_only=True)
class News:
    """One event. ``data`` is HTML and may have several lines."""

    event: str
    data: str

    def __str__(self) -> str:
        lines = "".join(f"data: {line}\n" for line in self.data.splitlines() or [""])
        return f"event: {self.event}\n{lines}\n"


def changed(before: Mapping[str, int], now: Mapping[str, int], *, lang: str) -> Sequence[News]:
    """The counts of the tabs that differ from what was sent before."""
    template = environment(lang).get_template("console/worklist/count.html")
    return [
        News(event=f"count-{name}", data=template.render(name=name, count=count, most=MOST_COUNTED))
        for name, count in now.items()
        if before.get(name) != count
    ]


def rendered_alarms(container: Container, officer: Officer, alarms: Sequence[Alarm], *, lang: str) -> News:
    """The newest alarms, with titles as this officer may read them."""
    told = [(each, for_reader(container, officer, Identity(each.identity))(each.title)) for each in alarms]
    template = environment(lang).get_template("console/worklist/alarms.html")
    return News(event="alarm", data=template.render(alarms=told, city=container.city))


def rendered_end(lang: str) -> str:
    """The last event of a stream whose session has ended."""
    page = environment(lang).get_template("console/worklist/ended.html").render()
    return f"{News(event='alarm', data=page)}{News(event='ended', data='')}"
