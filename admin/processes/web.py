"""One web process. The supervisor opened the socket and handed it over as descriptor 0.

Uvicorn's own ``--workers`` would start children of children: when their parent is killed they live on and keep the
port, and its successor cannot start.
"""

from __future__ import annotations

import os
import socket

import uvicorn

from admin.settings import Settings

_LAST_ANSWERS = 3  # seconds for what is under way when we stop; an open event stream would hold us for ever


def handed_over() -> socket.socket:
    """Take the listening socket off descriptor 0, and leave nothing there to read."""
    listening = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return listening


def main() -> None:
    """Serve until told to stop."""
    config = uvicorn.Config(
        "admin.app:create",
        factory=True,
        log_level=Settings().log_level.value,
        server_header=False,
        access_log=False,  # ours names the route, never the address with its query code
        timeout_graceful_shutdown=_LAST_ANSWERS,
    )
    uvicorn.Server(config).run(sockets=[handed_over()])


if __name__ == "__main__":
    main()
