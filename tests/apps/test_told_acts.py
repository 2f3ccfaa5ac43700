"""What each act tells its applicant: why, by which clause, what comes next and by when."""

import pytest

from linli.apps.applications.change import Change, change_states
from linli.apps.applications.states import FINAL, TABLE, Act, State
from linli.apps.notifications.models import Message
from linli.apps.notifications.wording import WORDING
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at
from tests.apps.told import addressed


def test_every_act_at_which_a_case_ends_is_told() -> None:
    ends = {act for act, line in TABLE.items() if line.target in FINAL}

    assert ends - set(WORDING) == set()


@pytest.mark.parametrize(
    ("state", "act", "who", "subject", "told"),
    [
        (
            State.QUALIFIED,
            Act.LEAVE_OFF_INTERVIEW,
            "dai",
            "未进入面见复审",
            "未进入面见复审。理由：样本理由。依据：通知三(二)。如有异议，可向受理单位提出。",
        ),
        (
            State.PLACED,
            Act.REVOKE,
            "dai",
            "取消招募资格",
            "的招募资格已取消。理由：样本理由。依据：通知二4。如有异议，可向受理单位提出。",
        ),
        (
            State.INTERVIEWED,
            Act.LEAVE_UNPLACED,
            "city",
            "未能入围体检",
            "未能入围体检。理由：样本理由。依据：通知附件2。感谢您报名。",
        ),
        (
            State.PLACED,
            Act.FAIL_MEDICAL,
            "dai",
            "体检未通过",
            "的体检结论为不合格，不进入下一环节。依据：通知三(四)。如有异议，可向受理单位提出。",
        ),
        (
            State.PLACED,
            Act.RECORD_MEDICAL_ABSENCE,
            "dai",
            "登记为体检缺席",
            "登记为体检缺席，不进入下一环节。依据：通知三(四)。如有异议，可向受理单位提出。",
        ),
        (
            State.INTERVIEW_LISTED,
            Act.RECORD_INTERVIEW_ABSENCE,
            "dai",
            "登记为面见复审缺席",
            "登记为面见复审缺席，不进入下一环节。依据：通知三(三)。如有异议，可向受理单位提出。",
        ),
        (
            State.RESERVE,
            Act.RELEASE_RESERVE,
            "dai",
            "递补结束",
            "列为递补候选，没有轮到：样本理由。依据：通知三(四)。感谢您报名。",
        ),
        (
            State.PROPOSED,
            Act.UPHOLD_OBJECTION,
            "dai",
            "异议成立，不再列为人选",
            "公示期间收到异议，经核查成立，不再列为招募人选。理由：样本理由。"
            "依据：通知三(五)。如有异议，可向受理单位提出。",
        ),
    ],
)
def test_who_drops_out_is_told_why_and_by_which_clause(
    season: Season, cast: Officials, state: State, act: Act, who: str, subject: str, told: str
) -> None:
    one = addressed(season, state=state)

    change_states([Change(one, act, getattr(cast, who), at(7, 8), reason="样本理由")])

    message = Message.objects.get()
    assert (message.subject, message.body) == (subject, f"您（报名编号{one.case_number}）{told}")


@pytest.mark.parametrize(
    ("state", "act", "who", "subject", "told"),
    [
        (
            State.MEDICAL_PASSED,
            Act.PROPOSE,
            "dai",
            "列入拟招募人选公示",
            "已列入拟招募人选公示名单，样本理由。依据：通知三(五)。",
        ),
        (
            State.FORMAL,
            Act.SIGN,
            "dai",
            "协议已签订",
            "的协议书已签订，报市备案以后，可以登录网站下载报到通知单。",
        ),
        (
            State.SIGNED,
            Act.FILE,
            "city",
            "请按时报到",
            "的协议书已报市备案，请在2024年7月31日前（含当日）到社区报到。"
            "报到通知单可以登录网站下载。",
        ),
    ],
)
def test_who_goes_on_is_told_what_comes_next_and_by_when(
    season: Season, cast: Officials, state: State, act: Act, who: str, subject: str, told: str
) -> None:
    one = addressed(season, state=state)

    change_states([Change(one, act, getattr(cast, who), at(7, 18), reason="样本理由")])

    message = Message.objects.get()
    assert (message.subject, message.body) == (subject, f"您（报名编号{one.case_number}）{told}")


def test_a_withdrawal_is_confirmed_so_that_a_false_one_comes_to_light(
    season: Season, cast: Officials
) -> None:
    one = addressed(season, state=State.FORMAL)

    change_states([Change(one, Act.WITHDRAW, cast.dai, at(7, 18), reason="本人来电")])

    message = Message.objects.get()
    assert (message.subject, message.body) == (
        "报名已撤回",
        f"您的报名（编号{one.case_number}）已撤回。如非本人意愿，请尽快与受理单位联系。",
    )
