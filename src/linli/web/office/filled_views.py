"""Score sheets, medical conclusions and diploma dates by workbook: the template, what an uploaded one comes to, its recording."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from linli.apps.applications.diploma_upload import DiplomaUpload
from linli.apps.intake.keeping import WORKBOOKS
from linli.apps.interviews.models import ScoreSheet
from linli.apps.interviews.score_upload import ScoreUpload
from linli.apps.selection.medical_upload import MedicalUpload
from linli.core.documents.filled_workbook import FilledRows
from linli.web.office.access import official_of
from linli.web.office.acting import acted, season_of_county, went_through
from linli.web.office.downloads import excel
from linli.web.office.filled_answer import Fields, filled_page, tried_again
from linli.web.office.filled_forms import TriedForm
from linli.web.office.interview_access import panel_to_act_on, read_and_sent, read_only
from linli.web.office.medical_forms import ConclusionsForm

_SCORES, _MEDICAL, _DIPLOMAS = "录入面见评分", "办理体检", "登记毕业证书取得日期"
_OF_THE_CHECK = ("hospital", "checked_on", "reason", "again_on", "again_at")


def _score_upload(
    request: HttpRequest, code: str, county: str, number: int, entry: int
) -> ScoreUpload:
    panel = panel_to_act_on(official_of(request), code, county, number, act=_SCORES)
    if entry not in ScoreSheet.Entry.values or not panel.seed:
        raise Http404("面见次序抽签以后，评分录入两次")
    return ScoreUpload(panel, ScoreSheet.Entry(entry))


def _medical_upload(request: HttpRequest, code: str) -> MedicalUpload:
    official = official_of(request)
    return MedicalUpload(season_of_county(official, code, act=_MEDICAL), official.scope)


def _diploma_upload(request: HttpRequest, code: str) -> DiplomaUpload:
    official = official_of(request)
    return DiplomaUpload(season_of_county(official, code, act=_DIPLOMAS), official.scope)


@read_and_sent
def scores(request: HttpRequest, code: str, county: str, number: int, entry: int) -> HttpResponse:
    """Take the score sheets of a panel by workbook: try them, then enter them."""
    upload = _score_upload(request, code, county, number, entry)
    where = (code, county, number, entry)
    context = {
        "season": upload.panel.season,
        "tab": "interviews",
        "heading": f"用Excel表格录入：{upload.entry.label}",
        "doc": "照评分表原件填写；两次由两名工作人员分别填写、分别上传",
        "back": (reverse("office:interview-sheets", args=where), upload.entry.label),
        "template": reverse("office:score-template", args=where),
        "button": "核对无误，录入",
    }
    official, at = official_of(request), timezone.now()
    tried = TriedForm(request.POST if "digest" in request.POST else None)
    if tried.is_valid():
        digest = tried.cleaned_data["digest"]

        def record() -> None:
            upload.commit(WORKBOOKS.kept(digest), actor=official, at=at)

        if went_through(tried, record):
            WORKBOOKS.discard([digest])
            return redirect("office:interview-sheets", *where)
    return filled_page(
        request,
        context | {"refused": tried},
        lambda content: upload.dry_run(content, actor=official, at=at),
        lambda digest: reverse("office:score-problems", args=(*where, digest)),
    )


@read_only
def score_template(
    request: HttpRequest, code: str, county: str, number: int, entry: int
) -> HttpResponse:
    """Hand out the score workbook of a panel with its candidates."""
    upload = _score_upload(request, code, county, number, entry)
    content = upload.template(dated=timezone.localdate())
    return excel(content, f"{code}-{county}-{number}-scores-{entry}.xlsx")


@read_only
def score_problems(
    request: HttpRequest, code: str, county: str, number: int, entry: int, digest: str
) -> HttpResponse:
    """Hand out the rows of a tried workbook that have a problem."""
    upload = _score_upload(request, code, county, number, entry)
    official, at = official_of(request), timezone.now()
    found = tried_again(digest, lambda content: upload.dry_run(content, actor=official, at=at))
    content = upload.problems(found, dated=timezone.localdate())
    return excel(content, f"{code}-{county}-{number}-problems.xlsx")


@read_and_sent
def conclusions(request: HttpRequest, code: str) -> HttpResponse:
    """Take the conclusions of a county by workbook; they go on to the page that shows what they bring about."""
    upload = _medical_upload(request, code)
    context = {
        "season": upload.season,
        "tab": "medical",
        "heading": "用Excel表格登记体检结论",
        "doc": "只填结论，不填体检的项目和结果；没有结论的留空",
        "back": (reverse("office:medical", args=[code]), "体检"),
        "template": reverse("office:medical-template", args=[code]),
        "button": "核对办理结果",
        "onward": reverse("office:medical-conclusions", args=[code]),
        "visible": [ConclusionsForm(waiting=())[name] for name in _OF_THE_CHECK],
    }

    def fields(found: FilledRows) -> Fields:
        return [(f"case_{number}", what) for number, what in upload.results(found).items()]

    return filled_page(
        request,
        context,
        upload.dry_run,
        lambda digest: reverse("office:medical-problems", args=[code, digest]),
        fields,
    )


@read_only
def medical_template(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the workbook of conclusions with those who wait for the check."""
    content = _medical_upload(request, code).template(dated=timezone.localdate())
    return excel(content, f"{code}-medical.xlsx")


@read_only
def medical_problems(request: HttpRequest, code: str, digest: str) -> HttpResponse:
    """Hand out the rows of a tried workbook that have a problem."""
    upload = _medical_upload(request, code)
    found = tried_again(digest, upload.dry_run)
    content = upload.problems(found, dated=timezone.localdate())
    return excel(content, f"{code}-medical-problems.xlsx")


@read_and_sent
def diplomas(request: HttpRequest, code: str) -> HttpResponse:
    """Take the diploma dates of a county by workbook: try them, then record them."""
    upload = _diploma_upload(request, code)
    context = {
        "season": upload.season,
        "tab": "diplomas",
        "heading": "用Excel表格登记毕业证书取得日期",
        "doc": "照毕业证书上的年月日填写；没有取得的留空。登记只记下日期，不取消任何人的资格",
        "back": (reverse("office:diplomas", args=[code]), "毕业证书"),
        "template": reverse("office:diploma-template", args=[code]),
        "button": "核对无误，登记",
    }
    tried = TriedForm(request.POST if "digest" in request.POST else None)
    if tried.is_valid():
        digest, actor, at = tried.cleaned_data["digest"], official_of(request), timezone.now()
        recorded = acted(tried, lambda: upload.commit(WORKBOOKS.kept(digest), actor=actor, at=at))
        if recorded is not None:
            WORKBOOKS.discard([digest])
            return redirect(f"{reverse('office:diplomas', args=[code])}?recorded={recorded}")
    return filled_page(
        request,
        context | {"refused": tried},
        lambda content: upload.dry_run(content, today=timezone.localdate()),
        lambda digest: reverse("office:diploma-problems", args=[code, digest]),
    )


@read_only
def diploma_template(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the workbook of diploma dates with those whose date is not recorded."""
    content = _diploma_upload(request, code).template(dated=timezone.localdate())
    return excel(content, f"{code}-diplomas.xlsx")


@read_only
def diploma_problems(request: HttpRequest, code: str, digest: str) -> HttpResponse:
    """Hand out the rows of a tried workbook that have a problem."""
    upload, today = _diploma_upload(request, code), timezone.localdate()
    found = tried_again(digest, lambda content: upload.dry_run(content, today=today))
    content = upload.problems(found, dated=today)
    return excel(content, f"{code}-diploma-problems.xlsx")
