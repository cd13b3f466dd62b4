"""What a petitioner is told by mail: the same turns as by SMS, with room for the whole reply and for what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracking.domain.verb import Verb


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Body with named gaps (``GAPS``) and subject, which has ``number`` alone. A city may have words of its own.

    ``name`` is that of the SMS template of the same turn.
    """

    name: str
    subject: str
    body: str

    @property
    def wording(self) -> str:
        """Under which name a city keeps words of its own for it."""
        return f"mail_{self.name}"


GAPS = ("city", "number", "code", "unit", "reply", "remarks", "address")
_FOLLOW = "进度查询：{address}/progress\n编号：{number}\n"
_ADD = "补充情况：直接回复本邮件即可，请保留主题中的编号。\n"
_END = "\n{city}民意诉求平台\n本邮件由系统自动发出。"

TO_CITIZEN_BY_MAIL: Mapping[Verb, Letter] = {
    Verb.REGISTER: Letter(
        name="registered",
        subject="您的诉求已受理 [{number}]",
        body=(
            "您好，您的来信已登记为诉求，我们会转给承办单位办理，并把结果告诉您。\n\n"
            + _FOLLOW
            + "查询码：{code}（请勿转给他人，凭编号和查询码可以查询、催办、撤回和评价）\n\n"
            + _ADD
            + "{remarks}\n"
            "您的邮箱和姓名只用于办理这件诉求，加密保存，按“实名保密”办理：承办单位看不到您是谁。"
            "您可以要求查阅、更正或删除。\n" + _END
        ),
    ),
    Verb.ANSWER: Letter(
        name="answered",
        subject="您的诉求已答复 [{number}]",
        body="您好，您的诉求已答复：\n\n{reply}\n\n" + _FOLLOW + _END,
    ),
    Verb.DECLINE: Letter(
        name="declined",
        subject="您的诉求不予受理 [{number}]",
        body="您好，您的诉求不予受理，原因和可走的途径如下：\n\n{reply}\n\n" + _FOLLOW + _END,
    ),
    Verb.DIVERT: Letter(
        name="diverted",
        subject="您的诉求已转出 [{number}]",
        body="您好，您的诉求已转出：\n\n{reply}\n\n" + _FOLLOW + _END,
    ),
    Verb.ACCEPT_REPORT: Letter(
        name="replied",
        subject="您的诉求有了答复 [{number}]",
        body="您好，{unit}对您的诉求答复如下：\n\n{reply}\n\n我们将回访，也请您在查询页面评价。\n\n"
        + _FOLLOW
        + _ADD
        + _END,
    ),
    Verb.CLOSE: Letter(
        name="closed",
        subject="您的诉求已结案 [{number}]",
        body="您好，您的诉求已结案。如果问题没有解决，30日内可以在查询页面要求重新办理。感谢您的监督。\n\n"
        + _FOLLOW
        + _END,
    ),
}
REMARKS = "\n请注意：\n{listed}"
