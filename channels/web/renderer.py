"""The portal's pages: the form, the receipt, the way of a petition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import segno
from starlette.requests import Request
from starlette.responses import Response

from channels import wording
from channels.base import Flaw, Surroundings
from channels.progress import offers, open_question, reopen_within, told
from channels.web.port import Sheet
from channels.web.same import Line
from channels.web.ticket import Ticket
from tracking.domain.ledger import verify
from tracking.domain.verb import Verb
from tracking.store.progress import Progress

NO_FLAWS: Sequence[Flaw] = ()


@dataclass(frozen=True)
class Pages:
    """Makes the pages out of what the application lends."""

    around: Surroundings

    def form(
        self,
        request: Request,
        sheet: Sheet,
        flaws: Sequence[Flaw] = NO_FLAWS,
        *,
        note: str = "",
        same: Sequence[Line] | None = None,
    ) -> Response:
        """The empty form, or the same again with everything kept and what is wrong with it.

        ``same`` is what others told before, None where nobody asked.
        """
        return self.around.render(
            request,
            "portal.html",
            status=422 if flaws or note else 200,
            sheet=sheet,
            flaws=by_field(flaws),
            note=note,
            same=same,
            places=grouped(self.around.districts(), self.around.streets()),
            identities=wording.IDENTITIES,
        )

    def receipt(self, request: Request, progress: Progress, ticket: Ticket) -> Response:
        """Number and code, what comes next, and the way to the progress page as a code to scan."""
        address = f"{self.around.public_url}/progress?number={ticket.number}"
        picture = segno.make(address, error="m").svg_data_uri(scale=4, border=2)
        code = self.around.core.sealer.query_code(ticket.number) if ticket.submitter else ""
        return self.around.render(
            request, "receipt.html", standing=progress.standing, ticket=ticket, code=code, picture=picture
        )

    def question(self, request: Request, *, number: str = "", wrong: bool = False) -> Response:
        """Where number and code are asked for."""
        return self.around.render(request, "question.html", status=404 if wrong else 200, number=number, wrong=wrong)

    def progress(
        self,
        request: Request,
        progress: Progress,
        ticket: Ticket,
        *,
        flaws: Sequence[Flaw] = NO_FLAWS,
        note: str = "",
        status: int = 200,
    ) -> Response:
        """The whole way in words, and what one may do now."""
        standing = progress.standing
        steps = [told(step, self.around.unit_name) for step in progress.steps]
        return self.around.render(
            request,
            "progress.html",
            status=status,
            standing=standing,
            ticket=ticket,
            steps=steps,
            question=open_question(steps),
            reply=progress.public_reply,
            entries=verify(step.entry for step in progress.steps),
            unit=self.around.unit_name(standing.unit),
            offers=offers(standing, self.around.core.now(), reopen_within=reopen_within(self.around.core)),
            flaws=by_field(flaws),
            note=note,
            words=wording,
            Verb=Verb,
        )

    def withdrawal(self, request: Request, progress: Progress, ticket: Ticket) -> Response:
        """Asks whether it is meant."""
        return self.around.render(request, "withdrawal.html", standing=progress.standing, ticket=ticket)


def grouped(
    districts: Mapping[str, str], streets: Mapping[str, tuple[str, str]]
) -> Sequence[tuple[str, str, Sequence[tuple[str, str]]]]:
    """(district code, its name, its streets as (code, name))."""
    held: dict[str, list[tuple[str, str]]] = {code: [] for code in districts}
    for code, (district, name) in streets.items():
        held[district].append((code, name))
    return [(code, name, held[code]) for code, name in districts.items()]


def by_field(flaws: Sequence[Flaw]) -> Mapping[str, Flaw]:
    """The first flaw of each field."""
    return {flaw.field: flaw for flaw in reversed(flaws)}
