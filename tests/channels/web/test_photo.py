"""A photo with the form."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import func, select

from admin.wiring import Container
from tests.channels.citizen import TEXT, hidden
from tests.channels.photo import jpeg
from tracking.store import schema


def _send(client: TestClient, body: bytes, name: str = "灯.jpg") -> tuple[int, str]:
    token = hidden(client.get("/").text, "token")
    files = {"photo": (name, body, "image/jpeg")}
    response = client.post("/", data={"token": token, "text": TEXT}, files=files)
    return response.status_code, response.text


def test_it_is_kept_without_the_place_it_was_taken_at(client: TestClient, container: Container) -> None:
    original = jpeg(gps=True)
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(0x8825)

    assert _send(client, original)[0] == 303
    with container.engine.connect() as connection:
        row = connection.execute(select(schema.attachment)).one()
    assert row.media_type == "image/jpeg"
    assert row.name == "photo.jpeg"
    assert not Image.open(io.BytesIO(row.body)).getexif()
    assert b"Exif" not in row.body


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"%PDF-1.7\n%" + b"x" * 500, "这个文件是PDF"),
        (b"MZ" + bytes(500), "这个文件是EXE"),
        (b"not a picture at all", "这张照片打不开"),
        (jpeg()[:300], "这张照片打不开"),
        (b"\xff\xd8\xff\xe0" + bytes(20 * 1024 * 1024), "照片最大10 MB，这张是20.0 MB"),
    ],
)
def test_a_file_that_is_no_fit_photo_is_named(
    client: TestClient, container: Container, body: bytes, words: str
) -> None:
    status, page = _send(client, body)

    assert status == 422
    assert 'href="#photo"' in page
    assert words in page
    assert f"{TEXT}</textarea>" in page
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(schema.petition)).scalar_one() == 0


def test_a_body_beyond_all_measure_is_refused_unread(client: TestClient) -> None:
    response = client.post(
        "/", content=bytes(33 * 1024 * 1024), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )

    assert response.status_code == 413
    assert "照片最大10 MB" in response.text


def test_an_empty_file_field_is_no_photo(client: TestClient, container: Container) -> None:
    assert _send(client, b"", name="")[0] == 303
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(schema.attachment)).scalar_one() == 0


def test_a_form_sent_twice_at_once_keeps_one_photo(client: TestClient, container: Container) -> None:
    token = hidden(client.get("/").text, "token")

    def send(_: int) -> str:
        files = {"photo": ("灯.jpg", jpeg(), "image/jpeg")}
        return client.post("/", data={"token": token, "text": TEXT}, files=files).headers["location"]

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(send, range(6)))) == 1
    with container.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(schema.attachment)).scalar_one() == 1
