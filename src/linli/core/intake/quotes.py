"""Tell a sender's own words from an earlier mail that is quoted below them."""

import re

_QUOTE_START = re.compile(
    r"^[^\S\n]{0,20}(?:>|\|\s?(?:发件人|From)\s?\||-{2,}\s*(?:原始邮件|回复的原邮件|Original Message|Replied Message)"
    r"|发件人[:：]|From:\s.{0,200}\n.{0,20}(?:Sent|Date|To):|在.{4,80}写道[:：]|On .{4,100}wrote:)",
    re.MULTILINE | re.IGNORECASE,
)
_FORWARD_START = re.compile(
    r"^[^\S\n]{0,20}-{2,}\s*(?:转发邮件信息|转发的邮件|转发邮件|Forwarded message)|^Begin forwarded message|^开始转发的邮件",
    re.MULTILINE | re.IGNORECASE,
)
_FORWARD_SUBJECT = re.compile(r"\s*(?:转发|fwd?)\s*[:：]", re.IGNORECASE)


def is_passed_on(subject: str, text: str) -> bool:
    """Tell whether a mail passes another mail on inside its own text."""
    return bool(_FORWARD_SUBJECT.match(subject) or _FORWARD_START.search(text))


def own_words(subject: str, text: str) -> str:
    """Return what the sender wrote; in a mail that is passed on, or has no words of its own, all of it."""
    quoted = None if is_passed_on(subject, text) else _QUOTE_START.search(text)
    above = text[: quoted.start()] if quoted else ""
    return above if above.strip() else text
