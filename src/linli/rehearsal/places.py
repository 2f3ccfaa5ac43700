"""Where made-up people live and want to work: names of real counties, invented streets."""

from types import MappingProxyType

HOME_CITY = "忻州市"
HOME_COUNTIES = (
    "忻府区",
    "定襄县",
    "原平市",
    "五台县",
    "代县",
    "繁峙县",
    "宁武县",
    "静乐县",
    "神池县",
    "五寨县",
    "岢岚县",
    "河曲县",
    "保德县",
    "偏关县",
)
COUNTIES_ELSEWHERE = (
    ("太原市", "小店区"),
    ("太原市", "迎泽区"),
    ("大同市", "平城区"),
    ("晋中市", "榆次区"),
    ("朔州市", "应县"),
    ("吕梁市", "离石区"),
)
STREETS = ("样本路", "演练街", "虚拟大街", "示例巷")
ESTATES = ("甲苑", "乙苑", "丙苑", "丁苑")
PROVINCE_SPELLINGS = MappingProxyType(
    {"full": "山西省{city}{county}", "short": "山西{city}{county}", "bare": "{county}"}
)
