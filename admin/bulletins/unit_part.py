"""The parts of a bulletin that speak of units: totals, ranking, too few cases, good ones, poor ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from admin.bulletins.message import VETOES
from admin.bulletins.part import GRADES, Section
from tracking.domain.veto import VetoCause

Body = Mapping[str, Any]
UNRANKED = "件数不足,不参加排名"
COUNTS = ("due", "on_time", "rated")


def totals(body: Body) -> Section:
    total, grades, too_few = body["totals"], body["totals"]["grades"], body.get("few", ())
    words = (
        f"本期{total['units']}个单位办结{total['completed']}件。"
        f"优秀{grades['excellent']}个,合格{grades['qualified']}个,不合格{grades['unqualified']}个。"
        + (f"另有{len(too_few)}个单位件数不足,不评等次。" if too_few else "")
    )
    return Section(
        heading="一、总体情况",
        words=words,
        header=("指标", "全市(%)", "合格线(%)", "分子", "分母"),
        rows=[
            (each["name"], each["value"], each["line"], each["numerator"], str(each["denominator"]))
            for each in total["figures"]
        ],
        numbers=frozenset({1, 2, 3, 4}),
    )


def ranking(body: Body) -> Sequence[Section]:
    header = ("名次", "单位", "办结件数", "按期办结率(%)", "群众满意率(%)", "得分", "等次", "说明")
    return [
        Section(
            heading=f"二、{each['group']}组排名",
            header=header,
            rows=[_ranked(body["units"][unit], body["least"]) for unit in each["units"]],
            numbers=frozenset({2, 3, 4, 5}),
        )
        for each in body["groups"]
    ] or [Section(heading="二、排名", words="本期没有单位达到参加排名的件数。")]


def few(body: Body) -> Sequence[Section]:
    """Apart from the ranking, as counts; bulletins of before have them in it."""
    rows = [body["units"][unit] for unit in body.get("few", ())]
    told = [
        (row["group"], row["name"], str(row["completed"]), *(row["counts"][name] for name in COUNTS), row["note"])
        for row in rows
    ]
    return [
        Section(
            heading="二、件数不足的单位",
            words=f"下列单位办结不足{body['least']}件,不参加排名,不评等次,不表扬也不批评,件数供参阅。",
            header=("分组", "单位", "办结件数", "到期件数", "按期办结", "回访评价", "说明"),
            rows=told,
            numbers=frozenset({2, 3, 4, 5}),
        )
    ] * bool(told)


def _ranked(row: Mapping[str, Any], least: int) -> tuple[str, ...]:
    unranked = UNRANKED if row["rank"] is None and row["completed"] < least else ""
    vetoes = ["一票否决:" + VETOES[VetoCause(each)] for each in row["vetoes"]]
    return (
        str(row["rank"] or "—"),
        row["name"],
        str(row["completed"]),
        row["figures"]["N3"],
        row["figures"]["N6"],
        row["score"] or "—",
        GRADES[row["grade"]],
        ";".join(filter(None, [unranked, row["note"], *vetoes])),
    )


def good(body: Body) -> Section:
    names = [f"{body['units'][unit]['name']}({body['units'][unit]['score']}分)" for unit in body["good"]]
    return Section(heading="三、表扬单位", words="、".join(names) + "。" if names else "本期没有评为优秀的单位。")


def poor(body: Body) -> Section:
    rows = [row for unit in body["poor"] for row in _problems(body["units"][unit])]
    words = f"下列单位不合格,予以批评,请于{body['rectify_by']}前整改并书面反馈。"
    return Section(
        heading="四、批评单位",
        words=words if rows else "本期没有不合格的单位。",
        header=("单位", "问题", "数值(%)", "合格线(%)", "相差(百分点)", "分子", "分母") if rows else (),
        rows=rows,
        numbers=frozenset({2, 3, 4, 5, 6}),
    )


def _problems(row: Mapping[str, Any]) -> Sequence[tuple[str, ...]]:
    nothing = ("—",) * 5
    vetoes = [(row["name"], "一票否决:" + VETOES[VetoCause(each)], *nothing) for each in row["vetoes"]]
    names = ("name", "value", "line", "below", "numerator", "denominator")
    figures = [(row["name"], *(str(each[name]) for name in names)) for each in row["deficient"]]
    return [*vetoes, *figures] or [(row["name"], "综合得分不足", *nothing)]
