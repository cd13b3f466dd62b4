"""Forms that bring petitions together or take them apart."""

from admin.desks.field import Field
from admin.desks.forms.asked import MASTER, REASON
from admin.desks.forms.form import Form
from channels.base import marked
from tracking.domain.case import Case
from tracking.domain.error import InvalidValue
from tracking.domain.number import parse
from tracking.domain.people import Actor
from tracking.domain.petition import Assignment
from tracking.domain.verb import Verb
from tracking.service import family
from tracking.service.core import Core


def merge(core: Core, number: str, *, version: int, by: Actor, master: str, reason: str) -> None:
    """The master is typed as a person reads it. Raises ``InvalidValue``."""
    try:
        target = str(parse(master))
    except InvalidValue as error:
        raise InvalidValue("not a petition number", field="master") from error
    family.merge(core, number, target, version=version, by=by, reason=reason)


def _is_merged(case: Case, _share: Assignment | None) -> bool:
    return case.petition.master is not None


MERGE = Form(
    verb=Verb.MERGE,
    label=marked("并单"),
    done=marked("已并入主单，诉求人会得到告知和回访"),
    function=merge,
    fields=(MASTER, REASON),
    joint=True,
)
UNMERGE = Form(
    verb=Verb.UNMERGE,
    label=marked("撤销并单"),
    done=marked("已恢复为独立诉求，等待派单"),
    function=family.unmerge,
    fields=(REASON,),
    joint=True,
    when=_is_merged,
    unless=marked("没有并入其他诉求"),
)
SPLIT = Form(
    verb=Verb.SPLIT,
    label=marked("拆单"),
    done=marked("已另立一件诉求"),
    function=family.split,
    fields=(Field(name="text", label=marked("另一件事的内容")), REASON),
    joint=True,
)
