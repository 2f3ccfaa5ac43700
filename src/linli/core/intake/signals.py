"""What a mail wants, judged by itself: its files first, then its words.

Source: D0 三(一)3.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from linli.core.intake.facts import MailFacts


class Intent(StrEnum):
    """What a mail by itself is for, before anything is known of its sender."""

    APPLY = "apply"
    WITHDRAW = "withdraw"
    ASK = "ask"
    ADVERTISE = "advertise"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Signals:
    """The intent, and what the words say about an earlier mail of the same person."""

    intent: Intent
    says_supplement: bool
    says_correction: bool


_WITHDRAW = re.compile(
    "(?:放弃|退出|撤回|撤销|取消|终止)(?:[^。，,！!\n]{0,12})(?:报名|申请|资格|招募|应聘|材料)|不(?:再|想)?(?:参加|报名)(?:了|本次|此次|社区)"
    "|(?:报名|申请)[^。，,！!\n]{0,8}(?:作废|撤回|取消)"
)
_ASK = re.compile(
    "[?？]|请问|想问|想咨询|咨询一下|咨询|可以吗|能不能|能否|可不可以|是否可以|怎么|如何|什么时候|哪里|多少|有没有|要不要|需不需要|吗(?:[。，,！!\\s]|$)"
)
_SUPPLEMENT = re.compile(
    "补充|补交|补发|补传|补报|补寄|补上|漏了|漏发|漏传|忘记?(?:发|传|附)|少发|再发|后补|缺少的|缺的"
)
_CORRECTION = re.compile(
    "更正|修改|改正|重新(?:提交|填写|发送|上传|报送)|以(?:此|本|这)[^。\n]{0,8}为准|填错|有误|写错|勘误|更新后|替换"
)
_APPLY = re.compile("报名|应聘|投递|登记表|申请表")
_FILES = re.compile("附件|材料|报名表|登记表|证明|扫描|照片|压缩包")
_ADVERT = re.compile(
    "发票|代开|点数|培训班|招生|包过|题库|押题|面授|网课|一对一|不过全退|优惠|促销|折扣|特价|推广|加盟|代理|贷款|信用卡|额度|理财|中奖|彩票|博彩|"
    "兼职刷|刷单|点击(?:链接|下方|此处|这里|登录)|请点击|验证(?:账号|您的|邮箱)|账号(?:异常|停用|冻结)|邮箱(?:容量|即将|将于|升级|停用)|"
    "密码(?:过期|即将)|立即升级|退订|订阅|公众号|扫码|加微信|微商|采购|供应|报价|展会|论文发表|代写|广告|"
    "批发|零售|[一二三四五六七八九\\d]折|量大从优|欢迎来电|厂家|直销|现货|包邮|限时|抢购|会员"
)
_AUTOMATIC = re.compile(
    r"^[^\w\n]{0,20}(?:自动回复|系统(?:自动)?(?:回复|退信)|退信|投递失败|auto(?:matic)?[ -]?reply|out of office|undeliver|"
    r"delivery status|mail delivery)|此(?:邮件)?为系统自动",
    re.IGNORECASE | re.MULTILINE,
)
_REPLY_MARK = re.compile(
    r"^[^\S\n]{0,20}(?:>|-{2,}\s*(?:原始邮件|Original Message|转发邮件)|发件人[:：]|在.{4,60}写道[:：]|On .{4,100}wrote:)",
    re.MULTILINE | re.IGNORECASE,
)


def signals_of(mail: MailFacts) -> Signals:
    """Judge a mail by itself."""
    words = f"{mail.subject}\n{_own_words(mail)}"
    return Signals(
        intent=_intent(mail, words),
        says_supplement=bool(_SUPPLEMENT.search(words)),
        says_correction=bool(_CORRECTION.search(words)),
    )


def _own_words(mail: MailFacts) -> str:
    """Return the text above a quoted mail; the quoted words are not the sender's wish."""
    if mail.is_forwarded:
        return mail.text
    quoted = _REPLY_MARK.search(mail.text)
    return (
        mail.text[: quoted.start()] if quoted and mail.text[: quoted.start()].strip() else mail.text
    )


def _intent(mail: MailFacts, words: str) -> Intent:
    if mail.forms or mail.has_wrong_form or mail.unread_forms:
        return Intent.APPLY
    if mail.is_automatic or _AUTOMATIC.search(words):
        return Intent.ADVERTISE
    asks = bool(_ASK.search(words))
    if _WITHDRAW.search(words) and not asks:
        return Intent.WITHDRAW
    if any(item.kinds for item in mail.attachments):
        return Intent.APPLY
    flat = re.sub(r"\s+", "", words)
    adverts = len(set(_ADVERT.findall(flat)))
    has_papers = any(item.is_paper or item.problems for item in mail.attachments)
    if adverts and not (has_papers and _APPLY.search(words) and adverts < 2):
        return Intent.ASK if asks and adverts < 2 and _APPLY.search(words) else Intent.ADVERTISE
    return _intent_without_named_papers(words, has_papers=has_papers or mail.has_unsent, asks=asks)


def _intent_without_named_papers(words: str, *, has_papers: bool, asks: bool) -> Intent:
    speaks_of_files = bool(
        _APPLY.search(words) or _FILES.search(words) or _SUPPLEMENT.search(words)
    )
    if has_papers and (speaks_of_files or not asks):
        return Intent.APPLY
    if asks:
        return Intent.ASK
    # The words announce files that are not there: an application all the same, to be asked for.
    if _APPLY.search(words) and _FILES.search(words):
        return Intent.APPLY
    return Intent.UNCLEAR
