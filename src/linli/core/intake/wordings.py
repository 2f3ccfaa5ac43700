"""How people put what they want: questions, withdrawals, supplements, advertising, clause by clause."""

import re

_SENTENCE = re.compile(r"[^。！!？?；;\n…]+[？?]?")
_CLAUSE = re.compile(r"[，,、：:]")

_QUESTION = re.compile(
    "[?？]|请问|请教|想问|问一下|问下|咨询|询问|想了解|了解一?下|(?:请|麻烦|烦请|望|敬请)(?:您|老师|领导)?(?:予以)?(?:告知|告诉|解答|解惑)"
    "|可以吗|可不可以|是否|能否|可否|怎么|怎样|咋|如何|为什么|为何|什么时候|什么时间|什么手续|啥时候|哪里|哪儿|哪些|哪个|哪一?[天日年]|何时|几时|多少|多久|多大"
    "|有没有|能不能|行不行|是不是|会不会|要不要|用不用|算不算|需不需要|该不该|对不对|吗"
    "|几(?:寸|份|点|号|月|岁)|[要填交选]几|第几|一个还是|还是多|有(?:个|几个|一个|点|些)?(?:问题|疑问)|疑问$|求助"
    "|打不开|下载不|(?:无法|不能|没法)(?:下载|打开|上传)|找不到|没找到|不清楚|不知道|不明白|不懂"
    "|[请能](?:把|将)?[^，。]{0,10}(?:发|传)(?:给)?(?:我|俺)"
    "|(?:发|传|给)(?:给)?[我俺][^，。]{0,6}(?:报名表|登记表|表格|通知|简章|模板)"
    "|[^多这那怎要甚]么\\s*$|呢\\s*$|(?:能|可以|行|算|有|是|要|用|对|收到)[^，。]{0,15}[不没否](?:能|是|行|成|可以)?\\s*$|了没有?\\s*$"
    "|^\\s*(?:can|could|may|how|what|when|where|is|are|do|does)\\b",
    re.IGNORECASE | re.MULTILINE,
)
# A courtesy such as 如有缺少请告知 asks nothing and promises nothing.
_PROVISO = re.compile(
    "(?:^|[，,])\\s*(?:如果?|若|倘若|要是|假如|假若|万一)(?!何)|有(?:什么|任何)?(?:问题|疑问)(?:的话)?[，,]?\\s*(?:请|可|随时|欢迎)"
)
_REAL_QUESTION = re.compile("[?？]|吗|呢|怎么|如何|请问|什么|能不能|是否")

_GIVING_UP = re.compile(
    "(?:放弃|退出|撤回|撤销|取消|终止)(?:了|掉|参加)?(?P<what>[^，,]{0,25}?)(?:报名|申请|资格|招募|应聘|材料|岗位|机会|名额|招聘|社区助理)"
    "|(?:自愿|申请|决定|特此|选择|只好|只能|不得不|请求|[我俺就])(?:主动)?(?:放弃|退出)(?:吧|了|咧)?(?=$|[，,\\s])"
    "|不(?:再|想|准备|打算|愿意?)?(?:继续)?(?:参加|报名|报考|报)(?:[了咧啦]|本次|此次|这次|社区|该)"
    "|不(?:再|想|准备|打算|愿意?)(?:继续)?(?:参加|报名|应聘)|[就我俺]不(?:想|打算)?(?:去|来|考)[了咧啦]"
    "|(?:无法|不能|没法)(?:再|继续)?(?:参加|参与)[^，,]{0,12}(?:社区|招募|报名|助理)"
    "|(?:报名|申请|材料)表?[^，,]{0,8}(?:作废|撤回|撤销|取消|撤一?下|撤了|撤掉|删[了掉除])"
    "|(?:故|因此|所以|于是|现)放弃|^\\s*放弃\\s*$|[我俺](?:就|已|先)?退(?:出?了|出吧)|不考虑了|名字?[^，,]{0,4}[划删去]掉|从名单[中里]?(?:移除|删|去掉)|(?:报名|还是|就)(?:就)?算了|名额(?:就)?[让给]|弃权|退报|放弃(?:声明|说明|申请书)"
)
_NOT_GIVING_UP = re.compile(
    "(?:不会|不想|不愿意?|没有?|未|[绝决从]不|不能|不要|(?<!不得)不|勿|误)(?:轻易|再|曾)?$"
)
_OTHER_THINGS = re.compile(
    "其[他它]|别的|另外|调剂|优先|加分|升学|读研|考研|创业|的工作|工作机会|offer", re.IGNORECASE
)
_OTHER_PEOPLE = re.compile("同学|有人|听说|室友|朋友|其他人|逾期|视为|视同")
_STILL_APPLYING = re.compile("为准|重新(?:报名|提交|报送|申请|投递|发)|更正|换成")

_SUPPLEMENT = re.compile(
    "补充|补交|补发|补传|补报|补寄|补上|补齐|补全|漏了|漏掉|漏发|漏传|漏交|忘记?了?(?:发|传|附|交|放|上传)|少(?:发|传|交)了?"
    "|再发|后补|缺少的|缺的"
)
_CORRECTION = re.compile(
    "更正|修改|改正|重新(?:提交|填写|填了|发|上传|报送|做)|以(?:此|本|这)[^。\n]{0,8}为准|填错|有误|写错|勘误|更新后|替换|改过的"
)
_APPLICATION = re.compile(
    "报名|应聘|应征|投递|登记表|申请表|社区助理(?:岗位|职位)?的?申请|申请(?:社区|担任|成为)"
)
_WISH = re.compile(
    "(?:[我俺]|本人)[^，,]{0,6}(?:报名|应聘)|特此报名|申请(?:参加|报名)|报名参加|报名应聘"
)
_FILES = re.compile("附件|材料|报名表|登记表|证明|扫描|照片|压缩包|查收|简历")
_SCREENSHOT = re.compile("截图|截屏")
_OTHER_BUSINESS = re.compile(
    "各(?:县|市|区|街道|乡镇|单位|部门|科室|有关)|(?:请|务必)[^，。]{0,4}于.{2,12}前报送|举报|投诉|反映|信访|控告"
)


def sentences(words: str) -> list[str]:
    """Split words into sentences, question marks kept, courtesies with an if left out."""
    found = [sentence.strip() for sentence in _SENTENCE.findall(words)]
    return [
        one
        for one in found
        if one and not (_PROVISO.search(one) and not _REAL_QUESTION.search(one))
    ]


def asks(sentence: str) -> bool:
    """Tell whether a sentence wants to know something."""
    return bool(_QUESTION.search(sentence))


def gives_up(words: str) -> bool:
    """Tell whether words withdraw an application: stated, not asked, denied, supposed or told of others."""
    if _STILL_APPLYING.search(words):
        return False
    return any(_states_giving_up(one) for one in sentences(words) if not asks(one))


def _states_giving_up(sentence: str) -> bool:
    if _PROVISO.search(sentence) or _OTHER_PEOPLE.search(sentence):
        return False
    return any(
        not _NOT_GIVING_UP.search(sentence[: match.start()])
        and not _OTHER_THINGS.search(match["what"] or "")
        for match in _GIVING_UP.finditer(sentence)
    )


def speaks_of_giving_up(sentence: str) -> bool:
    """Tell whether a sentence has to do with withdrawing, asked or stated."""
    return bool(_GIVING_UP.search(sentence) or re.search("放弃|退出|撤回|取消", sentence))


def says_supplement(words: str) -> bool:
    """Tell whether words speak of papers that an earlier mail lacked."""
    return any(_SUPPLEMENT.search(one) for one in sentences(words))


def says_correction(words: str) -> bool:
    """Tell whether words speak of an earlier form that was wrong."""
    return any(_CORRECTION.search(one) for one in sentences(words))


def speaks_of_applying(words: str) -> bool:
    """Tell whether words name an application at all."""
    return bool(_APPLICATION.search(words))


def wishes_to_apply(words: str) -> bool:
    """Tell whether the writer says of himself that he applies."""
    return any(_WISH.search(one) for one in sentences(words) if not asks(one))


def offers_papers(words: str) -> bool:
    """Tell whether a clause that asks nothing speaks of an application or its papers."""
    clauses = [clause for one in sentences(words) for clause in _CLAUSE.split(one)]
    return any(
        not asks(clause)
        and not _SCREENSHOT.search(clause)
        and any(said.search(clause) for said in (_APPLICATION, _FILES, _SUPPLEMENT))
        for clause in clauses
    )


def announces_papers(words: str) -> bool:
    """Tell whether words name both an application and the papers to it."""
    return bool(_APPLICATION.search(words) and _FILES.search(words))


def is_other_business(words: str) -> bool:
    """Tell a circular among offices or a complaint, which are nobody's application."""
    return bool(_OTHER_BUSINESS.search(words)) and not _APPLICATION.search(words)
