"""What happens to a request of a client: whose it is, what is done, and what is wrong in the words it asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from channels import credential
from channels.base import ChannelError, Refused, Surroundings, marked
from channels.credential import Holder
from channels.open311 import port, renderer
from channels.open311.port import DOOR, Unreadable
from channels.place import Gazetteer
from tracking.domain.error import KeyReused
from tracking.domain.people import Actor, Role
from tracking.service.intake import take
from tracking.store import published

MOST = 1000
NOTICE = marked("已登记。编号%(number)s，查询码%(code)s，可在 %(url)s/progress 查询进度。")


class Forbidden(ChannelError):
    """The key is missing or not in force."""

    code = "forbidden"


class Missing(ChannelError):
    """There is no such service or request."""

    code = "not_found"


WRONG: Mapping[type[Exception], tuple[int, str]] = {
    Forbidden: (403, marked("api_key 缺失或无效。")),
    Missing: (404, marked("没有找到。")),
    Unreadable: (400, marked("请求内容无法读取。")),
    KeyReused: (400, marked("这个 Idempotency-Key 已用于另一份内容。")),
}


@dataclass(frozen=True)
class Desk:
    """The interface around what the application lends."""

    around: Surroundings

    def holder(self, word: str) -> Holder | None:
        """Whose key it is."""
        core = self.around.core
        with core.engine.begin() as connection:
            return credential.holder_of(connection, core.sealer, word, channel=DOOR.channel, now=core.now())

    def answered(self, request: Request, form: str, make: Callable[[], Response]) -> Response:
        """What ``make`` gives, or what is wrong in the words and the form the client asked for."""
        say = self.say(request)
        try:
            return make()
        except Refused as refused:
            wrong = [f"{flaw.field}: {say(flaw.message, **flaw.values)}" for flaw in refused.flaws]
            status = 404 if [flaw.field for flaw in refused.flaws] == ["service_code"] else 400
            return renderer.errors(status, wrong, form)
        except tuple(WRONG) as error:
            status, sentence = WRONG[type(error)]
            return renderer.errors(status, [say(sentence)], form)

    def say(self, request: Request) -> Callable[..., str]:
        return partial(self.around.say, self.around.spoken(request))

    def bring(self, request: Request, body: bytes, form: str) -> Response:
        fields = port.form_of(body)
        holder = self.holder(fields.get("api_key") or request.query_params.get("api_key", ""))
        if holder is None:
            raise Forbidden
        key = request.headers.get("idempotency-key")
        around = self.around
        item = port.parse(
            fields,
            key=f"{holder.key}/{key}" if key else None,
            gazetteer=Gazetteer(around.districts(), around.streets()),
            topics=around.topics(),
        )
        receipt = take(around.core, item, by=client(holder))
        url, code = around.public_url, receipt.query_code
        notice = self.say(request)(NOTICE, number=receipt.number, code=code, url=url)
        return renderer.answer("service_requests", renderer.accepted(receipt, notice), form, status=201)

    def ask(self, request: Request, query: Mapping[str, str], form: str, *, one: bool = False) -> Response:
        core = self.around.core
        word = query.get("api_key", "")
        holder = self.holder(word) if word else None
        if word and holder is None:
            raise Forbidden
        wanted = port.wanted_of(query, actor=client(holder).id if holder else None, now=core.now())
        with core.engine.connect() as connection:
            found = published.find(connection, wanted, most=MOST)
        if one and not found:
            raise Missing
        shown = renderer.requests(found, self.around, self.say(request))
        return renderer.answer("service_requests", shown, form)


def client(holder: Holder) -> Actor:
    """The citizen behind a program, as the ledger names it: by the key, so that the program finds its own again."""
    return Actor(id=f"open311-{holder.key}", role=Role.CITIZEN, channel=DOOR.channel)
