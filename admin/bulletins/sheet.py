"""The bulletin as CSV for spreadsheets, with the snapshot in its first line."""

import csv
from io import StringIO

from admin.bulletins.section import dated, sections
from admin.bulletins.store import Bulletin

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(made: Bulletin) -> bytes:
    """UTF-8 with a mark, as spreadsheets want it; no cell is ever taken for a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["数据快照", made.snapshot])
    writer.writerow([_safe(made.body["title"])])
    writer.writerow([dated(made.body)])
    for each in sections(made.body):
        writer.writerow([])
        writer.writerow([each.heading])
        writer.writerows([_safe(line)] for line in each.words.splitlines())
        if each.header:
            writer.writerow(each.header)
            writer.writerows([_safe(text) for text in row] for row in each.rows)
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
