"""Mails as citizens write them, and some with a large document."""

import base64
import random
from collections.abc import Iterator

from nlu import corpus

CITY = "minyi@city.example"
MEGABYTES = 10


def mailbag(mails: int, large: int) -> Iterator[bytes]:
    """So many mails; ``large`` of them, spread among the others, carry ``MEGABYTES``."""
    texts, noise = [example.text for example in corpus.read()], random.Random(7)
    every = max(1, mails // large) if large else mails + 1
    for number in range(mails):
        enclosed = _enclosed(noise.randbytes(MEGABYTES * 1024 * 1024)) if large and number % every == 0 else b""
        yield _mail(number, texts[number % len(texts)], enclosed)


def _mail(number: int, text: str, enclosed: bytes) -> bytes:
    head = (
        f"From: citizen-{number}@mail.example\r\nTo: {CITY}\r\nMessage-ID: <{number}@mail.example>\r\n"
        "Date: Mon, 2 Mar 2026 08:00:00 +0800\r\nSubject: =?utf-8?B?5ZCR5biC6YeM5Y+N5pig?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="part"\r\n\r\n'
        "--part\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode()
    return head + text.encode("gb18030") + b"\r\n" + enclosed + b"--part--\r\n"


def _enclosed(body: bytes) -> bytes:
    """A document of this size; a PDF by its beginning."""
    head = b"--part\r\nContent-Type: application/pdf; name=large.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + base64.encodebytes(b"%PDF-1.4\n" + body).replace(b"\n", b"\r\n")
