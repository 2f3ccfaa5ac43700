"""Mails that are nobody's application: questions, advertising, answers by machines."""

from dataclasses import dataclass
from datetime import datetime

from linli.rehearsal.envelope import BEIJING
from linli.rehearsal.hostile import SAMPLE_NOTE
from linli.rehearsal.mail_variety import CLIENTS, Attachment
from linli.rehearsal.planned_mail import NOTE, PlannedMail
from linli.rehearsal.sample_truth import MailKind


@dataclass(frozen=True, slots=True)
class _Letter:
    day: int
    kind: MailKind
    client: str
    sender_name: str
    sender: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


LETTERS = (
    _Letter(
        3,
        MailKind.INQUIRY,
        "web_gb18030",
        "咨询人甲",
        "asker1@mail.example",
        "咨询社区助理报名条件",
        "老师您好，请问2023年毕业尚未就业的可以报名吗？谢谢。",
    ),
    _Letter(
        6,
        MailKind.INQUIRY,
        "raw_gbk",
        "咨询人乙",
        "asker2@post.example",
        "请问报名表在哪里下载",
        "您好，想问一下报名登记表在哪个网站下载？毕业证还没有发怎么办？",
    ),
    _Letter(
        11,
        MailKind.INQUIRY,
        "phone",
        "学生家长",
        "parent@mail.example",
        "待遇问题",
        "请问社区助理每月补贴多少，是否缴纳保险？孩子还在考虑。",
    ),
    _Letter(
        2,
        MailKind.SPAM,
        "web_utf8",
        "广告部",
        "ads@shop.example",
        "办公用品批发 全场五折",
        "A4复印纸、硒鼓墨盒批发，量大从优，欢迎来电。",
    ),
    _Letter(
        5,
        MailKind.SPAM,
        "desktop_utf8",
        "系统管理员",
        "admin@phishing.example",
        "您的邮箱容量已满，请立即升级",
        "请点击 http://upgrade.phishing.example/login 验证密码，否则邮箱将被停用。",
    ),
    _Letter(
        9,
        MailKind.SPAM,
        "web_gbk",
        "自动回复",
        "postmaster@students.example",
        "自动回复：您的邮件已收到",
        "本人外出，暂时无法回复邮件。此为系统自动回复。",
    ),
    _Letter(
        12,
        MailKind.SPAM,
        "desktop_gb2312",
        "中奖通知",
        "prize@lottery.example",
        "恭喜您中奖",
        "请打开附件领取奖品，不啰嗦。",
        (Attachment("领奖.docx.exe", SAMPLE_NOTE),),
    ),
)


def strangers_mails() -> list[PlannedMail]:
    """Return the questions and the spam of the sample."""
    return [
        PlannedMail(
            kind=letter.kind,
            received_at=datetime(2024, 6, letter.day, 12, 30, letter.day, tzinfo=BEIJING),
            client=CLIENTS[letter.client],
            sender=letter.sender,
            sender_name=letter.sender_name,
            subject=letter.subject,
            text=f"{letter.text}\n{NOTE}",
            attachments=letter.attachments,
        )
        for letter in LETTERS
    ]
