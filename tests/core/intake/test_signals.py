"""What a mail wants, as people in fact write: short, long, polite, in dialect, for a child, in reply.

Source: D0 三(一)3.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.documents.problems import Problem, ProblemCode
from linli.core.intake.facts import AttachmentFacts, MailFacts
from linli.core.intake.signals import Intent, signals_of
from linli.core.papers.kinds import MaterialKind
from tests.core.intake.made_facts import at, form_file, mail, paper, unread_form

FORM = form_file()
NAMED = paper(MaterialKind.DIPLOMA)
PICTURE = AttachmentFacts("IMG_2024.jpg", "picture", is_paper=True)
BLANK = AttachmentFacts(
    "附件2.docx",
    "blank",
    carrier="docx",
    is_paper=True,
    problems=(Problem(ProblemCode.FORM_BLANK, "报名表没有填写"),),
)
NOTHING: tuple[AttachmentFacts, ...] = ()


def made(subject: str, text: str, files: tuple[AttachmentFacts, ...], **more: object) -> MailFacts:
    return mail("1", at(3), *files, subject=subject, text=text, **more)


def intent(
    subject: str, text: str, files: tuple[AttachmentFacts, ...] = (), **more: object
) -> Intent:
    return signals_of(made(subject, text, files, **more)).intent


@pytest.mark.parametrize(
    ("subject", "text", "files"),
    [
        ("", "", (PICTURE,)),
        ("王样本 13800000001", "", (PICTURE, PICTURE)),
        ("社区助理报名", "见附件", NOTHING),
        ("社区助理报名", "老师好，报名材料在附件里，请查收。", NOTHING),
        ("我要报名！！！😀", "老师辛苦啦～🌹 材料都在附件里了哈", (PICTURE,)),
        ("转发：报名材料", "孩子不会发邮件，我是他妈妈，帮他发一下，材料在附件里", (PICTURE,)),
        ("样本学院毕业生报名材料", "各位领导：现将我院学生王样本的报名材料转来，请查收。如有问题请与辅导员联系。", (PICTURE,)),
        ("社区助理报名-王样本", "老师好，附件是我的报名材料，请问收到了吗？", (PICTURE,)),
        ("报名", "麻烦查收，请问材料齐全吗", (NAMED,)),
        ("报名", "老师，我是王样本，想报名社区助理，请问还需要补什么吗？表格和证件都在附件。", (PICTURE,)),
        ("毕业证", "老师好", (NAMED,)),
        ("Re: 材料不全", "好的老师，毕业证照片发您了。\n\n> 您缺少毕业证，请问何时能补？", (NAMED,)),
        ("应聘社区助理", "个人简历见附件", (PICTURE,)),
        ("报名", "我不接受调剂，自愿放弃调剂资格，报名材料见附件。", (PICTURE,)),
        ("社区助理报名", "我放弃了其他工作机会报名社区助理，决不放弃，望给予机会。", (NAMED,)),
        ("社区助理报名", "我不会放弃这次报名机会的，材料见附件。", (PICTURE,)),
        ("社区助理报名", "之前发的报名表作废，请以这次的为准。", (PICTURE,)),
        ("帮忙转一下", "您看看\n-------- 转发邮件信息 --------\n发件人：王样本 <w@mail.example>\n主题：报名\n我报名社区助理，材料见附件", (PICTURE,)),
        ("我想报名", "老师您好，我想报名参加社区助理，我叫王样本，电话13800000001。", NOTHING),
        ("报名", "材料太大，用网盘发的", (unread_form(),)),
        ("请问这样可以吗？", "报名表填好了", (FORM,)),
        ("Fw: ", "发自我的iPhone", (PICTURE,)),
        ("报名", "俺是王样本，报名社区助理，东西都拍照发来了，不会弄电脑，麻烦老师咧", (PICTURE,)),
        ("Application of Wang Yangben", "Dear teacher, please find my application attached. 王样本", (PICTURE,)),
        ("应聘", "点数不够扫描，拍照代替。报名材料请查收", (PICTURE,)),
    ],
)  # fmt: skip
def test_mail_that_brings_or_announces_papers_applies(
    subject: str, text: str, files: tuple[AttachmentFacts, ...]
) -> None:
    assert intent(subject, text, files) is Intent.APPLY


def test_link_to_papers_that_were_not_sent_applies() -> None:
    assert intent("报名", "见附件", has_unsent=True) is Intent.APPLY


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("放弃报名", "因已找到工作，自愿放弃本次社区助理报名。"),
        ("", "老师您好，我考上研究生了，就不参加了，谢谢老师。"),
        ("社区助理报名", "我已签了别的单位，这次就不报了，麻烦老师把我的报名取消一下。"),
        ("退出报名", "由于个人原因，申请退出本次招募。"),
        ("不参加社区助理了", "家里不同意，我不去了。"),
        ("撤销报名申请-王样本", "请老师把我的材料删了吧，我不报名了。"),
        ("", "老师好，俺不想报咧，俺妈让俺去太原上班，名额给别人吧。"),
        ("Re: 报名", "经慎重考虑，本人决定不再参加社区助理招募，请予以撤回。\n\n> 您的材料已收到，还有疑问吗？"),
        ("关于放弃社区助理岗位的说明", "见附件说明。"),
        ("放弃声明", "本人王样本，因个人原因自愿放弃忻州市2024年高校毕业生社区助理招募资格，特此声明。"),
        ("报名作废", "之前发的报名作废，谢谢"),
        ("取消报名", "您好，请帮我取消报名，打扰了。是否需要写书面说明？"),
        ("王样本", "本人已被其他单位录用，特申请放弃，给您添麻烦了。"),
        ("我考上公务员了", "这个岗位我就不去了，祝工作顺利！"),
        ("", "不好意思老师，我入伍了，社区助理的报名请帮忙撤一下。"),
        ("社区助理", "本人因身体原因无法参加社区助理招募，申请撤回报名材料，望批准。"),
        ("弃权", "王样本自愿弃权，不再参加后续环节。"),
        ("退报", "老师我不准备报了，退报吧"),
        ("报名-王样本", "您好，之前投的社区助理我退了，已经录到教师编了"),
        ("回复：资格审核", "谢谢通知，但我已考取研究生，故放弃，祝好。"),
        ("放弃", ""),
        ("", "妈妈身体不好需要照顾，来不了忻州了，报名就算了吧"),
        ("回复", "我决定去西部计划了，社区助理那边就不考虑了，感谢"),
        ("已签约", "老师，我已经和别的单位签约了，请将我从名单中移除"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("files", [NOTHING, (PICTURE,), (NAMED,)], ids=["", "picture", "papers"])
def test_mail_that_gives_up_withdraws_whatever_is_attached(
    subject: str, text: str, files: tuple[AttachmentFacts, ...]
) -> None:
    assert intent(subject, text, files) is Intent.WITHDRAW


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("咨询", "请问报名后还能放弃吗？放弃了会不会影响以后报考？"),
        ("", "如果考上研究生想放弃，需要什么手续呢"),
        ("关于退出", "请问如何撤回报名？"),
        ("", "我没有放弃报名，请问审核结果什么时候出来？"),
        ("", "有人退出的话能递补吗"),
        ("", "听说我同学放弃报名了，我还能补报吗？"),
        ("报名表在哪里下载", "老师您好，请问附件2报名表在哪里下载？谢谢"),
        ("咨询", "专升本的可以报吗"),
        ("请教", "老师，2023年毕业的没就业算应届不"),
        ("", "老师我想了解下工资待遇和服务期限"),
        ("", "麻烦告知一下报名截止时间，谢谢！"),
        ("询问", "报名邮箱是这个不？我怕发错了。"),
        ("社区助理", "身份证丢了正在补办，用户口本代替行不行"),
        ("有个问题", "登记表里的“工作意向地区”填一个还是多个"),
        ("照片要求", "报名表照片要几寸的"),
        ("毕业证还没发", "老师我学校7月才发毕业证，怎么办"),
        ("退役军人优先吗", "我是2022年退役的"),
        ("户口", "我是外省户口但在忻州上学，有资格没"),
        ("材料是否收到", "老师您好，我6月5号发的报名材料，请问收到了吗？"),
        ("报名表打不开", "官网上的报名表下载后打不开，显示文件损坏。"),
        ("报名表", "老师请把报名表发给我一份，谢谢"),
        ("Re: 请补充材料", "老师，学位证没有怎么办？\n\n在 2024年6月5日，社会工作部写道：\n> 请补充报名材料：学位证书、毕业证书，见附件。"),
        ("附件大小", "附件超过20M发不出去，能用网盘不"),
        ("报名咨询", "您好，我是孩子的家长，孩子在外地实习，想问一下报名表能不能由我代签"),
        ("疑问", "通知里说的应届毕业生包括择业期内的么"),
        ("关于体检", "体检不合格还能继续吗，要是不行我就放弃了"),
        ("面试时间", "面试定在哪天了，我要买票"),
        ("", "我昨天发的邮件您看到了没"),
        ("代报名", "我弟在部队，能替他报不能"),
        ("", "请问放弃调剂是什么意思"),
        ("公众号", "扫码关注公众号后还是找不到报名表，老师能给个链接吗"),
        ("Question about registration", "Can I register if I graduated in 2023?"),
    ],
)  # fmt: skip
def test_mail_without_files_that_wants_to_know_asks(subject: str, text: str) -> None:
    assert intent(subject, text) is Intent.ASK


@pytest.mark.parametrize(
    ("subject", "text", "files"),
    [
        ("咨询", "请问这个地方怎么填？截图发您看看", (PICTURE,)),
        ("请问", "我的学信网报告显示这样可以吗", (PICTURE,)),
        ("请问是这个表吗？", "老师，官网上下载的是这个吗", (BLANK,)),
    ],
)
def test_picture_or_empty_form_that_only_shows_the_question_does_not_apply(
    subject: str, text: str, files: tuple[AttachmentFacts, ...]
) -> None:
    assert intent(subject, text, files) is Intent.ASK


@pytest.mark.parametrize("files", [NOTHING, (PICTURE,)], ids=["", "picture"])
@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("代开各类发票", "点数优惠，欢迎来电。"),
        ("公考培训", "社区工作者笔试面试培训班，包过，不过退费，扫码咨询"),
        ("【样本教育】2024社区工作者招聘考试资料", "历年真题+押题卷，原价99现价9.9，加微信领取"),
        ("邮箱升级通知", "您的邮箱将于24小时内停用，请点击链接验证账号"),
        ("关于2024年个人劳动补贴申领的通知", "请使用手机微信扫描附件二维码办理，逾期视为放弃申领。"),
        ("还在为学历发愁？", "学历提升，一年拿证，报名热线400-000-0000，名额有限"),
        ("招聘会邀请函", "诚邀贵单位参加2024人才交流会，展位八折优惠，详询组委会"),
        ("办公家具报价单", "尊敬的客户，最新报价见附件，量大从优"),
        ("劳务派遣合作", "我公司提供劳务派遣、人事代理服务，期待与贵单位合作"),
        ("您的验证码", "您的验证码是123456，5分钟内有效，请勿泄露"),
        ("异地登录提醒", "您的账号于6月8日在外地登录，如非本人操作请修改密码：http://mail.example"),
        ("样本周刊：本周热门职位", "如不想再收到此类邮件，请退订"),
        ("Outstanding invoice", "Dear customer, please find the attached invoice and confirm the payment today. Best regards"),
        ("Congratulations", "You have won a lottery prize of 1,000,000 USD, click here to claim"),
        ("企业所得税汇算清缴通知", "请财务人员下载附件中的软件进行申报，逾期将影响信用。"),
        ("Re: 合作", "我司专业从事档案数字化、标识标牌制作，价格从优，盼复"),
        ("Hello", "My name is Maria, I am looking for a business partner"),
        ("电子对账单", "尊敬的客户，您的信用卡电子账单已出，本期应还详见附件"),
    ],
)  # fmt: skip
def test_mail_that_sells_or_tricks_is_advertising_whatever_is_attached(
    subject: str, text: str, files: tuple[AttachmentFacts, ...]
) -> None:
    assert intent(subject, text, files) is Intent.ADVERTISE


@pytest.mark.parametrize("known_by_headers", [True, False])
@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Delivery Status Notification (Failure)", "Your message to a@mail.example could not be delivered."),
        ("Undelivered Mail Returned to Sender", "This is the mail system at host mail.example."),
        ("系统退信", "抱歉，您的邮件被退回来了……收件人邮箱不存在"),
        ("自动回复: 报名材料审核", "您好，我正在休假，6月20日后回复您，报名材料会尽快补交。"),
        ("Automatic reply: 社区助理", "I am out of the office until June 20."),
        ("已读: 请补充报名材料", "您的邮件已于2024年6月8日被阅读"),
        ("答复: 报名", "这是一封自动回复邮件。已经收到您的来信，我会尽快回复。"),
        ("邮件投递失败通知", "您发送的邮件未能送达以下收件人"),
    ],
)  # fmt: skip
def test_answer_of_a_machine_is_no_application(
    subject: str, text: str, known_by_headers: bool
) -> None:
    assert intent(subject, text, is_automatic=known_by_headers) is Intent.ADVERTISE


def test_bounced_mail_with_the_form_inside_is_no_application() -> None:
    sender = {"sender": "mailer-daemon@mail.example", "is_automatic": True}

    assert intent("退信", "无法投递", (FORM,), **sender) is Intent.ADVERTISE
    assert intent("报名", "扫描仪发送", (FORM,), is_automatic=True) is Intent.APPLY


@pytest.mark.parametrize(
    ("subject", "text", "files"),
    [
        ("您好", "天气很好", NOTHING),
        ("Re: 收到", "好的，谢谢老师！辛苦了", NOTHING),
        ("电话写错了", "我的电话应为13800000002，麻烦老师改一下", NOTHING),
        ("关于报送社区数据的通知", "各县（市、区）社会工作部：请于6月20日前报送附件表格。", (PICTURE,)),
        ("反映情况", "我要举报某社区乱收费，证据见附件。", (PICTURE,)),
    ],
)  # fmt: skip
def test_mail_that_tells_nothing_of_the_kind_is_left_to_a_person(
    subject: str, text: str, files: tuple[AttachmentFacts, ...]
) -> None:
    assert intent(subject, text, files) is Intent.UNCLEAR


@pytest.mark.parametrize(
    ("subject", "text", "supplement", "correction"),
    [
        ("补充材料-王样本", "补发毕业证", True, False),
        ("", "老师，上次忘了传身份证反面，现发来", True, False),
        ("", "上回漏掉一张，再发一次", True, False),
        ("", "按您的要求把缺的学位证补齐了", True, False),
        ("更正报名表", "之前的有误，以此为准", False, True),
        ("", "上次的表填错了，重新发一份", False, True),
        ("报名表（修改版）", "专业名称改了一下", False, True),
        ("社区助理报名", "报名材料见附件", False, False),
        ("毕业证", "老师好", False, False),
        ("Re: 通知", "已发\n\n> 请补充毕业证，并更正报名表", False, False),
        ("报名", "本人承诺所填内容无误，如有错误后果自负", False, False),
        ("报名", "如需补充材料请电话联系我", False, False),
    ],
)  # fmt: skip
def test_words_that_refer_back_to_an_earlier_mail_are_heard(
    subject: str, text: str, supplement: bool, correction: bool
) -> None:
    found = signals_of(made(subject, text, (NAMED,)))

    assert (found.says_supplement, found.says_correction) == (supplement, correction)


def test_form_of_somebody_who_gives_up_is_left_to_a_person() -> None:
    assert intent("放弃报名", "本人自愿放弃报名，原报名表附后。", (FORM,)) is Intent.UNCLEAR
    assert intent("报名", "之前的报名作废，请以此表为准。", (FORM,)) is Intent.APPLY


@given(
    st.text("放弃报名不想参加了吗？，。请问补交\n> :", max_size=60),
    st.text("放弃报名不想参加了吗？，。请问补交\n> :", max_size=200),
)
def test_words_of_a_quoted_mail_change_nothing(subject: str, quoted: str) -> None:
    above = "老师好，请看。\n\n> "

    assert signals_of(made(subject, above + quoted, (PICTURE,))) == signals_of(
        made(subject, above, (PICTURE,))
    )
