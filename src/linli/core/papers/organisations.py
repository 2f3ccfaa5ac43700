"""Who issued a paper: the lines that name an organisation and nothing else, and its rank.

Source: D0 三(一)6(4), 三(一)6(5).
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from linli.core.papers.wording import Reading, Word, Wording, present_shapes

_HAN = "\u3400-\u9fff"
_ORGANISATION = re.compile(
    f"[{_HAN}·、()]{{1,32}}?(?:大学|学院|学校|书院|研究院|研究所|系|学部|部|厅|局|分局|委员会|政府|办公室|征兵办|处|团委|党委"
    "|[省市县区]委|学生会|联合会|学联|中心|协会|学会|组委会|基金会|办事处|社区|居委会|村委会|支部|总支|支队|大队|所|站|中央)"
)
_LEAD = re.compile(f"^[{_HAN}()]{{0,8}}?(?:单位|机关|机构|部门|校名|学校|院校|盖章|公章)\\)?[:：]")
_TAIL = re.compile(r"[(\[【]?(?:盖章|公章|章)[)\]】]?$|[:,，。;；.、]+$")
_NO_ISSUER = re.compile(
    "专业|同学|学生(?!会|处|工作)|荣誉|证书|证明|毕业|特此|学年|年度|在校|荣获|获得|授予|同志|姓名|主席"
)
_LEAGUE = re.compile("^(?:共青团|中国共产主义青年团|中共|中国共产党)(?!中央)|(?:委员会|委)$")
_SCHOOL = re.compile("^.*?(?:大学(?!生)|学院|学校|党校)")
_WHOLE_SCHOOL = re.compile(f"[{_HAN}()]{{2,30}}(?:大学|学院|学校|研究院|研究所|党校)")
_DEPARTMENT = re.compile(
    "(?:学院|系|学部|分院|书院|研究所|中心|院)(?:团委|党委|分?团委|团总支|党总支|总支部?|支部|学生会|委员会|分会)*$"
)
_OFFICE = re.compile("^(?:研究生院?|本科生院?|就业|学生|教务|招生|党委|团委|校团委|校党委|图书馆)")
_DISCIPLINES = (
    "软件|计算机|信息|电子|机械|机电|土木|建筑|经济|管理|商学|法学|文学|外国语|外语|数学|物理|化学|化工|生命|生物|材料|环境|艺术|音乐|美术"
    "|体育|教育|马克思|历史|新闻|公共|会计|财政|金融|护理|医学|药学|农学|园艺|动物|食品|能源|电气|自动化|交通|旅游|资源|地理|政治|政法"
    "|社会|心理|国际|继续|大数据|人工智能|水利|林学|测绘|统计|中文|汉语|学前|人文|理学|工学|基础|设计|传媒|电视|中医|针灸|临床"
)
_BARE_DEPARTMENT = re.compile(f"^(?:{_DISCIPLINES})[{_HAN}]*(?:学院|系|学部)")
_VILLAGE = re.compile(
    "村民|村委|居民委|居委|社区|街道|[乡镇](?:人民)?政府|民政所|[乡镇].{0,4}(?:办公室|中心|站|所)$"
)
_NATION = re.compile(
    "^中华人民共和国|^教育部|国务院|(?:共青团|团)中央|^全国|^(?:中国(?!共产)|国家|中央)(?!.*(?:大学(?!生)|学院))"
)
_PROVINCE = re.compile(f"[{_HAN}]{{2,8}}?(?:省|自治区)|^(?:北京|上海|天津|重庆)市(?!.*[区县])")
_CITY = re.compile(f"[{_HAN}]{{1,8}}?(?:市|自治州|盟|地区)")
_COUNTY = re.compile(f"[{_HAN}]{{1,8}}?[县区旗]")


class Rank(StrEnum):
    """The ranks of issuers that a notice tells apart, and those below them."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    SCHOOL = "school"
    DEPARTMENT = "department"
    COUNTY = "county"
    VILLAGE = "village"


def school_of(text: str) -> str | None:
    """Return the name of a school at the start of a text, without what a seal adds behind it."""
    found = _WHOLE_SCHOOL.match(present_shapes(text))
    return found[0] if found is not None else None


def issuers_of(wording: Wording) -> tuple[Reading, ...]:
    """Return the organisations that stand alone in a line, from the top; one read twice stays twice."""
    found = [
        Reading(name, sure)
        for row in wording.rows
        for text, sure in _candidates(row)
        if (name := _issuer(text)) is not None
    ]
    return tuple(found)


def rank_of(name: str) -> Rank | None:
    """Return the rank of an organisation by its name, ``None`` if the name does not tell.

    A department's name may stand without its school's: 计算机学院 is no school.
    """
    if _NATION.search(name):
        return Rank.NATIONAL
    body = _LEAGUE.sub("", _LEAGUE.sub("", name))
    school = _SCHOOL.match(body)
    if school is not None or _BARE_DEPARTMENT.match(body):
        return _rank_in_school(body, school)
    if _VILLAGE.search(name):
        return Rank.VILLAGE
    return _rank_of_area(name)


def _rank_in_school(body: str, school: re.Match[str] | None) -> Rank:
    rest = body[school.end() :] if school is not None else body
    if _BARE_DEPARTMENT.match(body):
        return Rank.DEPARTMENT
    if rest and _DEPARTMENT.search(rest) and not _OFFICE.match(rest):
        return Rank.DEPARTMENT
    return Rank.SCHOOL


def _rank_of_area(name: str) -> Rank | None:
    province = _PROVINCE.match(name)
    rest = name[province.end() :] if province is not None else name
    if _CITY.match(rest):
        return Rank.MUNICIPAL
    if _COUNTY.match(rest):
        return Rank.COUNTY
    return Rank.PROVINCIAL if province is not None else None


def _candidates(row: Sequence[Word]) -> Iterator[tuple[str, float]]:
    """Yield the whole row if it is one name in spaced letters, else its words one by one."""
    whole = "".join(word.text for word in row)
    if len(row) > 1 and _issuer(whole) is not None and all(len(word.text) < 3 for word in row):
        yield whole, min(word.sure for word in row)
        return
    for word in row:
        yield word.text, word.sure


def _issuer(text: str) -> str | None:
    name = _TAIL.sub("", _TAIL.sub("", _LEAD.sub("", present_shapes(text))))
    if len(name) < 3 or not _ORGANISATION.fullmatch(name) or _NO_ISSUER.search(name):
        return None
    return name
