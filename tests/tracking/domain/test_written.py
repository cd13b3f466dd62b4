"""What every verb writes, entry by entry, is what was read and found right once (``tests/data/written.jsonl``).

Where the procedure is meant to change: ``python -m tests.tracking.written > tests/data/written.jsonl``, and read the
difference before it is committed.
"""

import json
from pathlib import Path

import pytest

from tests.tracking.written import STORIES, lines
from tracking.domain.verb import Verb

READ = (Path(__file__).parents[2] / "data" / "written.jsonl").read_text().splitlines()


@pytest.mark.parametrize("name", STORIES)
def test_a_story_writes_what_was_read_and_found_right(name: str) -> None:
    assert list(lines(name)) == [line for line in READ if json.loads(line)["story"] == name]


def test_the_stories_use_every_verb_but_the_one_that_needs_a_new_calendar() -> None:
    assert {json.loads(line)["verb"] for line in READ} == set(Verb) - {Verb.RESCHEDULE}
