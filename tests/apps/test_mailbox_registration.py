"""A mailbox registered: one application a person, one row a mail, all or nothing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.models import Mail
from linli.apps.intake.registering import register_mailbox
from linli.apps.intake.terms import terms_of_pack, terms_of_season
from linli.apps.ledger.queries import entries_of
from linli.apps.people.models import Person
from linli.apps.places.queries import gazetteer
from linli.apps.seasons.models import Season, Stage
from linli.core.intake.attachment_facts import ReadingTerms
from linli.core.intake.facts import facts_of
from linli.core.intake.mail import read_mail
from linli.core.intake.mailbox import open_mailbox
from linli.core.intake.sent import MailFacts
from linli.policies import get_pack
from tests.apps.cast import Officials, at, entry_count, make_draft, new_id_number, receive
from tests.core.intake.made_form import PERSON, form
from tests.core.intake.made_mail import SMALL_JPEG, mail, named, text_part, word

OTHER = {
    **PERSON,
    "姓名": "演练乙",
    "身份证号": "990101200203159052",
    "联系电话": "13800000002",
}
FORM_NAME = "报名登记表.docx"


def write(folder: Path, **mails: bytes) -> Path:
    for name, content in mails.items():
        (folder / f"{name}.eml").write_bytes(content)
    return folder


def applying(
    *extra: bytes, received: str = "Sat, 08 Jun 2024 10:00:00 +0800", sender: bytes, **values: str
) -> bytes:
    filled = form({**PERSON, **values})
    return mail(
        named(FORM_NAME, filled),
        *extra,
        sender=sender,
        subject=word("社区助理报名"),
        received=received,
    )


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    """Two people and four mails: one writes twice, one withdraws, one asks something, one is broken."""
    first = applying(sender=b"a@mail.example")
    again = applying(
        named("毕业证.jpg", SMALL_JPEG),
        sender=b"a@mail.example",
        received="Sun, 09 Jun 2024 10:00:00 +0800",
        **{"工作意向地区": "忻州市原平市"},
    )
    other = applying(sender=b"b@mail.example", **OTHER)
    question = mail(
        text_part("请问报名需要哪些材料？"), sender=b"c@mail.example", subject=word("咨询")
    )
    return write(tmp_path, m1=first, m2=again, m3=other, m4=question, m5=b"")


def reading_of(season: Season, mailbox: Path) -> dict[str, MailFacts]:
    terms = terms_of_season(season)
    how = ReadingTerms(gazetteer(terms.province), terms.form_title)
    return {
        mail.name: facts_of(read_mail(mail.name, mail.read()), how)
        for mail in open_mailbox(mailbox)
    }


def registered(season: Season, cast: Officials, mailbox: Path) -> list[Application]:
    return register_mailbox(season, reading_of(season, mailbox), actor=cast.city, at=at(6, 15, 8))


def table() -> Sequence[tuple[object, ...]]:
    return list(Mail.objects.values_list("file", "kind", "application__case_number"))


def test_the_deadline_is_the_first_instant_of_15_june_in_beijing(season: Season) -> None:
    terms = terms_of_season(season)

    assert terms == terms_of_pack(get_pack("xinzhou-2024"))
    assert (terms.province, terms.deadline.isoformat()) == ("14", "2024-06-15T00:00:00+08:00")


def test_a_window_that_was_extended_moves_the_deadline(season: Season) -> None:
    season.windows.filter(stage=Stage.REGISTRATION).update(last_day=date(2024, 6, 16))

    assert terms_of_season(season).deadline == at(6, 17, 0)


def test_several_mails_of_one_person_become_one_application_with_the_last_form(
    season: Season, cast: Officials, mailbox: Path
) -> None:
    applications = registered(season, cast, mailbox)

    by_name = {one.person.name: one for one in applications}
    assert set(by_name) == {"演练甲", "演练乙"}
    assert by_name["演练甲"].form["intended"]["county"] == "原平市"
    assert by_name["演练甲"].materials["diploma"] == 1
    assert Person.objects.count() == 2


def test_every_mail_has_a_row_with_its_kind_and_the_case_it_belongs_to(
    season: Season, cast: Officials, mailbox: Path
) -> None:
    applications = registered(season, cast, mailbox)

    numbers = {one.person.name: one.case_number for one in applications}
    assert table() == [
        ("m1.eml", "application", numbers["演练甲"]),
        ("m2.eml", "correction", numbers["演练甲"]),
        ("m3.eml", "application", numbers["演练乙"]),
        ("m4.eml", "inquiry", None),
        ("m5.eml", "set_aside", None),
    ]


def test_the_registration_is_written_down_with_its_counts(
    season: Season, cast: Officials, mailbox: Path
) -> None:
    registered(season, cast, mailbox)

    entry = entries_of(season.code)[-1]
    assert (entry["actor"], entry["action"], entry["clause"], entry["inputs"]) == (
        "city",
        "register_mailbox",
        "D0 三(一)3",
        {"mails": 5, "applications": 2, "for_a_person": 1},
    )


def test_every_registered_case_stands_checked_against_the_notice(
    season: Season, cast: Officials, mailbox: Path
) -> None:
    applications = registered(season, cast, mailbox)

    unsent = "material_missing.identity"
    assert [one.checks.filter(code=unsent).count() for one in applications] == [1, 1]
    assert {one.proposal for one in applications} == {"refer"}


def test_a_mailbox_that_is_registered_again_changes_nothing(
    season: Season, cast: Officials, mailbox: Path
) -> None:
    registered(season, cast, mailbox)
    before = (table(), Application.objects.count(), entry_count())

    assert registered(season, cast, mailbox) == []

    assert (table(), Application.objects.count(), entry_count()) == before


@pytest.mark.parametrize("first", [1, 2, 3, 4])
def test_a_mailbox_that_filled_meanwhile_ends_as_if_it_had_been_registered_at_once(
    season: Season, cast: Officials, mailbox: Path, first: int
) -> None:
    mails = sorted(reading_of(season, mailbox).items())

    register_mailbox(season, dict(mails[:first]), actor=cast.city, at=at(6, 15, 8))
    register_mailbox(season, dict(mails), actor=cast.city, at=at(6, 15, 9))

    assert [row[:2] for row in table()] == [
        ("m1.eml", "application"),
        ("m2.eml", "correction"),
        ("m3.eml", "application"),
        ("m4.eml", "inquiry"),
        ("m5.eml", "set_aside"),
    ]
    by_name = {one.person.name: one for one in Application.objects.select_related("person")}
    assert {name: one.form["intended"]["county"] for name, one in by_name.items()} == {
        "演练甲": "原平市",
        "演练乙": "代县",
    }
    assert by_name["演练甲"].materials == {"diploma": 1}


def test_a_supplement_after_the_decision_is_laid_aside_for_a_person(
    season: Season, cast: Officials, mailbox: Path
) -> None:
    mails = sorted(reading_of(season, mailbox).items())
    (first,) = register_mailbox(season, dict(mails[:1]), actor=cast.city, at=at(6, 15, 8))
    Application.objects.filter(pk=first.pk).update(state=State.QUALIFIED)

    register_mailbox(season, dict(mails[:2]), actor=cast.city, at=at(6, 15, 9))

    late = Mail.objects.get(file="m2.eml")
    assert (late.is_set_aside, late.application_id) == (True, first.pk)
    assert "须由人工核对" in late.reason
    assert Application.objects.get(pk=first.pk).form["intended"]["county"] == "代县"


def test_a_person_who_has_applied_at_the_counter_is_not_registered_twice(
    season: Season, cast: Officials, mailbox: Path
) -> None:
    (at_counter,) = receive(season, cast.city, make_draft(OTHER["身份证号"]))

    received = registered(season, cast, mailbox)

    assert [one.person.name for one in received] == ["演练甲"]
    aside = Mail.objects.get(file="m3.eml")
    assert (aside.is_set_aside, aside.application_id) == (True, at_counter.pk)


@pytest.mark.django_db(transaction=True)
def test_a_registration_that_fails_in_the_middle_leaves_nothing_and_can_be_repeated(
    season: Season, cast: Officials, mailbox: Path
) -> None:
    reading = reading_of(season, mailbox)
    before = entry_count()

    with pytest.raises(AttributeError):
        register_mailbox(season, reading, actor=cast.city, at=None)  # type: ignore[arg-type]

    assert (Mail.objects.count(), Application.objects.count(), entry_count()) == (0, 0, before)
    assert len(register_mailbox(season, reading, actor=cast.city, at=at(6, 15))) == 2


def test_an_application_withdrawn_by_mail_stands_until_a_person_confirms_it(
    season: Season, cast: Officials, tmp_path: Path
) -> None:
    withdrawal = mail(
        text_part("本人演练甲，因个人原因放弃报名，特此撤回。"),
        sender=b"a@mail.example",
        subject=word("撤回报名"),
        received="Mon, 10 Jun 2024 10:00:00 +0800",
    )
    mailbox = write(tmp_path, m1=applying(sender=b"a@mail.example"), m2=withdrawal)

    (one,) = registered(season, cast, mailbox)

    assert (one.state, [row[1] for row in table()]) == (
        State.RECEIVED,
        ["application", "withdrawal"],
    )
    letter = Mail.objects.get(kind="withdrawal")
    assert (letter.is_set_aside, letter.application, letter.reason) == (
        True,
        one,
        "报名人放弃报名；须由工作人员核实后确认撤回",
    )


def test_an_application_in_the_last_second_counts_and_one_a_second_later_is_marked_late(
    season: Season, cast: Officials, tmp_path: Path
) -> None:
    mailbox = write(
        tmp_path,
        m1=applying(sender=b"a@mail.example", received="Fri, 14 Jun 2024 23:59:59 +0800"),
        m2=applying(sender=b"b@mail.example", received="Sat, 15 Jun 2024 00:00:00 +0800", **OTHER),
    )

    registered(season, cast, mailbox)

    assert [row[1] for row in table()] == ["application", "late"]


def test_hostile_names_and_subjects_do_not_stop_the_registration(
    season: Season, cast: Officials, tmp_path: Path
) -> None:
    hostile = mail(
        named("证\x00明\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), SMALL_JPEG),
        sender=b"x@mail.example",
        subject=word("报\x00名" + "长" * 3000),
    )
    odd_number = new_id_number() + "99"
    mailbox = write(
        tmp_path,
        m1=applying(
            sender=b"a@mail.example",
            **{"家庭详细住址": "住" * 900, "身份证号": odd_number, "姓名": "演" * 300},
        ),
        m2=hostile,
        m3=applying(sender=b"b@mail.example", **OTHER),
    )

    registered(season, cast, mailbox)

    assert Mail.objects.count() == 3
    assert "演练乙" in Person.objects.values_list("name", flat=True)


def test_a_mail_with_a_file_name_that_is_no_unicode_is_registered_under_a_readable_one(
    season: Season, cast: Officials, tmp_path: Path
) -> None:
    name = "演练.eml".encode("gbk").decode("utf-8", "surrogateescape")
    (tmp_path / name).write_bytes(applying(sender=b"a@mail.example"))

    registered(season, cast, tmp_path)

    assert Mail.objects.get().file.endswith(".eml")


def test_people_without_a_known_number_are_registered_one_by_one(
    season: Season, cast: Officials, tmp_path: Path
) -> None:
    mailbox = write(
        tmp_path,
        m1=applying(sender=b"a@mail.example", **{"身份证号": ""}),
        m2=applying(
            sender=b"b@mail.example",
            **{**OTHER, "身份证号": ""},
        ),
    )

    applications = registered(season, cast, mailbox)

    assert [one.person.id_number for one in applications] == [None, None]


def test_the_sender_address_is_kept_to_answer_to(
    season: Season, cast: Officials, mailbox: Path
) -> None:
    applications = registered(season, cast, mailbox)

    assert {one.person.name: one.person.email for one in applications} == {
        "演练甲": "a@mail.example",
        "演练乙": "b@mail.example",
    }
