"""What is not as usual about a slip: each kind with its words and clause."""

from datetime import date, timedelta
from enum import Enum

from linli.apps.applications.states import State
from linli.apps.pay.models import PaySlip
from linli.apps.pay.planning import last_day_of


class Remark(Enum):
    """A kind of slip that somebody looks at twice: its code, words and clause."""

    BEYOND = ("beyond", "核算以后解除协议，多发的应当追回", "D0 四(二)2")
    ENDED = ("ended", "已解除协议，发至最后服务日，次日起停发", "D0 四(二)2")
    TERM_OVER = ("over", "服务期满，发至期满当日，次日起停发", "D0 一(四)")
    SHORT = ("short", "补贴不足以扣足保险费，扣到零为止", "D0 四(一)2")
    FIRST = ("first", "第一个月，扣人身意外保险费", "D0 四(一)2")
    PART = ("part", "不满一个月，按天数计发", "D0 四(一)1")

    @property
    def code(self) -> str:
        """Return how addresses name the kind."""
        return self.value[0]

    @property
    def words(self) -> str:
        """Return the kind in the office's words."""
        return self.value[1]

    @property
    def clause(self) -> str:
        """Return the clause behind it."""
        return self.value[2]


def remarks_on(slip: PaySlip, month: date) -> tuple[Remark, ...]:
    """Return what is not as usual about a month's slip, stored or planned.

    ``month`` is the first day. Source: D0 一(四), 四(一)1, 四(一)2, 四(二)2; requirements H3,
    H6, Q4, Q5.
    """
    worker = slip.worker
    paid_to = max(worker.reported_on, month) + timedelta(days=slip.days_served - 1)
    is_beyond = paid_to > worker.last_day
    is_last = worker.last_day <= last_day_of(month) and not is_beyond
    has_left = worker.application.state == State.LEFT
    holds = {
        Remark.BEYOND: is_beyond,
        Remark.ENDED: is_last and has_left,
        Remark.TERM_OVER: is_last and not has_left,
        Remark.SHORT: slip.deduction_fen < slip.premium_fen,
        Remark.FIRST: slip.premium_fen > 0,
        Remark.PART: slip.days_served < slip.days_in_month,
    }
    return tuple(remark for remark, is_so in holds.items() if is_so)
