"""Traces that figures were made to look better than the work, with the thresholds in force."""

from collections.abc import Sequence

from tracking.domain.clock import city_day
from tracking.domain.indicator import Window
from tracking.service.core import Core
from tracking.store import gaming, parameter
from tracking.store.gaming import Finding


def traces(core: Core, window: Window, *, most: int = 200) -> Sequence[Finding]:
    """Facts for supervision, never a verdict; newest first within each rule."""
    with core.engine.connect() as connection:
        limits = {
            name: int(value) for name, value in parameter.numbers(connection, "gaming", city_day(window.start)).items()
        }
        return gaming.findings(connection, window, limits=limits, most=most)
