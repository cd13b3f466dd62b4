"""``make screenshots``: small pictures of the pages of ``tests/screen_list.py``, on a table and on a telephone.

Starts the application on a database of its own with a small city at a fixed moment, so that a picture changes when
its page does. ``python -m tests.screenshots overview hot`` takes only those.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext
from sqlalchemy import create_engine, func, select

from admin.app import create
from admin.commands.demo import simulate
from admin.embedded.temporary import temporary_postgres
from admin.migrations import steps
from admin.security.demo_accounts import DEMO_PASSWORD, create_demo_accounts
from admin.settings import Settings
from admin.wiring import Container, build
from routing import load
from tests.browser import browser, served
from tests.screen_list import SCREENS, Screen
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.vocabulary import Kind
from tracking.store import schema

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=CITY_ZONE)
PETITIONS = 2500
SIZES: Mapping[str, tuple[int, int]] = {"": (1280, 1500), "-phone": (390, 1100)}
MOST_BYTES = 60_000
HEAD = "# Pages\n\nTaken by `make screenshots` from a simulated city (`tests/screen_list.py` lists them).\n"


def main(names: Sequence[str]) -> None:
    """Take the pictures of all pages, or of those named, and write the page that shows them all."""
    chosen = [each for each in SCREENS if not names or each.name in names]
    folder = DOCS / "screens"
    folder.mkdir(exist_ok=True)
    with city() as container, served(create(container)) as address, browser() as chromium:
        shown = newest(container)
        for screen in chosen:
            for suffix, (width, height) in SIZES.items():
                context = chromium.new_context(viewport={"width": width, "height": 800}, locale="zh-CN")
                picture = _picture(context, address, screen, screen.path.format_map(shown))
                (folder / f"{screen.name}{suffix}.webp").write_bytes(small(picture, height))
                context.close()
            print(screen.name)
    (DOCS / "screens.md").write_text(page())


def page() -> str:
    """The page of all pictures that were taken."""
    return HEAD + "".join(
        f"\n## {each.title}\n\n![{each.title}](screens/{each.name}.webp)\n"
        f"![{each.title}, on a telephone](screens/{each.name}-phone.webp)\n"
        for each in SCREENS
        if (DOCS / "screens" / f"{each.name}.webp").exists()
    )


@contextmanager
def city(*, petitions: int = PETITIONS) -> Iterator[Container]:
    """A small city with a year behind it, its past months closed."""
    with tempfile.TemporaryDirectory() as home, temporary_postgres() as url:
        steps.upgrade(url)
        engine = create_engine(url)
        with engine.begin() as connection:
            load.load_city(connection, load.SHENYANG)
            load.load_calendar(connection)
        engine.dispose()
        nowhere = "http://127.0.0.1:9"
        settings = Settings(home=Path(home), dialogue_port=9, telegram_api_url=nowhere)
        clock = FixedClock(NOW - timedelta(days=1))  # nobody worked since then: something is late
        container = build(settings, database_url=url, clock=clock)
        create_demo_accounts(container.engine, container.city.units())
        simulate(container, petitions)
        clock.at = NOW
        yield container
        container.close()


def small(picture: bytes, height: int) -> bytes:
    """The top of a picture as WebP of at most ``MOST_BYTES``."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    cut = image.crop((0, 0, image.width, min(image.height, height)))
    for quality in range(80, 0, -10):
        body = BytesIO()
        cut.save(body, "WEBP", quality=quality, method=6)
        if body.tell() <= MOST_BYTES:
            break
    return body.getvalue()


def _picture(context: BrowserContext, address: str, screen: Screen, path: str) -> bytes:
    if screen.who:
        form: dict[str, str | float | bool] = {"username": screen.who, "password": DEMO_PASSWORD}
        context.request.post(f"{address}/staff/sign-in", form=form)
    seen = context.new_page()
    seen.goto(address + path)
    seen.locator(screen.wait).first.wait_for()
    return seen.screenshot(full_page=True)


def newest(container: Container) -> Mapping[str, str]:
    """Stage → the newest petition in it that is no report."""
    petition = schema.petition.c
    newest = (
        select(petition.stage, func.max(petition.number))
        .where(petition.kind.is_not(None), petition.kind != Kind.REPORT)
        .group_by(petition.stage)
    )
    with container.engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(newest)}


if __name__ == "__main__":
    main(sys.argv[1:])
