"""The Celery application. Celery carries the beat and the work; what must not be lost stands in the database.

Every task drains what is waiting there, so a tick that is lost, late or doubled does no harm. Ticks expire: after
an outage of the broker one tick does the work of all.
"""

import logging
from functools import cache

from celery import Celery, signals

from admin.addresses import with_addresses
from admin.settings import Settings
from admin.wiring import Container, build, subscribers
from tracking.service import proof
from tracking.service import relay as relay_service
from tracking.service import sweep as sweep_service
from tracking.store.outbox import Event

RELAY_EVERY, SWEEP_EVERY, SEAL_EVERY = 1.0, 30.0, 600.0
RECORDINGS_EVERY, DELIVERIES_EVERY, CALLS_EVERY = 5.0, 30.0, 300.0
_log = logging.getLogger(__name__)


@cache
def container() -> Container:
    """The parts of this process, made when the first task runs: never before a fork."""
    return build(with_addresses(Settings()))


def make(settings: Settings) -> Celery:
    """The application of an installation; connects to nothing."""
    app = Celery("minyi", broker=with_addresses(settings).broker_url)
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_time_limit=600,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={"visibility_timeout": 3600, "socket_timeout": 10, "socket_keepalive": True},
        timezone="Asia/Shanghai",
        beat_schedule={
            "relay": {"task": "minyi.relay", "schedule": RELAY_EVERY, "options": {"expires": 10}},
            "sweep": {"task": "minyi.sweep", "schedule": SWEEP_EVERY, "options": {"expires": 60}},
            "recordings": {"task": "minyi.recordings", "schedule": RECORDINGS_EVERY, "options": {"expires": 10}},
            "deliveries": {"task": "minyi.deliveries", "schedule": DELIVERIES_EVERY, "options": {"expires": 30}},
            "calls": {"task": "minyi.calls", "schedule": CALLS_EVERY, "options": {"expires": 300}},
            "seal_days": {"task": "minyi.seal_days", "schedule": SEAL_EVERY, "options": {"expires": 600}},
        },
    )
    return app


celery = make(Settings())


@signals.worker_process_init.connect
def _warm_up(**_: object) -> None:
    """Load city and model before a petition waits for them; only after the fork, which connections do not survive."""
    parts = container()
    parts.reader.understand("准备")
    if parts.city.units():
        parts.locate("准备")


@signals.after_setup_logger.connect
def _quiet(**_: object) -> None:
    """Two lines a second about ticks would bury what matters."""
    for name in ("celery.app.trace", "celery.worker.strategy", "celery.beat"):
        logging.getLogger(name).setLevel(logging.WARNING)


@celery.task(name="minyi.relay")
def relay() -> int:
    """Events to their subscribers, then queued messages to their carrier."""
    parts = container()
    handled = relay_service.drain(parts.core, subscribers(parts), report=_report)
    parts.sending.send_queued()
    return handled


@celery.task(name="minyi.sweep")
def sweep() -> dict[str, int]:
    """Deadlines that have passed become reminders and cards."""
    return sweep_service.sweep(container().core, report=_not_swept)


@celery.task(name="minyi.seal_days")
def seal_days() -> int:
    """Days that are over get their signed root."""
    return proof.seal_days(container().core)


@celery.task(name="minyi.recordings")
def recordings() -> int:
    """Voice messages come home from the carrier."""
    return container().recordings.fetch_due(_not_fetched)


@celery.task(name="minyi.deliveries")
def deliveries() -> int:
    """Messages of unknown fate are looked for at the carrier."""
    return container().sending.ask_about_unknown()


@celery.task(name="minyi.calls")
def calls() -> dict[str, int]:
    """Calls that nobody ended are ended, old ones forgotten; recordings that nobody told us of are found."""
    parts = container()
    exchange = parts.recordings.exchange
    found = {"ended": exchange.end_abandoned(), "forgotten": exchange.forget()}
    return found | ({"adopted": parts.recordings.adopt_unknown()} if parts.account.ready else {})


def _not_fetched(sid: str, error: Exception) -> None:
    _log.warning("the recording %s was not brought home: %s", sid, error)


def _not_swept(number: str, error: Exception) -> None:
    _log.error("the deadlines of %s could not be acted on", number, exc_info=error)


def _report(event: Event, error: Exception) -> None:
    _log.error("event %s of %s was not handled", event.verb, event.number, exc_info=error)
