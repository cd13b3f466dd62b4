import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tracking

DOMAIN = Path(tracking.__file__).parent / "domain"


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_packages_import_one_way() -> None:
    program = str(Path(sys.executable).with_name("lint-imports"))
    done = subprocess.run(
        [program, "--no-cache"], cwd=DOMAIN.parent.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", sorted(DOMAIN.rglob("*.py")), ids=lambda path: str(path.relative_to(DOMAIN)))
def test_the_domain_imports_the_standard_library_and_itself_alone(path: Path) -> None:
    tops = {name.partition(".")[0] for name in _imported(path)} - set(sys.stdlib_module_names)
    assert tops <= {"tracking"}
    assert all(name.startswith("tracking.domain") for name in _imported(path) if name.startswith("tracking"))
