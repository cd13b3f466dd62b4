"""Who gets a petition: the duty register first, then the ordered rules, then what the classifier learnt, else a person.

Every decision explains itself in one sentence. A unit is chosen without a person only when the classifier is
sure enough, the matter is no report, and the duty register does not contradict.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nlu.understanding import DISCIPLINE, DISTRICT, Understanding
from routing.city import City, Duty
from routing.rule import Rule, first
from tracking.domain.vocabulary import Kind


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A unit that may be in charge, how sure we are (0 to 1), and on what basis.

    ``formerly`` is the abolished unit whose habit it was, where the successor was put in its place.
    """

    unit: str
    confidence: float
    basis: str
    formerly: str | None = None


@dataclass(frozen=True, kw_only=True)
class Where:
    """Where the matter lies, as far as it is known."""

    district: str | None = None
    street: str | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """``unit`` is None when a person has to decide; ``reason`` says in one sentence why so or why this unit."""

    topic: str | None
    unit: str | None
    reason: str
    statutory_days: int | None
    suggestions: Sequence[Suggestion]
    words: Sequence[str]


_BOUND_BY_STATUTE = frozenset({Kind.HELP, Kind.COMPLAINT, Kind.REPORT})


def decide(city: City, understood: Understanding, where: Where, *, text: str = "") -> Decision:
    """Choose the unit in charge, or say why a person must. ``text`` is what the words of a rule are looked for in."""
    topic = understood.topics[0].label if understood.topics else None
    duty = city.duty(topic, district=where.district, street=where.street) if topic else None
    rule = first(city.register.rules, understood, topic=topic, district=where.district, text=text)
    if rule is not None and not _for_people(understood):
        return _by_rule(city, understood, where, duty, rule)
    suggestions = _suggestions(city, understood, where, duty)
    doubt = _doubt(city, understood, where, duty, suggestions)
    chosen = suggestions[0] if suggestions and not doubt else None
    return Decision(
        topic=topic,
        unit=chosen.unit if chosen else None,
        reason=doubt or _why(city, understood, chosen),
        statutory_days=_statutory_days(understood, duty, chosen),
        suggestions=suggestions,
        words=understood.words,
    )


def _by_rule(city: City, understood: Understanding, where: Where, duty: Duty | None, rule: Rule) -> Decision:
    """The rule's unit, unless the duty register names another one; or a person, where the rule says so."""
    unit = _active(city, rule.unit) if rule.unit else None
    named = _register_says(duty, where) if duty else None
    doubt = _rule_doubt(city, understood, rule, unit=unit, named=named)
    found = _suggestions(city, understood, where, duty)
    if unit:
        own = Suggestion(unit=unit, confidence=1.0, basis=f"派单规则第{rule.position}条")
        found = [own, *(each for each in found if each.unit != unit)]
    chosen = found[0] if unit and not doubt else None
    why = f"由{city.unit_name(unit)}承办:依据派单规则第{rule.position}条,{rule.reason}。"
    return Decision(
        topic=understood.topics[0].label if understood.topics else None,
        unit=chosen.unit if chosen else None,
        reason=doubt or why,
        statutory_days=_statutory_days(understood, duty, chosen),
        suggestions=found,
        words=understood.words,
    )


def _rule_doubt(
    city: City, understood: Understanding, rule: Rule, *, unit: str | None, named: str | None
) -> str | None:
    if unit is None:
        return f"派单规则第{rule.position}条要求人工判断:{rule.reason}。"
    if understood.second_matter:
        return "可能含有两件事,请人工判断是否拆分。"
    if named not in (None, DISTRICT, unit):
        names = city.unit_name(unit), city.unit_name(named)
        return f"派单规则第{rule.position}条指定{names[0]},权责清单列明由{names[1]}承办,请人工核对。"
    return None


def _for_people(understood: Understanding) -> bool:
    """Reports and matters of conduct: no rule may send them anywhere by itself."""
    conduct = bool(understood.holders) and understood.holders[0].label == DISCIPLINE
    return understood.kind is Kind.REPORT or conduct


def _suggestions(city: City, understood: Understanding, where: Where, duty: Duty | None) -> list[Suggestion]:
    """The likeliest holders as units of this place; the register's own answer is quoted as their basis."""
    found: dict[str, Suggestion] = {}
    for guess in understood.holders:
        unit = _unit(city, guess.label, where, duty)
        if unit and unit not in found:
            basis = duty.basis if duty and _register_says(duty, where) == unit else "历史派单规律"
            formerly = guess.label if _abolished(city, guess.label) else None
            confidence = round(guess.confidence, 4)
            found[unit] = Suggestion(unit=unit, confidence=confidence, basis=basis, formerly=formerly)
    return list(found.values())


def _unit(city: City, holder: str, where: Where, duty: Duty | None) -> str | None:
    """A holder label as a unit. Where the register has an entry of its own for the place, that entry wins."""
    if holder == DISCIPLINE:
        return None
    if duty and duty.place != "*" and not duty.unit.startswith("@"):
        return duty.unit
    return _district_unit(city, where) if holder == DISTRICT else _active(city, holder)


def _active(city: City, code: str) -> str | None:
    """The unit, or its successor where it was abolished."""
    unit = city.register.units.get(code)
    if unit is None or unit.active:
        return code if unit else None
    return _active(city, unit.successor) if unit.successor else None


def _abolished(city: City, label: str) -> bool:
    unit = city.register.units.get(label)
    return unit is not None and not unit.active


def _district_unit(city: City, where: Where) -> str | None:
    return where.district if where.district in city.register.districts else None


def _register_says(duty: Duty, where: Where) -> str | None:
    return where.district if duty.unit == DISTRICT else duty.unit


def _doubt(
    city: City, understood: Understanding, where: Where, duty: Duty | None, suggestions: Sequence[Suggestion]
) -> str | None:
    """Why a person has to look, or None."""
    if understood.kind is Kind.REPORT:
        return "举报件一律由人工转办。"
    if understood.holders and understood.holders[0].label == DISCIPLINE:
        return "涉及公职人员作风纪律,应由人工转纪检监察机关。"
    if understood.topics and understood.topics[0].label in city.register.retired:
        return "所属问题分类已停用,请人工选择分类和承办单位。"
    if not understood.automatic:
        return "可能含有两件事,请人工判断是否拆分。" if understood.second_matter else "把握不足,请人工选择承办单位。"
    if understood.holders[0].label == DISTRICT and where.district is None:
        return "属地事项,但未写明所在区县,请人工核实地点。"
    if not suggestions:
        return "没有找到可承办的单位,请人工选择。"
    if duty and _register_says(duty, where) not in (None, DISCIPLINE, suggestions[0].unit):
        return f"权责清单列明由{city.unit_name(_register_says(duty, where))}承办,与分类结果不一致,请人工核对。"
    return None


def _why(city: City, understood: Understanding, chosen: Suggestion | None) -> str:
    if chosen is None:
        return "请人工选择承办单位。"
    words = "、".join(understood.words[:4])
    sure = f"{chosen.confidence:.0%}"
    return f"由{city.unit_name(chosen.unit)}承办:依据{chosen.basis};判断依据词:{words};把握{sure}。"


def _statutory_days(understood: Understanding, duty: Duty | None, chosen: Suggestion | None) -> int | None:
    """A statutory limit binds only the unit the register names, and not a mere question."""
    if chosen is None or duty is None or duty.unit != chosen.unit or understood.kind not in _BOUND_BY_STATUTE:
        return None
    return duty.statutory_days
