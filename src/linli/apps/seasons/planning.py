"""What opening a season would fix: places by county, days by stage. Shown first, then carried out.

Source: D0 一(二), 附件1, 三; requirements A1 to A4, A12, A17.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from linli.apps.seasons.models import Season, Stage
from linli.core.policy import Pack
from linli.core.record import shown_mark
from linli.core.refusal import Refusal
from linli.policies import get_pack, pack_ids

_NEEDED = (
    *("quota", "quota_total", "community_count", "community_total"),
    *("stage_start", "stage_end", "stage_clause"),
)


class NoRecruitment(Refusal):
    """A pack without places and days: it computes something, but nobody is recruited by it."""


class QuotasDoNotAddUp(Refusal):
    """The places of the counties are not those of the city, or a county lacks its communities."""


class DaysFixed(Refusal):
    """The days of a season are those of its document; only a rehearsal may be held later."""


@dataclass(frozen=True, slots=True)
class PlannedCounty:
    """A county's places and communities, by its code."""

    code: str
    places: int
    communities: int

    @property
    def differs_from_communities(self) -> bool:
        """Tell whether the places differ from the communities (requirements A4)."""
        return self.places != self.communities


@dataclass(frozen=True, slots=True)
class PlannedWindow:
    """First and last day of a stage, both included; ``document`` holds those that the notice gives."""

    stage: Stage
    first_day: date
    last_day: date
    clause: str
    document: tuple[date, date]


@dataclass(frozen=True, slots=True)
class SeasonPlan:
    """A season as it would be opened now. ``day`` is the one whose figures hold for it."""

    pack: Pack
    code: str
    city: str
    is_rehearsal: bool
    day: date
    shift: timedelta
    counties: tuple[PlannedCounty, ...]
    windows: tuple[PlannedWindow, ...]

    @property
    def places(self) -> int:
        """Return the places of the city."""
        return self.pack.whole("quota_total", self.day)

    @property
    def communities(self) -> int:
        """Return the communities of the city."""
        return self.pack.whole("community_total", self.day)

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever confirms sends it back."""
        return shown_mark(
            {
                "code": self.code,
                "edition": self.pack.edition,
                "rehearsal": self.is_rehearsal,
                "counties": [[one.code, one.places, one.communities] for one in self.counties],
                "windows": [
                    [one.stage.value, one.first_day.isoformat(), one.last_day.isoformat()]
                    for one in self.windows
                ],
            }
        )


def recruitment_packs() -> tuple[Pack, ...]:
    """Return the packs by which people are recruited: those with places by county and days by stage."""
    packs = (get_pack(one) for one in pack_ids())
    return tuple(pack for pack in packs if not _lacking(pack))


def _lacking(pack: Pack) -> tuple[str, ...]:
    return tuple(name for name in _NEEDED if name not in pack.parameters)


def plan_season(
    pack: Pack, *, is_rehearsal: bool = False, first_day: date | None = None
) -> SeasonPlan:
    """Return what opening a season from a pack would fix, and write nothing.

    A rehearsal may begin its registration on another ``first_day``, not before the document's;
    all windows then move by as many days. Raises ``NoRecruitment``, ``QuotasDoNotAddUp`` and
    ``DaysFixed``. Source: D0 一(二), 附件1, 三; requirements A3, A12.
    """
    if _lacking(pack):
        raise NoRecruitment(
            f"政策包“{pack.title}”没有名额和各阶段时限，不能据以招募",
            why=pack.notice.number,
            mend="选择招募通知的政策包",
        )
    day = pack.date_table("stage_start", pack.notice.issued)[Stage.REGISTRATION]
    shift = _shift(day, first_day, is_rehearsal=is_rehearsal)
    counties = _counties(pack, day)
    return SeasonPlan(
        pack=pack,
        code=_free_code(pack.id),
        city=counties[0].code[:4],
        is_rehearsal=is_rehearsal,
        day=day,
        shift=shift,
        counties=counties,
        windows=_windows(pack, day, shift),
    )


def _shift(day: date, first_day: date | None, *, is_rehearsal: bool) -> timedelta:
    """Return by how much the windows of the document move."""
    shift = (first_day or day) - day
    if shift and not is_rehearsal:
        raise DaysFixed(
            f"正式招募季的报名自文件规定的{day.isoformat()}开始",
            why="D0 三",
            mend="不填开始日期；需要推迟截止的，开启后延长阶段",
        )
    if shift < timedelta():
        raise DaysFixed(
            f"文件自{day.isoformat()}起适用，演练不能更早开始", why="D0 三", mend="填更晚的日期"
        )
    return shift


def _free_code(pack_id: str) -> str:
    taken = Season.objects.filter(pack_id=pack_id).count()
    return f"{pack_id}-{taken + 1}" if taken else pack_id


def _counties(pack: Pack, day: date) -> tuple[PlannedCounty, ...]:
    """Return the counties in the order of their codes, their sums compared with the city's.

    A pack that declares the sum was compared when it was loaded; one that does not is compared here.
    """
    quotas, communities = pack.whole_table("quota", day), pack.whole_table("community_count", day)
    without = sorted(set(quotas) ^ set(communities))
    if without or not quotas:
        raise QuotasDoNotAddUp(
            f"名额表和社区数表的县（市、区）不一致：{'、'.join(without) or '没有县（市、区）'}",
            why=pack.clause("quota", day),
            mend="核对政策包中的名额表和社区数表",
        )
    _require_sum("招募名额", quotas, pack, day, total="quota_total")
    _require_sum("社区数", communities, pack, day, total="community_total")
    return tuple(
        PlannedCounty(code, places, communities[code]) for code, places in sorted(quotas.items())
    )


def _require_sum(name: str, rows: Mapping[str, int], pack: Pack, day: date, *, total: str) -> None:
    found, told = sum(rows.values()), pack.whole(total, day)
    if found != told:
        raise QuotasDoNotAddUp(
            f"各县（市、区）{name}合计{found}，文件的总数是{told}，差{abs(found - told)}",
            why=pack.clause(total, day),
            mend="核对政策包与文件附件，改正后再开启",
        )


def _windows(pack: Pack, day: date, shift: timedelta) -> tuple[PlannedWindow, ...]:
    ends, clauses = pack.date_table("stage_end", day), pack.table("stage_clause", day)
    return tuple(
        PlannedWindow(
            Stage(stage),
            first + shift,
            ends[stage] + shift,
            str(clauses[stage]),
            (first, ends[stage]),
        )
        for stage, first in pack.date_table("stage_start", day).items()
    )
