"""What the procedure refuses, as a family with stable codes.

``details`` are for programs and are shown to people; they never hold personal data.
"""

from collections.abc import Iterable, Mapping


class DomainError(Exception):
    """The verb was not carried out and nothing changed."""

    code = "domain_error"
    permanent = True

    def __init__(self, message: str = "", *, allowed: Iterable[str] = (), **details: str | int | None) -> None:
        super().__init__(message or self.code)
        self.allowed = tuple(allowed)
        self.details: Mapping[str, str | int | None] = details


class NotFound(DomainError):
    """No such petition or assignment, or not for these eyes."""

    code = "not_found"


class OutOfTurn(DomainError):
    """The verb is not possible at this stage; ``allowed`` lists what is."""

    code = "out_of_turn"


class NeedsArbitration(OutOfTurn):
    """The matter went to and fro so often that supervision must name the unit."""

    code = "needs_arbitration"


class Forbidden(DomainError):
    """This role, or this unit, may not use the verb."""

    code = "forbidden"


class StaleVersion(DomainError):
    """Somebody else was faster; read again and decide anew."""

    code = "stale_version"
    permanent = False


class UnknownCode(DomainError):
    """A coded value (topic, unit, reason) that the city does not have."""

    code = "unknown_code"


class MissingField(DomainError):
    """A field the verb cannot do without."""

    code = "missing_field"


class InvalidValue(DomainError):
    """A value the verb cannot accept, such as a moment in the future."""

    code = "invalid_value"


class OpenChildren(DomainError):
    """The matter still has open parts."""

    code = "open_children"


class TooLate(DomainError):
    """The time for this verb has passed."""

    code = "too_late"


class TooEarly(DomainError):
    """Something has to happen first, such as three tries to reach the citizen."""

    code = "too_early"


class KeyReused(DomainError):
    """An idempotency key or external id came again with other content."""

    code = "key_reused"


class CalendarMissing(DomainError):
    """A working day was asked for in a year whose calendar is not loaded."""

    code = "calendar_missing"
    permanent = False


class LedgerBroken(DomainError):
    """The chain of a petition's history does not hold; ``details['seq']`` names the entry."""

    code = "ledger_broken"
