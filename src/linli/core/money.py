"""Money is whole fen, everywhere; yuan appear only in text for people."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def yuan_text(fen: int) -> str:
    """Return fen as yuan with thousands separators and two decimals: ``3,951,600.00``."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def yuan_in_capitals(fen: int) -> str:
    """Return fen in the capital numerals of agreements and vouchers: ``壹仟玖佰捌拾元整``.

    Raises ``ValueError`` below zero and from 10^12 yuan on, where no voucher is written.
    """
    if not 0 <= fen < 10**14:
        raise ValueError("capital numerals are written for 0 fen up to 10^12 yuan")
    yuan, rest = divmod(fen, 100)
    whole = _whole_in_capitals(yuan) + "元" if yuan else ""
    return (whole or ("" if rest else "零元")) + _cents_in_capitals(rest, after_yuan=bool(yuan))


def _cents_in_capitals(cents: int, *, after_yuan: bool) -> str:
    if not cents:
        return "整"
    tenths, hundredths = divmod(cents, 10)
    text = f"{_DIGITS[tenths]}角" if tenths else ("零" if after_yuan else "")
    return text + (f"{_DIGITS[hundredths]}分" if hundredths else "整")


def _whole_in_capitals(number: int) -> str:
    text, group, pending_zero = "", 0, False
    while number:
        number, part = divmod(number, 10_000)
        if part:
            joint = "零" if text and pending_zero else ""
            text = _group_in_capitals(part) + _GROUPS[group] + joint + text
            pending_zero = part < 1000
        elif text:
            pending_zero = True
        group += 1
    return text


def _group_in_capitals(part: int) -> str:
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return text
