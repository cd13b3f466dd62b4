import json
import re
import tomllib
from pathlib import Path

import admin

ROOT = Path(admin.__file__).parent.parent
PUBLIC = {"pypi.org", "files.pythonhosted.org"}


def test_python_packages_come_from_the_public_index_with_a_hash() -> None:
    text = (ROOT / "uv.lock").read_text()
    assert set(re.findall(r'https?://([^/"]+)/', text)) == PUBLIC
    for package in tomllib.loads(text)["package"]:
        files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
        assert all(file["hash"].startswith("sha256:") for file in files)
        assert files or package["source"] == {"editable": "."}


def test_browser_packages_name_no_other_registry_and_carry_a_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = [package for path, package in packages.items() if path]
    assert all(package["integrity"].startswith("sha512-") for package in locked)
    assert {package.get("resolved", "https://registry.npmjs.org/").split("/")[2] for package in locked} == {
        "registry.npmjs.org"
    }


def test_what_pages_load_is_pinned_to_one_version() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted["dependencies"].values())
