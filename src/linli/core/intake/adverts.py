"""Mails that nobody wrote to apply: advertising, tricks, and what machines send by themselves."""

import re

_ADVERT = re.compile(
    "发票|代开|点数|培训班|招生|包过|题库|押题|真题|面授|网课|一对一|不过(?:全退|退费)|优惠|促销|折扣|特价|推广|加盟|代理|贷款|信用卡|额度|理财|中奖|彩票|博彩|"
    "兼职刷|刷单|点击(?:链接|下方|此处|这里|登录|报名)|请点击|验证(?:账号|您的|邮箱)|账号(?:异常|停用|冻结)|邮箱(?:容量|即将|将于|升级|停用)|"
    "密码(?:过期|即将)|修改密码|立即升级|退订|订阅|公众号|扫码|二维码|加微信|微商|采购|供应|报价|展会|展位|论文发表|代写|广告|"
    "批发|零售|[一二三四五六七八九\\d]折|量大从优|欢迎来电|厂家|直销|现货|包邮|限时|抢购|会员|原价|现价|"
    "学历提升|成人高考|拿证|报名热线|咨询热线|名额有限|名师|试听|免费领|劳务派遣|人事代理|期待与贵|尊敬的(?:客户|用户)|对账单|"
    "存在异常|账户异常|重新认证|实名认证|停止服务|财务人员|汇算清缴|申报软件|工资调整|冲刺班|通过率|立减|V信|添加\\w{0,4}微信|备考资料|资料包|"
    "免费(?:赠|领|送)|行测|申论|我司|我公司|盼复|价格从优|一站式|点击查看|查看了您的简历|团建|日结|兼职|QQ群|团购|企业福利|礼品|空间不足|扩容|征稿|论文征集|审稿|传票|包裹|零基础|协议班|考研辅导|劳动补贴|补贴(?:申领|领取)|申领通知|验证码|请勿泄露|异地登录|非本人操作|登录提醒|邀请函|诚邀贵"
)
_ENGLISH = re.compile(r"(?:\b[A-Za-z']+\b[^A-Za-z]{0,5}){4}")
_ENGLISH_APPLICATION = re.compile(
    r"\b(?:appl(?:y|ication|icant)|regist\w+|graduat\w+|resume|cv|recruit\w*)\b", re.IGNORECASE
)
_HAN = re.compile("[\u3400-\u9fff]")
_MACHINE = re.compile(
    r"^[^\w\n]{0,20}(?:(?:外出|休假|出差)?自动(?:回复|答复)|系统(?:自动)?(?:回复|退信)|退信|(?:邮件)?投递失败|已读[:：]|已送达[:：]|阅读回执|未读[:：]|auto(?:matic)?[ -]?reply"
    r"|out of (?:the )?office|undeliver|delivery (?:status|has failed|failure)|mail delivery|failure notice|returned mail|read:|not read:)"
    r"|这是一封(?:系统)?自动|[此本](?:邮件)?[为由]系统自动",
    re.IGNORECASE | re.MULTILINE,
)
_MACHINE_SENDER = re.compile(r"(?:mailer-daemon|postmaster)@", re.IGNORECASE)


def adverts_in(words: str) -> int:
    """Count the different turns of phrase of advertising in some words."""
    if not _HAN.search(words):
        # Nobody here applies in English without saying so.
        is_about_applying = _ENGLISH_APPLICATION.search(words)
        return 3 if _ENGLISH.search(words) and not is_about_applying else 0
    return len(set(_ADVERT.findall(re.sub(r"\s+", "", words))))


def is_from_machine(words: str) -> bool:
    """Tell an automatic reply, a receipt or a report of failed delivery by its words."""
    return bool(_MACHINE.search(words))


def is_postmaster(sender: str) -> bool:
    """Tell the address that reports failed deliveries, with the mail that failed inside."""
    return bool(_MACHINE_SENDER.match(sender))
