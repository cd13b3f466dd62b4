import os
import signal

import pytest

from admin.processes.stopping import stop_on_request, undisturbed


@pytest.fixture(autouse=True)
def _handlers_as_before() -> object:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("request_", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_request_means_the_same(request_: signal.Signals) -> None:
    stop_on_request()
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), request_)


def test_a_closed_terminal_is_no_request_when_we_were_told_to_ignore_it() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    stop_on_request()
    os.kill(os.getpid(), signal.SIGHUP)


def test_a_second_request_does_not_disturb_the_stopping() -> None:
    stop_on_request()
    with undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
