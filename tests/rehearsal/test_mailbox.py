import re
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from time import process_time

import pytest

from linli.core.documents.form_file import read_form_file
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.mail import MailFault, ReadMail, read_mail
from linli.core.papers.kinds import MaterialKind
from linli.core.papers.names import kinds_of_name
from linli.core.places import Division, Gazetteer, Level
from linli.rehearsal.mailbox import write_sample_mailbox
from linli.rehearsal.places import COUNTIES_ELSEWHERE, HOME_CITY, HOME_COUNTIES
from linli.rehearsal.sample_truth import (
    ApplicantTruth,
    FormSource,
    MailKind,
    MailTruth,
    SampleTruth,
)

CITIES = list(dict.fromkeys([HOME_CITY, *(city for city, _ in COUNTIES_ELSEWHERE)]))
PLACES = [*((HOME_CITY, county) for county in HOME_COUNTIES), *COUNTIES_ELSEWHERE]
CODES = {city: f"14{number:02}" for number, city in enumerate(CITIES, start=1)}
FORM_TITLE = "山西省2024年招募高校毕业生担任社区助理报名登记表"
GAZETTEER = Gazetteer(
    [
        *(Division(code, city, Level.CITY, "14") for city, code in CODES.items()),
        *(
            Division(f"{CODES[city]}{number:02}", county, Level.COUNTY, CODES[city])
            for number, (city, county) in enumerate(PLACES, start=1)
        ),
    ]
)
IN_TIME = (MailKind.APPLICATION, MailKind.CORRECTION)


@dataclass(frozen=True, slots=True)
class Sample:
    folder: Path
    truth: SampleTruth

    def bytes_of(self, notes: str) -> bytes:
        file = next(mail.file for mail in self.truth.mails if mail.notes == notes)
        return (self.folder / file).read_bytes()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder = tmp_path_factory.mktemp("sample")
    return Sample(folder, write_sample_mailbox(folder, seed=20240607, font=None))


def _read(sample: Sample, mail: MailTruth) -> ReadMail:
    return read_mail(mail.file, (sample.folder / mail.file).read_bytes())


def _forms(read: ReadMail) -> list[RegistrationForm]:
    opened = (
        read_form_file(one.content, gazetteer=GAZETTEER, title=FORM_TITLE)
        for one in read.attachments
        if one.content.startswith(b"PK")
    )
    return [word.form for word in opened if word.form]


def _last_word_form(sample: Sample, applicant: ApplicantTruth) -> RegistrationForm | None:
    kinds = (MailKind.LATE,) if applicant.is_late else IN_TIME
    own = [
        mail
        for mail in sample.truth.mails
        if mail.applicant_key == applicant.key and mail.kind in kinds
    ]
    forms = [form for mail in own for form in _forms(_read(sample, mail))]
    return forms[-1] if forms else None


def _as_sent(name: str) -> str:
    """学位证 in GBK is well-formed UTF-8 too: undo a reader's wrong guess between the two."""
    return name if kinds_of_name(name) else name.encode().decode("gbk", errors="replace")


def _noted(sample: Sample, notes: str) -> MailTruth:
    (mail,) = (mail for mail in sample.truth.mails if mail.notes == notes)
    return mail


def _good(sample: Sample) -> list[ApplicantTruth]:
    return [
        one
        for one in sample.truth.applicants
        if one.flaw is None
        and one.form_source is FormSource.DOCX
        and not (one.is_late or one.is_withdrawn)
    ]


def test_the_same_seed_writes_the_same_bytes(sample: Sample, tmp_path: Path) -> None:
    truth = write_sample_mailbox(tmp_path, seed=20240607, font=None)

    assert truth == sample.truth
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        file.name: file.read_bytes() for file in sample.folder.iterdir()
    }


def test_another_seed_writes_other_people_in_the_same_parts(sample: Sample, tmp_path: Path) -> None:
    truth = write_sample_mailbox(tmp_path, seed=2, font=None)

    assert Counter(mail.kind for mail in truth.mails) == Counter(
        mail.kind for mail in sample.truth.mails
    )
    assert truth.applicants[0].form != sample.truth.applicants[0].form


def test_the_mailbox_is_written_well_within_eight_seconds(tmp_path: Path) -> None:
    started = process_time()

    write_sample_mailbox(tmp_path, seed=3, font=None)

    assert process_time() - started < 8


def test_each_mail_of_the_truth_is_a_file_of_the_folder(sample: Sample) -> None:
    files = sorted(file.name for file in sample.folder.iterdir())

    assert [mail.file for mail in sample.truth.mails] == files


def test_every_kind_of_mail_and_of_carrier_occurs(sample: Sample) -> None:
    assert {mail.kind for mail in sample.truth.mails} == {None, *MailKind}
    assert {one.form_source for one in sample.truth.applicants} == set(FormSource)


def test_files_come_in_the_order_in_which_the_server_took_them(sample: Sample) -> None:
    times = [mail.received_at for mail in sample.truth.mails if mail.received_at]

    assert times == sorted(times)


def test_time_and_sender_of_every_mail_read_back_as_in_the_truth(sample: Sample) -> None:
    for mail in sample.truth.mails:
        read = _read(sample, mail)
        stamp = read.received_at.isoformat() if read.received_at else None

        assert (mail.file, stamp, read.sender) == (mail.file, mail.received_at, mail.sender)


def test_the_form_of_every_applicant_reads_back_as_in_the_truth(sample: Sample) -> None:
    for applicant in sample.truth.applicants:
        expected = applicant.form if applicant.form_source is FormSource.DOCX else None

        assert (applicant.key, _last_word_form(sample, applicant)) == (applicant.key, expected)


def test_named_pictures_of_good_people_are_the_papers_of_the_truth(sample: Sample) -> None:
    untold = ("papers inside the Word file", "picture names say nothing")
    hidden = {mail.applicant_key for mail in sample.truth.mails if mail.notes in untold}
    for applicant in _good(sample):
        if applicant.key in hidden:
            continue
        own = [mail for mail in sample.truth.mails if mail.applicant_key == applicant.key]
        names = [
            one.name
            for mail in own
            if mail.kind not in (None, MailKind.LATE)
            for one in _read(sample, mail).attachments
        ]
        found = {kind for name in names for kind in kinds_of_name(_as_sent(name))}

        assert (applicant.key, found) == (applicant.key, set(applicant.materials))


def test_most_people_are_good_and_one_county_has_more_of_them_than_a_handful(
    sample: Sample,
) -> None:
    good = _good(sample)

    counties = Counter(one.form.intended.county for one in good if one.form)

    assert len(good) > len(sample.truth.applicants) / 2
    assert counties["岢岚县"] == 8
    assert set(counties) == set(HOME_COUNTIES)


def test_at_least_four_good_people_accept_a_transfer(sample: Sample) -> None:
    accepting = [one for one in _good(sample) if one.form and one.form.transfer_areas]

    assert len(accepting) >= 4


@pytest.mark.parametrize(
    ("notes", "received_at", "kind"),
    [
        ("one second before the end", "2024-06-14T23:59:59+08:00", MailKind.APPLICATION),
        ("the first late second", "2024-06-15T00:00:00+08:00", MailKind.LATE),
        ("the Date header says 14 June", "2024-06-16T09:00:00+08:00", MailKind.LATE),
    ],
)
def test_mails_lie_on_both_sides_of_the_end_of_registration(
    sample: Sample, notes: str, received_at: str, kind: MailKind
) -> None:
    mail = _noted(sample, notes)

    assert (mail.received_at, mail.kind) == (received_at, kind)


def test_every_mail_in_time_lies_within_the_days_of_registration(sample: Sample) -> None:
    days = {
        (mail.received_at or "")[:10]
        for mail in sample.truth.mails
        if mail.kind not in (None, MailKind.LATE)
    }

    assert "2024-06-01" <= min(days) <= max(days) == "2024-06-14"


def test_no_form_is_signed_after_it_was_received(sample: Sample) -> None:
    received = {mail.applicant_key: mail.received_at for mail in reversed(sample.truth.mails)}

    for applicant in sample.truth.applicants:
        signed = applicant.form.pledge_date if applicant.form else None
        assert (signed or "") <= (received[applicant.key] or "")[:10]


def test_a_late_date_header_is_contradicted_by_the_server(sample: Sample) -> None:
    raw = sample.bytes_of("the Date header says 14 June")

    message = message_from_bytes(raw)

    assert message["Date"] == "Fri, 14 Jun 2024 23:59:59 +0800"
    assert "Sun, 16 Jun 2024 09:00:00 +0800" in message.get_all("Received", [])[0]


def test_a_withdrawal_is_final_unless_an_application_follows(sample: Sample) -> None:
    withdrawn = {one.key for one in sample.truth.applicants if one.is_withdrawn}
    letters = {
        mail.applicant_key for mail in sample.truth.mails if mail.kind is MailKind.WITHDRAWAL
    }
    back = _noted(sample, "applies anew").applicant_key

    assert withdrawn == letters - {back}
    assert back in letters


def test_late_mails_change_nothing_for_those_who_applied_in_time(sample: Sample) -> None:
    late = _noted(sample, "supplement at the first late second")

    (applicant,) = (one for one in sample.truth.applicants if one.key == late.applicant_key)

    assert MaterialKind.ID_CARD_BACK not in applicant.materials
    assert applicant.is_late is False


@pytest.mark.parametrize(
    ("notes", "faults"),
    [
        ("empty file", (MailFault.EMPTY,)),
        ("no mail, only bytes", (MailFault.BROKEN, MailFault.NO_RECEIVED_TIME)),
        ("no Received header: time of receipt unknown", (MailFault.NO_RECEIVED_TIME,)),
    ],
)
def test_what_is_no_mail_must_be_set_aside(
    sample: Sample, notes: str, faults: tuple[MailFault, ...]
) -> None:
    mail = _noted(sample, notes)

    assert mail.kind is None
    assert _read(sample, mail).faults == faults


@pytest.mark.parametrize(
    "notes",
    ["zip bomb", "path traversal", "password-protected OLE", "external entity", "docm form"],
)
def test_hostile_attachments_do_not_hide_the_form_beside_them(sample: Sample, notes: str) -> None:
    read = _read(sample, _noted(sample, notes))

    assert len(_forms(read)) == 1


@pytest.mark.parametrize("notes", ["Word file cut off", "mail cut off in the form", "not Annex 2"])
def test_damaged_and_foreign_forms_give_no_form(sample: Sample, notes: str) -> None:
    assert _forms(_read(sample, _noted(sample, notes))) == []


def test_a_forwarded_mail_keeps_the_applicants_own_mail_inside(sample: Sample) -> None:
    read = _read(sample, _noted(sample, "forwarded as message/rfc822"))

    assert read.is_forwarded
    assert read.sender == "counsellor@students.example"
    assert len(_forms(read)) == 1


def test_every_whole_mail_is_marked_as_a_sample_in_text_and_header(sample: Sample) -> None:
    for mail in sample.truth.mails:
        read = _read(sample, mail)
        if MailFault.EMPTY in read.faults or mail.notes == "no mail, only bytes":
            continue
        raw = (sample.folder / mail.file).read_bytes()

        assert b"X-Linli-Sample: made-up people" in raw
        assert (mail.file, "样本" in read.text) == (mail.file, True)


def test_no_address_or_link_leads_outside_the_example_domains(sample: Sample) -> None:
    for mail in sample.truth.mails:
        read = _read(sample, mail)
        raw = (sample.folder / mail.file).read_bytes()
        headers = raw.partition(b"\r\n\r\n")[0].decode("latin1")
        hosts = re.findall(r"(?:@|https?://)([A-Za-z0-9.-]+)", headers + read.text)

        assert [host for host in hosts if not host.endswith(".example")] == []


def test_only_documentation_addresses_stand_in_received_headers(sample: Sample) -> None:
    ranges = ("192.0.2.", "198.51.100.", "203.0.113.")
    for mail in sample.truth.mails:
        message = message_from_bytes((sample.folder / mail.file).read_bytes())
        addresses = re.findall(r"\[([\d.]+)\]", " ".join(message.get_all("Received", [])))

        assert [address for address in addresses if not address.startswith(ranges)] == []


def test_message_ids_are_all_different(sample: Sample) -> None:
    ids = [_read(sample, mail).message_id for mail in sample.truth.mails]
    present = [one for one in ids if one]

    assert len(present) == len(set(present)) == len(ids) - 2


def test_files_are_named_by_number_and_never_by_person(sample: Sample) -> None:
    assert all(re.fullmatch(r"\d{3}\.eml", mail.file) for mail in sample.truth.mails)
