"""A photo as evidence: judged by its content, made anew without anything that was hidden in it.

The stored picture is a fresh one: position, device and comments of the original are gone, and so is whatever else a
file can carry. It is turned upright and at most ``LONGEST_SIDE`` wide or high.
"""

from __future__ import annotations

from io import BytesIO
from threading import BoundedSemaphore
from typing import BinaryIO

import filetype
from PIL import Image, ImageOps

from channels.base import Refused, marked
from channels.evidence import Evidence, refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 2560
PATIENCE = 5.0
_KEPT_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP"}
_LARGE = marked("照片最大10 MB，这张是%(size)s MB。")
_KIND = marked("请上传JPEG、PNG或WebP照片；这个文件是%(kind)s。")
_BROKEN = marked("这张照片打不开，请换一张JPEG、PNG或WebP照片。")
_PIXELS = marked("这张照片尺寸太大，请缩小后再上传。")
_BUSY = marked("现在上传照片的人很多，请稍后再提交，或先不带照片。")
_at_work = BoundedSemaphore(2)  # a large picture takes some 200 MB while it is open


def picture_of(file: BinaryIO, size: int, *, field: str = "photo") -> Evidence:
    """Read an uploaded file of ``size`` bytes. Raises ``Refused``."""
    if size > MOST_BYTES:
        raise refused(field, "too_large", _LARGE, size=f"{size / 1024 / 1024:.1f}")
    if not _at_work.acquire(timeout=PATIENCE):
        raise refused(field, "busy", _BUSY)
    try:
        return _made_anew(file, field)
    except Refused:
        raise
    except Exception as error:  # decoders raise whatever they like on hostile input
        raise _wrong_kind(file, field) from error
    finally:
        _at_work.release()


def _made_anew(file: BinaryIO, field: str) -> Evidence:
    with Image.open(file, formats=["JPEG", "PNG", "WEBP"]) as original:
        if original.width * original.height > MOST_PIXELS:
            raise refused(field, "too_large", _PIXELS)
        original.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(original)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _saved(upright, _KEPT_AS[original.format or ""])


def _saved(image: Image.Image, kind: str) -> Evidence:
    plain = image.convert("RGBA" if image.has_transparency_data and kind != "JPEG" else "RGB")
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    body = BytesIO()
    bare.save(body, kind, quality=88)
    return Evidence(body=body.getvalue(), media_type=f"image/{kind.lower()}", name=f"photo.{kind.lower()}")


def _wrong_kind(file: BinaryIO, field: str) -> Refused:
    file.seek(0)
    kind = filetype.guess(file.read(8192))
    if kind is None or kind.mime in {"image/jpeg", "image/png", "image/webp"}:
        return refused(field, "invalid_value", _BROKEN)
    return refused(field, "invalid_value", _KIND, kind=kind.extension.upper())
