import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from admin.cli import COMMANDS, with_names


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_explains_itself(name: str) -> None:
    result = CliRunner().invoke(with_names([name]), [name, "--help"])
    assert result.exit_code == 0
    assert name in result.output


def test_every_name_is_a_file_of_its_own_or_a_group() -> None:
    assert all(target.startswith("admin.commands.") for target in COMMANDS.values())


def test_asking_for_health_loads_no_classifier(tmp_path: Path) -> None:
    program = "import sys; from admin.cli import with_names; with_names(['doctor']); print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_unknown_command_is_refused_with_the_list() -> None:
    result = CliRunner().invoke(with_names(COMMANDS), ["nonsense"])
    assert result.exit_code == 2
