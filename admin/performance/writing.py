"""The tree as a person writes it: one indicator a line, ``code | name | weight | measure | cap``."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from admin.performance.refusal import refused
from admin.performance.tree import Fault, Flawed, Measure, Node, faults
from channels.base import marked

MEASURES: Mapping[str, str] = {
    Measure.GOAL: marked("申报目标"),
    Measure.COMPOSITE: marked("民意综合得分"),
    Measure.CARDS: marked("督办牌扣减"),
    Measure.JUDGED: marked("评委评议"),
    Measure.BONUS: marked("加分"),
    Measure.DEDUCTION: marked("扣分"),
}
_BY_WORD = {word: Measure(measure) for measure, word in MEASURES.items()}
_CODE = re.compile(r"[1-9]\d?(\.[1-9]\d?)*", re.ASCII)
_MOST = 200
_FAULTS: Mapping[str, str] = {
    Flawed.SUM: marked("“%(place)s”下一级的权重合计%(total)s，应当正好是100。"),
    Flawed.TWICE: marked("编号%(place)s出现了两次。"),
    Flawed.DEPTH: marked("编号%(place)s超过三级，指标最多三级。"),
    Flawed.ORPHAN: marked("编号%(place)s没有上级指标。"),
    Flawed.MEASURE: marked("编号%(place)s：末级指标要写计量方式，上级指标不写。"),
    Flawed.WEIGHT: marked("编号%(place)s：权重要大于0；加分、扣分不占权重，写0。"),
    Flawed.CAP: marked("编号%(place)s：加分、扣分要写封顶分值，其他指标不写。"),
}


def read(text: str) -> Sequence[Node]:
    """The nodes of a written tree, checked. Raises ``Refused`` with the line or the place that is wrong."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > _MOST:
        raise refused("tree", marked("指标太多，最多200行。"))
    nodes = [_node(n, [part.strip() for part in line.replace("｜", "|").split("|")]) for n, line in lines]
    check(nodes)
    return nodes


def check(nodes: Sequence[Node]) -> None:
    """Raises ``Refused`` with the first fault of a tree."""
    for fault in faults(nodes):
        raise refused("tree", _FAULTS[fault.kind], place=_place(fault, nodes), total=plain(fault.total))


def write(nodes: Sequence[Node]) -> str:
    """The inverse of ``read``."""
    return "\n".join(_line(node) for node in nodes)


def plain(value: Decimal | None) -> str:
    """A number without idle zeros, never with an exponent."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(text: str) -> Decimal | None:
    """A number from 0 to below a milliard with up to two places; None for anything else."""
    try:
        found = Decimal(text) if text.isascii() else Decimal(-1)
    except InvalidOperation:
        return None
    fits = found.is_finite() and 0 <= found < 10**9 and found == round(found, 2)
    return round(found, 2).normalize() + 0 if fits else None


def _node(n: int, parts: Sequence[str]) -> Node:
    code, name, weight, measure, cap = [*parts, "", "", ""][:5] if len(parts) >= 2 else ("",) * 5
    known, limit = number(weight or "0"), number(cap) if cap else None
    unreadable = known is None or (cap and limit is None) or (measure and measure not in _BY_WORD)
    if not _CODE.fullmatch(code) or not name or len(name) > 40 or unreadable or known is None:
        raise refused("tree", marked("第%(line)s行无法读取，应为：编号 | 名称 | 权重 | 计量方式 | 封顶。"), line=n)
    return Node(code=code, name=name, weight=known, measure=_BY_WORD.get(measure), cap=limit)


def _line(node: Node) -> str:
    parts = [node.code, node.name, plain(node.weight), MEASURES[node.measure] if node.measure else "", plain(node.cap)]
    return " | ".join(parts).rstrip(" |")


def _place(fault: Fault, nodes: Sequence[Node]) -> str:
    name = next((node.name for node in nodes if node.code == fault.place), "")
    return f"{fault.place} {name}".strip() or "0"
