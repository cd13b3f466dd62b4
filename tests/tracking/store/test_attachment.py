"""Files kept with a petition."""

from functools import partial

from sqlalchemy import func, select

from admin.wiring import Container
from tests.tracking import city, stored
from tests.tracking.at_once import at_once
from tracking.store import dossier, schema
from tracking.store.intake import attach

PHOTO = b"\xff\xd8"


def _attach(container: Container, number: str) -> None:
    named = {"digest": "d1", "name": "照片.jpg", "media_type": "image/jpeg"}
    attach(container.engine, number, body=PHOTO, at=city.MONDAY, **named)


def test_the_same_file_is_kept_once_however_often_it_comes(container: Container) -> None:
    number = stored.taken(container.core).number
    at_once([partial(_attach, container, number)] * 8)
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(schema.attachment)).scalar_one() == 1
        assert dossier.body(connection, number, "d1") == ("image/jpeg", PHOTO)


def test_one_file_may_belong_to_two_petitions(container: Container) -> None:
    numbers = [stored.taken(container.core).number for _ in range(2)]
    for number in numbers:
        _attach(container, number)
    with container.engine.connect() as connection:
        assert [len(dossier.files(connection, number)) for number in numbers] == [1, 1]
