"""A petition with its assignments, and the one way in which it changes: by recording a verb.

``record`` checks right and stage, writes the ledger entry and applies it. ``replay`` applies stored
entries to nothing and so rebuilds the same state; there is no other way to change a field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from tracking.domain.codec import Changes, State, decode, encode
from tracking.domain.error import Forbidden, MissingField, NotFound, OutOfTurn
from tracking.domain.ledger import Entry, Text, entry_hash, new_text
from tracking.domain.people import RIGHTS, Actor, Role
from tracking.domain.petition import Assignment, Petition
from tracking.domain.stage import ASSIGNMENT, PETITION, allowed_on_assignment, allowed_on_petition
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Nature

_UNCHANGED: Changes = {}
_UNCHANGED_OTHERS: Mapping[int, Changes] = {}
_FIRST = frozenset({Verb.REGISTER, Verb.TAKE_OVER})


@dataclass
class Case:
    """The aggregate. ``entries`` and ``texts`` are those recorded since it was loaded."""

    petition: Petition
    assignments: list[Assignment]
    entries: list[Entry] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def assignment(self, index: int) -> Assignment:
        """Raises ``NotFound``."""
        for assignment in self.assignments:
            if assignment.index == index:
                return assignment
        raise NotFound("no such assignment", number=self.petition.number, assignment=index)

    @property
    def lead(self) -> Assignment:
        """The lead assignment of the latest round. Raises ``NotFound`` before the first dispatch."""
        for assignment in reversed(self.assignments):
            if assignment.nature is Nature.LEAD:
                return assignment
        raise NotFound("not dispatched yet", number=self.petition.number)

    def record(
        self,
        verb: Verb,
        *,
        by: Actor,
        at: datetime,
        on: Assignment | None = None,
        petition: Changes = _UNCHANGED,
        assignment: Changes = _UNCHANGED,
        others: Mapping[int, Changes] = _UNCHANGED_OTHERS,
        added: Assignment | None = None,
        texts: Mapping[str, str | None] = _UNCHANGED,
        coded: Changes = _UNCHANGED,
    ) -> Entry:
        """Carry out a verb: on an assignment (``on``) or on the petition alone.

        ``petition`` and ``assignment`` are the fields that change, ``others`` those of further assignments
        that follow the verb; ``added`` is a new assignment; ``coded`` is kept in the entry only.
        """
        check_right(verb, by, on)
        stages = self._stages(verb, on, petition, assignment)
        written = [new_text(self.petition.version + 1, purpose, body) for purpose, body in texts.items() if body]
        moved = {on.index: dict(assignment) | stages[1]} if on else {}
        facts = _facts(dict(petition) | stages[0], moved | dict(others), added, written, coded)
        entry = self._entry(verb, by=by, at=at, on=on or added, facts=facts)
        apply(self, entry)
        self.entries.append(entry)
        self.texts.extend(written)
        return entry

    def check(self, verb: Verb, *, by: Actor, on: Assignment | None = None) -> None:
        """Whether the verb could be recorded now; raises what ``record`` would raise."""
        check_right(verb, by, on)
        self._stages(verb, on, _UNCHANGED, _UNCHANGED)

    def _stages(
        self, verb: Verb, on: Assignment | None, petition: Changes, assignment: Changes
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The stage changes of both machines; an assisting unit does not move the petition."""
        moved: dict[str, Any] = {}
        if on is not None:
            after = ASSIGNMENT.get((on.stage, verb))
            if after is None:
                raise OutOfTurn(f"{verb} at {on.stage}", allowed=allowed_on_assignment(on.stage))
            moved = {} if "stage" in assignment else {"stage": after[0]}
            if on.nature is Nature.ASSIST:
                return {}, moved
        if verb in _FIRST and self.petition.version == 0:
            return {}, moved
        following = PETITION.get((self.petition.stage, verb))
        if following is None:
            raise OutOfTurn(f"{verb} at {self.petition.stage}", allowed=allowed_on_petition(self.petition.stage))
        return ({} if "stage" in petition else {"stage": following[0]}), moved

    def _entry(self, verb: Verb, *, by: Actor, at: datetime, on: Assignment | None, facts: Changes) -> Entry:
        entry = Entry(
            number=self.petition.number,
            seq=self.petition.version + 1,
            verb=verb,
            at=at,
            actor=by.id,
            role=by.role,
            unit=by.unit,
            channel=by.channel,
            assignment=on.index if on else None,
            facts=facts,
            previous=self.petition.head,
            hash=b"",
        )
        return replace(entry, hash=entry_hash(entry))


def check_right(verb: Verb, by: Actor, on: Assignment | None) -> None:
    """Raises ``Forbidden`` for a role without the verb or a unit that does not hold the assignment."""
    if by.role not in RIGHTS[verb]:
        raise Forbidden(f"{by.role} may not: {verb}", verb=verb, role=by.role)
    if by.role is Role.HANDLER and (on is None or on.unit != by.unit):
        raise Forbidden("the assignment is not this unit's", verb=verb, role=by.role)


def require(**given: object) -> None:
    """Raises ``MissingField`` for the first empty argument."""
    for name, value in given.items():
        if value is None or (isinstance(value, str) and not value.strip()):
            raise MissingField(f"{name} is missing", field=name)


def apply(case: Case, entry: Entry) -> None:
    """Set what the entry says; the only code that changes state."""
    if "added" in entry.facts:
        case.assignments.append(Assignment(**decode(Assignment, entry.facts["added"])))
    for index, changes in entry.facts.get("assignments", {}).items():
        _set(case.assignment(int(index)), changes)
    _set(case.petition, entry.facts.get("petition", {}))
    case.petition.version = entry.seq
    case.petition.head = entry.hash


def replay(entries: Iterable[Entry]) -> Case:
    """Rebuild a case from its ledger alone."""
    stored = iter(entries)
    first = next(stored)
    case = Case(Petition(**decode(Petition, first.facts["petition"])), [])
    for entry in (first, *stored):
        apply(case, entry)
    return case


def _set(target: State, changes: Changes) -> None:
    for name, value in decode(type(target), changes).items():
        setattr(target, name, value)


def _facts(
    petition: Changes,
    assignments: Mapping[int, Changes],
    added: Assignment | None,
    texts: list[Text],
    coded: Changes,
) -> dict[str, Any]:
    groups = {
        "petition": encode(petition),
        "assignments": {str(index): encode(changes) for index, changes in assignments.items() if changes},
        "added": encode(_given(added)) if added else {},
        "texts": {text.purpose: text.digest for text in texts},
    }
    return {name: group for name, group in groups.items() if group} | {k: v for k, v in coded.items() if v is not None}


def _given(assignment: Assignment) -> Changes:
    values = {f.name: getattr(assignment, f.name) for f in fields(Assignment)}
    return {name: value for name, value in values.items() if value is not None}
