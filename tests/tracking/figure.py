"""One indicator of a story, for a unit in a window."""

from tests.tracking.people import UNIT
from tests.tracking.rows import MARCH
from tests.tracking.story import Story
from tracking.domain.indicator import Rate, Window, rate
from tracking.domain.nine import NINE

BY_CODE = {each.code: each for each in NINE}


def rate_of(story: Story, code: str, *, unit: str = UNIT, window: Window = MARCH) -> Rate:
    return rate(BY_CODE[code], [each for each in story.case.assignments if each.unit == unit], window)


def counts(story: Story, code: str, *, unit: str = UNIT, window: Window = MARCH) -> str:
    """Numerator and denominator, as ``0.9/1``."""
    found = rate_of(story, code, unit=unit, window=window)
    return f"{found.numerator.normalize():f}/{found.denominator}"
