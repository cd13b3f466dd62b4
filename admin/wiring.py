"""The one place where the parts are put together. Nothing connects before ``build`` is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, create_engine

from admin.settings import Settings
from routing.city import City
from tracking.domain.clock import Clock, SystemClock
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.service.relay import Subscriber
from tracking.store.seal import Sealer


@dataclass(frozen=True, kw_only=True)
class Container:
    """Everything a process needs, made from its settings."""

    settings: Settings
    engine: Engine
    core: Core
    city: City

    def close(self) -> None:
        self.engine.dispose()


def build(settings: Settings, *, database_url: str, clock: Clock | None = None) -> Container:
    """Make the parts; the database must be there, its content is read on first use."""
    engine = create_engine(
        database_url,
        pool_size=20,
        max_overflow=20,
        pool_timeout=5,
        pool_pre_ping=False,
        connect_args={"connect_timeout": 5, "application_name": "minyi", "prepare_threshold": 3},
    )
    sealer = Sealer.of(settings.seal_keys.get_secret_value(), settings.secret_key.get_secret_value())
    core = Core(engine, clock or SystemClock(), sealer)
    return Container(settings=settings, engine=engine, core=core, city=City(engine))


def subscribers(container: Container) -> Mapping[Verb, Sequence[Subscriber]]:
    """Which event is handled by whom: the only way in which something happens upwards."""
    return {}
