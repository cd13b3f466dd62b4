import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from kombu import Connection

from admin.embedded.binaries import redis_server
from admin.embedded.places import runtime_path
from admin.embedded.private_folder import ours
from admin.embedded.redis import Redis, broker_url, client_url


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    ours(runtime_path(home).parent, mode=0o711)
    folder = ours(runtime_path(home))
    server = Redis(program=redis_server(), runtime=folder)
    with subprocess.Popen(server.command, stdout=subprocess.DEVNULL) as process:
        server.wait()
        yield folder
        process.terminate()
    folder.rmdir()  # it left nothing behind, or this fails


def test_celery_reaches_it_by_the_name_we_give(runtime: Path) -> None:
    with Connection(broker_url(runtime)) as connection:
        connection.ensure_connection(max_retries=1)
        queue = connection.SimpleQueue("test")
        queue.put({"number": 1})
        assert queue.get(timeout=5).payload == {"number": 1}
        queue.close()


def test_a_plain_client_reaches_it_by_the_translated_name(runtime: Path) -> None:
    with redis.from_url(client_url(broker_url(runtime))) as client:
        assert client.ping()


def test_it_listens_on_no_port_and_only_for_us(runtime: Path) -> None:
    with redis.from_url(client_url(broker_url(runtime))) as client:
        assert client.config_get("port") == {"port": "0"}
    assert stat.S_IMODE((runtime / "redis.sock").stat().st_mode) == 0o700


def test_it_writes_no_file(runtime: Path) -> None:
    with redis.from_url(client_url(broker_url(runtime))) as client:
        client.set("key", "value")
        assert client.config_get("save") | client.config_get("appendonly") == {"save": "", "appendonly": "no"}
    assert [path.name for path in runtime.iterdir()] == ["redis.sock"]


def test_another_broker_keeps_its_name() -> None:
    assert client_url("redis://broker:6379/0") == "redis://broker:6379/0"
