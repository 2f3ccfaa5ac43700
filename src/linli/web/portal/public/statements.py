"""What the privacy statement says is kept: from what the models keep, in the public's words.

Source: 个人信息保护法 第十七条, 第三十五条; requirements P3.
"""

from dataclasses import dataclass

from django.conf import settings

from linli.apps.exports.models import KEPT

#: What only the city can say, as its papers have it.
BY_THE_CITY = "（由市填写）"


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of what is kept: of whom what, why, on which ground, how long, who sees it.

    ``models`` are those that keep it, as Django names them; ``of_applicants`` tells that it is of
    whoever applies, so that ``my data`` shows it too.
    """

    name: str
    kept: str
    purpose: str
    ground: str
    period: str
    seen_by: str
    models: tuple[str, ...]
    of_applicants: bool = False
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """One right, its article, and how to use it here."""

    name: str
    article: str
    how: str


_DUTY = "为履行法定职责所必需（第十三条第一款第三项）"
_CONSENT = "本人同意（第十三条第一款第一项）"
_OFFICES = "市委社会工作部、所报县（市、区）委社会工作部中经办的工作人员"
_WITH_THE_FILE = f"随招募档案保存{BY_THE_CITY}"
HELD = (
    Held(
        "账号",
        "手机号码或者电子邮箱、密码的散列值、通行密钥的公钥、登录时间",
        "确认是本人在填写和查看报名",
        _CONSENT,
        f"至本人要求注销为止；已经报名的，随报名材料保存{BY_THE_CITY}",
        "本人；系统管理员不能看到密码",
        ("accounts.User",),
        of_applicants=True,
    ),
    Held(
        "报名登记表",
        "通知附件2的各项：姓名、性别、民族、出生年月、籍贯、政治面貌、学历、身份证号、住址、电话、简历等；还没有提交的草稿",
        "资格审查、面见复审和确定人选；性别、民族、籍贯、政治面貌只随表保存，不参与任何计算和排序",
        _DUTY,
        f"{_WITH_THE_FILE}；没有提交的草稿，本人可以随时删除",
        f"{_OFFICES}；草稿只有本人能看到",
        ("people.Person", "applications.Application", "drafts.Draft"),
        of_applicants=True,
        is_sensitive=True,
    ),
    Held(
        "报名材料和照片",
        "身份证、户口簿、毕业证、学位证、学籍报告、荣誉证书、低保家庭材料、入伍退役证明的图像，登记表照片，手写签名，以及从中读出的文字",
        "核对登记表与证件是否一致",
        f"{_DUTY}；其中身份证件图像、人脸照片、低保材料为敏感个人信息（第二十八条），首次上传证件前单独询问（第二十九条）",
        _WITH_THE_FILE,
        _OFFICES,
        ("drafts.Upload",),
        of_applicants=True,
        is_sensitive=True,
    ),
    Held(
        "电子邮件",
        "报名人发到指定邮箱的邮件、附件和从中读出的内容，以及尚待核对的各项；发给报名人的补正通知",
        "受理用电子邮箱报名的，通知补正",
        _DUTY,
        _WITH_THE_FILE,
        _OFFICES,
        ("intake.Mail", "intake.Doubt", "intake.Letter"),
        of_applicants=True,
        is_sensitive=True,
    ),
    Held(
        "审查、面见、体检和入围情况",
        "审查意见和理由（包括待第二人复核的初审意见），哪位工作人员正在查看，面见分组、次序、到场时间、原件核验结果、考官评分和与考官的回避关系，参加体检的答复，体检结论、是否待复检（不含任何检查数据），入围和递补次序（包括采用以前的试算）",
        "按通知规定的程序确定人选；系统只提出意见，由具名工作人员决定（第二十四条）",
        _DUTY,
        _WITH_THE_FILE,
        _OFFICES,
        (
            *("applications.Check", "applications.Decision", "applications.FirstOpinion"),
            "applications.Opening",
            *("interviews.Attendance", "interviews.OriginalCheck"),
            *("interviews.Panel", "interviews.Examiner", "interviews.Turn", "interviews.Relation"),
            *("interviews.ScoreSheet", "interviews.Mark", "interviews.SignOff"),
            *("selection.Score", "selection.PlacementRun", "selection.Placement"),
            *("selection.PlacementTrial", "selection.TrialPlacement"),
            *("selection.MedicalConfirmation", "selection.MedicalRecheck"),
            *("selection.MedicalCheck", "selection.Backfill"),
        ),
        of_applicants=True,
        is_sensitive=True,
    ),
    Held(
        "公示名单",
        "隐去部分的姓名、毕业院校、专业、岗位所在县；不含身份证号、电话、住址、民族、健康和低保情况",
        "接受社会监督",
        _DUTY,
        f"公示期满后仍可在本站核对，撤下时间{BY_THE_CITY}",
        "任何人",
        ("notices.PublicNotice", "notices.Listing"),
        of_applicants=True,
    ),
    Held(
        "协议、服务和补贴",
        "协议编号和日期、安排和服务的社区，签订后的协议文件，读过的协议文本和阅读签名，报到、离岗和服务情况，各月生活补贴和保险费的计算结果",
        "签订协议，安排服务，计发生活补贴，出具服务证明",
        "为订立、履行本人为一方的协议所必需（第十三条第一款第二项）",
        _WITH_THE_FILE,
        f"{_OFFICES}，服务的街道（乡镇）和社区，财政部门中经办的工作人员",
        (
            *("agreements.Arrangement", "agreements.Agreement", "agreements.AgreementReading"),
            *("agreements.AgreementPaper", "workforce.Worker"),
            *("pay.PayRun", "pay.PaySlip"),
        ),
        of_applicants=True,
    ),
    Held(
        "发出的通知",
        "发给报名人的站内通知、邮件和短信的正文，发送时间和结果",
        "及时告知办理情况和时限",
        _DUTY,
        _WITH_THE_FILE,
        "本人；短信和邮件由市里选定的服务商投递",
        ("notifications.Message", "notifications.Delivery"),
        of_applicants=True,
    ),
    Held(
        "个人信息申请",
        "更正、删除、说明等申请的内容、时间和答复",
        "答复申请（第五十条）",
        _DUTY,
        _WITH_THE_FILE,
        _OFFICES,
        ("rights.RightsRequest",),
        of_applicants=True,
    ),
    Held(
        "异议",
        "反映的问题、证据线索；署名提出的，姓名和联系方式；查询码只存摘要",
        "核查异议并答复",
        _DUTY,
        _WITH_THE_FILE,
        "被反映人所在县（市、区）委社会工作部中经办的工作人员；不告知被反映人由谁提出，登录后提出的也不记账号",
        ("notices.Objection",),
    ),
    Held(
        "咨询",
        "问题、类别；留了联系方式的，联系方式；查询码只存摘要；登录后提出的也不记账号",
        "答复咨询，统计咨询数量",
        _DUTY,
        _WITH_THE_FILE,
        "市委社会工作部中经办的工作人员；删去个人情况后公开的问题和答复，任何人",
        ("enquiries.Enquiry",),
    ),
    Held(
        "工作人员的常用筛选",
        "工作人员给自己存的筛选条件和名称",
        "方便工作人员办理",
        _DUTY,
        "工作人员自己删除为止",
        "该工作人员本人",
        ("applications.SavedFilter",),
    ),
    Held(
        "工作人员的访问记录",
        "工作人员何时从哪个网络地址登录、登录失败、退出、更改密码，或者被拒绝打开哪一页；不记报名人",
        "查明账号是否被他人使用，保障报名人信息的安全",
        "履行网络安全保护义务（网络安全法第二十一条）",
        f"不少于6个月{BY_THE_CITY}",
        "安全管理员（只看登录失败）、审计管理员",
        ("accounts.AccessEvent",),
    ),
    Held(
        "导出记录",
        "哪位工作人员何时导出了哪份名单、筛选条件、用途、行数、是否含完整个人信息、何时下载；导出的文件只供本人下载",
        "事后能够查明名单去了哪里",
        _DUTY,
        f"文件{KEPT.days}天后删除；记录长期保存{BY_THE_CITY}",
        "该工作人员本人，市委社会工作部，纪检监察、审计机关；审计管理员（只看记录，看不到名单）",
        ("exports.Export",),
    ),
    Held(
        "台账",
        "何时、由谁（账号）、对哪件报名（编号）做了什么、依据哪一条；不含姓名、身份证号和内容",
        "事后能够查明每一步",
        _DUTY,
        f"长期保存{BY_THE_CITY}",
        "经办的工作人员，纪检监察、审计机关",
        ("ledger.Entry", "ledger.Head"),
        of_applicants=True,
    ),
)
RIGHTS = (
    Right("查阅和复制", "第四十五条", "登录后在“我的报名”查看和下载；没有账号的，到受理窗口办理"),
    Right("更正和补充", "第四十六条", "报名期间自行修改；截止以后，向受理单位申请更正"),
    Right(
        "删除",
        "第四十七条",
        "登录后在“我的报名”申请，由工作人员办理并答复；没有提交的草稿，自行删除；依法必须保存的，答复时说明理由",
    ),
    Right(
        "要求说明",
        "第二十四条、第四十八条",
        "对系统意见、排序和入围结果，可以要求说明理由，并由工作人员重新核定",
    ),
    Right(
        "撤回同意",
        "第十五条",
        "没有报名的，注销账号；已经报名的，登录后在“我的报名”申请，由工作人员办理并答复；撤回以前的处理仍然有效",
    ),
    Right(
        "投诉",
        "第五十条、第六十五条",
        f"先向受理单位提出，拒绝的会说明理由；也可以向履行个人信息保护职责的部门投诉：{BY_THE_CITY}",
    ),
)


def sessions_last() -> int:
    """Return for how many hours a browser stays signed in."""
    return int(settings.SESSION_COOKIE_AGE) // 3600
