"""Every door has the same parts."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

import channels
from channels import registry
from channels.registry import CHANNELS, Channel

PARTS = ("port", "receiver", "renderer", "check")
SHARED = {"dialogue"}  # a package of its own, and no door: the messengers hold it


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.code)
def test_every_channel_folder_has_the_same_files(channel: Channel) -> None:
    assert [part for part in PARTS if find_spec(f"{channel.package}.{part}") is None] == []
    assert all(isinstance(ok, bool) for _, ok, _ in registry.check(channel, None))


def test_every_letter_and_code_stands_once() -> None:
    assert len({channel.letter for channel in CHANNELS}) == len({channel.code for channel in CHANNELS}) == len(CHANNELS)


def test_no_channel_imports_another() -> None:
    root = Path(channels.__file__).parent
    folders = [path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith("_")]
    crossing = [
        (path.relative_to(root), other)
        for folder in folders
        for path in (root / folder).rglob("*.py")
        for other in set(folders) - SHARED - {folder}
        if re.search(rf"channels\.{other}\b", path.read_text())
    ]
    assert crossing == []
