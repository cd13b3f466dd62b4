"""A small sound in place of a voice."""

from __future__ import annotations

import math
import struct
import wave
from io import BytesIO

RATE, LOUD = 8000, 9000


def tone(seconds: float = 1.5, hertz: float = 440.0) -> bytes:
    """A WAV file as telephones record it: one channel, 8,000 samples a second, 16 bits."""
    samples = (int(LOUD * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(int(RATE * seconds)))
    body = BytesIO()
    with wave.open(body, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return body.getvalue()
