"""The plan of a year, one version of it: groups with their units, the tree, the judges and the numbers; and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from admin.performance.judging import Panel
from admin.performance.ranking import Place, ranked
from admin.performance.score import Known, Rule, score
from admin.performance.tree import Measure, Node, leaves

Inputs = Mapping[str, Mapping[str, Known]]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """``groups``: unit → group, as they were when this version was written; ``judges`` are account names."""

    groups: Mapping[str, str]
    nodes: Sequence[Node]
    judges: Sequence[str]
    rule: Rule

    def leaf(self, code: str) -> Node | None:
        return next((leaf for leaf in leaves(self.nodes) if leaf.code == code), None)

    def measured(self, measure: Measure) -> Sequence[Node]:
        """The leaves measured in this way."""
        return [leaf for leaf in leaves(self.nodes) if leaf.measure is measure]


def standings(plan: Plan, inputs: Inputs, *, composites: Mapping[str, Decimal | None]) -> Sequence[Place]:
    """Every unit of the plan with points and rank, from nothing but what is given."""
    return ranked(
        Place(
            unit=unit,
            group=group,
            points=score(plan.nodes, inputs.get(unit, {}), plan.rule),
            composite=composites.get(unit),
        )
        for unit, group in plan.groups.items()
    )


def plan_json(plan: Plan) -> dict[str, Any]:
    """Exact numbers as text."""
    return {
        "groups": dict(plan.groups),
        "nodes": [_node(node) for node in plan.nodes],
        "judges": list(plan.judges),
        "rule": {
            "yellow": str(plan.rule.yellow),
            "red": str(plan.rule.red),
            "least": plan.rule.panel.least,
            "trim_from": plan.rule.panel.trim_from,
        },
    }


def plan_of(body: Mapping[str, Any]) -> Plan:
    """The inverse of ``plan_json``."""
    rule = body["rule"]
    panel = Panel(least=rule["least"], trim_from=rule["trim_from"])
    return Plan(
        groups=body["groups"],
        nodes=[_node_of(each) for each in body["nodes"]],
        judges=body["judges"],
        rule=Rule(yellow=Decimal(rule["yellow"]), red=Decimal(rule["red"]), panel=panel),
    )


def known_json(known: Known) -> dict[str, Any]:
    """Only what is there."""
    texts = {name: str(value) for name in ("target", "composite") if (value := getattr(known, name)) is not None}
    marks = {"marks": [str(mark) for mark in known.marks]} if known.marks else {}
    numbers = {name: str(value) for name in ("achieved", "points") if (value := getattr(known, name))}
    cards = {name: value for name in ("yellow", "red") if (value := getattr(known, name))}
    return {**texts, **marks, **numbers, **cards}


def known_of(body: Mapping[str, Any]) -> Known:
    """The inverse of ``known_json``."""
    exact = {name: Decimal(body[name]) for name in ("target", "composite", "achieved", "points") if name in body}
    cards = {name: int(body[name]) for name in ("yellow", "red") if name in body}
    return Known(**exact, **cards, marks=tuple(Decimal(mark) for mark in body.get("marks", ())))  # type: ignore[arg-type]


def _node(node: Node) -> dict[str, Any]:
    return {
        "code": node.code,
        "name": node.name,
        "weight": str(node.weight),
        "measure": node.measure,
        "cap": None if node.cap is None else str(node.cap),
    }


def _node_of(body: Mapping[str, Any]) -> Node:
    return Node(
        code=body["code"],
        name=body["name"],
        weight=Decimal(body["weight"]),
        measure=Measure(body["measure"]) if body["measure"] else None,
        cap=None if body["cap"] is None else Decimal(body["cap"]),
    )
