"""Kill anything while a thousand petitions come in: none that was answered is lost, none is doubled."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import httpx
import psutil
import pytest
from sqlalchemy import Engine, create_engine, text

from admin import keys
from admin.addresses import with_addresses
from admin.settings import Settings
from admin.waiting import wait_until
from routing.load import SHENYANG

PETITIONS, CLIENTS, KILL_EVERY = 1000, 8, 70
PLACES = {"web": "admin.processes.web", "worker": "worker", "beat": "beat", "redis": "redis-server", "postgres": "-D"}
pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Settings, psutil.Process]]:
    """The whole product, as `make run` starts it in production, with the city loaded."""
    home = tmp_path_factory.mktemp("killing")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secret, seal = keys.new_secret(), keys.new_seal_key()
    own = {
        "MODE": "production",
        "HOME": str(home),
        "PORT": str(port),
        "SECRET_KEY": secret,
        "SEAL_KEYS": seal,
        "DIALOGUE": "off",
    }
    variables = os.environ | {f"MINYI_{name}": value for name, value in own.items()}
    process = subprocess.Popen([sys.executable, "-m", "admin", "run"], env=variables)
    try:
        url = f"http://127.0.0.1:{port}"
        assert wait_until(lambda: _ready(url) or process.poll() is not None, seconds=120, every=0.3)
        assert process.poll() is None, "it did not start"
        subprocess.run([sys.executable, "-m", "admin", "import", "city", str(SHENYANG)], env=variables, check=True)
        yield url, with_addresses(Settings(home=home, port=port)), psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def test_no_accepted_petition_is_lost_or_doubled_when_processes_are_killed(
    address: tuple[str, Settings, psutil.Process],
) -> None:
    url, settings, process = address
    stop, accepted, killed = Event(), list[str](), list[str]()
    killer = Thread(target=_kill, args=(process, stop, accepted, killed))
    killer.start()
    try:
        with ThreadPoolExecutor(CLIENTS) as clients:
            answered = dict(clients.map(lambda n: _submit(url, f"kill-{n}", accepted), range(PETITIONS)))
    finally:
        stop.set()
        killer.join()
    assert set(killed) == set(PLACES), f"too little was killed to prove anything: {killed}"
    engine = create_engine(settings.database_url or "")
    assert wait_until(lambda: _waiting(engine) == 0, seconds=90, every=0.5), "events were never handled"
    with engine.connect() as connection:
        inbox = connection.execute(text("SELECT external_id, number FROM inbox WHERE external_id LIKE 'kill-%'"))
        stored = {row.external_id: row.number for row in inbox}
        petitions = connection.execute(text("SELECT count(*) FROM petition")).scalar_one()
        orphans = connection.execute(text(_ORPHANS)).scalar_one()
        unread = connection.execute(text("SELECT count(*) FROM petition WHERE stage = 'registered'")).scalar_one()
    engine.dispose()
    assert stored == answered
    assert petitions == PETITIONS
    assert orphans == 0
    assert unread == 0


_ORPHANS = """
SELECT count(*) FROM petition p
WHERE NOT EXISTS (SELECT FROM ledger l WHERE l.number = p.number AND l.seq = p.version)
   OR NOT EXISTS (SELECT FROM inbox i WHERE i.number = p.number)
   OR NOT EXISTS (SELECT FROM text t WHERE t.number = p.number AND t.seq = 1)
"""


def _submit(url: str, key: str, accepted: list[str]) -> tuple[str, str]:
    """Try until it is accepted, as a careful client does: always with the same key."""
    body = {"text": f"小区路灯坏了好几天,晚上看不见路,请修一修({key})", "external_id": key}
    numbers: list[str] = []

    def answered() -> bool:
        try:
            with httpx.Client(trust_env=False, timeout=20, verify=False) as client:  # noqa: S501 - plain http
                answer = client.post(f"{url}/api/v1/petitions", json=body)
        except httpx.TransportError:
            return False
        if answer.status_code == 201:
            numbers.append(answer.json()["number"])
        return answer.status_code == 201

    assert wait_until(answered, seconds=90, every=0.1), key
    accepted.append(key)
    return key, numbers[0]


def _kill(root: psutil.Process, stop: Event, accepted: list[str], killed: list[str]) -> None:
    """One process after every ``KILL_EVERY`` petitions: what was killed has to come back first."""
    chance, names = random.Random(1), list(PLACES)
    while not stop.is_set():
        if wait_until(lambda: stop.is_set() or len(accepted) >= KILL_EVERY * (len(killed) + 1), seconds=120):
            name = names[len(killed) % len(names)]
            victims = [each for each in root.children(recursive=True) if _is(each, PLACES[name])]
            if victims and not stop.is_set():
                chance.choice(victims).send_signal(signal.SIGKILL)
                killed.append(name)


def _is(process: psutil.Process, mark: str) -> bool:
    """A program may have made one title of all its arguments."""
    try:
        return any(part.endswith(mark) for part in " ".join(process.cmdline()).split())
    except psutil.Error:
        return False


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", trust_env=False).is_success
    except httpx.TransportError:
        return False


def _waiting(engine: Engine) -> int:
    try:
        with engine.connect() as connection:
            count: int = connection.execute(text("SELECT count(*) FROM outbox")).scalar_one()
            return count
    except Exception:
        return -1
