"""Written test, interview, ranks and the list of those proposed: D2 篇五 三(三)."""

from linli.core.policy import (
    Effect,
    Expression,
    check,
    rank,
    rule,
    worst,
)

# ---------------------------------------------------------------- 三(三) 笔试、面试、拟选聘人选


@rule("D2 篇五 三(三)", "笔试名次")
def written_rank(written_mark: Expression) -> Expression:
    return rank(written_mark)


@rule("D2 篇五 三(三)", "面试人选名额")
def shortlist_places(posts_to_fill: Expression, shortlist_ratio: Expression) -> Expression:
    return posts_to_fill * shortlist_ratio


@check(
    "D2 篇五 三(三)",
    "进入面试",
    code="not_shortlisted",
    effect=Effect.FAIL,
    text="笔试名次在录用计划的{shortlist_ratio}倍之外",
    unknown="没有笔试成绩，请核对是否缺考",
)
def shortlisted(written_rank: Expression, shortlist_places: Expression) -> Expression:
    return written_rank <= shortlist_places


@check(
    "D2 篇五 三(三)",
    "面试时间",
    code="interview_outside_window",
    effect=Effect.REFER,
    text="面试不在全省统一的{selection_interview_from}至{selection_interview_to}之间",
)
def interview_in_window(
    interview_date: Expression,
    selection_interview_from: Expression,
    selection_interview_to: Expression,
) -> Expression:
    return (interview_date >= selection_interview_from) & (interview_date <= selection_interview_to)


@check(
    "D2 篇五 三(三)",
    "面试评委",
    code="panel_not_as_planned",
    effect=Effect.REFER,
    text="面试评委不是{panel_size}人，或没有包括民政、人事、监察、劳动、财政和社区中心各方",
)
def panel_as_planned(
    panel_members: Expression, panel_size: Expression, panel_has_all_bodies: Expression
) -> Expression:
    return (panel_members == panel_size) & panel_has_all_bodies


@check(
    "D2 篇五 三(三)",
    "现场打分、公布",
    code="marks_not_announced",
    effect=Effect.REFER,
    text="面试没有现场打分、现场公布",
)
def marks_announced(marked_on_the_spot: Expression) -> Expression:
    return marked_on_the_spot


@rule("D2 篇五 三(三)", "面试组织核对")
def interview_held(
    interview_in_window: Expression, panel_as_planned: Expression, marks_announced: Expression
) -> Expression:
    return worst(interview_in_window, panel_as_planned, marks_announced)


@rule("D2 篇五 三(三)", "总成绩满分")
def total_full_mark(
    written_full_mark: Expression, selection_interview_full_mark: Expression
) -> Expression:
    return written_full_mark + selection_interview_full_mark


@rule("D2 篇五 三(三)", "总成绩")
def total_mark(written_mark: Expression, interview_mark: Expression) -> Expression:
    return written_mark + interview_mark


@rule("D2 篇五 三(三)", "总名次（总成绩相同看笔试成绩）")
def final_rank(total_mark: Expression, written_mark: Expression) -> Expression:
    return rank(total_mark) + rank(written_mark, within=(total_mark,)) - 1


@rule("D2 篇五 三(三)", "从最后一名数起的名次")
def rank_from_below(total_mark: Expression, written_mark: Expression) -> Expression:
    among_equals = rank(written_mark, within=(total_mark,), descending=False)
    return rank(total_mark, descending=False) + among_equals - 1


@rule("D2 篇五 三(三)", "同名次者占到的最后一名")
def last_tied_place(interviewed: Expression, rank_from_below: Expression) -> Expression:
    return interviewed + 1 - rank_from_below


@check(
    "D2 篇五 三(三)",
    "总名次在计划之内",
    code="beyond_planned_posts",
    effect=Effect.FAIL,
    text="总名次在本年选聘人数之外",
    unknown="没有笔试或面试成绩，请核对是否缺考",
)
def within_posts(final_rank: Expression, posts_to_fill: Expression) -> Expression:
    return final_rank <= posts_to_fill


@check(
    "D2 篇五 三(三)",
    "末位同分",
    code="tie_at_last_place",
    effect=Effect.REFER,
    text="总成绩和笔试成绩都相同，名额不够，由主管人员抽签确定并记录",
    unknown="没有笔试或面试成绩，不能判断末位是否同分",
)
def last_place_clear(
    final_rank: Expression, last_tied_place: Expression, posts_to_fill: Expression
) -> Expression:
    return (last_tied_place <= posts_to_fill) | (final_rank > posts_to_fill)


@rule("D2 篇五 三(三)", "拟选聘意见")
def selection_proposal(within_posts: Expression, last_place_clear: Expression) -> Expression:
    return worst(within_posts, last_place_clear)


@check(
    "D2 篇五 三(三)",
    "电视公告",
    code="list_not_announced",
    effect=Effect.REFER,
    text="拟选聘人选没有由电视台向社会公告",
)
def list_announced(list_on_television: Expression) -> Expression:
    return list_on_television


@check(
    "D2 篇五 三(四)",
    "社会监督",
    code="report_open",
    effect=Effect.REFER,
    text="社会监督中对本人的反映尚未查清，暂不签订聘任合同",
)
def supervision_passed(report_open: Expression) -> Expression:
    return ~report_open
