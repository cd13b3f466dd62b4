from collections.abc import Iterator

import pytest

from admin.app import create
from admin.dialogue import interpreter, setup
from admin.settings import Settings
from admin.wiring import Container, build
from tests.channels.dialogue.stage import Stage, free_port, reason_to_skip, theatre, tracker_beside
from tests.conftest import emptied
from tests.redis_server import redis_server
from tracking.domain.clock import FixedClock


@pytest.fixture(scope="session")
def stage(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The engine, started once."""
    python = interpreter.find()
    if python is None:
        pytest.skip(reason_to_skip())
    setup.install(python)
    home, port = tmp_path_factory.mktemp("stage"), free_port()
    settings = Settings(home=home, port=port, dialogue_port=free_port())
    with theatre(port) as house, redis_server(home) as broker_url:
        stage = Stage(
            settings=settings,
            house=house,
            tracker=tracker_beside(database_url),
            scratch=home / "scratch",
            broker_url=broker_url,
        )
        setup.environment(stage.scratch)
        stage.start()
        yield stage
        stage.stop()


@pytest.fixture
def played(stage: Stage, database_url: str, clock: FixedClock) -> Iterator[Container]:
    """An application that the engine can reach, with an empty database."""
    container = build(stage.settings, database_url=database_url, clock=clock)
    stage.house.piece = create(container)
    yield container
    emptied(container.engine)
    container.close()
