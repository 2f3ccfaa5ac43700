"""What people write into their mails in the intake world, by the kind of the mail.

Texts hold ``{name}``, ``{phone}``, ``{county}``, ``{school}`` and ``{id_number}``.
"""

from dataclasses import dataclass

NOTE = "（样本邮件，人物均为虚构）"


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a text; ``says`` names what they tell of the person."""

    subject: str
    text: str
    says: tuple[str, ...] = ("name",)


APPLICATIONS = (
    Letter("社区助理报名-{name}", "老师您好，我是{name}，报名材料见附件，请查收。"),
    Letter(
        "{name}+社区助理报名",
        "尊敬的领导：\n　　您好！现将本人报名表及相关材料发送至贵处，请审阅。\n　　此致\n敬礼\n{name}",
    ),
    Letter("【社区助理报名】{name} {phone}", "您好，报名材料见附件。", ("name", "phone")),
    Letter("报名", "见附件", ()),
    Letter("{county}社区助理{name}", "报名{county}，联系电话{phone}。", ("name", "phone")),
    Letter(
        "{name}{school}报名材料",
        "各位老师好，附件为{name}的报名登记表和证明材料，谢谢！\n\n发自我的手机",
    ),
    Letter("应聘社区助理", "我叫{name}，{school}2024届毕业生，想报名社区助理。", ("name",)),
    Letter("(无主题)", "您好", ()),
    Letter("报名表", "老师，请问收到能回复一下吗？我是{name}。谢谢！"),
    Letter("山西省2024年招募高校毕业生担任社区助理报名登记表", "", ()),
)
BODY_FORMS = (
    Letter("报名", "老师您好，附件传不上去，报名表贴在下面：", ()),
    Letter("社区助理报名-{name}", "手机没有办公软件，报名表直接写在邮件里，请老师查收。"),
)
SUPPLEMENTS = (
    Letter("补充材料-{name}", "您好，{name}的报名材料补充如附件。"),
    Letter(
        "{name} 补交材料",
        "老师好，之前漏发了材料，现补上，麻烦您了。\n{name} {phone}",
        ("name", "phone"),
    ),
    Letter("Re: 社区助理报名-{name}", "不好意思，上次忘了上传，补充一下。{name}"),
    Letter("补传证件照片", "我是{name}，补充报名所需的材料。"),
)
CORRECTIONS = (
    Letter(
        "更正报名表-{name}（以此为准）", "老师好，我是{name}，之前报名表填写有误，请以本次为准。"
    ),
    Letter("{name}重新提交报名表", "您好，报名表有一处写错了，重新发一份，前面那份作废。\n{name}"),
    Letter("修改后的报名登记表", "老师，我是{name}，修改了报名表，请以最新的为准，谢谢。"),
)
WITHDRAWALS = (
    Letter(
        "放弃报名-{name}",
        "老师您好：\n　　本人{name}（身份证号{id_number}）因个人原因，自愿放弃本次社区助理报名，请撤回我的材料。",
        ("name", "id_number"),
    ),
    Letter(
        "申请撤销报名",
        "您好，我是{name}，电话{phone}，因已考上研究生，不再参加社区助理招募，请取消我的报名。",
        ("name", "phone"),
    ),
    Letter(
        "退出报名",
        "老师，我找到工作了，就不报名了，给您添麻烦了。{name}，{id_number}",
        ("name", "id_number"),
    ),
)
OWN_INQUIRIES = (
    Letter("咨询报名问题", "老师您好，我是{name}，请问毕业证还没发，可以先用学籍验证报告报名吗？"),
    Letter(
        "请问", "您好，我叫{name}，户口不在{county}，可以报{county}吗？报名表里需要手写签名吗？"
    ),
)
FORWARD_WORDS = (
    "我班学生的报名邮件，代为转发，请查收。",
    "同学邮箱发不出去，帮忙转一下。",
    "请查收附件。——就业指导中心",
)
INQUIRIES = (
    Letter("咨询", "老师您好，我是2023届毕业生，毕业后一直没有工作，请问可以报名社区助理吗？", ()),
    Letter(
        "请问专升本可以报名吗",
        "您好，全日制专升本2024年毕业，符合条件吗？报名表需要手写还是打印？",
        (),
    ),
    Letter("待遇咨询", "请问社区助理每月补贴是多少？交不交保险？服务期满以后有什么政策？", ()),
    Letter("报名表在哪里下载", "您好，公告里的附件2打不开，能不能发我一份报名登记表？", ()),
    Letter("社区助理报名咨询", "外省院校毕业、户口在忻州，可以报名吗？谢谢老师。", ()),
    Letter("邮箱报名问题", "请问材料太大发不出去怎么办？可以到现场交吗？", ()),
    Letter("复审时间", "想问一下面试大概什么时候，在县里还是市里？", ()),
)
SPAM = (
    Letter(
        "2024社区工作者考试培训班火热招生", "面试一对一，不过全退，报名即送题库！（样本广告）", ()
    ),
    Letter(
        "【重要】您的邮箱容量已满，请立即升级",
        "请点击 http://upgrade.example/login 重新验证账号。（样本）",
        (),
    ),
    Letter("代 开 各 类 发 票", "我司可代开全国正规发票，验证后付款。（样本广告）", ()),
    Letter(
        "自动回复：邮件已收到", "您好，您的邮件我已收到，我会尽快回复。此邮件为系统自动回复。", ()
    ),
    Letter("办公用品批发 全场五折", "A4复印纸、硒鼓墨盒批发，量大从优。（样本广告）", ()),
    Letter(
        "Undelivered Mail Returned to Sender",
        "This is the mail system. Your message could not be delivered.",
        (),
    ),
    Letter("恭喜您中奖", "请回复姓名、银行卡号领取奖品。（样本）", ()),
    Letter(
        "关于召开视频会议的通知",
        "请各单位于6月5日下午三点参加全市防汛工作视频会议。（样本，误发）",
        (),
    ),
)
