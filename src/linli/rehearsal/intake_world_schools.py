"""Schools and courses of the intake world. The names of institutions are facts; who attended is made up."""

from dataclasses import dataclass

BACHELOR_SCHOOLS = [
    "山西大学",
    "太原理工大学",
    "中北大学",
    "山西农业大学",
    "山西医科大学",
    "山西师范大学",
    "山西财经大学",
    "太原科技大学",
    "山西中医药大学",
    "太原师范学院",
    "山西大同大学",
    "晋中学院",
    "长治学院",
    "运城学院",
    "忻州师范学院",
    "吕梁学院",
    "太原学院",
    "长治医学院",
    "山西传媒学院",
    "山西工程技术学院",
    "山西能源学院",
    "山西应用科技学院",
    "山西工商学院",
    "太原工业学院",
    "晋中信息学院",
    "山西晋中理工学院",
    "山西科技学院",
    "山西电子科技学院",
]
MASTER_SCHOOLS = BACHELOR_SCHOOLS[:9]
COLLEGE_SCHOOLS = [
    "忻州职业技术学院",
    "山西省财政税务专科学校",
    "山西职业技术学院",
    "山西金融职业学院",
    "山西警官职业学院",
    "山西工程职业学院",
    "山西交通职业技术学院",
    "山西机电职业技术学院",
    "山西水利职业技术学院",
    "山西林业职业技术学院",
    "山西建筑职业技术学院",
    "山西药科职业学院",
    "山西艺术职业学院",
    "山西青年职业学院",
    "山西经贸职业学院",
    "太原城市职业技术学院",
    "太原旅游职业学院",
    "阳泉职业技术学院",
    "临汾职业技术学院",
    "晋中职业技术学院",
    "晋城职业技术学院",
    "长治职业技术学院",
    "吕梁职业技术学院",
    "朔州职业技术学院",
    "山西卫生健康职业学院",
    "运城幼儿师范高等专科学校",
    "阳泉师范高等专科学校",
    "晋中师范高等专科学校",
]
# Some differ from a school of the province by one character.
SCHOOLS_ELSEWHERE = [
    "陕西师范大学",
    "陕西科技大学",
    "河北师范大学",
    "内蒙古师范大学",
    "山东财经大学",
    "西安财经大学",
    "河南大学",
    "河北地质大学",
    "北方民族大学",
    "天津商业大学",
    "西北民族大学",
    "廊坊师范学院",
]
SECONDARY_SCHOOLS = ("忻州市样本中等专业学校", "代县演练职业中学", "原平市虚拟农业学校")
OPEN_SCHOOL = "山西开放大学"

BACHELOR, COLLEGE, MASTER, BELOW_COLLEGE = "本科", "专科", "硕士研究生", "中专"
SOCIAL_WORK = "社会工作"


@dataclass(frozen=True, slots=True)
class Course:
    """A course: its major, the degree it leads to (``None`` for none) and the department that teaches it."""

    major: str
    degree: str | None
    department: str


COURSES: dict[str, tuple[Course, ...]] = {
    BACHELOR: (
        Course("汉语言文学", "文学学士", "中文系"),
        Course("英语（师范）", "文学学士", "外语系"),
        Course("广播电视编导", "艺术学学士", "电视系"),
        Course("法学", "法学学士", "法学院"),
        Course("思想政治教育", "法学学士", "马克思主义学院"),
        Course("行政管理", "管理学学士", "公共管理学院"),
        Course("会计学", "管理学学士", "会计学院"),
        Course("人力资源管理", "管理学学士", "经济管理系"),
        Course("金融学", "经济学学士", "经济管理系"),
        Course("学前教育", "教育学学士", "教育系"),
        Course("体育教育", "教育学学士", "体育系"),
        Course("小学教育", "教育学学士", "教育科学学院"),
        Course("计算机科学与技术", "工学学士", "计算机系"),
        Course("软件工程", "工学学士", "软件学院"),
        Course("数据科学与大数据技术", "理学学士", "数学系"),
        Course("土木工程", "工学学士", "土木工程学院"),
        Course("采矿工程", "工学学士", "矿业工程学院"),
        Course("园林", "农学学士", "林学院"),
        Course("数学与应用数学", "理学学士", "数学系"),
        Course("护理学", "理学学士", "护理学院"),
        Course("康复治疗学", "理学学士", "医学院"),
        Course("音乐学", "艺术学学士", "音乐系"),
        Course("环境设计", "艺术学学士", "美术系"),
    ),
    COLLEGE: (
        Course("大数据与会计", None, "会计系"),
        Course("学前教育", None, "师范教育系"),
        Course("护理", None, "护理系"),
        Course("法律事务", None, "法律系"),
        Course("现代文秘", None, "人文系"),
        Course("社区管理与服务", None, "公共管理系"),
        Course("计算机应用技术", None, "信息工程系"),
        Course("建筑工程技术", None, "建筑工程系"),
        Course("机电一体化技术", None, "机电工程系"),
        Course("畜牧兽医", None, "农林系"),
        Course("电子商务", None, "经济贸易系"),
        Course("铁道交通运营管理", None, "交通运输系"),
    ),
    MASTER: (
        Course("马克思主义理论", "法学硕士", "马克思主义学院"),
        Course("公共管理", "公共管理硕士", "公共管理学院"),
        Course("农村发展", "农业硕士", "乡村振兴学院"),
        Course("学科教学（语文）", "教育硕士", "教育学院"),
        Course("材料工程", "工程硕士", "材料学院"),
    ),
    BELOW_COLLEGE: (
        Course("护理", None, "护理部"),
        Course("汽车运用与维修", None, "机电部"),
        Course("幼儿保育", None, "学前部"),
    ),
}
SOCIAL_WORK_COURSES = {
    BACHELOR: Course(SOCIAL_WORK, "法学学士", "社会学院"),
    COLLEGE: Course(SOCIAL_WORK, None, "公共管理系"),
    MASTER: Course(SOCIAL_WORK, "社会工作硕士", "社会学院"),
}
SCHOOLS = {
    BACHELOR: tuple(BACHELOR_SCHOOLS),
    COLLEGE: tuple(COLLEGE_SCHOOLS),
    MASTER: tuple(MASTER_SCHOOLS),
    BELOW_COLLEGE: SECONDARY_SCHOOLS,
}
STUDY_YEARS = {COLLEGE: 3, BACHELOR: 4, MASTER: 3, BELOW_COLLEGE: 3}
