"""Letters that a recogniser of all scripts takes for others that look alike.

Papers and forms of a mainland office are printed in the forms of the Table of General Standard
Chinese Characters; recognised 黃 or 別 is a misread 黄 or 别. In a number O is 0 and l is 1.
"""

import re

_OTHER = (
    "黃別呂內吳戶彥顏產宮侶晉冊強奐換祿綠錄溫瑤遙搖謠淨靜爭兌悅銳稅說脫閱虛娛誤鄉鎮橫歲頻卽旣"
    "吿靑淸敎峯査値眞愼鄕畢業學專職聯繫電話號證錶區縣貫龍馬劉張陳趙楊孫韓馮蕭許鄭謝羅賈鄒閻陸"
    "賀龔錢湯喬賴龐鄧蔣蘇盧葉鐘鍾範嚴華萬"
)
_MAINLAND = (
    "黄别吕内吴户彦颜产宫侣晋册强奂换禄绿录温瑶遥摇谣净静争兑悦锐税说脱阅虚娱误乡镇横岁频即既"
    "告青清教峰查值真慎乡毕业学专职联系电话号证表区县贯龙马刘张陈赵杨孙韩冯萧许郑谢罗贾邹阎陆"
    "贺龚钱汤乔赖庞邓蒋苏卢叶钟钟范严华万"
)
_FORMS = str.maketrans(_OTHER, _MAINLAND)


_DIGITS = str.maketrans("OoQDlI|", "0000111")
_NUMBER = re.compile(r"(?<![A-Za-z])[\dOoQDlI|](?:[ -]?[\dOoQDlI|]){4,}(?=[Xx]?(?![A-Za-z]))")
_FEWEST_DIGITS = 4


def printed_forms(text: str) -> str:
    """Return a recognised text with the letters that stand on a mainland form."""
    mainland = text.translate(_FORMS)
    return _NUMBER.sub(_in_digits, mainland)


def _in_digits(match: re.Match[str]) -> str:
    number = match.group()
    # Where few are digits it is a word.
    is_number = sum(letter.isdigit() for letter in number) >= _FEWEST_DIGITS
    return number.translate(_DIGITS) if is_number else number
