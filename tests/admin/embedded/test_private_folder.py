import os
import stat
from pathlib import Path

import pytest

from admin.embedded.account import Account
from admin.embedded.private_folder import NotOurs, ours, theirs

ROOT = os.geteuid() == 0
NOBODY = Account(name="nobody", uid=65534, gid=65534)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_lets_nobody_else_in_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert _mode(ours(tmp_path / "new")) == 0o700
    finally:
        os.umask(before)


def test_a_folder_of_ours_that_stood_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o777)
    assert _mode(ours(tmp_path / "open")) == 0o700


def test_a_link_is_refused_even_when_it_leads_to_a_folder_of_ours(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(NotOurs, match="is not a folder"):
        ours(tmp_path / "link")


def test_a_file_in_the_way_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("someone's")
    with pytest.raises(NotOurs):
        ours(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "someone's"


@pytest.mark.skipif(not ROOT, reason="only root can make a folder of somebody else")
def test_a_folder_of_somebody_else_is_refused_and_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "squatted").mkdir(mode=0o755)
    os.chown(tmp_path / "squatted", NOBODY.uid, NOBODY.gid)
    with pytest.raises(NotOurs, match="belongs to another user"):
        ours(tmp_path / "squatted")
    assert _mode(tmp_path / "squatted") == 0o755


@pytest.mark.skipif(not ROOT, reason="only root gives a folder away")
def test_the_account_gets_its_folder_and_our_group_may_enter(tmp_path: Path) -> None:
    found = theirs(tmp_path / "sockets", NOBODY).stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (NOBODY.uid, os.getegid(), 0o770)


def test_a_parent_that_is_missing_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotOurs, match="cannot be made"):
        ours(tmp_path / "missing" / "folder")
