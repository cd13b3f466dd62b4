"""What may be done to several petitions at once, by whom and from which lists.

Only steps that need no thought of their own for each petition. Closing is not among them: petitions closed in one
stroke are a sign of figures being made, which supervision looks for (``tracking.service.gaming``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from admin.desks.forms.citizen import URGE
from admin.desks.forms.dispatching import DISPATCH
from admin.desks.forms.form import Form
from admin.desks.forms.handling import SIGN
from admin.desks.forms.supervising import ACCEPT_REPORT
from channels.base import marked
from tracking.domain.people import RIGHTS, Role
from tracking.domain.procedure import citizen
from tracking.domain.verb import Verb

MOST = 50
ARCHIVE = Form(verb=Verb.ARCHIVE, label=marked("归档"), done=marked("已归档"), function=citizen.archive, final=True)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One step. ``tabs`` are the lists from which it is offered; ``meant`` says what it does to each."""

    form: Form
    label: str
    meant: str
    tabs: frozenset[str]
    asks_words: bool = False

    @property
    def name(self) -> str:
        return self.form.path


ACTS: Sequence[Act] = (
    Act(
        form=DISPATCH,
        label=marked("派给建议的单位"),
        meant=marked("每件派给系统建议的第一个单位，依据照建议填写。"),
        tabs=frozenset({"dispatch", "person", "late_dispatch"}),
    ),
    Act(
        form=SIGN,
        label=marked("签收"),
        meant=marked("每件签收，办理期限照常计算。"),
        tabs=frozenset({"to_sign"}),
    ),
    Act(
        form=ACCEPT_REPORT,
        label=marked("审核通过"),
        meant=marked("每件审核通过，转入回访。公开答复留空，需要公开的请逐件审核。"),
        tabs=frozenset({"reviews"}),
    ),
    Act(
        form=URGE,
        label=marked("催办"),
        meant=marked("每件记一次催办，承办单位会看到。"),
        tabs=frozenset({"overdue", "orders", "returns", "suspended", "all"}),
        asks_words=True,
    ),
    Act(
        form=ARCHIVE,
        label=marked("归档"),
        meant=marked("每件归档。归档后不能再重新办理。"),
        tabs=frozenset({"all"}),
    ),
)
BY_NAME: Mapping[str, Act] = {each.name: each for each in ACTS}


def offered(role: Role, tab: str) -> Sequence[Act]:
    """What a role may do from a list."""
    return [each for each in ACTS if tab in each.tabs and role in RIGHTS[each.form.verb]]
