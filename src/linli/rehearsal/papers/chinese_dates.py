"""Dates as certificates and letters write them."""

from datetime import date

DIGITS = "〇一二三四五六七八九"
TENS = ("", "十", "二十", "三十")


def chinese_year(year: int, *, nought: str = "〇") -> str:
    """Return a year digit by digit (二〇二四); ``nought`` is 〇, ○, 零 or O as printers have it."""
    return "".join(DIGITS[int(digit)] for digit in str(year)).replace("〇", nought)


def chinese_number(number: int) -> str:
    """Return a whole number from 1 to 39 in words (二十一)."""
    tens, ones = divmod(number, 10)
    return TENS[tens] + (DIGITS[ones] if ones else "")


def chinese_month(day: date, *, nought: str = "〇") -> str:
    """Return year and month in words: 二〇二四年七月."""
    return f"{chinese_year(day.year, nought=nought)}年{chinese_number(day.month)}月"


def chinese_day(day: date, *, nought: str = "〇") -> str:
    """Return a day in words: 二〇二四年七月一日."""
    return f"{chinese_month(day, nought=nought)}{chinese_number(day.day)}日"


def plain_day(day: date, *, padded: bool = True) -> str:
    """Return a day in figures: 2024年07月01日, or 2024年7月1日 without padding."""
    width = 2 if padded else 1
    return f"{day.year}年{day.month:0{width}}月{day.day:0{width}}日"
