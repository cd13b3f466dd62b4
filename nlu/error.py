"""What can be wrong with the data or the model somebody brings."""


class NluError(Exception):
    """``code`` is stable; the message says where the fault is and, where possible, what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class DataError(NluError):
    """A table that cannot be used: ``unknown_encoding``, ``missing_column``, ``empty_text``, ``one_class`` …"""


class ModelError(NluError):
    """A model that cannot be used: ``model_missing``, ``model_damaged``, ``model_unknown``."""
