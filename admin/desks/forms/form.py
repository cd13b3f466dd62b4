"""What a verb's form is: what it asks, and the function that carries the verb out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from admin.desks.field import Field
from tracking.domain.case import Case
from tracking.domain.petition import Assignment
from tracking.domain.verb import Verb


class Target(StrEnum):
    """What a verb acts on: the petition, one named assignment, or the lead of the last round.

    ``CALLED`` is the lead too, or the petition itself where it was merged and has none.
    """

    PETITION = "petition"
    SHARE = "share"
    LEAD = "lead"
    CALLED = "called"


Condition = Callable[[Case, Assignment | None], bool]


def _always(_case: Case, _share: Assignment | None) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Form:
    """One verb. ``timed`` functions get the timetable; a ``final`` act asks for a confirmation;
    a ``leading`` one moves the matter on and is opened first. A ``joint`` one concerns several petitions: its
    function is a service's, given the core, the number and the version that was seen. With ``photos`` some may come
    along as evidence. The text named by ``published`` is given to the function a second time, redacted, as
    ``public_…``: the petitioner may read that copy.

    Who may use it when is the domain's to say (``offer``); ``when`` adds what its tables of stages
    cannot tell, and ``unless`` says in words why not when it does not hold.
    """

    verb: Verb
    label: str
    done: str
    function: Callable[..., Any]
    target: Target = Target.PETITION
    fields: Sequence[Field] = ()
    timed: bool = False
    final: bool = False
    leading: bool = False
    joint: bool = False
    photos: bool = False
    published: str = ""
    when: Condition = _always
    unless: str = ""

    @property
    def path(self) -> str:
        return self.verb.name.lower().replace("_", "-")
