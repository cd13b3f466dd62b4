"""The short message to a unit's leaders, by grade: the templates are versioned data of the city.

First a veto, then the figures worse than their line; a template for two reasons is left for that of one where there
is but one. Who had too few cases for a grade is told the counts: neither praise nor blame.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracking.domain.scoring import Grade
from tracking.domain.veto import VetoCause

Row = Mapping[str, Any]
VETOES = {
    VetoCause.FAKING: "弄虚作假",
    VetoCause.DISCLOSURE: "泄露举报人信息",
    VetoCause.REFUSAL: "拒不执行指定承办",
    VetoCause.RED_CARD: "红牌未整改",
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What all messages of a bulletin share: ``least`` cases earn a grade."""

    city: str
    period: str
    due_on: date
    least: int
    templates: Mapping[str, str]


def composed(row: Row, said: Said) -> str:
    """The words for a unit."""
    problems = reasons(row)
    known = {
        "city": said.city,
        "unit": row["name"],
        "period": said.period,
        "n": row["completed"],
        "least": said.least,
        **row["counts"],
        "a": row["figures"]["N3"],
        "b": row["figures"]["N6"],
        "s": row["score"] or "—",
        "group": f"{row['group']}组",
        "r": row["rank"],
        "p1": problems[0],
        "p2": problems[1] if len(problems) > 1 else "",
        "date": f"{said.due_on.month}月{said.due_on.day}日",
        **_weakest(row),
    }
    return said.templates[_template(row, problems)].format(**known)


def reasons(row: Row) -> Sequence[str]:
    """Why a unit is where it is, the gravest first; at least one."""
    vetoes = [f"一票否决:{VETOES[VetoCause(each)]}" for each in row["vetoes"]]
    figures = [f"{each['name']}{each['value']}%(合格线{each['line']}%)" for each in row["deficient"]]
    return [*vetoes, *figures] or ["综合得分不足"]


def _template(row: Row, problems: Sequence[str]) -> str:
    if row["grade"] == Grade.UNQUALIFIED:
        return "unqualified" if len(problems) > 1 else "unqualified_one"
    return str(row["grade"] or "few")


def _weakest(row: Row) -> Mapping[str, str]:
    weak = row["weakest"]
    return {"indicator": weak["name"], "x": weak["value"], "y": weak["line"]} if weak else {}
