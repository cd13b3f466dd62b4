"""The units of a bulletin: what each did, where it stands, what it misses.

Names stand in it as they are today: a later reorganisation changes no bulletin.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from admin.bulletins.figure import deficient, percent, plain, rate_of, weakest
from routing.city import City
from tracking.domain.indicator import Rate
from tracking.domain.scoring import Scheme
from tracking.store.frozen import Frozen, grade_of


def units(frozen: Frozen, scheme: Scheme, city: City) -> Sequence[dict[str, Any]]:
    """Units that had anything to do, best first within their group."""
    merged = _merged(frozen, city)
    found = [
        _row(code, kept, scheme, city, merged.get(code, ()))
        for code, kept in frozen.body.items()
        if kept["group"] is not None and (kept["completed"] or _rated(kept) or kept["vetoes"])
    ]
    return sorted(found, key=lambda row: (row["group"], row["rank"] or 10**6, row["unit"]))


def _row(code: str, kept: Mapping[str, Any], scheme: Scheme, city: City, merged: Sequence[str]) -> dict[str, Any]:
    rates = {name: rate_of(each) for name, each in kept["rates"].items()}
    names = "、".join(city.unit_name(each) for each in merged)
    return {
        "unit": code,
        "name": city.unit_name(code),
        "group": kept["group"],
        "score": kept["score"],
        "grade": grade_of(kept),
        "rank": kept["rank"],
        "completed": kept["completed"],
        "counts": _counts(rates),
        "figures": {name: percent(rate, scheme.lines[name]) for name, rate in rates.items()},
        "deficient": deficient(rates, scheme),
        "weakest": weakest(rates, scheme),
        "vetoes": list(kept["vetoes"]),
        "note": f"含已并入的{names}承办的件" if names else "",
    }


def _counts(rates: Mapping[str, Rate]) -> Mapping[str, str]:
    """What is told of a unit with too few cases for a share to say anything."""
    on_time, rated = rates["N3"], rates["N6"].denominator
    return {"due": str(on_time.denominator), "on_time": plain(on_time.numerator), "rated": str(rated)}


def _rated(kept: Mapping[str, Any]) -> bool:
    return any(rate[1] for rate in kept["rates"].values())


def _merged(frozen: Frozen, city: City) -> Mapping[str, Sequence[str]]:
    """Heir → abolished units whose work stands with it in these figures."""
    found: dict[str, list[str]] = {}
    for code, heir in city.successors().items():
        own = frozen.body.get(code)
        if own is None or not (own["completed"] or _rated(own)):
            found.setdefault(heir, []).append(code)
    return found
