"""A form of the petition page that an address opens and fills in, as a link from another room does."""

from starlette.datastructures import QueryParams

from admin.desks.entry import clean
from admin.desks.field import MOST_CHARACTERS
from admin.desks.petition_view import Opened, View


def asked(given: QueryParams, view: View) -> Opened | None:
    """The form named ``open``, with the fields the address names; None where it is not offered to this reader."""
    anchor = clean(given.get("open"))
    offer = next((each for each in view.offers if each.anchor == anchor), None)
    if offer is None:
        return None
    names = {field.name for field in offer.form.fields} & set(given)
    return Opened(anchor=anchor, typed={name: clean(given[name])[:MOST_CHARACTERS] for name in names})
