"""What a branch gets back: a result for each row, in the order of the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from channels.base import Flaw, marked
from tracking.service.intake import Receipt

TAKEN, AGAIN, REFUSED = "taken", "again", "refused"
OTHER_CONTENT = Flaw(field="id", code="key_reused", message=marked("这个编号已用于另一份内容。另一件事请用新的编号。"))


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one row: a receipt, or the flaws for which it was refused."""

    id: str | None
    receipt: Receipt | None = None
    flaws: Sequence[Flaw] = ()

    @property
    def word(self) -> str:
        if self.receipt is None:
            return REFUSED
        return TAKEN if self.receipt.fresh else AGAIN


def answer(results: Sequence[Result], say: Callable[..., str]) -> Response:
    """200 whenever the batch could be read, also when every row was refused."""
    rows = [_row(place, result, say) for place, result in enumerate(results)]
    counts = {TAKEN: 0, AGAIN: 0, REFUSED: 0} | Counter(result.word for result in results)
    return JSONResponse({"counts": counts, "results": rows}, headers={"Cache-Control": "no-store"})


def _row(place: int, result: Result, say: Callable[..., str]) -> Mapping[str, object]:
    known: dict[str, object] = {"row": place, "id": result.id, "result": result.word}
    if result.receipt is not None:
        return known | {"number": result.receipt.number, "query_code": result.receipt.query_code}
    errors = [
        {"field": each.field, "code": each.code, "detail": say(each.message, **each.values)} for each in result.flaws
    ]
    return known | {"errors": errors}
