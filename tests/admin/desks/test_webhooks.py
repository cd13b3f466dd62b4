"""The administrator's page of webhooks, and the same from a command line."""

from collections.abc import Callable, Iterator

import pytest
from typer.testing import CliRunner, Result

from admin.cli import with_names
from admin.settings import Settings
from admin.wiring import Container, subscribers
from notify import subscriber
from notify.subscriber import Subscriber
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.stand_in import Answer, StandIn, standing_in
from tracking.service import relay

Sit = Callable[[str], Desk]
PAGE = "/staff/webhooks"


@pytest.fixture
def there() -> Iterator[StandIn]:
    with standing_in() as other:
        yield other


def _all(container: Container) -> list[Subscriber]:
    with container.engine.connect() as connection:
        return list(subscriber.every(connection))


def _happens(container: Container) -> None:
    relay.drain(container.core, dict.fromkeys(subscribers(container), (container.webhooks.on_event,)), report=_fail)
    for lane in container.webhooks.lanes():
        container.webhooks.serve(lane)


def test_a_system_is_subscribed_and_its_secret_seen_once(container: Container, at_desk: Sit, there: StandIn) -> None:
    desk = at_desk("root")
    made = desk.send(PAGE, PAGE, name="监察平台", url=there.url, event="registered")
    assert "whsec_" in made.text
    page = desk.open(PAGE).text
    assert "whsec_" not in page
    assert "监察平台" in page
    (one,) = _all(container)
    assert (one.url, one.events, one.created_by) == (there.url, ["registered"], "root")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "哪个系统"),
        ("url", "https://10.0.0.1/", "公网地址"),
        ("url", "x", "公网地址"),
        ("event", "x", "至少选择"),
    ],
)
def test_what_cannot_be_is_told_and_kept_as_it_was_typed(
    container: Container, at_desk: Sit, field: str, value: str, words: str
) -> None:
    typed = {"name": "监察平台", "url": "https://example.org/in", "event": "registered"} | {field: value}
    answer = at_desk("root").send(PAGE, PAGE, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert typed["url"] in answer.text
    assert _all(container) == []


def test_dead_letters_are_shown_and_sent_again(container: Container, at_desk: Sit, there: StandIn) -> None:
    desk = at_desk("root")
    desk.send(PAGE, PAGE, name="监察平台", url=there.url, event="registered")
    there.answers(Answer(status=400))
    for _ in range(3):
        matter.classified(container)
    _happens(container)
    assert "HTTP 400" in desk.open(PAGE).text
    there.answers(Answer())
    desk.client.post(f"{PAGE}/dead/2", data=desk.forms(PAGE)[f"{PAGE}/dead/2"])
    _happens(container)
    assert (_all(container)[0].dead, len(there.asked)) == (2, 4)
    desk.client.post(f"{PAGE}/dead/1", data=desk.forms("/staff")["/staff/sign-out"] | {"all": "yes"})
    _happens(container)
    assert _all(container)[0].dead == 0


def test_it_is_paused_resumed_given_a_new_secret_and_dropped(
    container: Container, at_desk: Sit, there: StandIn
) -> None:
    desk = at_desk("root")
    desk.send(PAGE, PAGE, name="监察平台", url=there.url, event="registered")
    desk.send(PAGE, f"{PAGE}/1/pause")
    assert not _all(container)[0].active
    desk.send(PAGE, f"{PAGE}/1/resume")
    assert _all(container)[0].active
    assert "whsec_" in desk.send(PAGE, f"{PAGE}/1/rotate").text
    desk.send(PAGE, f"{PAGE}/1/drop")
    assert _all(container) == []
    csrf = desk.forms("/staff")["/staff/sign-out"]
    assert desk.client.post(f"{PAGE}/1/rotate", data=csrf).status_code == 404


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, database_url: str, container: Container
) -> Callable[..., Result]:
    monkeypatch.setenv("MINYI_HOME", str(settings.home))
    monkeypatch.setenv("MINYI_DATABASE_URL", database_url)
    return lambda *words: CliRunner().invoke(with_names([words[0]]), [str(word) for word in words])


def test_the_same_can_be_done_from_a_command_line(
    container: Container, run: Callable[..., Result], there: StandIn
) -> None:
    assert "whsec_" in run("webhook", "add", there.url, "--name", "sister", "--events", "registered,closed").output
    there.answers(Answer(status=400))
    matter.classified(container)
    _happens(container)
    assert f"1  sister  {there.url}  active  0 queued, 1 dead" in run("webhook", "list").output
    assert "1 queued again" in run("webhook", "replay", 1).output
    assert "0 queued again" in run("webhook", "replay", 1, "--delivery", 1).output
    assert "whsec_" in run("webhook", "rotate", 1).output
    assert "paused" in run("webhook", "pause", 1).output
    assert "resumed" in run("webhook", "resume", 1).output


@pytest.mark.parametrize(
    "words",
    [
        ("add", "https://10.0.0.1/", "--name", "x"),
        ("add", "https://example.org/", "--name", "x", "--events", "nonsense"),
        ("pause", 9),
        ("rotate", 9),
    ],
)
def test_what_cannot_be_is_refused_with_status_2(
    container: Container, run: Callable[..., Result], words: tuple[object, ...]
) -> None:
    assert run("webhook", *words).exit_code == 2
    assert _all(container) == []


def test_keys_can_be_given_out_listed_and_revoked_from_a_command_line(run: Callable[..., Result]) -> None:
    made = run("key", "branch", "H01").output
    identity = made.split()[1]
    assert "whsec_" in made
    assert f"{identity}  branch  H01" in run("key", "list").output
    assert "out of force" in run("key", "revoke", identity).output
    assert run("key", "revoke", identity).exit_code == 1
    assert run("key", "branch", "C01").exit_code == 1


def _fail(_: object, error: Exception) -> None:
    raise error
