"""The task list, the sections of the form, and what saves them while they are typed."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.drafts.fields import SECTIONS, Section
from linli.apps.drafts.models import Draft
from linli.apps.drafts.saving import Saved, save_fields
from linli.apps.drafts.window import closed
from linli.apps.intake.receipt import registration_time
from linli.apps.ledger.actions import BEIJING
from linli.core.refusal import Refusal
from linli.web.portal.access import applicants_only
from linli.web.portal.apply.access import own_draft
from linli.web.portal.apply.choices import places_of, suggestions_of
from linli.web.portal.apply.forms import SectionForm
from linli.web.portal.apply.presenting import sheet_of, tasks_of
from linli.web.portal.apply.supplement import supplement_of
from linli.web.portal.telling import told

_BY_NAME = {section.name: section for section in SECTIONS}
_LAST = "portal:apply-photo"


@require_safe
@never_cache
@applicants_only
def tasks(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far the application is, section by section."""
    draft, at = own_draft(request, code), timezone.now()
    sheet = sheet_of(draft, at=at)
    context = {
        "season": draft.season,
        "sheet": sheet,
        "tasks": tasks_of(sheet),
        "closed": closed(draft, at),
        "days": registration_time(draft.season),
        "supplement": supplement_of(draft, at),
    }
    return render(request, "portal/apply/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@applicants_only
def section(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Show one section and save it; what is wrong is said, and what was typed is kept all the same."""
    if name not in _BY_NAME:
        raise Http404("没有这一部分")
    draft, asked = own_draft(request, code), _BY_NAME[name]
    if request.method != "POST":
        form = _form(draft, asked, initial={**draft.fields, "base": draft.revision})
        return _page(request, draft, asked, form)
    form = _form(draft, asked, data=request.POST)
    if form.is_valid():
        try:
            return _saved(request, draft, asked, form)
        except Refusal as refusal:
            form.add_error(None, told(refusal, draft.season))
    return _page(request, draft, asked, form, title="没有保存")


def _form(draft: Draft, asked: Section, **kwargs: object) -> SectionForm:
    season = draft.season
    return SectionForm(
        asked,
        places=places_of(season.city_id),
        suggestions=suggestions_of(season),
        **kwargs,
    )


def _saved(request: HttpRequest, draft: Draft, asked: Section, form: SectionForm) -> HttpResponse:
    at = timezone.now()
    saved = save_fields(draft, form.texts, base=form.base_revision, at=at)
    draft.refresh_from_db()
    if not saved.conflicts and "later" in request.POST:
        return redirect("portal:apply", draft.season.code)
    form.tell_conflicts(saved.conflicts)
    form.refuse(sheet_of(draft, at=at).found.faults)
    if form.errors:
        # Saving again means these words: the page bears the revision that it has now seen.
        form.data = {**request.POST.dict(), "base": str(saved.revision)}
        title = "有内容在另一处改过，请选定" if saved.conflicts else "已保存，还有几项要更正"
        return _page(request, draft, asked, form, title=title)
    return redirect(*_next(draft, asked))


def _next(draft: Draft, asked: Section) -> tuple[str, ...]:
    place = SECTIONS.index(asked) + 1
    if place == len(SECTIONS):
        return _LAST, draft.season.code
    return "portal:apply-section", draft.season.code, SECTIONS[place].name


def _page(
    request: HttpRequest, draft: Draft, asked: Section, form: SectionForm, *, title: str = ""
) -> HttpResponse:
    context = {
        "season": draft.season,
        "draft": draft,
        "section": asked,
        "form": form,
        "title": title,
        "closed": closed(draft, timezone.now()),
        "step": SECTIONS.index(asked) + 1,
    }
    status = 422 if form.errors else 200
    return render(request, "portal/apply/section.html", context, status=status)


@require_POST
@never_cache
@applicants_only
def save(request: HttpRequest, code: str) -> JsonResponse:
    """Save fields while they are typed; the page's script asks again until it has an answer.

    The answer names what was written elsewhere since ``base``, for the page to show: only then may
    it state the new revision as what it has seen.
    """
    draft = own_draft(request, code)
    texts = {name: str(text) for name, text in request.POST.items()}
    base = _base(texts.get("base", ""))
    try:
        saved = save_fields(draft, texts, base=base, at=timezone.now())
    except Refusal as refusal:
        return JsonResponse({"refusal": told(refusal, draft.season)}, status=409)
    return JsonResponse(_answer(saved))


def _base(text: str) -> int:
    """Return a revision as a page states it, ``0`` for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _answer(saved: Saved) -> dict[str, object]:
    at = saved.saved_at
    return {
        "revision": saved.revision,
        "saved_at": f"{at.astimezone(BEIJING):%H:%M:%S}" if at else "",
        "conflicts": dict(saved.conflicts),
        "others": dict(saved.others),
    }
