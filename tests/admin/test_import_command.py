"""``minyi import petitions``: the same from a command line."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from admin.cli import with_names
from admin.settings import Settings
from admin.wiring import Container
from channels.imports.schema import import_job
from tests.channels.imports.sheet import HEADINGS, as_csv, row
from tracking.store import schema


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, settings: Settings, database_url: str, container: Container) -> None:
    monkeypatch.setenv("MINYI_HOME", str(settings.home))
    monkeypatch.setenv("MINYI_DATABASE_URL", database_url)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "旧.csv"
    path.write_bytes(as_csv(row(), row(工单编号="2", 诉求类型="x"), coding="gb18030"))
    return path


def _run(*arguments: object, answer: str = "") -> Result:
    return CliRunner().invoke(with_names(["import"]), ["import", "petitions", *map(str, arguments)], input=answer)


def _counts(container: Container) -> tuple[int, int]:
    """(petitions, jobs left)."""
    with container.engine.connect() as connection:
        petitions, jobs = (select(func.count()).select_from(each) for each in (schema.petition, import_job))
        return connection.execute(petitions).scalar_one(), connection.execute(jobs).scalar_one()


def test_a_dry_run_shows_columns_and_flaws_and_stores_nothing(container: Container, file: Path) -> None:
    result = _run(file, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "external_id" in result.output
    assert "line 3 (2): Kind" in result.output
    assert "2 rows: 1 good, 1 refused." in result.output
    assert _counts(container) == (0, 0)


def test_a_yes_takes_over_and_doing_it_again_changes_nothing(container: Container, file: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    assert "1 taken over, 0 were here before, 1 refused." in _run(file, "--errors", errors, answer="y\n").output
    assert "1 were here before" in _run(file, "--yes").output
    assert errors.read_text(encoding="utf-8-sig").splitlines()[1].startswith("3,2,Kind of petition,")
    assert _counts(container) == (1, 0)


def test_a_no_stores_nothing(container: Container, file: Path) -> None:
    assert _run(file, answer="n\n").exit_code == 0
    assert _counts(container) == (0, 0)


def test_open_matters_come_in_where_that_is_said(container: Container, tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_bytes(as_csv(row(办结时间="")))
    assert "0 good, 1 refused" in _run(path, "--dry-run").output
    assert "1 taken over" in _run(path, "--yes", "--open").output


def test_a_column_can_be_told(container: Container, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(as_csv(row(), headings=["流水", *HEADINGS[1:]]))
    lacking = _run(path, "--yes")
    assert lacking.exit_code == 1
    assert "missing: 原编号" in lacking.output or "Old number" in lacking.output
    assert "1 taken over" in _run(path, "--yes", "--map", "流水=external_id").output


@pytest.mark.parametrize("mapping", ["流水", "流水=external_id", "诉求类型=x"])
def test_a_mapping_that_cannot_be_is_refused(container: Container, file: Path, mapping: str) -> None:
    assert _run(file, "--yes", "--map", mapping).exit_code == 1
    assert _counts(container) == (0, 0)


def test_what_is_no_table_is_refused_with_a_sentence(container: Container, tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    result = _run(path, "--yes")
    assert result.exit_code == 1
    assert "old Excel file" in result.output
    assert _counts(container) == (0, 0)
