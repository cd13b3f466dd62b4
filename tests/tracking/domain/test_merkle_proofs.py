"""Several proofs at once are the same as each alone."""

from hypothesis import given
from hypothesis import strategies as st

from tracking.domain import merkle


@given(leaves=st.lists(st.binary(max_size=4), min_size=1, max_size=20))
def test_several_proofs_at_once_are_those_of_each_leaf(leaves: list[bytes]) -> None:
    assert merkle.proofs(leaves, range(len(leaves))) == {n: merkle.proof(leaves, n) for n in range(len(leaves))}
