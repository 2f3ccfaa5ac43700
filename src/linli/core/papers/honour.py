"""Honours and their levels: by what was awarded, else by who awarded it.

Source: D0 三(一)6(4).
"""

import re

from linli.core.papers.kinds import MaterialKind
from linli.core.papers.organisations import Rank, issuers_of, rank_of
from linli.core.papers.paper import Paper
from linli.core.papers.study_sentence import graduate_in
from linli.core.papers.values import Collected
from linli.core.papers.wording import Reading, Wording

_K = MaterialKind
_TITLE = re.compile("荣誉证书|获奖证书|奖学金证书|^证书$|^奖状$|表彰|嘉奖|喜报")
_AWARDED = re.compile(
    "荣获|被?评为|授予|特授|获得?.{0,20}(?:称号|奖|荣誉)|特发此证|以资鼓励|予以表彰|特颁此证|特此表彰"
)
_HONOUR = re.compile("优秀|三好|先进|荣誉|奖学金|标兵|奖|十佳|模范|之星|个人|能手|骨干")
_NO_HONOUR = re.compile("助学金|学位条例|准予毕业|聘书|聘请")
_AWARD = re.compile(
    '[“"「『]([^”"」』]{2,40})[”"」』]|(?:荣获|评为|授予|获得?)([^。,，]{2,40}?)(?:称号|。|,|，|$)'
)
_NEXT = "(?=优秀|三好|先进|优良)"
#: Words that name a level outright come first: a national contest has provincial prizes.
_LEVELS: tuple[tuple[MaterialKind, re.Pattern[str]], ...] = (
    (_K.HONOR_NATIONAL, re.compile("国家级|国家(?:励志)?奖学金")),
    (_K.HONOR_PROVINCIAL, re.compile("省级|自治区级|赛区")),
    (_K.HONOR_MUNICIPAL, re.compile("校级|市级")),
    (_K.HONOR_DEPARTMENT, re.compile("院级|系级|院系级|我系")),
    (_K.HONOR_NATIONAL, re.compile(f"全国|国家{_NEXT}")),
    (_K.HONOR_PROVINCIAL, re.compile(f"(?:省|自治区)(?:{_NEXT}|(?=普通高|高校|高等|大学生|政府))")),
    (_K.HONOR_MUNICIPAL, re.compile(f"(?:(?<!学)校|大学|市){_NEXT}")),
    (_K.HONOR_DEPARTMENT, re.compile(f"(?:(?<!学)院|系){_NEXT}")),
)
_OF_RANK = {
    Rank.NATIONAL: _K.HONOR_NATIONAL,
    Rank.PROVINCIAL: _K.HONOR_PROVINCIAL,
    Rank.MUNICIPAL: _K.HONOR_MUNICIPAL,
    Rank.SCHOOL: _K.HONOR_MUNICIPAL,
    Rank.DEPARTMENT: _K.HONOR_DEPARTMENT,
    Rank.COUNTY: _K.HONOR_MUNICIPAL,
}


def read_honour(wording: Wording) -> Paper | None:
    """Return an honour with its level; what a school or office gives as aid is none."""
    has_title = any(len(text) <= 24 and _TITLE.search(text) for text in wording.row_texts)
    flat = wording.flat
    is_awarded = bool(_AWARDED.search(flat)) and bool(_HONOUR.search(flat))
    if _NO_HONOUR.search(flat) or not (is_awarded or (has_title and _HONOUR.search(flat))):
        return None
    collected = Collected()
    name = graduate_in(wording)
    if name is not None:
        collected.take("name", name.text, name.sure)
    issuers = [one for one in issuers_of(wording) if rank_of(one.text) is not None]
    if issuers:
        collected.take("issuer", issuers[-1].text, issuers[-1].sure)
    kind, sure = _level(wording, issuers)
    return Paper(
        (kind,), sure if has_title else sure - 0.1, collected.paper_values(), collected.doubts()
    )


def _level(wording: Wording, issuers: list[Reading]) -> tuple[MaterialKind, float]:
    said, issued = _level_said(wording), _level_issued(issuers, wording)
    if said is not None and issued is not None:
        return (said, 0.95) if said is issued else (said, 0.6)
    if said is not None:
        return said, 0.85
    # A school gives most of the honours that people send.
    return (issued, 0.85) if issued is not None else (_K.HONOR_MUNICIPAL, 0.35)


def _level_said(wording: Wording) -> MaterialKind | None:
    flat = wording.flat.replace("\n", "")
    text = "\n".join(first or second for first, second in _AWARD.findall(flat)) or flat
    return next((kind for kind, pattern in _LEVELS if pattern.search(text)), None)


def _level_issued(issuers: list[Reading], wording: Wording) -> MaterialKind | None:
    """Return the level of the last issuer; a department below its school's name is the school's."""
    ranks = [rank_of(one.text) for one in issuers]
    if Rank.DEPARTMENT in ranks:
        return _K.HONOR_DEPARTMENT
    if ranks:
        return _OF_RANK.get(ranks[-1]) if ranks[-1] is not None else None
    return _K.HONOR_MUNICIPAL if wording.says("我校", "全校", "学校研究") else None
