"""Honours with their levels, and proofs with their issuers.

Source: D0 三(一)6(4), 三(一)6(5), 三(一)6(6).
"""

import pytest

from linli.core.papers.kinds import MaterialKind as K
from linli.core.papers.organisations import Rank, rank_of
from linli.core.papers.paper import Paper
from linli.core.papers.sorting import papers_of
from tests.core.papers.made_pages import Row, page_of

NUMBER = "990101200203150015"


def read(*rows: Row, name: str = "1.jpg") -> Paper:
    return papers_of(page_of(*rows), name=name)[0]


@pytest.mark.parametrize(
    ("award", "issuers", "kind"),
    [
        ("荣获“国家励志奖学金”", ["中华人民共和国教育部"], K.HONOR_NATIONAL),
        ("荣获国家奖学金，", ["样本大学"], K.HONOR_NATIONAL),
        ("被评为“全国优秀共青团员”。", ["共青团中央"], K.HONOR_NATIONAL),
        ("被评为“样本省优秀毕业生”称号。", ["样本省教育厅"], K.HONOR_PROVINCIAL),
        ("被评为“优秀毕业生”称号。", ["样本省教育厅"], K.HONOR_PROVINCIAL),
        ("被评为优秀学生干部。", ["共青团样本省委员会"], K.HONOR_PROVINCIAL),
        ("荣获全国大学生样本竞赛样本赛区一等奖。", ["样本省教育厅"], K.HONOR_PROVINCIAL),
        ("被评为“校级三好学生”称号。", ["样本工商学院"], K.HONOR_MUNICIPAL),
        ("被评为“优秀毕业生”称号。", ["样本师范学院"], K.HONOR_MUNICIPAL),
        ("被评为优秀共青团员。", ["共青团样本师范学院委员会"], K.HONOR_MUNICIPAL),
        ("荣获一等奖学金。", ["样本大学学生处"], K.HONOR_MUNICIPAL),
        ("被评为样本市优秀学生干部。", ["共青团样本市委员会", "样本市教育局"], K.HONOR_MUNICIPAL),
        ("被评为优秀学生。", ["样本省样本市教育局"], K.HONOR_MUNICIPAL),
        ("被评为“三好学生”称号。", ["样本大学机械工程学院"], K.HONOR_DEPARTMENT),
        ("被评为“三好学生”称号。", ["样本学院化学系"], K.HONOR_DEPARTMENT),
        ("被评为“三好学生”称号。", ["样本大学", "计算机与信息技术学院"], K.HONOR_DEPARTMENT),
        ("被评为优秀共青团干部。", ["共青团样本大学文学院委员会"], K.HONOR_DEPARTMENT),
        ("被评为“院级优秀共青团员”。", ["样本大学法学院"], K.HONOR_DEPARTMENT),
    ],
)  # fmt: skip
def test_level_of_an_honour_is_told_by_award_and_issuer(
    award: str, issuers: list[str], kind: K
) -> None:
    paper = read(
        "荣 誉 证 书",
        "演练甲 同学：",
        f"在2022—2023学年度表现突出，{award}",
        "特发此证，以资鼓励。",
        *issuers,
    )
    assert paper.kinds == (kind,)
    assert paper.sure >= 0.6
    assert (paper.values.name, paper.values.issuer) == ("演练甲", issuers[-1])


def test_honour_without_level_or_issuer_takes_its_level_from_the_name_or_is_unsure() -> None:
    rows = ("荣誉证书", "演练甲同学：", "被评为三好学生。")
    assert read(*rows, name="省级三好学生.jpg").kinds == (K.HONOR_PROVINCIAL,)
    unsure = read(*rows)
    assert (unsure.kinds, unsure.sure < 0.5) == ((K.HONOR_MUNICIPAL,), True)


def test_award_and_issuer_that_contradict_make_an_honour_less_sure() -> None:
    rows = ("荣誉证书", "演练甲同学：", "被评为“省级优秀毕业生”。")
    assert read(*rows, "样本大学法学院").kinds == read(*rows, "样本省教育厅").kinds
    assert read(*rows, "样本大学法学院").sure < read(*rows, "样本省教育厅").sure


def test_aid_is_no_honour() -> None:
    assert read("证明", "演练甲同学2022年获国家助学金。", "样本大学").kinds == ()


@pytest.mark.parametrize(
    ("issuers", "kinds"),
    [
        (["样本县民政局"], (K.LOW_INCOME_PROOF,)),
        (["样本市样本区民政局"], (K.LOW_INCOME_PROOF,)),
        (["样本村村民委员会", "样本县民政局"], (K.LOW_INCOME_PROOF,)),
        (["样本县样本镇样本村村民委员会"], ()),
        (["样本社区居民委员会"], ()),
        (["样本镇人民政府"], ()),
        (["样本街道办事处"], ()),
        (["样本镇民政办公室"], ()),
    ],
)
def test_low_income_proof_counts_if_the_county_s_civil_affairs_department_gave_it(
    issuers: list[str], kinds: tuple[K, ...]
) -> None:
    paper = read(
        "最低生活保障家庭证明",
        f"兹证明演练甲（身份证号：{NUMBER}），系",
        "我县居民演练乙之子，享受最低生活保障。",
        *issuers,
    )
    assert (paper.kinds, paper.values.issuer) == (kinds, issuers[-1])
    assert (paper.values.name, paper.values.id_number) == ("演练甲", NUMBER)


def test_low_income_proof_whose_seal_was_not_read_goes_to_a_person() -> None:
    paper = read("最低生活保障家庭证明", "兹证明演练甲享受最低生活保障。")
    assert paper.kinds == (K.LOW_INCOME_PROOF,)
    assert paper.sure < 0.5


def test_one_paper_of_enlistment_and_discharge_is_both() -> None:
    paper = read(
        "样本县应征入伍证明",
        "退出现役证明",
        "演练甲2019年9月入伍，2021年9月退出现役。",
        "样本县退役军人事务局",
    )
    assert paper.kinds == (K.ENLISTMENT_PROOF, K.DISCHARGE_PROOF)


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("中华人民共和国教育部", Rank.NATIONAL),
        ("中国样本大学", Rank.SCHOOL),
        ("全国大学生样本竞赛组委会", Rank.NATIONAL),
        ("样本省学生联合会", Rank.PROVINCIAL),
        ("样本壮族自治区教育厅", Rank.PROVINCIAL),
        ("北京市教育委员会", Rank.PROVINCIAL),
        ("样本省财政税务专科学校", Rank.SCHOOL),
        ("样本省财政税务专科学校会计系", Rank.DEPARTMENT),
        ("样本大学研究生院", Rank.SCHOOL),
        ("马克思主义学院", Rank.DEPARTMENT),
        ("样本县教育局", Rank.COUNTY),
        ("样本公司", None),
    ],
)
def test_rank_of_an_issuer_is_told_by_its_name(name: str, rank: Rank | None) -> None:
    assert rank_of(name) is rank
