"""The Bot API on the wire: a small server on this machine that remembers what it was asked and answers as told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

TOKEN = "12345:test"
HELD = 3.0
OK = (200, {"ok": True, "result": True})
TOO_MANY = (429, {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 7}})
BROKEN = (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
BLOCKED = (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"})
BAD = (400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"})
UNKNOWN_TOKEN = (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
Answer = tuple[int, Any]


@dataclass
class BotApi:
    """``script`` are the next answers to ``sendMessage``; None holds the request until it is let go."""

    url: str = ""
    script: list[Answer | None] = field(default_factory=list)
    called: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    let_go: Event = field(default_factory=Event)

    def sent(self) -> list[str]:
        """The texts that were accepted or refused, in order."""
        return [given["text"] for method, given in self.called if method == "sendMessage"]

    def keyboards(self) -> list[list[str]]:
        """What the buttons of each message send."""
        markups = [
            json.loads(given.get("reply_markup", "{}")) for method, given in self.called if method == "sendMessage"
        ]
        return [[each["callback_data"] for row in m.get("inline_keyboard", []) for each in row] for m in markups]

    def answer(self, method: str, given: dict[str, str]) -> Answer:
        self.called.append((method, given))
        if method == "getMe":
            return 200, {
                "ok": True,
                "result": {"id": 1, "is_bot": True, "first_name": "Minyi", "username": "minyi_bot"},
            }
        if method == "getFile":
            return self._file(given["file_id"])
        if method == "sendMessage":
            told = self.script.pop(0) if self.script else OK
            if told is None:
                self.let_go.wait(HELD)
                told = OK
            return told if told != OK else (200, {"ok": True, "result": _message(given)})
        return OK

    def _file(self, name: str) -> Answer:
        if name not in self.files:
            return BAD
        size = len(self.files[name])
        return 200, {
            "ok": True,
            "result": {"file_id": name, "file_unique_id": name, "file_size": size, "file_path": name},
        }


def _message(given: dict[str, str]) -> dict[str, Any]:
    chat = {"id": int(given["chat_id"]), "type": "private"}
    return {"message_id": 1, "date": 1772400000, "chat": chat, "text": given["text"]}


@contextmanager
def bot_api() -> Iterator[BotApi]:
    """Serve until the end of the block."""
    api = BotApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            status, answer = api.answer(self.path.rpartition("/")[2], given)
            self._send(status, json.dumps(answer).encode(), "application/json")

        def do_GET(self) -> None:
            self._send(200, api.files[self.path.rpartition("/")[2]], "application/octet-stream")

        def _send(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        api.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield api
        api.let_go.set()
        server.shutdown()
        thread.join()
