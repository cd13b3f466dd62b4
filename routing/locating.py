"""Where a matter lies, from the words of the petition and the city's gazetteer; and what in it is personal."""

from datetime import datetime
from pathlib import Path
from threading import Lock

from nlu.entity import Entities, entities
from nlu.place import Entry, Gazetteer
from nlu.redact import redact
from routing.city import City, Register
from routing.load import read
from routing.router import Where


def gazetteer_of(folder: Path) -> Gazetteer:
    """The places of a city that lies in a folder of CSV files, without a database."""
    named = [Entry(row["name"], "district", row["code"]) for row in read(folder / "districts.csv")]
    named += [Entry(row["name"], "street", row["district"], row["code"]) for row in read(folder / "streets.csv")]
    marks = read(folder / "landmarks.csv")
    named += [Entry(row["name"], row["kind"], row["district"], row["street"] or None) for row in marks]
    return Gazetteer(named, aliases={row["alias"]: row["target"] for row in read(folder / "aliases.csv")})


class Locator:
    """Finds district and street; the gazetteer is made anew when the city was read anew."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._lock = Lock()
        self._made: tuple[Register, Gazetteer] | None = None

    def locate(self, text: str) -> Where:
        """District and street as far as the words leave no doubt."""
        found = self._gazetteer().find(text)
        return Where(district=found.district, street=found.street)

    def redact(self, text: str) -> str:
        """Take personal data out of a text; the city's places are no names of persons."""
        return redact(text, places=self._gazetteer().spans(text))

    def entities(self, text: str, *, at: datetime) -> Entities:
        """What a form would ask for, as far as a text said ``at`` an instant tells."""
        return entities(text, at=at, gazetteer=self._gazetteer())

    def _gazetteer(self) -> Gazetteer:
        register = self._city.register
        with self._lock:
            if self._made is None or self._made[0] is not register:
                self._made = register, Gazetteer(register.places)
            return self._made[1]
