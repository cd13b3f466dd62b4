"""The page of stages says what the tables say."""

from pathlib import Path

from admin.commands.stages import page

PAGE = Path(__file__).parents[2] / "docs" / "stages.md"


def test_the_page_of_stages_is_current() -> None:
    assert PAGE.read_text() == page(), "run: minyi stages > docs/stages.md"
