"""Photos that a unit sends with its report: kept with the petition, judged before anything happens."""

from collections.abc import Callable
from io import BytesIO

import pytest
from httpx2 import Response
from PIL import Image

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.people import Role
from tracking.domain.stage import AssignmentStage
from tracking.store import case as cases
from tracking.store import dossier
from tracking.store.visibility import Viewer

Sit = Callable[[str], Desk]
REPLY = "已更换井盖，现场照片附后。"


def _photo(size: tuple[int, int] = (40, 30), colour: str = "red") -> bytes:
    body = BytesIO()
    Image.new("RGB", size, colour).save(body, "JPEG")
    return body.getvalue()


def _report(desk: Desk, number: str, *photos: bytes) -> Response:
    page, action = f"/staff/petitions/{number}", f"/staff/petitions/{number}/report-back"
    given = desk.forms(page)[action] | {"outcome": "solved", "reply": REPLY, "evidence": "已更换"}
    files = [("photo", (f"{n}.jpg", body, "image/jpeg")) for n, body in enumerate(photos)]
    return desk.client.post(action, data=given, files=files)


def _stage(container: Container, number: str) -> AssignmentStage:
    with container.engine.connect() as connection:
        return cases.load(connection, number).lead.stage


def test_photos_of_a_report_stand_on_the_petition_for_whoever_reviews_it(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container)
    assert _report(at_desk("water"), number, _photo(), _photo(colour="blue")).status_code == 303
    with container.engine.connect() as connection:
        files = dossier.read(connection, number, Viewer(role=Role.DISPATCHER)).files
    assert len(files) == 2
    page = at_desk("disp").open(f"/staff/petitions/{number}").text
    assert all(f"/files/{each.digest}" in page for each in files)


@pytest.mark.parametrize(
    "photos", [[b"no picture"], [_photo()] * 4, [b"\xff\xd8\xff" + b"0" * 99]], ids=["text", "4", "cut"]
)
def test_a_file_that_cannot_be_kept_stops_the_report_and_loses_no_word(
    container: Container, at_desk: Sit, photos: list[bytes]
) -> None:
    number = matter.signed(container)
    answer = _report(at_desk("water"), number, *photos)
    assert answer.status_code == 422
    assert REPLY in answer.text
    assert _stage(container, number) is AssignmentStage.HANDLING


def test_a_report_without_photos_goes_through_as_before(container: Container, at_desk: Sit) -> None:
    number = matter.signed(container)
    assert _report(at_desk("water"), number).status_code == 303
    assert _stage(container, number) is AssignmentStage.SUBMITTED
