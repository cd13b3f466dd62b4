from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

import admin

OURS = ["channels", "nlu", "routing", "tracking", "notify", "admin"]
ROOT = Path(admin.__file__).parent.parent


@pytest.mark.parametrize("name", OURS)
def test_no_other_distribution_owns_our_name(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"minyi"}


@pytest.mark.parametrize("name", OURS)
def test_our_name_is_imported_from_here(name: str) -> None:
    found = find_spec(name)
    assert found is not None
    assert Path(found.origin or "").parent.parent == ROOT


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "manager", "misc"])
def test_no_module_is_named_after_nothing(name: str) -> None:
    found = [path for package in OURS for path in (ROOT / package).rglob(f"{name}*") if ".venv" not in path.parts]
    assert found == []
