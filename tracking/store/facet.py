"""Filters that are one value of one column, all in one index: together they are met at once, or known to meet nothing.

An index of each column would leave two frequent values that never come together to a walk through everything.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, literal, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY, array

from tracking.store import schema
from tracking.store.narrowed import Filter
from tracking.store.schema.matter import FACETED, FACETS

FEW = 2000
# On a list of assignments these two are asked of the assignment, and the index has the petition's.
_OF_THE_SHARE = ("unit", "urgency")
_P = schema.petition.c
_FACETS: ColumnElement[Any] = literal_column(FACETS)


def few(connection: Connection, narrowed: Filter, *, by_assignment: bool) -> Sequence[str] | None:
    """The petitions that meet the filters; None where none of them is indexed, or more than ``FEW`` meet them."""
    wanted = _wanted(narrowed, by_assignment=by_assignment)
    if wanted is None:
        return None
    found = select(_P.number).where(wanted).cte().prefix_with("MATERIALIZED", dialect="postgresql")
    numbers = connection.execute(select(found.c.number).limit(FEW + 1)).scalars().all()
    return numbers if len(numbers) <= FEW else None


def _wanted(narrowed: Filter, *, by_assignment: bool) -> ColumnElement[bool] | None:
    names = [each for each in FACETED if not (by_assignment and each in _OF_THE_SHARE)]
    every = [f"{name}:{value}" for name in names if (value := getattr(narrowed, name)) is not None]
    any_one = [f"district:{each}" for each in narrowed.districts] + [f"street:{each}" for each in narrowed.streets]
    asked = [_FACETS.bool_op("@>")(_texts(every))] if every else []
    asked += [_FACETS.bool_op("&&")(_texts(any_one))] if any_one else []
    return and_(*asked) if asked else None


def _texts(values: Sequence[str]) -> ColumnElement[Sequence[str]]:
    return cast(array([literal(each) for each in values]), ARRAY(Text))
