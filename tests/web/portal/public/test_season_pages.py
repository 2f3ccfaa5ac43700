"""The first page, a season, its notice and the blank form: what anybody can read without an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.seasons.extending import extend_stage
from linli.apps.seasons.models import Season, Stage
from linli.web.portal.public.presenting import notice_page, season_page
from tests.factories import BEIJING, make_season
from tests.web.portal.public.conftest import MoveTo

QueryCounter = Callable[[Client, str], int]
SEASON = "/seasons/xinzhou-2024/"


def groups_of(client: Client) -> list[tuple[str, list[str]]]:
    return [
        (group.standing.heading, [card.season.code for card in group.cards])
        for group in client.get("/").context["groups"]
    ]


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("moment", "heading", "badge"),
    [
        ("2024-05-31T23:59:59", "即将报名", "尚未开始报名"),
        ("2024-06-01T00:00:00", "正在报名", "正在报名"),
        ("2024-06-14T23:59:59", "正在报名", "正在报名"),
        ("2024-06-15T00:00:00", "正在进行", "报名已截止"),
    ],
)
def test_first_page_tells_open_from_not_by_the_clock_of_the_server(
    client: Client, season: Season, move_to: MoveTo, moment: str, heading: str, badge: str
) -> None:
    move_to(moment)

    group = client.get("/").context["groups"][0]

    assert (group.standing.heading, group.cards[0].badge.label) == (heading, badge)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2024-06-13T10:00:00", "还有1天"),
        ("2024-06-14T10:00:00", "今天24时截止"),
        ("2024-06-15T10:00:00", ""),
    ],
)
def test_first_page_counts_the_days_that_are_left(
    client: Client, season: Season, move_to: MoveTo, moment: str, words: str
) -> None:
    move_to(moment)

    text = page_of(client, "/")

    assert re.findall("还有1天|今天24时截止", text) == ([words] if words else [])


def test_open_seasons_come_first_then_running_ones_and_ended_ones_last(
    client: Client, season: Season
) -> None:
    running, ended = make_season(), make_season()
    running.windows.filter(stage=Stage.REGISTRATION).update(
        first_day="2024-05-01", last_day="2024-05-14"
    )
    Season.objects.filter(pk=running.pk).update(stage=Stage.INTERVIEW)
    Season.objects.filter(pk=ended.pk).update(stage=Stage.CLOSED)

    assert groups_of(client) == [
        ("正在报名", [season.code]),
        ("正在进行", [running.code]),
        ("已经结束", [ended.code]),
    ]
    assert client.get("/").context["groups"][1].cards[0].badge.label == "面见复审"


def test_first_page_shows_places_and_leads_to_application_and_self_check(
    client: Client, season: Season
) -> None:
    text = page_of(client, "/")

    assert "<dd>175名</dd>" in text
    assert 'href="/apply/xinzhou-2024/"' in text
    assert f'href="{SEASON}can-i-apply/"' in text


@pytest.mark.parametrize("moment", ["2024-05-31T23:59:59", "2024-06-15T00:00:00"])
def test_nobody_is_led_to_an_application_outside_the_registration(
    client: Client, season: Season, move_to: MoveTo, moment: str
) -> None:
    move_to(moment)

    assert "我要报名" not in page_of(client, "/") + page_of(client, SEASON)


def test_first_page_without_a_season_says_that_there_is_none(client: Client, db: None) -> None:
    assert "现在没有招募" in page_of(client, "/")


def test_first_page_asks_as_many_queries_for_three_seasons_as_for_one(
    client: Client, season: Season, queries_of: QueryCounter
) -> None:
    with_one = queries_of(client, "/")
    make_season()
    make_season()

    assert queries_of(client, "/") == with_one


def test_season_names_document_organs_and_key_figures_with_their_clauses(
    client: Client, season: Season
) -> None:
    text = page_of(client, SEASON)
    figures = {
        one.description: (one.text, one.clause)
        for one in client.get(SEASON).context["page"].key_figures
    }

    assert "忻社发〔2024〕3号" in text
    assert "中共忻州市委社会工作部、忻州市教育局、忻州市人力资源和社会保障局、忻州市财政局" in text
    assert figures == {
        "应届毕业年份": ("2024", "D0 一(一)"),
        "全市招募人数": ("175名", "D0 一(二)"),
        "服务期限": ("12个月", "D0 一(四)"),
        "工作经历是否可视为基层就业经历": ("是", "D0 一(四)"),
        "取得毕业证书的最后日期": ("2024年7月5日", "D0 二4"),
        "同等条件下优先的人员": (
            "社会工作专业毕业生、低保家庭毕业生、退役大学生士兵",
            "D0 二5",
        ),
        "可接受调剂的地区数": ("3", "D0 附件2"),
        "公示期": ("3个工作日", "D0 三(五)"),
    }


def test_season_names_every_paper_with_its_condition_in_the_order_of_the_notice(
    season: Season,
) -> None:
    page = season_page(season, season.opened_at.date())

    assert [(one.title, one.condition, one.clause) for one in page.materials] == [
        ("身份证明", "必须提供", "D0 三(一)6(1)"),
        ("毕业证、学位证", "必须提供", "D0 三(一)6(2)"),
        ("学历证书电子注册备案表", "查得到的提供", "D0 三(一)6(3)"),
        ("荣誉证书", "有的才提供", "D0 三(一)6(4)"),
        ("低保家庭证明", "低保家庭毕业生提供", "D0 三(一)6(5)"),
        ("入伍、退役证明", "退役大学生士兵提供", "D0 三(一)6(6)"),
    ]


def test_clauses_of_the_season_page_stand_on_the_notice_page(
    client: Client, season: Season
) -> None:
    anchors = set(re.findall(rf'href="{SEASON}notice/#([^"]+)"', page_of(client, SEASON)))
    ids = set(re.findall(r'id="([^"]+)"', page_of(client, f"{SEASON}notice/")))

    missing = anchors - ids
    assert (len(anchors) > 10, missing) == (True, set())


def test_notice_goes_through_the_clauses_in_their_order_without_what_officials_alone_read(
    season: Season,
) -> None:
    page = notice_page(season)
    clauses = [section.clause for section in page.sections]
    figures = {one.name for section in page.sections for one in section.figures}
    checks = {(one.outcome, one.text) for section in page.sections for one in section.checks}

    assert clauses[:5] == ["D0 一", "D0 一(一)", "D0 一(二)", "D0 一(三)", "D0 一(四)"]
    assert {"quota", "diploma_deadline", "interview_ratio"} <= figures
    assert figures & {"provincial_schools", "schools_elsewhere", "accident_premium"} == set()
    assert {
        ("不符合", "毕业院校不在省内"),
        ("需人工核定", "缺少户口簿或身份证"),
        ("提示", "尚未取得毕业证，须在2024年7月5日前（含当日）取得，否则取消招募资格"),
        ("不符合", "全市签订协议的人数超过175名"),
    } <= checks
    assert [text for _, text in checks if "请打开核对" in text or "可疑" in text] == []


def test_notice_shows_both_tables_of_its_annexes_whole(client: Client, season: Season) -> None:
    answer = client.get(f"{SEASON}notice/")

    quotas = [(one.county.name, one.communities, one.places) for one in answer.context["quotas"]]
    assert (len(quotas), quotas[0], quotas[-1]) == (14, ("忻府区", 45, 46), ("原平市", 22, 22))
    assert [(row.tier, row.wage, row.counties) for row in answer.context["page"].wages] == [
        ("一类", "1,980.00元/月", ("忻府区", "原平市")),
        ("二类", "1,880.00元/月", ("代县", "宁武县", "河曲县", "保德县")),
        (
            "三类",
            "1,780.00元/月",
            (
                "定襄县",
                "五台县",
                "繁峙县",
                "静乐县",
                "神池县",
                "五寨县",
                "岢岚县",
                "偏关县",
            ),
        ),
    ]


def test_blank_form_is_handed_out_as_word_with_the_title_of_the_notice(
    client: Client, season: Season
) -> None:
    answer = client.get(f"{SEASON}notice/form.docx")

    with ZipFile(BytesIO(answer.content)) as package:
        text = package.read("word/document.xml").decode()
    assert answer["Content-Disposition"] == 'attachment; filename="form-xinzhou-2024.docx"'
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert "山西省2024年招募高校毕业生担任社区助理报名登记表" in re.sub(r"<[^>]+>", "", text)


def test_blank_form_is_handed_out_as_pdf(client: Client, season: Season) -> None:
    answer = client.get(f"{SEASON}notice/form.pdf")

    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="form-xinzhou-2024.pdf"'
    assert answer["Content-Type"] == "application/pdf"


def test_blank_form_of_a_rehearsal_bears_its_mark_and_that_of_a_real_season_none(
    client: Client, season: Season
) -> None:
    rehearsal = make_season(is_rehearsal=True)

    def marked(code: str) -> bool:
        content = client.get(f"/seasons/{code}/notice/form.docx").content
        with ZipFile(BytesIO(content)) as package:
            return any(
                "演练" in package.read(name).decode()
                for name in package.namelist()
                if name.endswith(".xml")
            )

    assert (marked(rehearsal.code), marked(season.code)) == (True, False)


TAILS = (
    "",
    "notice/",
    "places/",
    "can-i-apply/",
    "lists/",
    "enquiries/",
    "enquiries/ask/",
    "answer/",
)


def test_every_page_of_a_rehearsal_carries_the_mark_and_no_page_of_a_real_season(
    client: Client, season: Season
) -> None:
    rehearsal = make_season(is_rehearsal=True)

    def marked(code: str) -> list[bool]:
        pages = [page_of(client, f"/seasons/{code}/{tail}") for tail in TAILS]
        return ["<strong>演练</strong>" in page and "<title>【演练】" in page for page in pages]

    assert marked(rehearsal.code) == [True] * len(TAILS)
    assert marked(season.code) == [False] * len(TAILS)


@pytest.mark.parametrize("tail", [*TAILS, "notice/form.pdf", "received/", "lists/140923/1/"])
def test_a_season_that_does_not_exist_is_not_found(client: Client, db: None, tail: str) -> None:
    assert client.get(f"/seasons/none/{tail}").status_code == 404


def test_statements_are_linked_on_every_page_and_name_what_is_kept(
    client: Client, season: Season
) -> None:
    first = page_of(client, "/")
    privacy, accessibility = page_of(client, "/privacy/"), page_of(client, "/accessibility/")

    assert 'href="/privacy/"' in first
    assert 'href="/accessibility/"' in first
    assert re.findall(r'<h3 id="held\d+">(.+?)</h3>', privacy) == [
        *("账号", "报名登记表", "报名材料和照片", "电子邮件", "审查、面见、体检和入围情况"),
        *("公示名单", "协议、服务和补贴", "发出的通知", "个人信息申请", "异议", "咨询"),
        *("工作人员的常用筛选", "工作人员的访问记录", "导出记录", "台账"),
    ]
    assert "登录状态（8小时）" in privacy
    assert "无障碍环境建设法" in accessibility


def test_notice_says_where_and_when_it_was_published(client: Client, season: Season) -> None:
    season.publications.create(
        channel="样本人才网",
        address="https://jobs.example/2024",
        published_at=datetime(2024, 6, 7, 9, tzinfo=BEIJING),
    )

    page = page_of(client, f"{SEASON}notice/")

    shown = page[page.index('id="channels"') :]
    assert '<a href="https://jobs.example/2024" rel="noopener">样本人才网</a>' in shown
    assert "2024年6月7日 09:00发布" in shown


@pytest.mark.parametrize("tail", ["", "notice/"])
def test_an_extension_is_told_with_its_reason_and_both_last_days(
    client: Client, season: Season, city_official: User, tail: str
) -> None:
    before = re.findall("延长至", page_of(client, f"{SEASON}{tail}"))
    extend_stage(
        season,
        Stage.REGISTRATION,
        date(2024, 6, 17),
        reason="系统停机一天",
        actor=city_official,
        at=datetime(2024, 6, 13, 18, tzinfo=BEIJING),
    )

    page = re.sub("<[^>]+>", "", page_of(client, f"{SEASON}{tail}"))

    assert before == []
    assert (
        "因系统停机一天，宣传报名由2024年6月14日延长至2024年6月17日24时，以后各阶段顺延同样的天数。"
        "2024年6月13日决定。"
    ) in page
