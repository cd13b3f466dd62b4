"""Where a matter lies, from the words of the petition and the city's gazetteer; and what in it is personal."""

from datetime import datetime
from threading import Lock

from nlu.entity import Entities, entities
from nlu.place import Gazetteer
from nlu.redact import redact
from routing.city import City, Register
from routing.router import Where


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
