"""The page of the chat, and the lines that are new to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from channels.base import Flaw, Surroundings
from channels.dialogue import phrase, store
from channels.dialogue.press import FACES, Press
from channels.dialogue.step import MENU
from channels.dialogue.utterance import Line, Origin
from channels.webchat.port import new_key
from channels.webchat.visitor import Visitor

NO_FLAWS: Sequence[Flaw] = ()


@dataclass(frozen=True)
class Pages:
    """Makes the pages out of what the application lends."""

    around: Surroundings

    def chat(
        self,
        request: Request,
        visitor: Visitor,
        identity: str | None,
        *,
        text: str = "",
        flaws: Sequence[Flaw] = NO_FLAWS,
        status: int = 200,
    ) -> Response:
        """Everything that was said, and the line to say more."""
        context = self._context(visitor, identity, after=0)
        return self.around.render(
            request, "chat.html", status=status, text=text, flaws=flaws, notice=phrase.NOTICE, menu=MENU, **context
        )

    def news(self, request: Request, visitor: Visitor, identity: str, *, after: int) -> Response:
        """The lines after one, as a piece of the page; 204 where there is nothing new."""
        context = self._context(visitor, identity, after=after)
        if not context["lines"]:
            return Response(status_code=204)
        return self.around.render(request, "chat_news.html", **context)

    def _context(self, visitor: Visitor, identity: str | None, *, after: int) -> dict[str, Any]:
        core = self.around.core
        lines: Sequence[Line] = ()
        with_person = False
        if identity is not None:
            with core.engine.connect() as connection:
                lines = store.lines(connection, core.sealer, identity, after=after)
                with_person = store.with_person(connection, identity)
        return {
            "visitor": visitor,
            "lines": lines,
            "last": lines[-1].id if lines else after,
            "key": new_key(),
            "with_person": with_person,
            "faces": FACES,
            "Origin": Origin,
            "Press": Press,
            "offered": _offered(lines),
        }


def _offered(lines: Sequence[Line]) -> int:
    """The line whose buttons count: the last one, if it is ours."""
    return lines[-1].id if lines and lines[-1].origin is not Origin.CITIZEN else 0
