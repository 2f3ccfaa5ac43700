"""What a posted interview list says, and what it never says."""

from dataclasses import replace
from datetime import date

import pytest

from linli.core.documents.interview_list import (
    InterviewListNotice,
    InterviewListRefused,
    ListedPerson,
    interview_list_paper,
)
from linli.core.documents.official import Annex, Column, Mark, Paragraph, Signature, Table

DATED = date(2024, 6, 26)
NOTICE = InterviewListNotice(
    organ="中共代县县委社会工作部",
    county="代县",
    season_title="2024年招募高校毕业生担任社区助理",
    basis="关于做好2024年招募高校毕业生担任社区助理工作的通知",
    basis_number="忻社发〔2024〕3号",
    people=(ListedPerson("00012", "张*本"), ListedPerson("00030", "王*")),
    first_day=date(2024, 6, 26),
    last_day=date(2024, 7, 5),
    originals=("居民身份证", "毕业证"),
    dated=DATED,
    appointment="时间：2024年6月28日09:00；地点：代县样本中学一楼。",
    marks=(Mark.REHEARSAL, Mark.SAMPLE),
)


def sentences(notice: InterviewListNotice) -> list[str]:
    blocks = interview_list_paper(notice).blocks
    return [
        (one.lead.text if one.lead else "") + one.text
        for one in blocks
        if isinstance(one, Paragraph)
    ]


def test_list_bears_title_signature_date_and_marks_but_no_letterhead() -> None:
    paper = interview_list_paper(NOTICE)

    assert paper.title == "代县2024年招募高校毕业生担任社区助理面见复审人员名单"
    assert paper.organs == ()
    assert paper.signature == Signature(("中共代县县委社会工作部",), DATED)
    assert (paper.dated, paper.marks) == (DATED, (Mark.REHEARSAL, Mark.SAMPLE))


def test_list_says_by_which_notice_how_many_when_where_and_what_to_bring() -> None:
    assert sentences(NOTICE) == [
        "根据《关于做好2024年招募高校毕业生担任社区助理工作的通知》（忻社发〔2024〕3号，"
        "以下简称《通知》）要求，经报名、资格审查，从符合条件的人员中择优确定代县进入面见复审的"
        "人员2名（《通知》三（二）），名单附后。有关事项通知如下。",
        "一、时间和地点。时间：2024年6月28日09:00；地点：代县样本中学一楼。",
        "二、携带的材料。参加面见复审的人员携带面见通知单和报名材料的原件（《通知》三（三））；"
        "报名时提交过的，分别携带居民身份证、毕业证（《通知》三（一）6）。",
    ]


def test_as_long_as_nothing_is_fixed_the_days_of_the_stage_are_told() -> None:
    assert sentences(replace(NOTICE, appointment=""))[1] == (
        "一、时间和地点。2024年6月26日至2024年7月5日之间，"
        "具体时间和地点由中共代县县委社会工作部另行通知。"
    )


def test_annex_has_number_case_number_and_masked_name_and_nothing_else() -> None:
    columns = (Column("序号", 20), Column("报名编号", 58), Column("姓名", 58))

    assert interview_list_paper(NOTICE).annexes == (
        Annex(
            "代县面见复审人员名单",
            (Table(columns, (("1", "00012", "张*本"), ("2", "00030", "王*"))),),
        ),
    )


def test_list_of_nobody_is_refused() -> None:
    with pytest.raises(InterviewListRefused, match="面见复审人员名单为空；依据：D0 三"):
        interview_list_paper(replace(NOTICE, people=()))
