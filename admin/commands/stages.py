"""``minyi stages``: the two state machines and who may use each verb, as the page docs/stages.md."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import typer

from tracking.domain.people import RIGHTS
from tracking.domain.stage import ASSIGNMENT, PETITION
from tracking.domain.verb import Verb

_HEAD = """# Stages and verbs

Made from the tables in `tracking/domain/stage.py` and `people.py` by `minyi stages > docs/stages.md`; a test keeps
it current. A pair that is not listed is forbidden. `registered` begins every petition."""


def stages() -> None:
    """Print the page of stages and verbs."""
    typer.echo(page(), nl=False)


def page() -> str:
    """The whole page."""
    lines = [_HEAD, "", "## Petition", "", *_table(PETITION), "", "## Assignment", "", *_table(ASSIGNMENT)]
    return "\n".join([*lines, "", "## Rights", "", *_rights(), ""])


def _table(table: Mapping[tuple[Any, Verb], tuple[StrEnum, ...]]) -> Iterator[str]:
    yield "| at | verb | then |"
    yield "|---|---|---|"
    for (stage, verb), following in sorted(table.items(), key=_in_order):
        yield f"| {stage} | {verb.name.lower()} | {' or '.join(following)} |"


def _in_order(row: tuple[tuple[Any, Verb], tuple[StrEnum, ...]]) -> tuple[int, int]:
    stage, verb = row[0]
    return list(stage.__class__).index(stage), list(Verb).index(verb)


def _rights() -> Iterator[str]:
    yield "| verb | event | roles |"
    yield "|---|---|---|"
    for verb, roles in RIGHTS.items():
        yield f"| {verb.name.lower()} | {verb} | {', '.join(sorted(roles))} |"
