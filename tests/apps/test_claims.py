"""What the free text of a form claims: of the applicant it counts, of others it is asked about."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.apps.applications.claims import (
    LOW_INCOME,
    SOCIAL_WORK,
    VETERAN,
    Claim,
    claims,
    plain_major,
)


@pytest.mark.parametrize(
    "text",
    [
        "2019.09—2021.09  应征入伍，服义务兵役（退役大学生士兵）",
        "在校期间应征入伍，服役两年，系退役大学生士兵。",
        "2020年9月参军入伍\n2022年9月 复学",
        "2018—2020 参军",
        "2019年9月至2021年9月 在武警部队服役",
        "2019.09-2021.09 某部队 义务兵",
        "退役复学",
        "本人为退役大学生士兵，现申请优先",
        "２０２０．９—２０２２．９　服役",
    ],
)
def test_service_of_the_applicant_is_a_claim(text: str) -> None:
    assert claims(VETERAN, text) is True


@pytest.mark.parametrize(
    "text",
    [
        "本人系低保家庭毕业生。",
        "家庭情况：低保家庭。",
        "家庭享受城市低保",
        "低保户",
        "城乡居民最低生活保障家庭",
        "低保、建档立卡家庭",
        "2022年获奖学金；家庭情况:农村低保户",
    ],
)
def test_an_own_family_on_low_income_support_is_a_claim(text: str) -> None:
    assert claims(LOW_INCOME, text) is True


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        (VETERAN, "采访退役军人"),
        (VETERAN, "父亲系退役军人"),
        (VETERAN, "报名应征入伍体检未合格"),
        (VETERAN, "担任征兵宣传员，宣讲入伍政策"),
        (LOW_INCOME, "走访低保户"),
        (LOW_INCOME, "帮扶低保家庭学生"),
        (LOW_INCOME, "整理社保、低保、医保资料"),
        (LOW_INCOME, "负责社保，低保，医保"),
    ],
)
def test_the_same_words_of_others_are_left_to_a_person(claim: Claim, text: str) -> None:
    assert claims(claim, text) is None


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        (VETERAN, "2022.07 在忻州市退役军人事务局实习"),
        (VETERAN, "本人不是退役士兵"),
        (VETERAN, "2020.09—2024.06 忻州师范学院 学生"),
        (LOW_INCOME, "在民政局低保办实习"),
        (LOW_INCOME, "非低保家庭"),
        (LOW_INCOME, ""),
        (LOW_INCOME, None),
    ],
)
def test_offices_denials_and_silence_claim_nothing(claim: Claim, text: str | None) -> None:
    assert claims(claim, text) is False


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("本人为社会工作专业毕业生，申请优先招募。", True),
        ("社会工作专业毕业生", True),
        ("2020.09—2024.06 样本大学社会工作专业 学生", False),
        ("在市委社会工作部实习", False),
        ("考取助理社会工作师", False),
    ],
)
def test_social_work_is_claimed_by_a_sentence_and_not_by_the_line_of_the_studies(
    text: str, claimed: bool
) -> None:
    assert claims(SOCIAL_WORK, text) is claimed


def test_one_clear_claim_counts_beside_a_sentence_about_others() -> None:
    assert claims(VETERAN, "采访退役军人", "会计（退役士兵）") is True


CLAIMS = (SOCIAL_WORK, LOW_INCOME, VETERAN)
# Pieces of forms: words of claims, of others, of offices, of denials, and what parts clauses.
PIECES = (
    *(
        "本人",
        "系",
        "现",
        "已",
        "现已",
        "2020.09—2022.09",
        "毕业生",
        "专业",
        "家庭",
        "义务",
        "士兵",
    ),
    *("社会工作", "低保", "最低生活保障", "退役", "义务兵", "兵役", "入伍", "服"),
    *(
        "父亲",
        "采访",
        "样本大学",
        "事务局",
        "部",
        "办",
        "不是",
        "没有",
        "，",
        "。",
        "（",
        "\n",
        " ",
    ),
)
forms_texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(forms_texts)
def test_only_a_text_that_brings_a_claim_up_is_one_or_is_left_to_a_person(text: str) -> None:
    for claim in CLAIMS:
        if not claim.brought_up.search("".join(text.split())):
            assert claims(claim, text) is False


@given(
    st.lists(st.sampled_from(["本人", "现", "已", "现已", "系", "服", "义务", "士兵"]), max_size=8)
)
def test_any_order_of_the_words_of_a_claim_makes_it(words: list[str]) -> None:
    for place in range(len(words) + 1):
        text = "".join((*words[:place], "义务兵役", *words[place:], "2022年"))
        assert claims(VETERAN, text) is True


@given(forms_texts, st.sampled_from(["父亲", "采访", "样本大学"]))
def test_one_word_that_is_none_of_a_claim_leaves_its_clause_to_a_person(
    text: str, word: str
) -> None:
    clause = "".join(piece for piece in text if piece not in "，。（\n")
    for claim in CLAIMS:
        assert claims(claim, clause + word) is not True


@given(forms_texts)
def test_a_claim_stands_whatever_other_clauses_say(text: str) -> None:
    assert claims(VETERAN, f"退役士兵。{text}") is True


@pytest.mark.parametrize(
    "clause",
    [
        "现已" * 18 + "退役坏",
        "一" * 36 + "退役坏",
        "低保户",
        "退役军人事务" * 6,
        "9" * 37 + "退役，",
    ],
)
def test_a_long_text_made_to_be_slow_is_read_in_no_time(clause: str) -> None:
    text = "，".join([clause] * (20_000 // (len(clause) + 1)))

    began = time.process_time()
    for claim in CLAIMS:
        claims(claim, text)

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("社会工作", "社会工作"),
        (" 社会 工作（社区方向）", "社会工作"),
        ("社会工作[本科]专业", "社会工作"),
        ("社会学（社会工作方向）", "社会学"),
        ("", ""),
    ],
)
def test_a_major_is_compared_without_blanks_brackets_and_the_word_major(
    written: str, plain: str
) -> None:
    assert plain_major(written) == plain
