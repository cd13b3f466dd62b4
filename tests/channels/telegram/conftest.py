from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from admin.app import create
from admin.settings import Settings
from admin.wiring import Container, build
from tests.channels.telegram.bot_api import TOKEN, BotApi, bot_api
from tests.conftest import emptied
from tracking.domain.clock import FixedClock


@pytest.fixture
def api() -> Iterator[BotApi]:
    """The Bot API."""
    with bot_api() as api:
        yield api


@pytest.fixture
def reached(settings: Settings, database_url: str, clock: FixedClock, api: BotApi) -> Iterator[Container]:
    """An installation with a bot."""
    more = {"telegram_token": SecretStr(TOKEN), "telegram_api_url": api.url}
    built = build(settings.model_copy(update=more), database_url=database_url, clock=clock)
    yield built
    built.close()
    emptied(built.engine)
    built.engine.dispose()


@pytest.fixture
def telegram(reached: Container) -> Iterator[TestClient]:
    """What Telegram speaks to."""
    with TestClient(create(reached), follow_redirects=False) as client:
        yield client
