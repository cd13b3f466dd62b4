"""A web process in place of the real one: it takes the socket as that does, and answers with its number."""

import os
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer

from admin.processes.web import handed_over


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = str(os.getpid()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    server = TCPServer(("127.0.0.1", 0), _Answer, bind_and_activate=False)
    server.socket.close()
    server.socket = handed_over()
    server.server_name, server.server_port = "127.0.0.1", 0  # type: ignore[attr-defined]
    server.serve_forever()


if __name__ == "__main__":
    main()
