"""Merkle trees as in RFC 6962 §2.1: one hash for all entries of a day, and a short proof for each of them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

_LEAF, _NODE = b"\x00", b"\x01"


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash of the whole tree; that of nothing is the hash of the empty string."""
    if not leaves:
        return hashlib.sha256().digest()
    level = [_leaf(each) for each in leaves]
    while len(level) > 1:
        level = _above(level)
    return level[0]


def proof(leaves: Sequence[bytes], index: int) -> list[tuple[bool, bytes]]:
    """What leads from leaf ``index`` to the root: (whether the sibling stands on the left, its hash)."""
    level, path = [_leaf(each) for each in leaves], []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append((sibling < index, level[sibling]))
        level, index = _above(level), index // 2
    return path


def proofs(leaves: Sequence[bytes], indexes: Iterable[int]) -> dict[int, list[tuple[bool, bytes]]]:
    """As ``proof`` for several leaves, with the tree hashed only once."""
    levels = [[_leaf(each) for each in leaves]]
    while len(levels[-1]) > 1:
        levels.append(_above(levels[-1]))
    return {index: list(_siblings(levels, index)) for index in indexes}


def follows(leaf: bytes, path: Sequence[tuple[bool, bytes]], expected: bytes) -> bool:
    """Whether ``path`` leads from ``leaf`` to the root ``expected``."""
    reached = _leaf(leaf)
    for on_the_left, sibling in path:
        reached = _node(sibling, reached) if on_the_left else _node(reached, sibling)
    return reached == expected


def _leaf(content: bytes) -> bytes:
    return hashlib.sha256(_LEAF + content).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


def _siblings(levels: Sequence[Sequence[bytes]], index: int) -> Iterator[tuple[bool, bytes]]:
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            yield sibling < index, level[sibling]
        index //= 2


def _above(level: Sequence[bytes]) -> list[bytes]:
    """The level above; a last hash without a sibling moves up as it is."""
    pairs = [_node(level[n], level[n + 1]) for n in range(0, len(level) - 1, 2)]
    return pairs + ([level[-1]] if len(level) % 2 else [])
