"""The city as data."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import text

from admin.wiring import Container
from routing.load import SHENYANG, load_city
from tracking.domain.error import UnknownCode


def test_it_has_the_size_of_a_city_of_millions(container: Container) -> None:
    register = container.city.register
    assert len(register.units) >= 70
    assert len(container.city.leaves()) >= 300
    assert len({code[:2] for code in register.topics}) >= 16
    assert len(register.districts) == 13
    assert sum(unit.kind == "branch" for unit in register.units.values()) == 5
    assert {unit.group for unit in register.units.values()} == {"A", "B1", "B2", "B3", "B4", None}


def test_the_merged_lines_windows_and_mailboxes_are_kept(container: Container) -> None:
    kinds = [code[0] for code in container.city.register.legacy_sources]
    assert kinds.count("L") >= 110
    assert kinds.count("W") >= 80
    assert kinds.count("M") >= 120


def test_every_leaf_has_a_unit_in_charge_with_its_basis(container: Container) -> None:
    for topic, _ in container.city.leaves():
        duty = container.city.duty(topic, district=None, street=None)
        assert duty is not None, topic
        assert duty.basis, topic


def test_names_are_given_for_people(container: Container) -> None:
    city = container.city
    assert city.unit_name("C03") == "供热集团"
    assert city.topic_path("030101") == "供热 › 供热质量 › 室温不达标"
    assert city.place_name("A01") == "和平区"
    assert (city.unit_name(None), city.unit_name("Z99"), city.place_name(None)) == ("", "Z99", "")
    with pytest.raises(UnknownCode):
        city.codes("nothing")


def test_loading_again_brings_changes_and_removes_nothing(container: Container, tmp_path: Path) -> None:
    folder = _copied(tmp_path, "供热集团", "供热集团公司")
    with container.engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM unit")).scalar_one()
        load_city(connection, folder)
        renamed = connection.execute(text("SELECT short_name FROM unit WHERE code = 'C03'")).scalar_one()
        assert connection.execute(text("SELECT count(*) FROM unit")).scalar_one() == before
        connection.rollback()
    assert renamed == "供热集团公司"


def test_a_code_that_does_not_exist_is_refused_by_name(container: Container, tmp_path: Path) -> None:
    folder = _copied(tmp_path, "", "")
    with (folder / "duties.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    rows[1][2] = "Z99"
    with (folder / "duties.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with container.engine.connect() as connection, pytest.raises(UnknownCode, match="Z99"):
        load_city(connection, folder)


def _copied(folder: Path, old: str, new: str) -> Path:
    for path in SHENYANG.glob("*.csv"):
        content = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(content.replace(old, new) if old and path.stem == "units" else content)
    return folder
