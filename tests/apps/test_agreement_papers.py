"""Signed agreements on file: scans and signed PDFs, what is refused, what a second file does."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from linli.apps.agreements.models import Agreement, AgreementPaper
from linli.apps.agreements.paper_files import (
    PAPERS,
    PaperLost,
    SignatureAltered,
    TooManySignatures,
    add_paper,
)
from linli.apps.applications.change import NotPermitted, ReasonMissing, WrongState
from linli.apps.applications.states import State
from linli.apps.drafts.usable import LARGEST, FileRefused
from linli.apps.seasons.models import Season
from linli.core.pages.pdf_signatures import MOST_SIGNATURES
from tests.apps.cast import Officials, at, entry_count, last_entry, signed
from tests.support.signed_pdfs import (
    STREET_NAME,
    blank_pdf,
    locked,
    root_der,
    sign,
    signer,
    updated,
    with_unknown_digest,
)

pytestmark = pytest.mark.usefixtures("kept_files")


@pytest.fixture
def agreement(season: Season) -> Agreement:
    return signed(season)


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(out, kind)
    return out.getvalue()


def files_in(folder: Path) -> list[str]:
    return [one.name for one in folder.glob("files/agreements/**/*") if one.is_file()]


def add(agreement: Agreement, content: bytes, cast: Officials, reason: str = "") -> AgreementPaper:
    return add_paper(
        agreement,
        content,
        roots=(root_der(),),
        actor=cast.dai_street,
        at=at(7, 19),
        reason=reason,
    )


def test_signed_pdf_is_kept_with_what_the_check_found(
    agreement: Agreement, cast: Officials
) -> None:
    content = sign(sign(blank_pdf()), signer("", person="张样本"), field="乙方")

    paper = add(agreement, content, cast)

    stored = AgreementPaper.objects.get()
    assert (paper, stored.media_type, stored.size) == (stored, "application/pdf", len(content))
    assert (stored.finding, stored.get_finding_display()) == ("trusted", "签名有效且可信")
    assert [
        (one["organisation"], one["finding"], one["is_expired"]) for one in stored.signatures
    ] == [(STREET_NAME, "trusted", False), ("", "trusted", False)]
    assert PAPERS.kept(stored.digest) == content
    entry = last_entry(agreement.application.subject)
    assert (entry["action"], entry["inputs"]) == (
        "keep_agreement_paper",
        {"digest": hashlib.sha256(content).hexdigest(), "finding": "trusted"},
    )
    assert "样本街道" not in str(entry)


@pytest.mark.parametrize(
    ("content", "media_type", "finding"),
    [
        (blank_pdf(), "application/pdf", "没有数字签名（按扫描件保存）"),
        (picture("JPEG"), "image/jpeg", "没有数字签名（按扫描件保存）"),
        (picture("PNG"), "image/png", "没有数字签名（按扫描件保存）"),
        (with_unknown_digest(sign(blank_pdf())), "application/pdf", "签名算法本系统不能核验（按扫描件保存）"),
        (sign(blank_pdf(), signer(until=at(7, 1))), "application/pdf", "签名完整、证书未列入信任名单"),
    ],
    ids=["pdf", "jpeg", "png", "unknown-algorithm", "expired"],
)  # fmt: skip
def test_each_sort_of_paper_says_what_it_is(
    agreement: Agreement, cast: Officials, content: bytes, media_type: str, finding: str
) -> None:
    paper = add(agreement, content, cast)

    assert (paper.media_type, paper.get_finding_display()) == (media_type, finding)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"no paper at all", "文件格式不能用"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 90, "只收PDF和JPG、PNG图片"),
        (b"%PDF-1.7 cut off", "没有传完，或者已经损坏"),
        (locked(blank_pdf(), "secret"), "取消密码后再上传"),
        (b"%PDF-" + b"0" * LARGEST, "超过10MB"),
    ],
    ids=["empty", "other", "heic", "cut-off", "locked", "large"],
)
def test_file_that_cannot_be_used_is_refused_with_what_to_do(
    agreement: Agreement, cast: Officials, content: bytes, words: str
) -> None:
    with pytest.raises(FileRefused, match=words):
        add(agreement, content, cast)

    assert not AgreementPaper.objects.exists()


def test_pdf_changed_after_the_signing_is_refused(agreement: Agreement, cast: Officials) -> None:
    with pytest.raises(SignatureAltered, match="取得原文件"):
        add(agreement, updated(sign(blank_pdf())), cast)

    assert not AgreementPaper.objects.exists()


def test_pdf_of_too_many_signatures_is_refused_and_not_called_altered(
    agreement: Agreement, cast: Officials
) -> None:
    content, by = blank_pdf(), signer()
    for number in range(MOST_SIGNATURES + 1):
        content = sign(content, by, field=f"签名{number}")

    with pytest.raises(TooManySignatures, match="数字签名超过12个，签名太多"):
        add(agreement, content, cast)

    assert not AgreementPaper.objects.exists()


def test_another_paper_takes_the_place_of_the_first_which_is_kept(
    agreement: Agreement, cast: Officials, tmp_path: Path
) -> None:
    first = add(agreement, picture("JPEG"), cast)

    with pytest.raises(ReasonMissing):
        add(agreement, blank_pdf(), cast, reason="  ")
    kept = files_in(tmp_path)
    second = add(agreement, blank_pdf(), cast, reason="扫描缺第2页")

    assert kept == [first.digest]
    papers = AgreementPaper.objects.order_by("pk").values_list("pk", "replaced_at")
    assert list(papers) == [(first.pk, at(7, 19)), (second.pk, None)]
    entry = last_entry(agreement.application.subject)
    assert (entry["action"], entry["reason"], entry["inputs"]["replaced"]) == (
        "replace_agreement_paper",
        "扫描缺第2页",
        first.digest,
    )
    assert len(PAPERS.kept(first.digest)) == first.size


def test_same_file_again_changes_nothing(agreement: Agreement, cast: Officials) -> None:
    first = add(agreement, blank_pdf(), cast)
    before = entry_count()

    again = add(agreement, PAPERS.kept(first.digest), cast)

    assert (again, AgreementPaper.objects.count(), entry_count()) == (first, 1, before)


def test_same_file_again_brings_back_bytes_that_were_lost(
    agreement: Agreement, cast: Officials
) -> None:
    content = picture("PNG")
    paper = add(agreement, content, cast)
    PAPERS.discard([paper.digest])

    add(agreement, content, cast)

    assert PAPERS.kept(paper.digest) == content


@pytest.mark.parametrize("who", ["yuanping_street", "yuanping", "city", "dai_community"])
def test_nobody_but_the_own_street_and_county_uploads(
    agreement: Agreement, cast: Officials, who: str
) -> None:
    with pytest.raises(NotPermitted):
        add_paper(agreement, blank_pdf(), roots=(), actor=getattr(cast, who), at=at(7, 19))


def test_agreement_that_was_ended_takes_no_paper_and_keeps_no_bytes(
    season: Season, cast: Officials, tmp_path: Path
) -> None:
    with pytest.raises(WrongState, match="没有生效的协议"):
        add(signed(season, state=State.LEFT), blank_pdf(), cast)

    assert (files_in(tmp_path), AgreementPaper.objects.exists()) == ([], False)


def test_paper_whose_bytes_are_gone_says_so(agreement: Agreement, cast: Officials) -> None:
    paper = add(agreement, blank_pdf(), cast)
    PAPERS.discard([paper.digest])

    with pytest.raises(PaperLost, match="从备份恢复"):
        PAPERS.kept(paper.digest)
