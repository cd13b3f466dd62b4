"""From what is known of a unit to its points: each leaf 0 to 100, then the weighted total with bonus and deduction.

A leaf without value gives its weight to the others pro rata, as the composite of the nine indicators does. A goal that
was never accepted is worth nothing: who declares nothing may not gain by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from admin.performance.judging import Panel, judged
from admin.performance.tree import HUNDRED, Measure, Node, leaves, shares

ZERO = Decimal(0)
_CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The numbers of a scheme: points lost by card, and how judges' marks become one."""

    yellow: Decimal
    red: Decimal
    panel: Panel


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of one unit and one leaf; each measure reads its own part."""

    target: Decimal | None = None
    achieved: Decimal = ZERO
    composite: Decimal | None = None
    yellow: int = 0
    red: int = 0
    marks: Sequence[Decimal] = ()
    points: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class Points:
    """``leaves`` as 0–100 or None; beside the hundred the points with their sign. ``total`` None: nothing known."""

    leaves: Mapping[str, Decimal | None]
    total: Decimal | None


def of_leaf(leaf: Node, known: Known, rule: Rule) -> Decimal | None:
    """The score of a leaf, 0 to 100; points up to the cap for bonus, below zero for a deduction."""
    match leaf.measure:
        case Measure.GOAL:
            return min(HUNDRED, known.achieved / known.target * HUNDRED) if known.target else ZERO
        case Measure.COMPOSITE:
            return known.composite
        case Measure.CARDS:
            return max(ZERO, HUNDRED - rule.yellow * known.yellow - rule.red * known.red)
        case Measure.JUDGED:
            return judged(known.marks, rule.panel)
        case Measure.BONUS:
            return min(known.points, leaf.cap or ZERO)
        case _:
            return -min(known.points, leaf.cap or ZERO)


def score(nodes: Sequence[Node], known: Mapping[str, Known], rule: Rule) -> Points:
    """All points of a unit; the total lies between 0 and 100 plus the caps of the bonus leaves."""
    parts, nothing = shares(nodes), Known()
    found = {leaf.code: of_leaf(leaf, known.get(leaf.code, nothing), rule) for leaf in leaves(nodes)}
    weighted = [(parts[code], value) for code, value in found.items() if code in parts and value is not None]
    weights = sum((part for part, _ in weighted), ZERO)
    if not weights:
        return Points(leaves=found, total=None)
    beside = sum((value or ZERO for code, value in found.items() if code not in parts), ZERO)
    total = max(ZERO, sum((part * value for part, value in weighted), ZERO) / weights + beside)
    rounded = {code: None if value is None else _rounded(value) for code, value in found.items()}
    return Points(leaves=rounded, total=_rounded(total))


def parts(nodes: Sequence[Node], points: Points) -> Mapping[str, Decimal | None]:
    """What each leaf brings to the total, in points; the cents may miss the total by rounding."""
    weights, found = shares(nodes), points.leaves
    known = sum((part for code, part in weights.items() if found[code] is not None), ZERO)
    return {code: _part(value, weights.get(code), known) for code, value in found.items()}


def _part(value: Decimal | None, weight: Decimal | None, known: Decimal) -> Decimal | None:
    """A leaf beside the hundred brings its points as they are."""
    return None if value is None else _rounded(value if weight is None else weight * value / known)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
