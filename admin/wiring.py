"""The one place where the parts are put together. Nothing connects before ``build`` is called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, create_engine

from admin.settings import Settings
from channels.sms.demo import DemoGateway
from nlu.entity import Entities
from nlu.understanding import Understanding
from notify.citizen import CitizenNotices
from routing.city import City
from routing.locating import Locator
from routing.reading import Reader
from routing.router import Where
from routing.service import Dispatching
from tracking.domain.clock import Clock, SystemClock
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.service.relay import Subscriber
from tracking.store.seal import Sealer

CITY_NAME = "沈阳"


@dataclass(frozen=True, kw_only=True)
class Container:
    """Everything a process needs, made from its settings."""

    settings: Settings
    engine: Engine
    core: Core
    city: City
    reader: Reader
    locate: Callable[[str], Where]
    redact: Callable[[str], str]
    entities: Callable[[str], Entities]
    dispatching: Dispatching
    notices: CitizenNotices

    def understand(self, text: str) -> Understanding:
        """What a text is about; used as an operator types."""
        return self.reader.understand(text)

    def close(self) -> None:
        self.engine.dispose()


def build(settings: Settings, *, database_url: str | None = None, clock: Clock | None = None) -> Container:
    """Make the parts; the database must be there, its content is read on first use."""
    engine = connect(database_url or settings.database_url or "")
    sealer = Sealer.of(settings.seal_keys.get_secret_value(), settings.secret_key.get_secret_value())
    core = Core(engine, clock or SystemClock(), sealer)
    city = City(engine)
    reader = Reader(settings.home / "models" / "petition")
    locator = Locator(city)
    return Container(
        settings=settings,
        engine=engine,
        core=core,
        city=city,
        reader=reader,
        locate=locator.locate,
        redact=locator.redact,
        entities=lambda text: locator.entities(text, at=core.now()),
        dispatching=Dispatching(core=core, city=city, understand=reader.understand, locate=locator.locate),
        notices=CitizenNotices(core=core, gateway=DemoGateway(), city_name=CITY_NAME, unit_name=city.unit_name),
    )


def connect(database_url: str) -> Engine:
    """An engine whose waits all end."""
    return create_engine(
        database_url,
        pool_size=20,
        max_overflow=20,
        pool_timeout=5,
        hide_parameters=True,  # an error may be logged; what a citizen said may not
        connect_args={"connect_timeout": 5, "application_name": "minyi"},
    )


def subscribers(container: Container) -> Mapping[Verb, Sequence[Subscriber]]:
    """Which event is handled by whom: the only way in which something happens upwards."""
    table: dict[Verb, Sequence[Subscriber]] = dict.fromkeys(Verb, (container.notices.on_event,))
    table[Verb.REGISTER] = (container.notices.on_event, container.dispatching.on_registered)
    return table
