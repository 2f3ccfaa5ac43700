"""Pages that are none of the papers asked for: other certificates, and registration forms.

Source: D0 三(一)5, 三(一)6, 附件2.
"""

import re

from linli.core.papers.names import FORM_NAME
from linli.core.papers.wording import Wording

#: Papers that people send along and nobody asks for, by what stands in their titles.
_OTHER_TITLES = re.compile(
    "大学英语[四六]级|英语[四六]级|CET-?[46]|全国大学英语|外语.{0,4}等级|专业[四八]级|TEM-?[48]|雅思|托福|IELTS|TOEFL"
    "|计算机等级|计算机水平|NCRE|普通话水平|教师资格|职业资格|职业技能|技能等级|执业|从业资格|会计.{0,4}(?:资格|证书)|专业技术资格"
    "|驾驶证|行驶证|社会保障卡|居住证|护照|通行证|准考证|学生证|团员证|工作证|医疗保险|银行|残疾人证|优待证申请"
    "|成绩单|成绩报告|成绩证明|成绩表|TRANSCRIPT|Transcript|个人简历|求职简历|简历$|自荐信|推荐表|推荐信"
    "|就业协议|三方协议|报到证|实习(?:证明|鉴定)|在读证明|在校证明|学籍证明|学历证明|工作证明|体检|无犯罪记录|党员证明|入党|志愿服务(?:证|时长)"
    "|志愿者(?:证书|证明)|结业证|培训合格|承诺书|委托书|招募公告|招聘公告|核酸|健康码|行程"
)
_SENTENCE = re.compile("[,，。;；]")
_LONGEST_TITLE = 30
_TITLE_ROWS = 8
_OWN_LABELS = (
    "工作意向", "接受调剂", "本人承诺", "报名人", "填报内容", "有何特长", "报考岗位", "报名岗位", "应聘岗位", "意向地区",
)  # fmt: skip
_SHARED_LABELS = (
    "政治面貌", "家庭详细住", "家庭住址", "个人简历", "奖惩情况", "毕业院校", "所学专业", "联系电话", "身份证号", "健康状况", "家庭成员",
    "免冠", "毕业时间", "出生年月",
)  # fmt: skip
_FEWEST_LABELS = 4
_FEWEST_UNDER_TITLE = 2
_SCHOOL_FORM = re.compile(
    "推荐表|毕业生登记表|审批表|评审表|团员登记|党员登记|学籍登记|体检表|成绩登记|注册登记"
)


def is_other_paper(wording: Wording) -> bool:
    """Tell whether the page is titled as a paper that is not asked for."""
    return any(
        len(text) <= _LONGEST_TITLE and not _SENTENCE.search(text) and _OTHER_TITLES.search(text)
        for text in wording.row_texts[:_TITLE_ROWS]
    )


def is_form_page(wording: Wording) -> bool:
    """Tell whether the page belongs to a registration form, this notice's or another's.

    A résumé and the forms of a school print many of the same labels; what an applicant
    promises and asks for stands on registration forms alone.
    """
    rows = [text for text in wording.row_texts[:_TITLE_ROWS] if len(text) <= 2 * _LONGEST_TITLE]
    if any(_SCHOOL_FORM.search(text) for text in rows[:3]):
        return False
    own = wording.count(*_OWN_LABELS)
    labels = own + wording.count(*_SHARED_LABELS)
    if any(FORM_NAME.search(text) for text in rows):
        return labels >= _FEWEST_UNDER_TITLE
    return own >= 1 and labels >= _FEWEST_LABELS
