"""The indicator tree of a year: up to three levels, weights that add to exactly 100 under every parent.

A place in the tree is its code: ``2.1`` lies under ``2``. Bonus and deduction stand outside the hundred: they carry a
cap in points and no weight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HUNDRED = Decimal(100)
LEVELS = 3
ROOT = ""


class Measure(StrEnum):
    """How a leaf is measured."""

    GOAL = "goal"
    COMPOSITE = "composite"
    CARDS = "cards"
    JUDGED = "judged"
    BONUS = "bonus"
    DEDUCTION = "deduction"

    @property
    def beside(self) -> bool:
        """Points beside the hundred."""
        return self in (Measure.BONUS, Measure.DEDUCTION)


class Flawed(StrEnum):
    """What may be wrong with a tree."""

    SUM = "sum"
    TWICE = "twice"
    DEPTH = "depth"
    ORPHAN = "orphan"
    MEASURE = "measure"
    WEIGHT = "weight"
    CAP = "cap"


@dataclass(frozen=True, kw_only=True)
class Node:
    """One indicator. ``weight`` in per cent of its parent; ``measure`` for leaves only; ``cap`` in points."""

    code: str
    name: str
    weight: Decimal
    measure: Measure | None = None
    cap: Decimal | None = None

    @property
    def parent(self) -> str:
        return self.code.rpartition(".")[0]

    @property
    def beside(self) -> bool:
        return self.measure is not None and self.measure.beside


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong, and at which code; ``total`` where weights do not add up."""

    kind: Flawed
    place: str
    total: Decimal | None = None


def faults(nodes: Sequence[Node]) -> Sequence[Fault]:
    """Everything that is wrong with a tree; empty for one that may be published."""
    codes = [node.code for node in nodes]
    parents = {node.parent for node in nodes}
    found = [Fault(kind=Flawed.TWICE, place=code) for code in sorted(set(codes)) if codes.count(code) > 1]
    for node in nodes:
        found += [Fault(kind=kind, place=node.code) for kind in _wrong(node, set(codes), parents)]
    return [*found, *_unbalanced(nodes)]


def _wrong(node: Node, codes: set[str], parents: set[str]) -> Sequence[Flawed]:
    is_leaf = node.code not in parents
    wrong = {
        Flawed.DEPTH: node.code.count(".") >= LEVELS,
        Flawed.ORPHAN: node.parent != ROOT and node.parent not in codes,
        Flawed.MEASURE: is_leaf is (node.measure is None),
        Flawed.WEIGHT: node.weight != 0 if node.beside else node.weight <= 0,
        Flawed.CAP: (node.cap is None or node.cap <= 0) if node.beside else node.cap is not None,
    }
    return [kind for kind, holds in wrong.items() if holds]


def _unbalanced(nodes: Sequence[Node]) -> Sequence[Fault]:
    sums: dict[str, Decimal] = {} if nodes else {ROOT: Decimal(0)}
    for node in nodes:
        if not node.beside:
            sums[node.parent] = sums.get(node.parent, Decimal(0)) + node.weight
    return [Fault(kind=Flawed.SUM, place=place, total=total) for place, total in sums.items() if total != HUNDRED]


def leaves(nodes: Sequence[Node]) -> Sequence[Node]:
    """The indicators that are measured, in order."""
    return [node for node in nodes if node.measure is not None]


def shares(nodes: Sequence[Node]) -> Mapping[str, Decimal]:
    """The part of the whole each weighted leaf has, in per cent; they add to 100."""
    by_code = {node.code: node for node in nodes}
    return {leaf.code: _share(leaf, by_code) for leaf in leaves(nodes) if not leaf.beside}


def _share(node: Node, by_code: Mapping[str, Node]) -> Decimal:
    above = by_code.get(node.parent)
    return node.weight * (_share(above, by_code) / HUNDRED if above else 1)
