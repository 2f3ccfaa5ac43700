import email
import email.policy
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import pytest
from PIL import Image, UnidentifiedImageError

import linli
from linli.rehearsal.dice import Dice
from linli.rehearsal.intake_world import World, WorldOrder, write_intake_world
from linli.rehearsal.intake_world_cases import CLAIM, Case
from linli.rehearsal.intake_world_desk import Workshop, WorldDesk
from linli.rehearsal.intake_world_files import WorldFile, with_distinct_names
from linli.rehearsal.intake_world_forms import CARRIER_WEIGHTS, PICTURES, Carrier
from linli.rehearsal.intake_world_odd import SUSPICIOUS, UNREADABLE, Odd, locked_zip, odd_file
from linli.rehearsal.intake_world_packing import PACKING_WEIGHTS, Packing
from linli.rehearsal.intake_world_people import make_people
from linli.rehearsal.intake_world_places import read_province
from linli.rehearsal.intake_world_plans import WITHDRAWING, Plan, Story, make_cases, make_plans
from linli.rehearsal.intake_world_post import Post, post_bytes
from linli.rehearsal.intake_world_stories import told_mails
from linli.rehearsal.intake_world_truth import DEADLINE
from linli.rehearsal.papers.holder import PaperSort
from linli.rehearsal.sample_truth import MailKind

ASSETS = Path(linli.__file__).parent / "assets"
FIELDS = {
    "name", "sex", "ethnicity", "birth", "native_place", "political_status", "school", "graduation",
    "major", "education", "degree", "id_number", "address", "phone", "intended", "adjustment",
    "pledge_signed",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("world")


@pytest.fixture(scope="module")
def world(folder: Path) -> World:
    return write_intake_world(folder, WorldOrder(people=10, seed=8, is_text=True), assets=ASSETS)


def _mail(folder: Path, truth: Mapping[str, Any]) -> email.message.EmailMessage:
    raw = (folder / truth["file"]).read_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_the_truth_has_the_shape_of_the_samples(folder: Path, world: World) -> None:
    written = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    forms = [one["form"] for one in written["applicants"] if one["form"]]

    assert written == world.truth
    assert set(written) == {"season", "mails", "applicants"}
    assert {frozenset(mail) for mail in written["mails"]} == {
        frozenset({"file", "kind", "received_at", "from", "applicant_key", "notes"})
    }
    assert {frozenset(form) for form in forms} == {frozenset(FIELDS)}
    assert len(written["applicants"]) == 10


def test_mails_lie_in_order_of_receipt_and_the_top_hop_says_when(
    folder: Path, world: World
) -> None:
    mails = world.truth["mails"]
    times = [datetime.fromisoformat(mail["received_at"]) for mail in mails]

    tops = [_mail(folder, mail).get_all("Received", [""])[0].rpartition(";")[2] for mail in mails]

    assert times == sorted(times)
    assert [parsedate_to_datetime(top.strip()) for top in tops] == times


KINDS: dict[Story, str] = {
    Story.PLAIN: "application",
    Story.INQUIRY_FIRST: "inquiry application",
    Story.SUPPLEMENTED: "application supplement",
    Story.CORRECTED: "application correction",
    Story.WRONG_THEN_RIGHT: "application correction",
    Story.BROKEN_THEN_RIGHT: "application correction",
    Story.SENT_TWICE: "application duplicate",
    Story.WITHDRAWN: "application withdrawal",
    Story.WITHDRAWN_LATE: "application withdrawal",
    Story.BACK_AGAIN: "application withdrawal application",
    Story.FORWARDED: "application",
    Story.FORWARDED_INLINE: "application",
    Story.LAST_SECOND: "application",
    Story.LATE: "late",
    Story.LATE_FORGED: "late",
    Story.LATE_SUPPLEMENT: "application late",
    Story.LATE_CORRECTION: "application late",
    Story.FORM_MISSING: "application",
    Story.FORM_WRONG: "application",
    Story.FORM_LOCKED: "application",
}


@pytest.mark.parametrize("story", Story)
def test_each_story_sends_its_kinds_of_mails_in_order(story: Story) -> None:
    province = read_province(ASSETS / "divisions")
    person = make_people([()], seed=5, province=province)[0]
    report = replace(person.papers[0], sort=PaperSort.ENROLLMENT_REPORT)
    person = replace(person, papers=(report, replace(report, number=1)))
    shop = Workshop.of(5, ASSETS / "fonts", 0.5, text_share=1)

    told = told_mails(WorldDesk(person, shop), Plan(story, Carrier.WORD, Packing.LOOSE))

    times = [mail.sent.received_at for mail in told]
    late = [mail.sent.kind is MailKind.LATE for mail in told]
    assert " ".join(mail.sent.kind for mail in told) == KINDS[story]
    assert times == sorted(times) == [mail.post.received_at for mail in told]
    is_after = [time >= DEADLINE for time in times]
    assert late == [
        after and mail.sent.kind is not MailKind.WITHDRAWAL
        for after, mail in zip(is_after, told, strict=True)
    ]


def test_a_seed_makes_the_same_mails_again(folder: Path, tmp_path: Path) -> None:
    order = WorldOrder(people=2, seed=9, is_text=True)

    first, second = (
        write_intake_world(tmp_path / name, order, assets=ASSETS) for name in ("a", "b")
    )

    assert first == second
    for one in sorted((tmp_path / "a" / "mails").iterdir()):
        assert one.read_bytes() == (tmp_path / "b" / "mails" / one.name).read_bytes()


def test_everything_occurs_in_a_large_world() -> None:
    plans = make_plans(400, seed=1, is_text=False)
    cases = make_cases(plans, seed=1)

    assert {plan.story for plan in plans} == set(Story)
    assert {plan.carrier for plan in plans} == set(CARRIER_WEIGHTS)
    assert {plan.packing for plan in plans} == set(PACKING_WEIGHTS)
    assert {plan.odd for plan in plans} == {*Odd, None}
    assert {case for own in cases for case in own} == set(Case)


def test_a_text_world_has_no_form_that_needs_ocr() -> None:
    plans = make_plans(200, seed=1, is_text=True)

    assert {plan.carrier for plan in plans}.isdisjoint(PICTURES)


def test_nobody_who_withdraws_claims_anything() -> None:
    plans = make_plans(400, seed=2, is_text=False)
    cases = make_cases(plans, seed=2)

    claims = {
        case
        for plan, own in zip(plans, cases, strict=True)
        if plan.story in WITHDRAWING
        for case in own
    }
    assert claims.isdisjoint({*CLAIM, Case.SOCIAL_WORK, Case.SOCIAL_WORK_UNPROVEN})


def test_kinds_of_mails_are_those_of_the_sample(world: World) -> None:
    kinds = {mail["kind"] for mail in world.truth["mails"]}

    assert kinds <= {kind.value for kind in MailKind}
    assert {"application", "inquiry", "spam"} <= kinds


@pytest.fixture(scope="module")
def jpeg() -> bytes:
    target = BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(target, "JPEG")
    return target.getvalue()


@pytest.mark.parametrize("odd", sorted(UNREADABLE - {Odd.LINK}))
def test_what_is_called_unreadable_cannot_be_opened(odd: Odd, jpeg: bytes) -> None:
    file = odd_file(odd, jpeg, Dice(1, "x"))

    assert file is not None
    with pytest.raises((OSError, RuntimeError, UnidentifiedImageError, BadZipFile)):
        _open(file)


def _open(file: WorldFile) -> None:
    if file.name.endswith(".jpg"):
        Image.open(BytesIO(file.content)).load()
    elif file.name.endswith(".pdf"):
        raise OSError if b"/Encrypt" in file.content or not file.content else AssertionError
    elif file.content[:2] == b"PK":
        with ZipFile(BytesIO(file.content)) as archive:
            archive.read(archive.namelist()[0])
    else:
        raise OSError("neither archive nor picture")


def test_a_link_is_no_attachment_and_every_other_oddity_is_one(jpeg: bytes) -> None:
    # A bomb takes a second to make.
    files = {odd: odd_file(odd, jpeg, Dice(1, "x")) for odd in Odd if odd is not Odd.BOMB}

    assert [odd for odd, file in files.items() if file is None] == [Odd.LINK]
    assert frozenset(Odd) == UNREADABLE | SUSPICIOUS


def test_an_archive_says_that_it_is_locked() -> None:
    with (
        ZipFile(BytesIO(locked_zip([("样本.txt", b"x"), ("b.txt", b"y")]))) as archive,
        pytest.raises(RuntimeError, match="password"),
    ):
        archive.read("b.txt")


def test_files_of_one_name_are_numbered_apart() -> None:
    files = [WorldFile("荣誉证书.jpg", b"1"), WorldFile("荣誉证书.jpg", b"2"), WorldFile("a", b"3")]

    assert [file.name for file in with_distinct_names(files)] == [
        "荣誉证书.jpg",
        "荣誉证书(2).jpg",
        "a",
    ]


def test_pictures_in_the_body_are_named_by_the_page_that_shows_them() -> None:
    at = datetime.fromisoformat("2024-06-05T08:00:00+08:00")
    post = Post(
        "报名䶮",
        "见下图",
        "a@mail.example",
        "样",
        at,
        files=(WorldFile("表.docx", b"PK"),),
        shown=(WorldFile("1.jpg", b"\xff\xd8"),),
    )

    for seed in range(6):
        parsed = email.message_from_bytes(
            post_bytes(post, seed, Dice(seed, "x")), policy=email.policy.default
        )
        html = parsed.get_body(("html",))
        assert html is not None
        assert 'src="cid:0@linli.example"' in html.get_content()
        shown = [part for part in parsed.walk() if part["Content-ID"] == "<0@linli.example>"]
        assert [part.get_content() for part in shown] == [b"\xff\xd8"]
        assert parsed["Subject"].startswith("报名")
