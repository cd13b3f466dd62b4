import os
from pathlib import Path

import pytest

from admin.processes.single import AlreadyRunning, single_run


def test_a_second_run_is_told_who_is_first(tmp_path: Path) -> None:
    with (
        single_run(tmp_path),
        pytest.raises(AlreadyRunning, match=rf"already running .*process {os.getpid()}"),
        single_run(tmp_path),
    ):
        pass


def test_the_next_run_may_start_when_the_first_has_ended(tmp_path: Path) -> None:
    with single_run(tmp_path):
        pass
    with single_run(tmp_path):
        pass
