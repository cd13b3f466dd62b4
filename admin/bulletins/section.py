"""A bulletin as sections of plain text and tables, in its order: page, PDF, Word and CSV only lay these out.

An official document speaks Chinese whatever the language of the reader's pages.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from admin.bulletins import unit_part
from admin.bulletins.part import GRADES, Section
from tracking.domain.nine import NINE

Body = Mapping[str, Any]
_FIGURES = {each.code: each.name for each in NINE} | {
    "score": "得分",
    "grade": "等次",
    "rank": "名次",
    "group": "分组",
    "completed": "办结件数",
    "vetoes": "一票否决",
}
_GRADE_WORDS = {str(grade): word for grade, word in GRADES.items() if grade}


def sections(body: Body) -> Sequence[Section]:
    """Totals, ranking by group, too few cases, good, poor, hot topics, corrections, demands."""
    first = [unit_part.totals(body), *unit_part.ranking(body), *unit_part.few(body)]
    return [*first, unit_part.good(body), unit_part.poor(body), _hot(body), _corrections(body), _demands(body)]


def dated(body: Body) -> str:
    """From when to when the figures run, and by which parameters."""
    return f"统计时段:{body['starts_on']}起,至{body['ends_before']}前;参数版本:{body['parameters']}"


def _hot(body: Body) -> Section:
    rows = [(each["place"], each["topic"], str(each["count"]), str(each["risen"])) for each in body["hot"]]
    return Section(
        heading="五、热点问题",
        words="" if rows else "本期没有足够多的人反映同一问题。",
        header=("地区", "问题", "件数", "升温天数") if rows else (),
        rows=rows,
        numbers=frozenset({2, 3}),
    )


def _corrections(body: Body) -> Section:
    rows = [
        (each["period"], each["name"], _FIGURES[each["figure"]], _value(each, "frozen"), _value(each, "now"))
        for each in body["corrections"]
    ]
    return Section(
        heading="六、对以前各期的更正",
        words="各期通报的数据不改动,以下为核定后发生的变化。" if rows else "没有需要更正的数据。",
        header=("时期", "单位", "项目", "通报时", "现在") if rows else (),
        rows=rows,
    )


def _value(row: Mapping[str, Any], side: str) -> str:
    """A rate is numerator/denominator; what was left out and what is undecided are no figures of a bulletin."""
    value: str | None = row[side]
    if value is None:
        return "—"
    if row["figure"].startswith("N"):
        numerator, denominator, *_ = value.split("/")
        return f"{numerator}/{denominator}"
    return _GRADE_WORDS.get(value, value)


def _demands(body: Body) -> Section:
    return Section(heading="七、工作要求", words=f"{body['demands']['text']}\n完成时限:{body['demands']['due_on']}。")
