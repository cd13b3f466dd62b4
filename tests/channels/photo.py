"""Pictures for tests."""

from __future__ import annotations

import io

from PIL import Image

_GPS, _ORIENTATION, _LATITUDE = 0x8825, 0x0112, 2


def jpeg(size: tuple[int, int] = (60, 40), *, gps: bool = False, orientation: int | None = None) -> bytes:
    """A small photo."""
    image, exif = Image.new("RGB", size, "gray"), Image.Exif()
    if gps:
        exif.get_ifd(_GPS)[_LATITUDE] = (41.0, 47.0, 22.0)
    if orientation:
        exif[_ORIENTATION] = orientation
    return _saved(image, "JPEG", exif=exif)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> bytes:
    """A small picture of another kind."""
    return _saved(Image.new(mode, size), kind)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    body = io.BytesIO()
    image.save(body, kind, **options)
    return body.getvalue()
