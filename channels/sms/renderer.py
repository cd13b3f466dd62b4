"""What goes back on an inbound text: a receipt comes as a message of its own, only wishes are answered at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from starlette.responses import Response
from twilio.twiml.messaging_response import MessagingResponse

from channels.base import marked as _
from channels.sms.inbox import Outcome

SAYS: Mapping[Outcome, str] = {
    Outcome.STOPPED: _(
        "【%(city)s民意诉求】已退订，不再给您发短信。诉求照常办理，可凭编号和查询码查询。回复“恢复”重新接收。"
    ),
    Outcome.STARTED: _("【%(city)s民意诉求】已恢复，诉求的进展会发短信告诉您。"),
    Outcome.NOTHING: _("【%(city)s民意诉求】没有等您回答的问题。要反映事情，请写明时间、地点和情况，直接回复即可。"),
}


def reply(outcome: Outcome, say: Callable[..., str], city: str) -> str:
    """The words, empty where nothing is said at once."""
    message = SAYS.get(outcome)
    return say(message, city=city) if message else ""


def markup(words: str) -> Response:
    """For Twilio."""
    response = MessagingResponse()
    if words:
        response.message(words)
    return Response(str(response), media_type="application/xml")


def document(words: str) -> Response:
    """For a domestic provider."""
    return Response(json.dumps({"reply": words or None}, ensure_ascii=False), media_type="application/json")
