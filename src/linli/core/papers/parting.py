"""One page that shows several papers, parted at their titles."""

import re
from collections.abc import Sequence

from linli.core.pages.page import Page, Token
from linli.core.papers.wording import Wording, present_shapes, wording_of

_TITLE = re.compile(
    "^.{0,16}(?:毕业证书|学位证书|学籍在线验证报告|电子注册备案表|常住人口登记卡|荣誉证书|获奖证书|奖状|入伍证明|入伍通知书|退出现役证明?"
    "|退役证明?|退伍证|最低生活保障(?:家庭)?证明?)$"
)
_ID_CARD_LABEL = "公民身份号码"
# Two titles that stand closer than this share of the page belong to one paper.
_CLOSEST = 0.2
# A paper at the side is further away than one above.
_SIDEWAYS = 3.0


def parts_of(page: Page, wording: Wording) -> tuple[Wording, ...]:
    """Return the page in parts, each below one title; what stands above all titles is one more.

    A page with one paper comes back whole.
    """
    titles = _titles(page)
    if len(titles) < 2 and not (titles and wording.says(_ID_CARD_LABEL)):
        return (wording,)
    parts: dict[int, list[Token]] = {}
    for token in page.tokens:
        parts.setdefault(_title_above(token, titles), []).append(token)
    return tuple(wording_of(page, tokens=tokens) for tokens in parts.values())


def _titles(page: Page) -> list[Token]:
    found: list[Token] = []
    for token in page.tokens:
        text = re.sub(r"\s", "", present_shapes(token.text))
        if _TITLE.match(text) and all(_apart(token, other) > _CLOSEST for other in found):
            found.append(token)
    return found


def _apart(one: Token, other: Token) -> float:
    return max(abs(_middle(one)[0] - _middle(other)[0]), abs(_middle(one)[1] - _middle(other)[1]))


def _title_above(token: Token, titles: Sequence[Token]) -> int:
    """Return the number of the nearest title above the token, -1 if there is none."""
    across, down = _middle(token)
    above = [
        (down - _middle(title)[1] + _SIDEWAYS * abs(across - _middle(title)[0]), number)
        for number, title in enumerate(titles)
        if title.box.top <= token.box.bottom
    ]
    return min(above)[1] if above else -1


def _middle(token: Token) -> tuple[float, float]:
    box = token.box
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2
