"""``minyi train``, ``predict`` and ``evaluate`` on anybody's table."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from admin.cli import with_names
from nlu import labelling
from nlu.error import ModelError


def _run(*arguments: object) -> Result:
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(with_names(words[:1]), words)


@pytest.fixture(scope="module")
def model(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained once for all that only ask it."""
    folder = tmp_path_factory.mktemp("trained") / "model"
    result = _run("train", "--data", table, "--model", folder)
    assert result.exit_code == 0, result.output
    return folder


def test_training_says_what_came_of_it(table: Path, tmp_path: Path) -> None:
    result = _run("train", "--data", table, "--dev", table, "--model", tmp_path / "model", "--text", "subject,detail")
    assert "480 rows, 3 labels" in result.output


def test_predictions_are_a_table_of_six_columns(model: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("id,detail,district\na,家里暖气不热,1区\nb,停水了,2区\nc,,\n", encoding="utf-8")
    result = _run("predict", "--model", model, "--data", asked, "--out", tmp_path / "said.csv")
    assert result.exit_code == 0, result.output
    with (tmp_path / "said.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "label", "confidence", "label2", "label3", "auto"]
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert [row["label"] for row in rows[:2]] == ["供热", "供水"]
    assert {row["auto"] for row in rows} <= {"0", "1"}
    assert rows[2]["auto"] == "0"


def test_a_column_that_helped_in_training_may_be_missing_later(model: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("id,detail\na,家里暖气不热\n", encoding="utf-8")
    result = _run("predict", "--model", model, "--data", asked, "--out", tmp_path / "said.csv")
    assert result.exit_code == 0
    assert "asked.csv has no column district: answered without." in result.output


def test_evaluation_prints_every_figure_as_json(model: Path, table: Path) -> None:
    result = _run("evaluate", "--model", model, "--data", table, "--json")
    report = json.loads(result.stdout)
    assert report["accuracy"] == 1
    wanted = {"macro_f1", "macro_f1_frequent", "top3", "ece", "coverage", "precision", "classes", "confusion"}
    assert wanted | {"texts_per_second", "train_seconds", "bytes", "threshold"} <= set(report)


def test_evaluation_prints_tables_for_people(model: Path, table: Path) -> None:
    result = _run("evaluate", "--model", model, "--data", table)
    assert result.exit_code == 0
    assert "供热" in result.output


def test_a_bad_table_is_one_line_and_status_one(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("id,detail,label\na,水,x\na,电,y\n", encoding="utf-8")
    result = _run("train", "--data", path, "--model", tmp_path / "model")
    assert result.exit_code == 1
    assert "row 3 repeats the id 'a'" in result.output
    assert not (tmp_path / "model").exists()


def test_one_label_teaches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("detail,label\n水,x\n电,x\n", encoding="utf-8")
    result = _run("train", "--data", path, "--model", tmp_path / "model")
    assert result.exit_code == 1
    assert "only one label" in result.output


def test_a_folder_without_a_model_says_to_train(table: Path, tmp_path: Path) -> None:
    result = _run("evaluate", "--model", tmp_path, "--data", table)
    assert result.exit_code == 1
    assert "model_missing" in result.output


def test_data_without_a_folder_is_refused(table: Path) -> None:
    assert _run("train", "--data", table).exit_code == 2


def test_a_petition_model_is_no_label_model(table: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        labelling.open_model(tmp_path)


@pytest.mark.parametrize("rows", [2, 3, 5])
def test_a_handful_of_rows_is_enough_to_learn_something(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "few.csv"
    path.write_text("detail,label\n" + "".join(f"水{n}号,{'ab'[n % 2]}\n" for n in range(rows)), encoding="utf-8")
    assert _run("train", "--data", path, "--model", tmp_path / "model").exit_code == 0


def test_texts_that_share_nothing_teach_nothing(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("detail,label\n水,x\n电,y\n", encoding="utf-8")
    result = _run("train", "--data", path, "--model", tmp_path / "model")
    assert result.exit_code == 1
    assert "nothing to learn" in result.output
    assert not (tmp_path / "model").exists()


def test_an_answer_that_cannot_be_written_is_one_line(model: Path, table: Path, tmp_path: Path) -> None:
    result = _run("predict", "--model", model, "--data", table, "--out", tmp_path / "nowhere" / "said.csv")
    assert result.exit_code == 1
    assert "nowhere: no such folder" in result.output


def test_an_answer_over_a_folder_is_refused_and_leaves_nothing(model: Path, table: Path, tmp_path: Path) -> None:
    (tmp_path / "said").mkdir()
    result = _run("predict", "--model", model, "--data", table, "--out", tmp_path / "said")
    assert result.exit_code == 1
    assert "is a folder" in result.output
    assert [each.name for each in tmp_path.iterdir()] == ["said"]


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    (tmp_path / "none.csv").touch()
    assert "none.csv is empty" in _run("train", "--data", tmp_path / "none.csv", "--model", tmp_path / "model").output


ODD = [
    "水",
    "水" * 100_000,
    "Please fix the lamp",
    "停電了請處理",
    "no heat 停水123",
    "1234567",
    "<b>暖气</b>",
    "👍",
    "a\x00b",
]


def test_whatever_is_asked_is_answered(model: Path, tmp_path: Path) -> None:
    asked = tmp_path / "odd.csv"
    asked.write_text("detail\n" + "".join(f'"{text}"\n' for text in ODD), encoding="utf-8")
    assert _run("predict", "--model", model, "--data", asked, "--out", tmp_path / "said.csv").exit_code == 0
    with (tmp_path / "said.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(ODD)
    assert (rows[5]["auto"], rows[7]["auto"]) == ("0", "0")


def test_the_same_table_teaches_the_same_model(model: Path, table: Path, tmp_path: Path) -> None:
    assert _run("train", "--data", table, "--model", tmp_path).exit_code == 0
    one, other = (json.loads((each / "card.json").read_text(encoding="utf-8")) for each in (model, tmp_path))
    assert one["sha256"] == other["sha256"]
