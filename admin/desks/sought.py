"""What someone typed into the one search box: a petition's number, a telephone number, places, words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels import telephone
from channels.base import Refused
from routing.city import City
from tracking.domain.error import InvalidValue
from tracking.domain.number import parse

LONGEST = 100
_QUOTED = re.compile(r"[“”\"「」]([^“”\"「」]*)[“”\"「」]")
_LIKE_A_NUMBER = re.compile(r"[A-Za-z]{2}\d{6,}\S*")
_SHORTEST_STREET = 2


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What was understood. ``words`` have to be said in the petition, one of the places has to be where it is.

    ``flaw``: it looks like a petition's number and is none.
    """

    number: str | None = None
    phone: str | None = None
    words: str = ""
    districts: Sequence[str] = ()
    streets: Sequence[str] = ()
    places: Sequence[str] = ()
    flaw: bool = False


def understood(text: str, city: City) -> Sought:
    """Never raises. What stands in quotation marks is words, whatever else it could be."""
    text = text[:LONGEST]
    if _LIKE_A_NUMBER.fullmatch(text.strip()):
        return _number(text)
    phone = _phone(text)
    return Sought(phone=phone) if phone else _terms(text, city)


def _number(text: str) -> Sought:
    try:
        return Sought(number=str(parse(text)))
    except InvalidValue:
        return Sought(words=text.strip(), flaw=True)


def _phone(text: str) -> str | None:
    try:
        return telephone.normal(text)
    except Refused:
        return None


def _terms(text: str, city: City) -> Sought:
    quoted = [each.strip() for each in _QUOTED.findall(text)]
    words, names, districts, streets = [each for each in quoted if each], list[str](), list[str](), list[str]()
    for term in _QUOTED.sub(" ", text).split():
        there, here = _districts(term, city), _streets(term, city)
        districts += there
        streets += here
        (names if there or here else words).append(term)
    return Sought(words=" ".join(words), districts=districts, streets=streets, places=names)


def _districts(term: str, city: City) -> list[str]:
    return [code for code, name in city.register.districts.items() if term == name]


def _streets(term: str, city: City) -> list[str]:
    known = city.register.streets
    return [code for code, (_, name) in known.items() if len(term) > _SHORTEST_STREET and term == name]
