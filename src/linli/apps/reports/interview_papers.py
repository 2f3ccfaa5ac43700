"""A county's list of those who go to the interview, made from the records as a paper."""

from linli.apps.places.models import Division
from linli.apps.reports.papers import county_organ
from linli.apps.reports.recruit_papers import ORIGINALS
from linli.apps.seasons.appointments import appointment_of, told
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.queries import marks_of
from linli.apps.selection.listed import listed_people, settled_on
from linli.core.documents.interview_list import (
    InterviewListNotice,
    ListedPerson,
    interview_list_paper,
)
from linli.core.documents.official import OfficialPaper
from linli.core.identity.names import mask_name


def interview_list_notice(season: Season, county: Division) -> OfficialPaper:
    """Return a county's interview list, to be posted. Raises ``InterviewListRefused``.

    Source: D0 三(二), 三(三); requirements C3, D1.
    """
    people, pack = list(listed_people(season, county.code)), season.pack
    window = season.window(Stage.INTERVIEW)
    appointment = appointment_of(season, county.code, Stage.INTERVIEW)
    dated = settled_on(season, county.code)
    return interview_list_paper(
        InterviewListNotice(
            organ=county_organ(county.name),
            county=county.name,
            season_title=pack.text("programme", dated),
            basis=pack.notice.title,
            basis_number=pack.notice.number,
            people=tuple(
                ListedPerson(one.case_number, mask_name(one.person.name)) for one in people
            ),
            first_day=window.first_day,
            last_day=window.last_day,
            originals=tuple(dict.fromkeys(ORIGINALS.values())),
            appointment=told(appointment) if appointment else "",
            dated=dated,
            marks=marks_of(season),
        )
    )
