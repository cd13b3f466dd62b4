import os
from pathlib import Path

import pytest

from admin.embedded.account import Account
from admin.embedded.postgres import NotReady, Postgres, database_url


@pytest.fixture
def cluster(tmp_path: Path) -> Postgres:
    return Postgres(
        programs=tmp_path / "no programs", data=tmp_path / "data", sockets=tmp_path, account=Account.of_this_process()
    )


def _lock(cluster: Postgres, process: int) -> Path:
    cluster.data.mkdir()
    path = cluster.data / "postmaster.pid"
    path.write_text(f"{process}\n{cluster.data}\n")
    return path


def test_a_lock_whose_number_is_another_programs_by_now_goes(cluster: Postgres) -> None:
    lock = _lock(cluster, os.getpid())
    cluster.forget_dead_server()
    assert not lock.exists()


def test_a_lock_without_a_process_stays_for_postgresql_to_judge(cluster: Postgres) -> None:
    lock = _lock(cluster, 2**22 + 1)  # beyond the highest process number
    cluster.forget_dead_server()
    assert lock.exists()


def test_no_lock_is_no_trouble(cluster: Postgres) -> None:
    cluster.forget_dead_server()


def test_a_cluster_is_made_once(cluster: Postgres) -> None:
    cluster.data.mkdir()
    cluster.create()  # would fail: there is no initdb


def test_a_server_that_is_not_there_does_not_answer(cluster: Postgres) -> None:
    with pytest.raises(NotReady):
        cluster.wait(seconds=0)


def test_the_url_survives_a_strange_folder() -> None:
    assert "host=/run/a%20b%26c&" in database_url(Path("/run/a b&c"))
