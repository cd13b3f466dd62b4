"""The simulator's messenger: from its page through the webhook and the Bot API's wire, and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest
from fastapi.testclient import TestClient

from admin.app import create
from admin.messenger import SIMULATED_BOT
from admin.settings import Mode, Settings
from admin.waiting import wait_until
from admin.wiring import Container, build
from tests.channels.dialogue.citizen import petitions
from tests.channels.dialogue.stage import free_port, theatre
from tests.channels.photo import jpeg
from tests.conftest import emptied
from tracking.domain.clock import FixedClock

PAGE = "/simulator/messenger"


@pytest.fixture
def demo(settings: Settings, database_url: str, clock: FixedClock) -> Iterator[Container]:
    """A demonstration that can be reached, with the bot it gives itself."""
    port = free_port()
    more = {"port": port, "telegram_api_url": ""}
    with theatre(port) as house:
        built = build(settings.model_copy(update=more), database_url=database_url, clock=clock)
        house.piece = create(built)
        yield built
        built.close()
        emptied(built.engine)
        built.engine.dispose()


@pytest.fixture
def browser(demo: Container) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=f"http://127.0.0.1:{demo.settings.port}", trust_env=False, timeout=30) as client:
        yield client


def test_what_is_typed_comes_back_answered(browser: httpx2.Client, demo: Container) -> None:
    browser.get(PAGE)
    answer = browser.post(PAGE, data={"text": "楼下的路灯坏了100%"})
    assert answer.status_code == 303
    assert wait_until(lambda: "查询码：" in browser.get(PAGE).text, seconds=10)
    page = browser.get(PAGE).text
    assert "楼下的路灯坏了100%" in page
    assert petitions(demo) == ["楼下的路灯坏了100%"]
    assert browser.get(f"{PAGE}/news?after=99").status_code == 204
    assert "查询码" in browser.get(f"{PAGE}/news?after=1").text


def test_buttons_photos_and_places_go_the_same_way(browser: httpx2.Client, demo: Container) -> None:
    browser.get(PAGE)
    browser.post(PAGE, data={"press": "progress"})
    assert wait_until(lambda: "这个按钮现在不起作用" in browser.get(PAGE).text, seconds=10)
    browser.post(PAGE, data={"text": "楼下路灯坏了"}, files={"photo": ("a.jpg", jpeg(), "image/jpeg")})
    assert wait_until(lambda: petitions(demo) == ["楼下路灯坏了"], seconds=10)
    browser.post(PAGE, data={"place": "1"})
    assert "[位置：沈阳市中心]" in browser.get(PAGE).text
    with demo.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM attachment").scalar_one() == 1


def test_somebody_else_starts_with_an_empty_screen(browser: httpx2.Client) -> None:
    browser.get(PAGE)
    browser.post(PAGE, data={"text": "楼下的路灯坏了"})
    browser.post(f"{PAGE}/again")
    assert "楼下的路灯坏了" not in browser.get(PAGE).text


@pytest.mark.parametrize(
    ("token", "method", "status"),
    [
        ("1:other", "getMe", 404),
        (SIMULATED_BOT, "deleteChat", 404),
        (SIMULATED_BOT, "sendMessage", 400),
        (SIMULATED_BOT, "getMe", 200),
    ],
)
def test_the_stand_in_knows_one_bot_and_what_it_calls(
    container: Container, token: str, method: str, status: int
) -> None:
    with TestClient(create(container)) as client:
        assert client.post(f"/simulator/telegram/bot{token}/{method}").status_code == status
        assert client.get(f"/simulator/telegram/file/bot{token}/..%2Fx").status_code == 404


def test_in_production_there_is_no_simulator(container: Container) -> None:
    serious = container.settings.model_copy(update={"mode": Mode.PRODUCTION})
    with TestClient(create(replace(container, settings=serious))) as client:
        assert client.get(PAGE).status_code == 404
