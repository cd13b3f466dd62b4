"""The tree over a day's entries."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.profile import BRIEF
from tracking.domain import merkle

LEAVES = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=40)


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()


def test_three_leaves_make_the_tree_of_the_standard() -> None:
    def leaf(content: bytes) -> bytes:
        return hashlib.sha256(b"\x00" + content).digest()

    pair = hashlib.sha256(b"\x01" + leaf(b"a") + leaf(b"b")).digest()
    assert merkle.root([b"a", b"b", b"c"]) == hashlib.sha256(b"\x01" + pair + leaf(b"c")).digest()


@BRIEF
@given(LEAVES, st.data())
def test_every_leaf_has_a_proof_and_no_other_content_has_it(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root = merkle.proof(leaves, index), merkle.root(leaves)
    assert merkle.follows(leaves[index], path, root)
    assert not merkle.follows(leaves[index] + b"!", path, root)


@BRIEF
@given(LEAVES, st.data())
def test_changing_removing_or_adding_a_leaf_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    root = merkle.root(leaves)
    assert merkle.root([*leaves[:index], leaves[index] + b"!", *leaves[index + 1 :]]) != root
    assert merkle.root(leaves[:index] + leaves[index + 1 :]) != root
    assert merkle.root([*leaves, b"one more"]) != root
