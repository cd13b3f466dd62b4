"""One step for several petitions: each in a transaction of its own, each against the version the officer saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from admin.desks import suggestion
from admin.desks.entry import count_in
from admin.desks.field import Flawed
from admin.desks.forms.dispatching import DISPATCH
from admin.desks.forms.supervising import ACCEPT_REPORT
from admin.desks.press import Press, carry_out, pressed_twice
from admin.desks.redaction import for_reader
from admin.desks.suggestion import Candidate
from admin.desks.verb import PROBLEMS
from admin.log import log
from admin.security.account import Officer
from admin.wiring import Container
from admin.worklist.act import MOST, Act
from channels.base import marked
from tracking.domain.error import DomainError, Forbidden, InvalidValue, NotFound, StaleVersion
from tracking.domain.number import parse
from tracking.domain.vocabulary import Identity
from tracking.store import chosen as store
from tracking.store.chosen import Chosen

GONE = marked("没有找到，或已不归您查看。")
NOT_YOURS = marked("这一步不属于您的岗位或单位。")
NO_PROPOSAL = marked("系统没有建议单位，请打开逐件派单。")
OTHER_PROPOSAL = marked("建议的单位刚刚有了变化，请打开逐件派单。")
BEYOND = marked("承办单位申请认定诉求超出职责，须打开逐件审核。")
UNSURE = marked("数据库没有答复，不能确定是否执行，请打开查看。")
NO = marked("没有执行，请打开查看。")


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One ticked row: the petition, its share (0: the whole), the version seen, and the unit that was confirmed."""

    number: str
    index: int
    version: int
    unit: str = ""

    def __str__(self) -> str:
        return ".".join((self.number, str(self.index), str(self.version), self.unit))


@dataclass(frozen=True, kw_only=True)
class Line:
    """A ticked row with what is known of it; ``problem`` says why nothing can or could be done."""

    tick: Tick
    title: str
    proposed: Candidate | None = None
    problem: str = ""


def ticked(values: Sequence[str]) -> Sequence[Tick]:
    """The rows of a form, each once, at most ``MOST``; what cannot be read is left out."""
    found = (tick for value in values if (tick := _tick(value)))
    return list({(each.number, each.index): each for each in found}.values())[:MOST]


def looked_up(container: Container, officer: Officer, act: Act, ticks: Sequence[Tick]) -> Sequence[Line]:
    """What is about to happen to each, before anything does."""
    with container.engine.connect() as connection:
        known = store.chosen(connection, officer.viewer, [each.number for each in ticks])
    return [_line(container, officer, act, tick, known.get(tick.number)) for tick in ticks]


def done(
    container: Container, officer: Officer, act: Act, lines: Sequence[Line], typed: Mapping[str, str]
) -> Sequence[Line]:
    """Carry the step out for each in turn; one that is refused stops no other."""
    return [line if line.problem else _after(container, officer, act, line, typed) for line in lines]


def _tick(value: str) -> Tick | None:
    parts = value.split(".")
    try:
        number, index, version, unit = *parts[:3], parts[3] if len(parts) > 3 else ""
        return Tick(number=str(parse(number)), index=count_in(index), version=count_in(version), unit=unit[:20])
    except (ValueError, InvalidValue):
        return None


def _line(container: Container, officer: Officer, act: Act, tick: Tick, known: Chosen | None) -> Line:
    if known is None:
        return Line(tick=tick, title="", problem=GONE)
    title = for_reader(container, officer, Identity(known.identity))(known.title)
    if act.form is ACCEPT_REPORT and tick.index in known.beyond:
        return Line(tick=tick, title=title, problem=BEYOND)
    if act.form is not DISPATCH:
        return Line(tick=tick, title=title)
    best = suggestion.read(known.suggestions).best
    if best is None:
        return Line(tick=tick, title=title, problem=NO_PROPOSAL)
    changed = OTHER_PROPOSAL if tick.unit not in ("", best.unit) else ""
    return Line(tick=tick, title=title, proposed=best, problem=changed)


def _after(container: Container, officer: Officer, act: Act, line: Line, typed: Mapping[str, str]) -> Line:
    press = _press(act, line, typed)
    try:
        carry_out(container, officer, press)
    except (DomainError, Flawed) as error:
        if not (isinstance(error, StaleVersion) and pressed_twice(container, officer, press)):
            return _refused(line, error)
    except DBAPIError as error:
        log.warning("bulk", error=type(error.orig).__name__)
        return Line(tick=line.tick, title=line.title, proposed=line.proposed, problem=UNSURE)
    return line


def _press(act: Act, line: Line, typed: Mapping[str, str]) -> Press:
    """The press of the button that the petition's own page would have had."""
    given = {"words": typed.get("words", ""), "confirmed": "1"}
    if line.proposed:
        given |= {"unit": line.proposed.unit, "basis": line.proposed.basis}
    tick = line.tick
    return Press(number=tick.number, form=act.form, index=tick.index, version=tick.version, typed=given)


def _refused(line: Line, error: Exception) -> Line:
    known: dict[type[Exception], str] = {NotFound: GONE, Forbidden: NOT_YOURS}
    known.update({kind: said for kind, (_, said) in PROBLEMS.items()})
    said = next((each for kind, each in known.items() if isinstance(error, kind)), NO)
    return Line(tick=line.tick, title=line.title, proposed=line.proposed, problem=said)
