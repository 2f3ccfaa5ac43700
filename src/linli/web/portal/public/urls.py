"""Addresses that need no account."""

from django.urls import path

from linli.web.portal.public import (
    answer_views,
    eligible_views,
    enquiry_views,
    list_views,
    objection_views,
    place_views,
    season_views,
    statement_views,
)

_SEASON = "seasons/<str:code>/"
_LIST = f"{_SEASON}lists/<str:county>/<int:number>/"

urlpatterns = [
    path("", season_views.home, name="home"),
    path("privacy/", statement_views.privacy, name="privacy"),
    path("accessibility/", statement_views.accessibility, name="accessibility"),
    path(_SEASON, season_views.season, name="season"),
    path(f"{_SEASON}notice/", season_views.notice, name="notice"),
    path(f"{_SEASON}notice/form.docx", season_views.form_word, name="form-word"),
    path(f"{_SEASON}notice/form.pdf", season_views.form_pdf, name="form-pdf"),
    path(f"{_SEASON}places/", place_views.places, name="places"),
    path(f"{_SEASON}can-i-apply/", eligible_views.eligible, name="eligible"),
    path(f"{_SEASON}lists/", list_views.lists, name="lists"),
    path(_LIST, list_views.public_list, name="list"),
    path(f"{_LIST}list.json", list_views.list_text, name="list-text"),
    path(f"{_LIST}objection/", objection_views.objection, name="objection"),
    path(f"{_SEASON}enquiries/", enquiry_views.enquiries, name="enquiries"),
    path(f"{_SEASON}enquiries/ask/", enquiry_views.ask, name="ask"),
    path(f"{_SEASON}received/", answer_views.received, name="received"),
    path(f"{_SEASON}answer/", answer_views.answer, name="answer"),
]
