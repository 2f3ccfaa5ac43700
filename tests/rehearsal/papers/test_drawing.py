from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops

from linli.core.papers.kinds import MaterialKind
from linli.rehearsal.dice import Dice
from linli.rehearsal.papers.certificates import diploma_words
from linli.rehearsal.papers.chinese_dates import chinese_day, chinese_number, plain_day
from linli.rehearsal.papers.drawing import DRAWN_BY, draw_paper
from linli.rehearsal.papers.faces import Faces
from linli.rehearsal.papers.holder import Holder, PaperSort, Study
from linli.rehearsal.papers.honours import honour_of
from linli.rehearsal.papers.id_card import validity
from linli.rehearsal.papers.study_reports import record_lines, report_lines


def test_every_kind_of_the_notice_can_be_drawn_and_counts_as_itself() -> None:
    counted = {sort.counted for sort in DRAWN_BY} - {None}

    assert counted == set(MaterialKind)
    assert {sort for sort in PaperSort if sort.counted is None} == {
        PaperSort.VILLAGE_PROOF,
        PaperSort.HUKOU_FIRST_PAGE,
        PaperSort.ENGLISH_TEST,
        PaperSort.COMPUTER_TEST,
        PaperSort.TRANSCRIPT,
        PaperSort.PORTRAIT,
    }


@pytest.mark.parametrize("sort", PaperSort)
def test_every_paper_bears_red_ink_of_its_mark(
    sort: PaperSort, holder: Holder, faces: Faces
) -> None:
    red, green, blue = draw_paper(sort, holder, faces).split()

    other = ImageChops.lighter(green, blue).point(lambda value: 255 if value < 80 else 0)
    both = ImageChops.darker(red.point(lambda value: 255 if value > 170 else 0), other)

    assert both.histogram()[255] > 60


def test_the_same_paper_is_the_same_and_a_second_one_differs(holder: Holder, faces: Faces) -> None:
    first, again, second = (
        draw_paper(PaperSort.HONOR_MUNICIPAL, holder, faces, number=number).tobytes()
        for number in (0, 0, 1)
    )

    assert first == again
    assert first != second


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2001, 3, 5), "二〇〇一年三月五日"),
        (date(2024, 10, 10), "二〇二四年十月十日"),
        (date(1999, 12, 31), "一九九九年十二月三十一日"),
        (date(2020, 11, 20), "二〇二〇年十一月二十日"),
    ],
)
def test_certificates_write_dates_in_words(day: date, words: str) -> None:
    assert chinese_day(day) == words
    assert chinese_day(day, nought="○") == words.replace("〇", "○")


@given(st.integers(1, 39), st.integers(1, 39))
def test_two_numbers_in_words_are_equal_only_if_they_are(one: int, other: int) -> None:
    assert (chinese_number(one) == chinese_number(other)) == (one == other)


def test_reports_write_dates_in_figures_of_two_places_or_one() -> None:
    assert plain_day(date(2024, 7, 1)) == "2024年07月01日"
    assert plain_day(date(2024, 7, 1), padded=False) == "2024年7月1日"


@pytest.mark.parametrize(
    ("study", "level", "title", "part"),
    [
        (Study.FULL_TIME, "本科", "毕业证书", "四年制本科学习"),
        (Study.FULL_TIME, "中专", "中等职业学校毕业证书", "四年制学习"),
        (Study.FULL_TIME, "硕士研究生", "硕士研究生毕业证书", "学习方式：全日制"),
        (Study.PART_TIME_GRADUATE, "硕士研究生", "硕士研究生毕业证书", "学习方式：非全日制"),
        (Study.CORRESPONDENCE, "本科", "成人高等教育毕业证书", "函授 学习，修完专科起点本科"),
        (Study.SPARE_TIME, "专科", "成人高等教育毕业证书", "业余 学习，修完专科"),
        (Study.SELF_STUDY, "本科", "高等教育自学考试毕业证书", "参加高等教育自学考试"),
        (Study.OPEN, "专科", "毕业证书", "专科（开放教育、业余）学习"),
    ],
)
def test_a_diploma_says_how_its_holder_studied(
    holder: Holder, study: Study, level: str, title: str, part: str
) -> None:
    titles, words, _ = diploma_words(replace(holder, study=study, level=level), Dice(1, "x"))

    assert "".join(titles).endswith(title)
    assert part in words


def test_the_report_and_the_registration_form_name_the_mode_of_study(holder: Holder) -> None:
    part_time = replace(holder, study=Study.CORRESPONDENCE)

    report, record = (
        dict(lines(part_time, Dice(1, "x"))) for lines in (report_lines, record_lines)
    )

    assert (report["形式"], report["类型"]) == ("函授", "成人高等教育")
    assert (record["学习形式"], record["学历类别"]) == ("函授", "成人")
    assert report["预计毕业日期"] == record["毕（结）业日期"] == "2024年07月01日"


def test_an_honour_is_given_by_an_organ_of_its_level(holder: Holder) -> None:
    organs = {
        sort: {honour_of(sort, holder, Dice(seed, "x")).organ for seed in range(40)}
        for sort in PaperSort
        if sort.value.startswith("honor")
    }

    assert organs[PaperSort.HONOR_DEPARTMENT] == {"忻州师范学院中文系"}
    assert organs[PaperSort.HONOR_MUNICIPAL] == {"忻州师范学院", "共青团忻州市委员会"}
    assert all("山西" in organ for organ in organs[PaperSort.HONOR_PROVINCIAL])
    assert not any("山西" in organ for organ in organs[PaperSort.HONOR_NATIONAL])


@given(st.integers(0, 10_000))
def test_an_id_card_is_valid_for_ten_years_or_five_or_for_ever(seed: int) -> None:
    holder = _born(2002)
    start, _, end = validity(holder, Dice(seed, "x")).partition("-")
    years = None if end == "长期" else int(end[:4]) - int(start[:4])

    assert years in (None, 10 if int(start[:4]) >= 2018 else 5)


def _born(year: int) -> Holder:
    day = date(year, 1, 1)
    return Holder(
        "w1",
        1,
        "样",
        "男",
        "汉族",
        day,
        "",
        "",
        "忻州市",
        "代县",
        "",
        "",
        "",
        "本科",
        None,
        day,
        day,
    )
