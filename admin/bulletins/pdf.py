"""The bulletin to be printed: PDF/UA with its Chinese font inside, set by Typst from plain data."""

import json
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from admin.bulletins.section import dated, sections
from admin.bulletins.store import Bulletin, Stage
from admin.wiring import CITY_NAME
from tracking.domain.clock import city_day

TEMPLATE = Path(__file__).with_name("bulletin.typ")
FONTS = pylopdf_fonts_zh_cn.sans_path().parent
ISSUER = f"{CITY_NAME}市民意诉求平台"


def pdf(made: Bulletin) -> bytes:
    """What was typed by people reaches Typst as data and is never read as its language."""
    found: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(_told(made), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(made.made_at.timestamp()),
    )
    return found


def _told(made: Bulletin) -> dict[str, object]:
    return {
        "title": made.body["title"],
        "issuer": ISSUER,
        "snapshot": made.snapshot,
        "draft": made.stage is not Stage.APPROVED,
        "dated": dated(made.body),
        "made_on": city_day(made.made_at).isoformat(),
        "sections": [
            {
                "heading": each.heading,
                "words": each.words.splitlines(),
                "header": list(each.header),
                "rows": [list(row) for row in each.rows],
                "numbers": sorted(each.numbers),
            }
            for each in sections(made.body)
        ],
    }
