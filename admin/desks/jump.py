"""Letters that lead to the places of the console: ``g``, then the letter. A place without one is reached by Tab."""

from collections.abc import Mapping

LETTERS: Mapping[str, str] = {
    "/staff": "h",
    "/staff/worklist": "w",
    "/staff/phone-desk": "p",
    "/staff/call-back": "c",
    "/staff/conversations": "m",
    "/staff/knowledge": "k",
    "/staff/overview": "o",
    "/staff/indicators": "i",
    "/staff/hot": "t",
    "/staff/supervision/wall": "l",
    "/staff/supervision/documents": "d",
    "/staff/supervision/orders": "b",
    "/staff/supervision/consultations": "u",
    "/staff/supervision/urges": "r",
    "/staff/oversight": "x",
    "/staff/disclosure": "a",
    "/staff/media": "e",
    "/staff/media-replies": "v",
    "/staff/performance": "f",
    "/staff/calendar": "y",
    "/staff/imports": "n",
    "/staff/keys": "q",
    "/staff/webhooks": "z",
    "/staff/deliveries": "s",
}
