"""A stand-in for the Bot API, as much of it as our bot calls; the wire is the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData

from admin.messenger import SIMULATED_BOT
from admin.security.permission import PUBLIC, posted
from admin.simulator.chat_paper import Bubble, Papers
from admin.wiring import Container

PREFIX = "/simulator/telegram"


def router(container: Container, papers: Papers) -> APIRouter:
    """``/bot<token>/<method>`` and ``/file/bot<token>/<name>``."""
    routes = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[PUBLIC])

    def send(given: Mapping[str, str]) -> Mapping[str, Any]:
        chat, text = int(given["chat_id"]), given["text"]
        rows = json.loads(given.get("reply_markup") or "{}").get("inline_keyboard", [])
        buttons = [[(each["text"], each["callback_data"]) for each in row] for row in rows]
        place = papers.write(chat, Bubble(mine=False, text=text, buttons=buttons))
        return message(container, chat, place, text=text)

    def get_file(given: Mapping[str, str]) -> Mapping[str, Any]:
        body = papers.fetch(given["file_id"])
        if body is None:
            raise HTTPException(400)
        name = given["file_id"]
        return {"file_id": name, "file_unique_id": name, "file_size": len(body), "file_path": name}

    methods: Mapping[str, Callable[[Mapping[str, str]], object]] = {
        "getMe": lambda _: {"id": 0, "is_bot": True, "first_name": "Minyi", "username": "minyi_bot"},
        "sendMessage": send,
        "getFile": get_file,
        "answerCallbackQuery": lambda _: True,
        "setWebhook": lambda _: True,
    }

    @routes.post("/bot{token}/{method}")
    def call(token: str, method: str, form: Annotated[FormData, Depends(posted)]) -> Response:
        """One method, answered as the Bot API answers."""
        if token != SIMULATED_BOT or method not in methods:
            raise HTTPException(404)
        given = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            return JSONResponse({"ok": True, "result": methods[method](given)})
        except (KeyError, ValueError, TypeError):
            return JSONResponse({"ok": False, "error_code": 400, "description": "Bad Request"}, 400)

    @routes.get("/file/bot{token}/{name}")
    def download(token: str, name: str) -> Response:
        """The content of a file."""
        body = papers.fetch(name) if token == SIMULATED_BOT else None
        if body is None:
            raise HTTPException(404)
        return Response(body, media_type="application/octet-stream")

    return routes


def message(container: Container, chat: int, place: int, **content: Any) -> dict[str, Any]:
    """A message of the Bot API in a private chat."""
    person = {"id": chat, "type": "private", "first_name": "演示"}
    return {"message_id": place, "date": int(container.core.now().timestamp()), "chat": person, **content}
