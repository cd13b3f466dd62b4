"""The sketch of the districts and the flow: nothing twice, nothing lost."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from admin.overview.cartogram import cells
from admin.overview.flow import NOBODY, REST, UNITS, drawn, flow
from tracking.store.overview import Stream

PLACES = st.dictionaries(
    st.text("ABC123", min_size=1, max_size=4), st.tuples(st.floats(120, 126), st.floats(39, 44)), max_size=40
)
STREAMS = st.lists(
    st.builds(
        Stream,
        channel=st.sampled_from(["phone", "web", "sms"]),
        unit=st.none() | st.sampled_from([f"U{n}" for n in range(14)]),
        outcome=st.sampled_from(["solved", "open"]),
        count=st.integers(1, 50),
    )
)


@given(PLACES)
def test_every_district_has_a_cell_of_its_own(places: dict[str, tuple[float, float]]) -> None:
    found = cells(places)
    assert found.keys() == places.keys()
    assert len(set(found.values())) == len(places)


def test_what_lies_north_is_drawn_north() -> None:
    found = cells({"middle": (123.4, 41.8), "north": (123.4, 42.7), "south": (123.4, 41.1), "west": (122.8, 41.8)})
    assert found["south"][1] < found["middle"][1] < found["north"][1]
    assert found["west"][0] < found["middle"][0]


@given(STREAMS)
def test_whatever_flows_is_in_one_line_and_one_column(streams: list[Stream]) -> None:
    told, total = flow(streams), sum(each.count for each in streams)
    assert sum(line.total for line in told.lines) == told.total == total == sum(told.outcomes.values())
    for line in told.lines:
        assert sum(line.channels.values()) == sum(line.outcomes.values()) == line.total
    assert sum(line.unit not in (NOBODY, REST) for line in told.lines) <= UNITS


@given(STREAMS)
def test_what_goes_into_a_unit_of_the_chart_comes_out_of_it(streams: list[Stream]) -> None:
    told = flow(streams)
    units = {line.unit: f"unit {line.unit}" for line in told.lines}
    words = {"channels": dict.fromkeys(told.channels, ""), "units": units, "outcomes": dict.fromkeys(told.outcomes, "")}
    words["channels"] = {each: f"from {each}" for each in told.channels}
    words["outcomes"] = {each: f"to {each}" for each in told.outcomes}
    into, out_of = Counter[str](), Counter[str]()
    for source, target, count in drawn(told, words)["links"]:
        into[target] += count
        out_of[source] += count
    assert all(into[name] == out_of[name] for name in units.values())
