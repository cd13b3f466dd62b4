import os
import shutil
from pathlib import Path

import pytest

from admin.embedded import places, root_state
from admin.embedded.postgres import Postgres

LONGEST_SOCKET_PATH = 100
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="root keeps data outside the home, others do not")


def test_socket_paths_are_short_however_deep_the_home_lies(tmp_path: Path) -> None:
    deep = tmp_path / ("so-long-a-name-that-it-fills-the-path-" * 3) / "home"
    assert len(str(places.runtime_path(deep) / "postgres" / ".s.PGSQL.5432.lock")) < LONGEST_SOCKET_PATH


def test_two_homes_never_share_their_sockets(tmp_path: Path) -> None:
    assert places.runtime_path(tmp_path / "one") != places.runtime_path(tmp_path / "two")


def test_where_the_sockets_lie_does_not_depend_on_the_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = places.runtime_path(tmp_path)
    monkeypatch.setenv("TMPDIR", "/elsewhere")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/elsewhere")
    assert places.runtime_path(tmp_path) == before


def test_the_folders_above_a_home_keep_their_permissions(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o700)
    before = [(path, path.stat().st_mode) for path in (tmp_path, *tmp_path.parents)]
    found = places.prepare(tmp_path / "locked" / "home")
    Postgres.at(found).create(durable=False)
    assert [(path, path.stat().st_mode) for path in (tmp_path, *tmp_path.parents)] == before
    assert (tmp_path / "locked").stat().st_mode & 0o777 == 0o700
    _forget(tmp_path / "locked" / "home")


@AS_ROOT
def test_a_home_that_was_deleted_begins_with_a_new_cluster(tmp_path: Path) -> None:
    home = tmp_path / "home"
    old = _filled(home)
    shutil.rmtree(home)
    found = places.prepare(home)
    assert not old.exists()
    assert list(found.cluster.iterdir()) == []
    _forget(home)


@AS_ROOT
def test_a_home_that_stays_keeps_its_cluster(tmp_path: Path) -> None:
    old = _filled(tmp_path)
    assert places.prepare(tmp_path).cluster == old
    assert (old / "data").exists()
    _forget(tmp_path)


@AS_ROOT
def test_a_home_that_was_moved_finds_its_cluster_again(tmp_path: Path) -> None:
    old = _filled(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    assert places.prepare(tmp_path / "there").cluster == old
    _forget(tmp_path / "here", tmp_path / "there")


@AS_ROOT
def test_a_home_that_was_copied_gets_a_cluster_of_its_own(tmp_path: Path) -> None:
    old = _filled(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert places.prepare(tmp_path / "two").cluster != old
    assert places.prepare(tmp_path / "one").cluster == old
    _forget(tmp_path / "one", tmp_path / "two")


@AS_ROOT
def test_a_mark_that_names_another_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "postgres.cluster").write_text("../../etc")
    assert places.prepare(tmp_path).cluster.parent.parent == root_state.state_of_root()
    _forget(tmp_path)


def _filled(home: Path) -> Path:
    cluster = places.prepare(home).cluster
    (cluster / "data").touch()
    return cluster


def _forget(*homes: Path) -> None:
    """A test's home is new each time, so what lies outside it would stay for ever."""
    for home in homes:
        shutil.rmtree(places.runtime_path(home))
        if os.geteuid() == 0:
            root_state.forget(home)
