"""Names of made-up people: short lists of our own, joined by chance."""

from linli.rehearsal.dice import Dice

SURNAMES_BY_WEIGHT = {
    9: "王李张刘",
    5: "陈杨赵黄周吴徐孙胡朱高郭",
    3: "何罗郑梁宋谢韩唐冯董程曹袁邓许傅沈曾吕苏卢蒋蔡贾丁魏薛阎武郝白",
    1: "樊邢乔霍岳安石任范田秦史侯段雷钱汤尹黎贺康龚尚兰巩苗弓亢令逯智卜",
}
COMPOUND_SURNAMES = ("欧阳", "上官", "令狐", "司马", "尉迟")
MALE_CHARACTERS = "伟强磊军洋勇杰涛超明刚平辉鹏华飞宇浩凯健俊帆旭晨昊博轩毅志泽鑫瑞东亮斌龙文成嘉晋"
FEMALE_CHARACTERS = "芳娜敏静丽艳娟霞慧婷玲雪琳倩颖洁莹萌妍蕾璐瑶佳欣悦怡思雨彤晓媛琪馨荣月梅清雅"
SHARED_CHARACTERS = "子一梓宁安然书云海春林新国永建学玉红金小天宏"
RARE_CHARACTERS = "喆垚骉犇翀祎赟甯"
DOTTED_NAMES = ("阿依努尔·艾山", "巴图·苏和", "古丽米热·吐逊", "娜仁·其木格")

ETHNICITY_WEIGHTS = {"汉族": 960, "回族": 16, "满族": 12, "蒙古族": 8, "土家族": 4}
DOTTED_ETHNICITIES = {
    "阿依努尔·艾山": "维吾尔族",
    "巴图·苏和": "蒙古族",
    "古丽米热·吐逊": "维吾尔族",
    "娜仁·其木格": "蒙古族",
}

_SURNAME_WEIGHTS = {
    surname: weight for weight, row in SURNAMES_BY_WEIGHT.items() for surname in row
} | dict.fromkeys(COMPOUND_SURNAMES, 1)


def make_name(dice: Dice, sex: str) -> str:
    """Return a name: mostly two given characters, now and then one, rare or dotted."""
    if dice.chance(0.004):
        return dice.pick(DOTTED_NAMES)
    own = MALE_CHARACTERS if sex == "男" else FEMALE_CHARACTERS
    last = dice.pick(RARE_CHARACTERS if dice.chance(0.02) else own)
    middle = dice.pick(own + SHARED_CHARACTERS) if dice.chance(0.75) else ""
    return dice.weighted(_SURNAME_WEIGHTS) + middle + last


def ethnicity_of(dice: Dice, name: str) -> str:
    """Return the ethnicity that goes with a name."""
    return DOTTED_ETHNICITIES.get(name) or dice.weighted(ETHNICITY_WEIGHTS)
