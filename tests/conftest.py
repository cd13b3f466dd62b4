"""The real database for every test: one server per worker, the city loaded once, emptied after each test."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, text

from admin.embedded.temporary import temporary_postgres
from admin.migrations import steps
from admin.schema import metadata
from admin.settings import Settings
from admin.wiring import Container, build
from channels.limit import TRIES
from routing import load
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.store.number import Sequences

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=CITY_ZONE)
_CITY_STAYS = {
    *("unit", "topic", "duty", "district", "street", "landmark", "alias", "legacy_source", "code", "knowledge"),
    *("parameter", "calendar_year", "calendar_day", "register_stamp"),
}

_ALL = frozenset(table.name for table in metadata.sorted_tables)
_WRITTEN = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
    "AND pg_relation_size(oid) > 0"
)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A database with all tables and the city of Shenyang."""
    with temporary_postgres() as url:
        steps.upgrade(url)
        engine = create_engine(url)
        with engine.begin() as connection:
            load.load_city(connection, load.SHENYANG)
            load.load_calendar(connection)
        engine.dispose()
        yield url


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Nothing of the outside answers: no dialogue engine, no carrier."""
    nowhere = "http://127.0.0.1:9"
    return Settings(home=tmp_path_factory.mktemp("home"), dialogue_port=9, telegram_api_url=nowhere)


@pytest.fixture(scope="session")
def _standing(settings: Settings, database_url: str) -> Iterator[tuple[Container, FixedClock]]:
    """Put together once: what it keeps of the city it reads anew when a test changed the city."""
    clock = FixedClock(MONDAY_MORNING)
    built = build(settings, database_url=database_url, clock=clock)
    yield built, clock
    built.close()


@pytest.fixture
def clock(_standing: tuple[Container, FixedClock]) -> FixedClock:
    """A Monday in March at nine, in office hours; move it by setting ``clock.at``."""
    _standing[1].at = MONDAY_MORNING
    return _standing[1]


@pytest.fixture
def container(_standing: tuple[Container, FixedClock], clock: FixedClock) -> Iterator[Container]:
    built = _standing[0]
    built.core.freshness.ask()
    built.core.sequences = Sequences(built.core.autocommit)
    TRIES.reset()
    talks = dict(vars(built.dialogue))
    yield built
    vars(built.dialogue).update(talks)
    clock.at = MONDAY_MORNING
    emptied(built.engine)


@pytest.fixture(scope="session")
def _app(_standing: tuple[Container, FixedClock]) -> FastAPI:
    from admin.app import create

    return create(_standing[0])


@pytest.fixture
def application(container: Container, _app: FastAPI) -> Iterator[FastAPI]:
    """The application around the container; what a test puts into its state is taken out again."""
    kept = {name: _app.state[name] for name in _app.state}
    yield _app
    for name, value in kept.items():
        setattr(_app.state, name, value)


@pytest.fixture
def engine(container: Container) -> Engine:
    return container.engine


@pytest.fixture
def client(application: FastAPI) -> Iterator[TestClient]:
    with TestClient(application, base_url="http://testserver", follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Test data kept in this repository."""
    return Path(__file__).parent / "data"


def emptied(engine: Engine) -> None:
    """Leave the city alone. Only what was written to is emptied: a table that was not has no page."""
    with engine.begin() as connection:
        written = connection.execute(_WRITTEN).scalars()
        names = ", ".join(f'"{name}"' for name in written if name in _ALL and name not in _CITY_STAYS)
        if names:
            connection.execute(text("SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '30s'"))
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
