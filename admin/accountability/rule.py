"""From frozen months, findings and the ladder to proposals: the stated rules, as a pure function.

Two running or three in a year 不合格 → talk; three running or a veto → award eligibility of the year; faking,
disclosure, refusal, retaliation and the end of the ladder → the competent body, unit and officer apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from admin.accountability.proposal import TO_THE_BODY, VETOES, Bad, Breach, Cause, Kind, Limits, Proposal, Subject
from tracking.domain.period import Period, parse

_MONTHS = "months"


def proposals(
    year: int, months: Iterable[Bad], breaches: Iterable[Breach], *, limits: Limits, successors: Mapping[str, str]
) -> Sequence[Proposal]:
    """What a year asks for, sorted by key. ``months`` may reach back into the year before: runs do too.

    A successor carries the months and findings of those it followed; a month without a grade ends a run.
    """
    of_unit: dict[str, set[str]] = defaultdict(set)
    for month in months:
        of_unit[successors.get(month.unit, month.unit)].add(month.period)
    found = [each for unit, periods in of_unit.items() for each in _of_months(unit, periods, year=year, limits=limits)]
    found += [each for breach in breaches for each in _of_breach(breach, year, successors)]
    return sorted({each.key: each for each in found}.values(), key=lambda each: each.key)


def inherited(key: str, successors: Mapping[str, str]) -> str:
    """The key the same facts would have today, after the unit was abolished: what was proposed stays proposed."""
    head, _, rest = key.partition(":")
    unit, _, tail = rest.partition(":")
    return f"{head}:{successors.get(unit, unit)}:{tail}" if head == _MONTHS else key


def _of_months(unit: str, periods: set[str], *, year: int, limits: Limits) -> Iterator[Proposal]:
    this_year, cancelled = sorted(each for each in periods if parse(each).year == year), False
    for counted, period in enumerate(this_year, start=1):
        run = _run(period, periods)
        if len(run) >= limits.running_cancel and not cancelled:
            cancelled = True
            yield _by_months(unit, Kind.CANCEL_AWARD, Cause.RUNNING_CANCEL, run[-limits.running_cancel :])
        elif len(run) == limits.running_talk:
            yield _by_months(unit, Kind.TALK, Cause.RUNNING_TALK, run)
        elif counted == limits.yearly_talk and not cancelled:
            yield _by_months(unit, Kind.TALK, Cause.YEARLY_TALK, tuple(this_year[:counted]))
        elif len(run) == 1:
            yield _by_months(unit, Kind.CRITICISM, Cause.ONCE, run)


def _run(last: str, periods: set[str]) -> tuple[str, ...]:
    """The months without a gap up to ``last``."""
    run, month = [last], _before(last)
    while month in periods:
        run.insert(0, month)
        month = _before(month)
    return tuple(run)


def _before(period: str) -> str:
    known = parse(period)
    year, month = (known.year, known.month - 1) if known.month > 1 else (known.year - 1, 12)
    return str(Period(year=year, month=month, months=1))


def _by_months(unit: str, kind: Kind, cause: Cause, months: tuple[str, ...]) -> Proposal:
    last = months[-1]
    return Proposal(
        key=f"{_MONTHS}:{unit}:{kind}:{cause}:{last}",
        unit=unit,
        subject=Subject.UNIT,
        kind=kind,
        cause=cause,
        year=int(last[:4]),
        months=months,
    )


def _of_breach(breach: Breach, year: int, successors: Mapping[str, str]) -> Iterator[Proposal]:
    wanted = [(Kind.CANCEL_AWARD, Subject.UNIT)] if breach.cause in VETOES else []
    if breach.cause in TO_THE_BODY:
        wanted += [(Kind.TRANSFER, Subject.UNIT), (Kind.TRANSFER, Subject.OFFICER)]
    for kind, subject in wanted:
        yield Proposal(
            # Not by its unit: what was proposed against a unit is not proposed again against its successor.
            key=f"{kind}:{subject}:{breach.cause}:{breach.ref}",
            unit=successors.get(breach.unit, breach.unit),
            subject=subject,
            kind=kind,
            cause=breach.cause,
            year=year,
            refs=(breach.ref,),
            post=breach.post if subject is Subject.OFFICER else "",
        )
