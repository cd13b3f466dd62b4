"""Which petitions the column may tell of, asked anew at every step: what was found in March may be a report by May."""

from sqlalchemy import ColumnElement, and_, exists, select

from tracking.domain.vocabulary import Identity
from tracking.store import schema
from tracking.store.visibility import NEVER_A_REPORT

_P = schema.petition.c
MAY_BE_TOLD = and_(NEVER_A_REPORT, _P.identity == Identity.NAMED, _P.agrees_to_publication)
"""Never a report (举报), never one whose petitioner asked to stay unknown, and only with the petitioner's consent."""


def tellable(number: ColumnElement[str]) -> ColumnElement[bool]:
    """The same of a row that has the petition's number."""
    return exists(select(1).select_from(schema.petition).where(_P.number == number, MAY_BE_TOLD))
