"""Telling mails apart.

Source: D0 三(一)2, 三(一)3, 三(一)6.
"""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.documents.problems import ProblemCode, suspicious, unreadable
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.facts import MailFacts
from linli.core.intake.hints import Hints
from linli.core.intake.mail import MailFault
from linli.core.intake.result import result_document
from linli.core.intake.sorting import MailKind, sort_mails
from linli.core.papers.names import MaterialKind as K
from tests.core.intake.made_facts import (
    DEADLINE,
    FIRST,
    FORM,
    OTHER,
    at,
    form_file,
    kinds,
    mail,
    only,
    paper,
    sort,
    wrong_form,
)


@pytest.mark.parametrize(
    ("received", "kind"),
    [
        (at(14, 23, 59, 59), MailKind.APPLICATION),
        (at(15), MailKind.LATE),
        (at(15, 0, 0, 1), MailKind.LATE),
        (at(13), MailKind.APPLICATION),
        (dt.datetime(2024, 6, 14, 15, 59, 59, tzinfo=dt.UTC), MailKind.APPLICATION),
        (dt.datetime(2024, 6, 14, 16, 0, tzinfo=dt.UTC), MailKind.LATE),
    ],
)
def test_application_is_late_from_midnight_after_the_fourteenth(
    received: dt.datetime, kind: MailKind
) -> None:
    assert kinds(mail("1", received, form_file())) == [kind]


def test_later_papers_without_a_form_are_a_supplement_and_count_together() -> None:
    later = mail("2", at(5), paper(K.ID_CARD_BACK), subject="补交材料", text="补发附件")

    assert kinds(FIRST, later) == [MailKind.APPLICATION, MailKind.SUPPLEMENT]
    assert only(FIRST, later).materials == {K.ID_CARD_FRONT: 1, K.ID_CARD_BACK: 1}


def test_form_sent_again_is_a_correction_and_the_last_one_counts() -> None:
    better = RegistrationForm(name="王样本", id_number=FORM.id_number, phone="13800000009")
    later = mail("2", at(5), form_file(better, digest="form 2"), subject="更正报名表")

    assert kinds(FIRST, later) == [MailKind.APPLICATION, MailKind.CORRECTION]
    assert (only(FIRST, later).form, only(FIRST, later).form_mail) == (better, "2")


def test_right_form_after_a_wrong_one_is_a_correction_and_mends_it() -> None:
    first = mail("1", at(3), wrong_form(), hints=Hints(name="王样本", name_is_said=True))

    found = sort(first, mail("2", at(4), form_file()))

    assert [outcome.kind for outcome in found.mails] == [MailKind.APPLICATION, MailKind.CORRECTION]
    assert [(item.form, item.form_source, item.problems) for item in found.applicants] == [
        (FORM, "docx", ())
    ]


def test_wrong_form_alone_is_an_application_without_a_form() -> None:
    found = only(mail("1", at(3), wrong_form()))

    assert (found.form, found.form_source, [p.code for p in found.problems]) == (
        None,
        "wrong",
        [ProblemCode.FORM_WRONG],
    )


def test_wrong_form_after_the_right_one_takes_nothing_away() -> None:
    found = only(FIRST, mail("2", at(4), wrong_form()))

    assert (found.form, found.form_source) == (FORM, "docx")


def test_same_mail_once_more_is_a_duplicate_and_counts_once() -> None:
    again = mail("2", at(4), *FIRST.attachments, message_id="<other@mail.example>")

    assert kinds(FIRST, again) == [MailKind.APPLICATION, MailKind.DUPLICATE]
    assert only(FIRST, again).materials == {K.ID_CARD_FRONT: 1}


def test_same_paper_sent_in_two_mails_counts_once() -> None:
    again = mail("2", at(4), paper(K.ID_CARD_FRONT), subject="补充材料")

    assert only(FIRST, again).materials == {K.ID_CARD_FRONT: 1}


def test_old_form_sent_along_with_missing_papers_is_a_supplement() -> None:
    later = mail("2", at(4), form_file(), paper(K.DIPLOMA), subject="补充材料")

    assert kinds(FIRST, later) == [MailKind.APPLICATION, MailKind.SUPPLEMENT]


@pytest.mark.parametrize("day", [4, 15, 20])
def test_withdrawal_counts_whenever_it_arrives(day: int) -> None:
    leave = mail("2", at(day), subject="放弃报名", text="因已找到工作，自愿放弃本次社区助理报名。")

    assert kinds(FIRST, leave) == [MailKind.APPLICATION, MailKind.WITHDRAWAL]
    assert (only(FIRST, leave).is_withdrawn, only(FIRST, leave).form) == (True, FORM)


def test_new_application_after_a_withdrawal_stands_with_its_own_papers() -> None:
    leave = mail("2", at(4), subject="撤回报名", text="请撤回我的报名材料。")
    anew = mail("3", at(5), form_file(digest="form 3"), paper(K.HUKOU))

    found = only(FIRST, leave, anew)

    assert kinds(FIRST, leave, anew)[-1] is MailKind.APPLICATION
    assert (found.is_withdrawn, found.materials, found.counted_mails) == (
        False,
        {K.HUKOU: 1},
        ("3",),
    )


def test_very_same_mail_after_a_withdrawal_is_a_new_application() -> None:
    leave = mail("2", at(4), subject="撤回报名", text="请撤回我的报名材料。")
    anew = mail("3", at(5), *FIRST.attachments)

    assert kinds(FIRST, leave, anew) == [
        MailKind.APPLICATION,
        MailKind.WITHDRAWAL,
        MailKind.APPLICATION,
    ]
    assert only(FIRST, leave, anew).is_withdrawn is False


LEAVE = mail("2", at(4), subject="撤回报名", text="请撤回我的报名材料。")
MORE = mail("3", at(5), paper(K.DIPLOMA), subject="补交材料", text="补发附件")
ANEW = mail("4", at(6), form_file(digest="form 4"), paper(K.HUKOU))


def test_papers_without_a_form_after_a_withdrawal_begin_no_application() -> None:
    found = only(FIRST, LEAVE, MORE)

    assert kinds(FIRST, LEAVE, MORE)[-1] is MailKind.SUPPLEMENT
    assert (found.is_withdrawn, found.form, found.counted_mails) == (True, FORM, ("1", "3"))


def test_papers_before_the_form_anew_belong_to_the_new_application() -> None:
    found = only(FIRST, LEAVE, MORE, ANEW)

    assert kinds(FIRST, LEAVE, MORE, ANEW)[-1] is MailKind.APPLICATION
    assert (found.is_withdrawn, found.anew_after, found.counted_mails) == (False, "2", ("3", "4"))


def test_who_withdraws_the_new_application_as_well_leaves_that_one() -> None:
    gone = mail("5", at(7), subject="撤回报名", text="还是请撤回我的报名材料。")

    found = only(FIRST, LEAVE, ANEW, gone)

    assert (found.is_withdrawn, found.anew_after, found.counted_mails) == (True, "2", ("4",))


@pytest.mark.parametrize(
    ("confirmed", "counted", "kind"),
    [
        ((), ("1", "4"), MailKind.CORRECTION),
        (("2",), ("4",), MailKind.APPLICATION),
        (None, ("4",), MailKind.APPLICATION),
    ],
)
def test_a_withdrawal_that_nobody_confirmed_takes_nothing_out_of_count(
    confirmed: tuple[str, ...] | None, counted: tuple[str, ...], kind: MailKind
) -> None:
    found = sort_mails([FIRST, LEAVE, ANEW], deadline=DEADLINE, confirmed=confirmed)

    assert (found.applicants[0].counted_mails, found.mails[2].kind) == (counted, kind)
    assert found.applicants[0].is_withdrawn is False


def test_the_very_same_mail_after_an_unconfirmed_withdrawal_answers_it() -> None:
    again = mail("3", at(5), *FIRST.attachments)

    found = sort_mails([FIRST, LEAVE, again], deadline=DEADLINE, confirmed=())

    assert found.mails[2].kind is MailKind.CORRECTION
    assert found.applicants[0].is_withdrawn is False


def test_what_an_official_confirmed_counts_from_whatever_address() -> None:
    hints = Hints("王样本", True, None, FORM.id_number)
    odd = replace(LEAVE, sender="stranger@mail.example", hints=hints)

    contested, sure = (
        sort_mails([FIRST, odd], deadline=DEADLINE, confirmed=confirmed)
        for confirmed in ((), ("2",))
    )

    assert [one.applicants[0].is_withdrawn for one in (contested, sure)] == [False, True]


def test_one_picture_sent_as_two_papers_counts_as_both() -> None:
    found = only(mail("1", at(3), paper(K.ID_CARD_FRONT, digest="x"), paper(K.HUKOU, digest="x")))

    assert found.materials == {K.ID_CARD_FRONT: 1, K.HUKOU: 1}


def test_new_application_after_the_deadline_does_not_undo_a_withdrawal() -> None:
    leave = mail("2", at(4), subject="撤回报名", text="请撤回我的报名材料。")

    found = only(FIRST, leave, mail("3", at(15), form_file(digest="form 3")))

    assert (found.is_withdrawn, found.is_late) == (True, False)


def test_question_how_to_withdraw_is_no_withdrawal() -> None:
    ask = mail("2", at(4), subject="请问如何撤回报名？", text="谢谢")

    assert kinds(FIRST, ask) == [MailKind.APPLICATION, MailKind.INQUIRY]


def test_withdrawal_of_nobody_known_changes_nothing_and_is_set_aside() -> None:
    leave = mail("2", at(4), subject="放弃报名", text="自愿放弃报名。", sender="zhao@mail.example")

    found = sort(FIRST, leave)

    assert [(item.kind, item.is_set_aside, item.applicant) for item in found.mails][1] == (
        MailKind.WITHDRAWAL,
        True,
        None,
    )
    assert found.applicants[0].is_withdrawn is False


def test_late_correction_leaves_the_application_as_it_stood() -> None:
    late = mail(
        "2",
        at(15),
        form_file(OTHER, digest="form 2"),
        subject="更正",
        hints=Hints(name="王样本"),
        sender="wang@mail.example",
    )
    late_same = mail(
        "2",
        at(15),
        form_file(RegistrationForm(name="王样本", phone="1"), digest="form 2"),
        subject="更正报名表",
    )

    found = only(FIRST, late_same)

    assert kinds(FIRST, late) == [MailKind.APPLICATION, MailKind.LATE]
    assert (found.form, found.is_late, found.counted_mails, found.mails) == (
        FORM,
        False,
        ("1",),
        ("1", "2"),
    )


def test_nothing_in_time_is_transcribed_all_the_same_and_late() -> None:
    found = only(mail("1", at(15), form_file(), paper(K.DIPLOMA)))

    assert (found.form, found.is_late, found.materials) == (FORM, True, {K.DIPLOMA: 1})


def test_question_before_the_application_belongs_to_its_person() -> None:
    ask = mail("0", at(1), subject="咨询报名问题", text="请问还没拿到毕业证可以报名吗？")

    assert [(item.kind, item.applicant) for item in sort(ask, FIRST).mails] == [
        (MailKind.INQUIRY, "a0001"),
        (MailKind.APPLICATION, "a0001"),
    ]


@pytest.mark.parametrize(
    ("subject", "text", "automatic", "kind"),
    [
        ("代开各类发票", "点数优惠，联系我。", False, MailKind.SPAM),
        ("社区工作者考试培训班招生", "报名即送题库，不过全退！", False, MailKind.SPAM),
        ("您的邮箱容量已满", "请点击 http://mail.example 重新验证账号。", False, MailKind.SPAM),
        ("自动回复：报名", "您好，邮件已收到。", True, MailKind.SPAM),
        ("自动回复：报名", "您好，邮件已收到。", False, MailKind.SPAM),
        ("办公用品批发", "全场五折，量大从优。", False, MailKind.SPAM),
        ("咨询", "请问2023届可以报名吗？", False, MailKind.INQUIRY),
        ("报名表哪里下载", "老师您好，谢谢。", False, MailKind.INQUIRY),
        ("您好", "天气很好", False, MailKind.SET_ASIDE),
    ],
)
def test_mail_without_files_is_told_by_its_words(
    subject: str, text: str, automatic: bool, kind: MailKind
) -> None:
    assert kinds(mail("1", at(3), subject=subject, text=text, is_automatic=automatic)) == [kind]


@pytest.mark.parametrize(
    "fault", [MailFault.BROKEN, MailFault.EMPTY, MailFault.NO_RECEIVED_TIME, MailFault.TOO_LARGE]
)
def test_faulty_mail_is_set_aside_with_its_reason(fault: MailFault) -> None:
    found = sort(mail("1", None, form_file(), faults=(fault,)))

    assert [(item.kind, item.is_set_aside, item.reason) for item in found.mails] == [
        (MailKind.SET_ASIDE, True, fault.sentence)
    ]
    assert found.applicants == ()


def test_problems_of_attachments_are_those_of_the_applicant() -> None:
    found = only(
        mail(
            "1",
            at(3),
            form_file(),
            paper(problems=(suspicious("甲"),), digest="x"),
            problems=(unreadable("乙"),),
        )
    )

    assert [p.code for p in found.problems] == [
        ProblemCode.ATTACHMENT_SUSPICIOUS,
        ProblemCode.ATTACHMENT_UNREADABLE,
    ]


@given(
    st.permutations(
        [
            FIRST,
            mail("2", at(4), paper(K.HUKOU)),
            mail("3", at(5), form_file(OTHER, digest="o")),
            mail("4", at(16), form_file(digest="f4")),
        ]
    )
)
def test_order_in_which_the_mails_are_handed_over_changes_nothing(mails: list[MailFacts]) -> None:
    assert sort(*mails) == sort(*sorted(mails, key=lambda item: item.file))


def test_result_has_the_shape_of_the_truth_and_takes_the_verdicts_of_the_review() -> None:
    verdict = {
        "verdict": "supplement",
        "reasons": [{"code": "form_missing", "clause": "三(一)3"}],
        "priority": [],
    }

    found = result_document(
        sort(FIRST, mail("2", at(15), form_file(OTHER, digest="o"))),
        season="s",
        verdicts={"a0001": verdict},
    )

    assert found["season"] == "s"
    assert found["mails"][0] == {
        "file": "1", "kind": "application", "received_at": "2024-06-03T10:00:00+08:00", "from": "wang@mail.example",
        "applicant_key": "a0001", "set_aside": False, "reason": "报名邮件",
    }  # fmt: skip
    assert [
        (item["key"], item["verdict"], item["form"]["name"]) for item in found["applicants"]
    ] == [
        ("a0001", "supplement", "王样本"),
        ("a0002", None, "李样本"),
    ]
    assert found["applicants"][0]["materials"] == {"id_card_front": 1}
    assert found["applicants"][0]["form"]["adjustment"] == {"accepts": None, "places": []}
