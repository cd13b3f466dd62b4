"""What `make mutation` found, module by module: the table of docs/mutation.md."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from mutmut.stats import status_by_exit_code

MUTANTS = Path("mutants")
_STATUS = status_by_exit_code.__getitem__
_HEAD = "| Module | Mutants | Killed | Survived | No test | No end | Score |\n|---|---:|---:|---:|---:|---:|---:|"


def found(folder: Path) -> Iterator[tuple[str, Counter[str]]]:
    """Each module that has mutants, with how many of them ended how."""
    for path in sorted(folder.glob("tracking/domain/**/*.py.meta")):
        ends = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].values()
        if ends:
            yield _name(path.relative_to(folder / "tracking/domain")), Counter(map(_STATUS, ends))


def table(modules: Iterable[tuple[str, Counter[str]]]) -> Iterator[str]:
    """A row for each module that was judged to the end; one that was not is named and has no score."""
    yield _HEAD
    total: Counter[str] = Counter()
    for name, ends in modules:
        if ends["not checked"]:
            yield f"| `{name}` | {ends.total()} | not measured | | | | |"
        else:
            total += ends
            yield _row(f"`{name}`", ends)
    yield _row("all that were measured", total)


def _row(name: str, ends: Counter[str]) -> str:
    killed, mutants = ends["killed"], ends.total()
    score = f"{killed / mutants:.1%}" if mutants else "–"
    return f"| {name} | {mutants} | {killed} | {ends['survived']} | {ends['no tests']} | {ends['timeout']} | {score} |"


def _name(meta: Path) -> str:
    return str(meta).removesuffix(".py.meta")


if __name__ == "__main__":
    print("\n".join(table(found(MUTANTS))))
