"""A report, a confidential petitioner and a hostile title of the quarter are in nothing that leaves."""

from __future__ import annotations

from admin.wiring import Container
from tests.journeys import telling
from tests.journeys.june import JUNE, MEDIA, PLANTED, Quarter
from tests.journeys.office import YEAR, Office, scheme
from tests.journeys.quarter import (
    MONTHS,
)
from tracking.domain.clock import FixedClock


def test_nothing_secret_of_the_quarter_leaves(
    container: Container, clock: FixedClock, office: Office, quarter: Quarter
) -> None:
    scheme(office)
    found = _everything(office, quarter)
    assert all(text.strip() for text in found.values())
    leaked = {where: [each for each in PLANTED if each in text] for where, text in found.items()}
    leaked |= {f"{where} names it": [each for each in quarter.secrets if each in found[where]] for where in found}
    assert {where: words for where, words in leaked.items() if words} == {}
    hot = [row[2:] for row in telling.rows(found["bulletin"]) if len(row) == 4]
    assert ["27", "0"] in hot, "all of June but the report"


def _everything(office: Office, quarter: Quarter) -> dict[str, str]:
    """All that is told to leaders, printed, broadcast, published or taken out, as plain text."""
    leader, first, stranger, assess = office("lead"), office("disp"), office(""), office("assess")
    page, example = quarter.bulletin, f"{MEDIA}/{quarter.example}"
    public = ("/open", f"/open?period={JUNE}", "/open/examples", "/open/answers", "/open/accountability")
    tables = (f"/open/figures.csv?period={month}" for month in MONTHS)
    return {
        "sms": "".join(quarter.sms.values()),
        "bulletin": _main(leader.open(page).text),
        "as its maker sees it": _main(first.open(page).text),
        "pdf": telling.pdf_text(leader.open(f"{page}/file/pdf").content),
        "word": telling.word_text(leader.open(f"{page}/file/docx").content),
        "csv": leader.open(f"{page}/file/csv").text,
        "media": _main(first.open(MEDIA).text),
        "example": _main(first.open(example).text),
        "sheet": _main(first.open(f"{example}/sheet").text),
        "ranking": assess.open(f"{YEAR}/ranking.csv").text,
        "workbook": telling.workbook_text(assess.open(f"{YEAR}/ranking.xlsx").content),
        **{each: stranger.open(each).text for each in (*public, *tables)},
    }


def _main(html: str) -> str:
    """Without the frame of the console."""
    return html.partition("<main")[2]
