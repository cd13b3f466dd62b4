"""How units differ: most are decent, some are excellent, some delay, bounce or say it is done when it is not."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Chances and tempo of a unit. ``tempo`` is the share of the limit that handling usually takes."""

    tempo: float = 0.55
    spread: float = 0.22
    late_signing: float = 0.02
    late_contact: float = 0.06
    bouncing: float = 0.02
    solving: float = 0.86
    faking: float = 0.02
    pleasing: float = 0.93


_EXCELLENT = Quality(tempo=0.38, late_signing=0.005, late_contact=0.02, solving=0.95, faking=0.002, pleasing=0.975)
_DELAYS = Quality(tempo=0.9, spread=0.35, late_signing=0.08, late_contact=0.2, solving=0.74, pleasing=0.8)
_BOUNCES = Quality(tempo=0.65, bouncing=0.16, late_signing=0.06, late_contact=0.12, solving=0.78, pleasing=0.84)
_FAKES = Quality(tempo=0.45, solving=0.62, faking=0.2, late_contact=0.15, pleasing=0.7)

KNOWN = {
    "A05": _EXCELLENT,
    "A04": _EXCELLENT,
    "B102": _EXCELLENT,
    "B401": _EXCELLENT,
    "C04": _EXCELLENT,
    "C01": _EXCELLENT,
    "C03": _DELAYS,
    "B206": _DELAYS,
    "A09": _DELAYS,
    "B114": _DELAYS,
    "B305": _BOUNCES,
    "B406": _BOUNCES,
    "A11": _FAKES,
    "B303": _FAKES,
}


def quality_of(unit: str) -> Quality:
    """A unit's character; for most of them a slight variation of decent, always the same for the same unit."""
    if unit in KNOWN:
        return KNOWN[unit]
    chance = random.Random(unit)  # noqa: S311 - a simulation
    return Quality(
        tempo=chance.uniform(0.4, 0.68),
        late_signing=chance.uniform(0.005, 0.04),
        late_contact=chance.uniform(0.02, 0.1),
        bouncing=chance.uniform(0.005, 0.04),
        solving=chance.uniform(0.82, 0.94),
        faking=chance.uniform(0, 0.03),
        pleasing=chance.uniform(0.88, 0.97),
    )
