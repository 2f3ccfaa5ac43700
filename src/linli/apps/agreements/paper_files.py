"""Take in signed agreements: a scan, or a PDF whose digital signatures are checked offline.

Source: D0 三(六); 电子签名法 第十三条; requirements G1.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.agreements.models import Agreement, AgreementPaper
from linli.apps.applications.change import (
    WrongState,
    lock_standings,
    require_permission,
    require_reason,
)
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.drafts.usable import FileRefused, media_type_of, require_scan
from linli.apps.intake.keeping import NotKept, Shelf
from linli.apps.ledger.actions import Event, record
from linli.core.pages.pdf_signatures import (
    MOST_SIGNATURES,
    PdfSignature,
    SignatureFinding,
    SignatureReport,
    check_signatures,
)

_CLAUSE = "D0 三(六)"
IN_FORCE = (State.SIGNED, State.FILED, State.REPORTED)
_PDF = "application/pdf"


class SignatureAltered(FileRefused):
    """A PDF was changed after it had been signed."""


class TooManySignatures(FileRefused):
    """A PDF has more digital signatures than are checked one by one."""


class PaperLost(NotKept):
    """The bytes of a signed agreement are gone or were changed."""


def _lost() -> PaperLost:
    return PaperLost(
        "这份协议文件已不在存储中，或者已被改动", mend="请系统管理员从备份恢复，或者重新上传"
    )


PAPERS = Shelf("agreements", "", _lost)


def add_paper(
    agreement: Agreement,
    content: bytes,
    *,
    roots: Iterable[bytes],
    actor: User,
    at: datetime,
    reason: str = "",
) -> AgreementPaper:
    """Keep the signed paper of an agreement; another one takes the place of the first, for a reason.

    ``roots`` are the certificates that signatures are trusted by, DER. The same file again
    changes nothing. The bytes are kept before the database says so, and not at all where the paper
    is refused. Raises ``FileRefused``, ``SignatureAltered``, ``TooManySignatures``,
    ``NotPermitted``, ``ReasonMissing`` and ``WrongState``.
    """
    require_permission(actor, Act.SIGN, agreement.application)
    media_type = _require_scan(content)
    report = SignatureReport(SignatureFinding.UNSIGNED)
    if media_type == _PDF:
        report = check_signatures(content, roots=roots, at=at)
    _require_sound(report.finding)
    paper = AgreementPaper(
        agreement=agreement,
        media_type=media_type,
        size=len(content),
        finding=report.finding.value,
        signatures=[_told(one) for one in report.signatures],
        uploaded_at=at,
        digest=hashlib.sha256(content).hexdigest(),
    )
    return _put(paper, content, actor, reason.strip())


def _require_scan(content: bytes) -> str:
    """Return the media type of a usable PDF, JPEG or PNG. Raises ``FileRefused``."""
    if media_type_of(content) == "image/heic":
        raise FileRefused("文件格式不能用，只收PDF和JPG、PNG图片", mend="转换成PDF或者JPG后再上传")
    return require_scan(content)


def _require_sound(finding: SignatureFinding) -> None:
    """Refuse a PDF whose signatures speak against it, or cannot be gone through."""
    if finding is SignatureFinding.ALTERED:
        raise SignatureAltered(
            "这个PDF在签名以后已被改动，不能作为签订的协议",
            why="电子签名法 第十三条",
            mend="向签名的单位或者本人取得原文件，不要另存、合并或者打印成PDF；确无原文件的，签纸质协议后扫描上传",
        )
    if finding is SignatureFinding.TOO_MANY:
        raise TooManySignatures(
            f"这个PDF的数字签名超过{MOST_SIGNATURES}个，签名太多，不逐一核验",
            mend="上传只有双方签名、印章的原文件；没有这样的文件的，签纸质协议后扫描上传",
        )


def _told(one: PdfSignature) -> dict[str, object]:
    return {
        "organisation": one.organisation,
        "signed_at": one.signed_at.isoformat(timespec="seconds") if one.signed_at else "",
        "finding": one.finding.value,
        "is_expired": one.is_expired,
    }


@transaction.atomic
def _put(paper: AgreementPaper, content: bytes, actor: User, reason: str) -> AgreementPaper:
    case = paper.agreement.application
    state = lock_standings([case])[case.pk].state
    if state not in IN_FORCE:
        raise WrongState(
            f"报名{case.case_number}现为“{state.label}”，没有生效的协议",
            why=_CLAUSE,
            mend="刷新页面，按当前状态办理",
        )
    present = paper.agreement.papers.filter(replaced_at=None).first()
    is_same = present is not None and present.digest == paper.digest
    if present is not None and not is_same:
        require_reason(reason, Act.SIGN, case)
    # Also the same file: its bytes may have been lost since.
    PAPERS.keep(content)
    if present is not None and is_same:
        return present
    if present is not None:
        present.replaced_at = paper.uploaded_at
        present.save(update_fields=("replaced_at",))
    paper.save()
    record([_event(paper, case, actor, reason, present.digest if present else "")])
    return paper


def _event(
    paper: AgreementPaper, case: Application, actor: User, reason: str, replaced: str
) -> Event:
    inputs = {"digest": paper.digest, "finding": paper.finding}
    return Event(
        at=paper.uploaded_at,
        actor=actor.username,
        action="replace_agreement_paper" if replaced else "keep_agreement_paper",
        subject=case.subject,
        clause=_CLAUSE,
        reason=reason,
        rule=case.season.rule_version,
        inputs={**inputs, "replaced": replaced} if replaced else inputs,
        rehearsal=case.season.is_rehearsal,
    )
