"""What a caller did since the last answer, without a word of how a carrier puts it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Keys, words with how sure the recognition is (0 to 1, None when it does not say), the id of a recording.

    ``queue`` says how waiting for an operator ended, empty when nobody waited.
    """

    keys: str = ""
    words: str = ""
    confidence: float | None = None
    recording: str = ""
    queue: str = ""
