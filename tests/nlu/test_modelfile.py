"""Models on disk: whole or not at all."""

import json
from pathlib import Path

import numpy as np
import pytest

from nlu import modelfile
from nlu.error import ModelError

ARRAYS = {"weight": np.arange(4, dtype=np.float32)}


def _code(folder: Path, purpose: str = "label") -> str:
    with pytest.raises(ModelError) as refused:
        modelfile.read(folder, purpose=purpose)
    return refused.value.code


def test_what_was_written_is_read(tmp_path: Path) -> None:
    modelfile.write(tmp_path, ARRAYS, {"purpose": "label"})
    arrays, card = modelfile.read(tmp_path, purpose="label")
    assert np.array_equal(arrays["weight"], ARRAYS["weight"])
    assert card["bytes"] == (tmp_path / card["file"]).stat().st_size


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    card = modelfile.write(tmp_path, ARRAYS, {"purpose": "label"})
    path = tmp_path / card["file"]
    path.write_bytes(path.read_bytes().replace(b"weight", b"height"))
    assert _code(tmp_path) == "model_damaged"


def test_a_missing_model_says_to_train(tmp_path: Path) -> None:
    assert _code(tmp_path) == "model_missing"


def test_a_card_without_its_file_is_refused(tmp_path: Path) -> None:
    card = modelfile.write(tmp_path, ARRAYS, {"purpose": "label"})
    (tmp_path / card["file"]).unlink()
    assert _code(tmp_path) == "model_missing"


def test_a_model_for_something_else_is_refused(tmp_path: Path) -> None:
    modelfile.write(tmp_path, ARRAYS, {"purpose": "label"})
    assert _code(tmp_path, "petition") == "model_unknown"


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 0}'])
def test_a_strange_card_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "card.json").write_text(text)
    assert _code(tmp_path) in {"model_damaged", "model_unknown"}


def test_a_card_cannot_point_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "model"
    card = modelfile.write(folder, ARRAYS, {"purpose": "label"})
    (folder / "card.json").write_text(json.dumps({**card, "file": "../secret"}))
    assert _code(folder) == "model_missing"


def test_pickled_objects_are_neither_written_nor_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="allow_pickle"):
        modelfile.write(tmp_path, {"evil": np.array([object()])}, {"purpose": "label"})


def test_a_new_model_takes_the_place_of_the_old_and_leaves_no_drafts(tmp_path: Path) -> None:
    for number in range(4):
        modelfile.write(tmp_path, {"weight": np.full(3, number)}, {"purpose": "label"})
    assert modelfile.read(tmp_path, purpose="label")[0]["weight"][0] == 3
    assert len(list(tmp_path.iterdir())) == 3
