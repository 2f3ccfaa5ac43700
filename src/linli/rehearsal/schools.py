"""Schools, majors and degrees. The names of institutions are facts; who attended is made up."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class School:
    """An ordinary institution of higher education and the highest level used here."""

    name: str
    level: str


COLLEGE, BACHELOR, MASTER = "专科", "本科", "硕士研究生"
BELOW_COLLEGE = "中专"

SHANXI_SCHOOLS = (
    School("山西大学", MASTER),
    School("太原理工大学", MASTER),
    School("山西农业大学", MASTER),
    School("山西师范大学", MASTER),
    School("中北大学", MASTER),
    School("太原科技大学", MASTER),
    School("山西财经大学", MASTER),
    School("山西医科大学", MASTER),
    School("忻州师范学院", BACHELOR),
    School("山西大同大学", BACHELOR),
    School("太原师范学院", BACHELOR),
    School("长治学院", BACHELOR),
    School("晋中学院", BACHELOR),
    School("运城学院", BACHELOR),
    School("吕梁学院", BACHELOR),
    School("太原工业学院", BACHELOR),
    School("山西工商学院", BACHELOR),
    School("山西应用科技学院", BACHELOR),
    School("忻州职业技术学院", COLLEGE),
    School("山西省财政税务专科学校", COLLEGE),
    School("山西警官职业学院", COLLEGE),
    School("太原城市职业技术学院", COLLEGE),
    School("山西青年职业学院", COLLEGE),
)
SCHOOLS_ELSEWHERE = (
    School("河北师范大学", BACHELOR),
    School("内蒙古大学", BACHELOR),
    School("西安文理学院", BACHELOR),
    School("河南财经政法大学", BACHELOR),
    School("廊坊师范学院", BACHELOR),
)
SECONDARY_SCHOOLS = (
    School("忻州市原平农业学校", BELOW_COLLEGE),
    School("忻州市卫生学校", BELOW_COLLEGE),
)

# The levels that a school of each kind teaches.
LEVELS_TAUGHT = MappingProxyType(
    {
        MASTER: (BACHELOR, MASTER),
        BACHELOR: (BACHELOR,),
        COLLEGE: (COLLEGE,),
        BELOW_COLLEGE: (BELOW_COLLEGE,),
    }
)
LEVEL_WEIGHTS = {BACHELOR: 62, COLLEGE: 33, MASTER: 5}
SOCIAL_WORK = "社会工作"

# A major belongs to a level and to the degree that it leads to; college gives none.
MAJOR_DEGREES = MappingProxyType(
    {
        BACHELOR: MappingProxyType(
            {
                "汉语言文学": "文学学士",
                "思想政治教育": "法学学士",
                "法学": "法学学士",
                "行政管理": "管理学学士",
                "公共事业管理": "管理学学士",
                "会计学": "管理学学士",
                "经济学": "经济学学士",
                "学前教育": "教育学学士",
                "小学教育": "教育学学士",
                "英语": "文学学士",
                "计算机科学与技术": "工学学士",
                "软件工程": "工学学士",
                "土木工程": "工学学士",
                "园林": "农学学士",
                "数学与应用数学": "理学学士",
                "生物科学": "理学学士",
                "音乐学": "艺术学学士",
                "护理学": "理学学士",
            }
        ),
        COLLEGE: MappingProxyType(
            dict.fromkeys(
                (
                    "大数据与会计",
                    "学前教育",
                    "护理",
                    "法律事务",
                    "现代文秘",
                    "社区管理与服务",
                    "计算机应用技术",
                    "建筑工程技术",
                    "畜牧兽医",
                    "电子商务",
                )
            )
        ),
        MASTER: MappingProxyType(
            {
                "马克思主义理论": "法学硕士",
                "公共管理": "公共管理硕士",
                "农村发展": "农业硕士",
                "学科教学（语文）": "教育硕士",
                "企业管理": "管理学硕士",
            }
        ),
        BELOW_COLLEGE: MappingProxyType(dict.fromkeys(("护理", "农机使用与维护"))),
    }
)
SOCIAL_WORK_DEGREES = MappingProxyType(
    {BACHELOR: "法学学士", COLLEGE: None, MASTER: "社会工作硕士", BELOW_COLLEGE: None}
)
