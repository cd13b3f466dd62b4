"""The mail process: one thread for each mailbox, one for what goes out.

Mail is slow and often away; nothing else waits for it.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from threading import Event, Thread
from traceback import extract_tb

from admin.addresses import with_addresses
from admin.log import configure, log
from admin.settings import Settings
from admin.wiring import Container, build
from channels.mailbox.poller import back_off

SEND_EVERY, EXAMINE_EVERY = 1.0, 30.0


def main() -> None:
    """Until told to stop."""
    settings = with_addresses(Settings())
    configure(settings.log_level)
    stop = Event()
    for request in (signal.SIGTERM, signal.SIGINT):
        signal.signal(request, lambda *_: stop.set())
    container = build(settings)
    try:
        serve(container, stop)
    finally:
        container.close()


def serve(container: Container, stop: Event) -> None:
    """Read every mailbox, send what is queued, and look again at files that wait, until ``stop`` is set."""
    post = container.post
    jobs: list[Callable[[Event], None]] = [poller.run for poller in post.pollers(report)]
    jobs += [_again(post.notices.send_queued, SEND_EVERY), _again(post.filing.examine_again, EXAMINE_EVERY)]
    threads = [Thread(target=job, args=(stop,), name=f"mail-{place}") for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    log.info("mail is read", mailboxes=len(post.sources), spool=post.spool is not None)
    for thread in threads:
        thread.join()


def report(what: str, error: Exception) -> None:
    """What failed and where; not the error's own words, which may repeat what a citizen wrote."""
    last = extract_tb(error.__traceback__)[-1]
    log.error(what, error=type(error).__name__, at=f"{last.filename}:{last.lineno} {last.name}")


def _again(act: Callable[[], object], every: float) -> Callable[[Event], None]:
    """An act done again and again; after failures in a row it waits longer."""

    def run(stop: Event) -> None:
        failures = 0
        while not stop.is_set():
            try:
                act()
                failures = 0
            except Exception as error:
                failures += 1
                report("the mail process goes on after a failure", error)
            stop.wait(max(every, back_off(failures) if failures else 0))

    return run


if __name__ == "__main__":
    main()
