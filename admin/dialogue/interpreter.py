"""A Python 3.10, found and not fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PROOF = "import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))"
_NAME = "python3.10"


@cache
def find() -> Path | None:
    """Return the interpreter, None where this machine has none."""
    return next((path for path in _candidates() if _suits(path)), None)


def _candidates() -> Iterator[Path]:
    """Version managers leave names on the path that do nothing: their real interpreters come after those."""
    on_path = shutil.which(_NAME)
    if on_path:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/3.10*/bin/python"), reverse=True)
    yield from (Path(folder, _NAME) for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"))


def _suits(path: Path) -> bool:
    """Running it is the only proof."""
    try:
        return subprocess.run([path, "-c", _PROOF], capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
