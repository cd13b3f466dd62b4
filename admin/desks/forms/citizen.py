"""Forms for the petitioner's own acts, taken down by a desk."""

from admin.desks.field import Field
from admin.desks.forms.form import Form
from channels.base import marked
from tracking.domain.procedure import citizen
from tracking.domain.verb import Verb

URGE = Form(
    verb=Verb.URGE,
    label=marked("催办"),
    done=marked("已催办"),
    function=citizen.urge,
    fields=(Field(name="words", label=marked("催办内容"), required=False),),
)
ADD_FACTS = Form(
    verb=Verb.ADD_FACTS,
    label=marked("补充情况"),
    done=marked("已补充"),
    function=citizen.add_facts,
    fields=(Field(name="words", label=marked("补充内容")),),
)
WITHDRAW = Form(
    verb=Verb.WITHDRAW,
    label=marked("诉求人撤回"),
    done=marked("已按诉求人要求撤回"),
    function=citizen.withdraw,
    fields=(Field(name="reason", label=marked("撤回原因"), required=False),),
    final=True,
)
