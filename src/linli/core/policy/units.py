"""The closed list of units in which a policy pack may state a figure."""

from enum import StrEnum


class Unit(StrEnum):
    """The unit of a parameter or fact; the label is what people read after the figure."""

    YUAN = "yuan"
    YUAN_PER_MONTH = "yuan/month"
    YUAN_PER_DAY = "yuan/day"
    RATIO = "ratio"
    PEOPLE = "people"
    COMMUNITIES = "communities"
    YEARS = "years"
    MONTHS = "months"
    HALF_YEARS = "half_years"
    AGE = "age"
    DAYS = "days"
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    POINTS = "points"
    COUNT = "count"
    TIMES = "times"
    ORDINAL = "ordinal"
    GRADE = "grade"
    YEAR = "year"
    DATE = "date"
    YES_NO = "yes_no"
    TEXT = "text"
    TEXTS = "texts"
    RULE = "rule"

    @property
    def is_money(self) -> bool:
        """Tell whether figures of this unit are money, kept as whole fen."""
        return self in (Unit.YUAN, Unit.YUAN_PER_MONTH, Unit.YUAN_PER_DAY)

    @property
    def measures(self) -> bool:
        """Tell whether figures of this unit count something that other units do not."""
        return self not in (Unit.RATIO, Unit.TIMES, Unit.COUNT)

    @property
    def label(self) -> str:
        """Return the Chinese unit as printed after a figure."""
        return _LABELS[self]


_LABELS = {
    Unit.YUAN: "元",
    Unit.YUAN_PER_MONTH: "元/月",
    Unit.YUAN_PER_DAY: "元/日",
    Unit.RATIO: "",
    Unit.PEOPLE: "名",
    Unit.COMMUNITIES: "个社区",
    Unit.YEARS: "年",
    Unit.MONTHS: "个月",
    Unit.HALF_YEARS: "个半年",
    Unit.AGE: "",
    Unit.DAYS: "日",
    Unit.HOURS: "小时",
    Unit.WORKING_DAYS: "个工作日",
    Unit.POINTS: "分",
    Unit.COUNT: "",
    Unit.TIMES: "倍",
    Unit.ORDINAL: "类",
    Unit.GRADE: "级",
    Unit.YEAR: "年",
    Unit.DATE: "",
    Unit.YES_NO: "",
    Unit.TEXT: "",
    Unit.TEXTS: "",
    Unit.RULE: "",
}
