"""Which free text a reader sees without the names, numbers and addresses in it."""

from collections.abc import Callable

from admin.security.account import Officer
from admin.wiring import Container
from tracking.domain.people import Role
from tracking.domain.vocabulary import Identity
from tracking.store.visibility import READS_FIGURES

Redact = Callable[[str], str]


def as_it_is(text: str) -> str:
    """Nothing is taken out."""
    return text


def for_reader(container: Container, officer: Officer, identity: Identity) -> Redact:
    """Leaders and assessors never read who it is; a unit does not where the petitioner asked to stay unknown."""
    unknown = officer.role is Role.HANDLER and identity is not Identity.NAMED
    return container.redact if officer.role in READS_FIGURES or unknown else as_it_is
