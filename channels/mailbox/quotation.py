"""What a person wrote in a mail, without the mails it answers and without the signature.

Line by line and in one pass, whatever comes. History is cut only from a reply: somebody who writes for the first time
and quotes a letter from an office quotes it as evidence.
"""

from __future__ import annotations

import re

_LONGEST_LINE = 300
_RULE = re.compile(
    r"-{2,}\s*(?:原始邮件|原邮件|邮件原件|回复的原邮件|Original(?: Message)?|Reply Message)\s*-{2,}", re.IGNORECASE
)
_WROTE = re.compile(r".{0,120}(?:20\d\d|\d月).{0,160}(?:写道|wrote)\s*[:：]", re.IGNORECASE)
_OPENS = re.compile(r"[*\s]*(?:发件人|寄件者|From)[*\s]*[:：]", re.IGNORECASE)
_FOLLOWS = re.compile(r"[*\s]*(?:发送时间|发送日期|日期|收件人|主题|Sent|Date|To|Subject)[*\s]*[:：]", re.IGNORECASE)
_DEVICE = re.compile(
    r"(?:发自|来自)我的.{1,30}|Sent from my .{1,40}|(?:获取|Get) ?(?:适用于)? ?Outlook .{1,20}", re.IGNORECASE
)
_SIGNATURE_LINES = 6


def own_words(text: str, *, reply: bool) -> str:
    """The words of this mail alone. When nothing would be left, the whole text: a person may have written below."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = _without_signature(_without_history(lines) if reply else lines)
    said = "\n".join(line for line in kept if not _DEVICE.fullmatch(line.strip()[:_LONGEST_LINE])).strip()
    return said or text.strip()


def _without_history(lines: list[str]) -> list[str]:
    end = next((at for at in range(len(lines)) if _begins_history(lines, at)), len(lines))
    return [line for line in lines[:end] if not line.lstrip().startswith(">")]


def _begins_history(lines: list[str], at: int) -> bool:
    line = lines[at].strip()[:_LONGEST_LINE]
    if _RULE.fullmatch(line) or _WROTE.fullmatch(line):
        return True
    if _OPENS.match(line):
        return sum(bool(_FOLLOWS.match(each[:_LONGEST_LINE])) for each in lines[at + 1 : at + 5]) >= 2
    following = lines[at + 1].strip()[:_LONGEST_LINE] if at + 1 < len(lines) else ""
    return line.startswith(("On ", "在 ")) and bool(_WROTE.fullmatch(f"{line} {following}"))


def _without_signature(lines: list[str]) -> list[str]:
    """Up to the last line ``-- `` (RFC 3676) with a few lines after it."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 2 - _SIGNATURE_LINES), -1):
        if lines[at].rstrip() == "--":
            return lines[:at]
    return lines
