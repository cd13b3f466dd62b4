"""Channel → unit → outcome: the widest units by name, the others together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracking.store.overview import Stream

UNITS = 8
NOBODY, REST = "", "*"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit (``NOBODY``: none yet, ``REST``: all others) with what came to it and what became of it."""

    unit: str
    total: int
    channels: Mapping[str, int]
    outcomes: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Lines the widest first, the rest and those of no unit last; columns likewise the widest first."""

    lines: Sequence[Line]
    channels: Mapping[str, int]
    outcomes: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.channels.values())


def flow(streams: Sequence[Stream]) -> Flow:
    """Whatever is counted is in exactly one line, and in one column of each half."""
    widths = Counter[str]()
    for each in streams:
        widths[each.unit or NOBODY] += each.count
    named = [unit for unit, _ in widths.most_common() if unit != NOBODY][:UNITS]
    places = {**dict.fromkeys(widths, REST), **{unit: unit for unit in named}, NOBODY: NOBODY}
    order = [*named, REST, NOBODY]
    lines = [_line(unit, [each for each in streams if places[each.unit or NOBODY] == unit]) for unit in order]
    return Flow(
        lines=[line for line in lines if line.total],
        channels=_widest([(each.channel, each.count) for each in streams]),
        outcomes=_widest([(each.outcome, each.count) for each in streams]),
    )


def drawn(flow: Flow, words: Mapping[str, Mapping[str, str]]) -> Mapping[str, Any]:
    """For the chart: nodes and links by their words; ``words`` names channels, units and outcomes."""
    links = [
        *(
            (words["channels"][c], words["units"][line.unit], n)
            for line in flow.lines
            for c, n in line.channels.items()
        ),
        *(
            (words["units"][line.unit], words["outcomes"][o], n)
            for line in flow.lines
            for o, n in line.outcomes.items()
        ),
    ]
    names = [
        *((words["channels"][each], 0) for each in flow.channels),
        *((words["units"][line.unit], 1) for line in flow.lines),
        *((words["outcomes"][each], 2) for each in flow.outcomes),
    ]
    return {"shape": "flow", "names": names, "links": links, "values": [flow.total] if flow.total else []}


def _line(unit: str, streams: Sequence[Stream]) -> Line:
    return Line(
        unit=unit,
        total=sum(each.count for each in streams),
        channels=_widest([(each.channel, each.count) for each in streams]),
        outcomes=_widest([(each.outcome, each.count) for each in streams]),
    )


def _widest(counted: Sequence[tuple[str, int]]) -> Mapping[str, int]:
    found = Counter[str]()
    for name, count in counted:
        found[name] += count
    return dict(found.most_common())
