"""How a period is called: in full at the head of a bulletin, short in a message."""

from tracking.domain.period import Span, Week

_QUARTERS = "一二三四"


def full(span: Span) -> str:
    """``2026年3月``."""
    return f"{span.year}年" if not isinstance(span, Week) and span.months == 12 else f"{span.year}年{short(span)}"


def short(span: Span) -> str:
    """``3月``; a year has no shorter name."""
    if isinstance(span, Week):
        return f"第{span.week}周"
    if span.months == 12:
        return f"{span.year}年"
    return f"{_QUARTERS[span.month // 3]}季度" if span.months == 3 else f"{span.month}月"
