"""GeoReport v2: brought once, asked for by anyone, and never anything personal on the way out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from admin.wiring import Container
from channels.base import ChannelError, Refused
from channels.open311 import port
from channels.open311.renderer import answer
from channels.place import Gazetteer
from tests.admin.desks import matter
from tests.channels.citizen import happens
from tests.channels.open311.app import PATH, TOPIC, App
from tests.tracking.city import MONDAY
from tracking.domain.clock import FixedClock
from tracking.domain.people import SYSTEM
from tracking.domain.procedure.intake import classify
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Urgency

PUBLISHED = {
    "attribute[publish]": "yes",
    "phone": "13800001111",
    "last_name": "欧阳",
    "address_string": "太原街5号楼三单元",
}


@pytest.fixture
def app(client: TestClient, container: Container) -> App:
    return App.of(client, container)


def _classified(container: Container, number: str, kind: Kind) -> None:
    with container.core.change(number) as case:
        known = {"kind": kind, "topic": TOPIC, "urgency": Urgency.NORMAL}
        table = container.core.timetable_of(case)
        classify(case, by=SYSTEM, at=container.core.now(), timetable=table, **known)  # type: ignore[arg-type]


def test_what_is_published_is_told_without_anything_personal(container: Container, app: App) -> None:
    number = app.brought(**PUBLISHED)
    happens(container, number, Verb.CLASSIFY, Verb.DISPATCH)
    (told,) = app.asks(number).json()
    assert (told["status"], told["status_notes"], told["service_request_id"]) == ("open", "承办中", number)
    assert told["agency_responsible"]
    assert told["expected_datetime"] == "2026-03-09T17:00:00+08:00"
    assert [told[name] for name in ("description", "lat", "long", "media_url", "zipcode")] == [None] * 5
    everything = app.asks(number).text + app.asks(number, "xml").text
    with container.engine.connect() as connection:
        words = set(connection.execute(text("SELECT body FROM text")).scalars())
    assert not [word for word in (*words, "13800001111", "欧阳", "5号楼") if word in everything]


def test_what_may_not_be_published_is_shown_to_nobody_else(client: TestClient, container: Container, app: App) -> None:
    number = app.brought()
    _classified(container, number, Kind.COMPLAINT)
    other = App.of(client, container, "别的程序")
    assert app.asks(number).status_code == other.asks(number, api_key=other.key).status_code == 404
    assert app.finds() == []
    assert app.asks(number, api_key=app.key).json()[0]["service_request_id"] == number
    assert app.finds(api_key=app.key) == [number]


def test_ones_own_is_seen_before_anyone_knows_its_kind(app: App) -> None:
    number = app.brought()
    assert app.finds(api_key=app.key) == [number]


def test_a_report_is_shown_to_nobody_at_all(container: Container, app: App) -> None:
    number = app.brought(**PUBLISHED)
    _classified(container, number, Kind.REPORT)
    assert app.asks(number).status_code == app.asks(number, api_key=app.key).status_code == 404
    assert app.finds(api_key=app.key) == app.finds(service_request_id=number) == []


def test_a_wrong_key_is_refused_also_for_asking(app: App) -> None:
    assert app.asks(api_key="app-AAAAAAAA.x").status_code == 403
    assert app.asks(api_key=app.key + "x").status_code == 403


def test_a_key_that_wants_to_count_once_counts_once(container: Container, app: App) -> None:
    first, again = (app.brings(headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert first.content == again.content
    other = app.brings(headers={"Idempotency-Key": "k"}, description="别的事")
    assert (other.status_code, len(app.finds(api_key=app.key))) == (400, 1)


def test_requests_are_found_by_service_time_and_status(container: Container, app: App, clock: FixedClock) -> None:
    old = app.brought(**PUBLISHED)
    _classified(container, old, Kind.HELP)
    clock.at += timedelta(days=40)
    new = app.brought(service_code="040101", **PUBLISHED)
    with container.core.change(new) as case:
        known = {"kind": Kind.HELP, "topic": "040101", "urgency": Urgency.NORMAL}
        table = container.core.timetable_of(case)
        classify(case, by=SYSTEM, at=clock.at, timetable=table, **known)  # type: ignore[arg-type]
    happens(container, new, Verb.ANSWER)
    assert app.finds() == [new, old], "the last ninety days, the newest first"
    assert app.finds(service_code=f"{TOPIC},999999") == [old]
    assert app.finds(status="closed") == [new]
    assert app.finds(status="open,closed") == [new, old]
    assert app.finds(start_date="2026-03-20T00:00:00Z") == [new]
    assert app.finds(end_date="2026-03-20T00:00:00Z") == [old]
    assert app.finds(start_date="2026-03-20T00:00:00Z", end_date="2027-01-01T00:00:00Z") == [new]
    assert app.finds(service_request_id=f"{old},{new},nonsense") == [new, old]
    clock.at += timedelta(days=60)
    assert app.finds() == [new]


def test_both_forms_say_the_same(container: Container, app: App) -> None:
    number = app.brought(**PUBLISHED)
    _classified(container, number, Kind.HELP)
    (told,) = app.asks(number).json()
    xml = fromstring(app.asks(number, "xml").content)  # noqa: S314 - our own
    assert xml.tag == "service_requests"
    assert {each.tag: each.text for each in xml[0]} == told
    assert app.asks(number, "xml").headers["content-type"] == "text/xml; charset=utf-8"


def test_errors_speak_the_callers_language(app: App) -> None:
    answer = app.brings(headers={"Accept-Language": "en"}, lat="1")
    assert "lat and long must come together" in answer.json()[0]["description"]


def test_where_it_is_can_be_discovered(client: TestClient) -> None:
    (endpoint,) = client.get("/open311/discovery.json").json()["endpoints"]
    assert endpoint["url"].endswith("/open311/v2")
    assert b"<formats><format>application/json</format>" in client.get("/open311/discovery.xml").content


def test_nobody_learns_anything_of_petitions_through_other_doors(container: Container, app: App) -> None:
    number = matter.classified(container)
    assert app.asks(number).status_code == 404
    assert app.asks(number, api_key=app.key).status_code == 404


@given(st.binary(max_size=200) | st.text().map(lambda each: each.encode(errors="replace")))
def test_any_bytes_are_a_form_or_unreadable(body: bytes) -> None:
    try:
        assert isinstance(port.form_of(body), Mapping)
    except ChannelError as error:
        assert type(error) is port.Unreadable


FIELDS = st.sampled_from(
    [
        "service_code",
        "description",
        "lat",
        "long",
        "phone",
        "first_name",
        "media_url",
        "address_id",
        "attribute[identity]",
    ]
)


@given(st.dictionaries(FIELDS, st.text() | st.sampled_from([TOPIC, "41.5", "-500", "1e5", "٤"])))
def test_any_form_is_a_submission_or_refused(form: dict[str, str]) -> None:
    try:
        item = port.parse(form, key=None, gazetteer=Gazetteer({}, {}), topics={TOPIC: "室温不达标"})
    except Refused as refused:
        assert refused.flaws
    else:
        assert item.matter.topic == TOPIC


@given(
    st.dictionaries(
        st.sampled_from(["service_request_id", "start_date", "end_date", "status", "service_code"]), st.text()
    )
)
def test_any_question_is_understood_or_refused(query: dict[str, str]) -> None:
    try:
        wanted = port.wanted_of(query, actor=None, now=MONDAY)
    except Refused as refused:
        assert refused.flaws
    else:
        assert wanted.numbers or (wanted.since and wanted.until)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.dictionaries(FIELDS, st.text(max_size=30)), st.sampled_from(["json", "xml"]))
def test_any_request_is_answered_in_the_form_it_was_made(app: App, fields: dict[str, str], form: str) -> None:
    answer = app.brings(form, None, **{name: value.encode(errors="replace").decode() for name, value in fields.items()})
    assert answer.status_code in (201, 400, 404)
    if form == "xml":
        fromstring(answer.content)  # noqa: S314 - our own
    else:
        assert isinstance(answer.json(), list)


@given(st.text())
def test_any_words_can_stand_in_xml(words: str) -> None:
    made = answer("errors", [{"code": 400, "description": words}], "xml")
    fromstring(bytes(made.body))  # noqa: S314 - our own


def test_the_services_are_reached_where_the_standard_says(client: TestClient) -> None:
    for path in ("services.json", "services.xml", f"services/{TOPIC}.json", "requests.json"):
        assert client.get(f"{PATH}/{path}", params={"jurisdiction_id": "shenyang"}).status_code == 200
