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
ASK = Form(
    verb=Verb.ASK,
    label=marked("请诉求人补充"),
    done=marked("已请诉求人补充，计时不停"),
    function=citizen.ask,
    fields=(Field(name="question", label=marked("需要补充什么")),),
)
WITHDRAW = Form(
    verb=Verb.WITHDRAW,
    label=marked("诉求人撤回"),
    done=marked("已按诉求人要求撤回"),
    function=citizen.withdraw,
    fields=(Field(name="reason", label=marked("撤回原因"), required=False),),
    final=True,
)
