"""The office's addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from linli.web.office import (
    counter_views,
    enquiry_views,
    form_views,
    intake_mail_views,
    intake_views,
    interview_views,
    objection_views,
    people_views,
    placement_views,
    reclaim_views,
    review_views,
    rights_views,
    routing_views,
    schedule_views,
    setup_views,
    views,
    workbook_views,
)

app_name = "office"

_SEASON = "seasons/<str:code>/"
_CASE = f"{_SEASON}applications/<str:case_number>/"
_REVIEW = f"{_SEASON}review/"
_REVIEWED = f"{_REVIEW}<str:case_number>/"
_PLACEMENT = f"{_SEASON}placement/"
_RUN = f"{_PLACEMENT}<int:number>/"
_SCHEDULE = f"{_SEASON}schedule/"
_ENQUIRY = f"{_SEASON}enquiries/<int:key>/"
_INTAKE = f"{_SEASON}intake/"
_DOUBT = f"{_INTAKE}doubts/<int:key>/"
_MAIL = f"{_INTAKE}mails/<int:key>/"

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(next_page="office:sign-in"), name="sign-out"),
    path("", views.seasons, name="seasons"),
    path("people/", people_views.people, name="people"),
    path("people/new/", people_views.new_official, name="new-official"),
    path("people/<int:key>/close/", people_views.close_official, name="close-official"),
    path("seasons/new/", setup_views.new_season, name="new-season"),
    path(_SEASON, views.season, name="season"),
    path(_SCHEDULE, schedule_views.schedule, name="schedule"),
    path(f"{_SCHEDULE}extend/", schedule_views.extend, name="schedule-extend"),
    path(f"{_SCHEDULE}advance/", schedule_views.advance_season, name="schedule-advance"),
    path(f"{_SCHEDULE}publish/", schedule_views.publish, name="schedule-publish"),
    path(f"{_SEASON}routing/", routing_views.routing, name="routing"),
    path(f"{_CASE}route/", routing_views.route_case, name="route-case"),
    path(f"{_SEASON}policy/", views.policy, name="policy"),
    path(f"{_SEASON}applications/", views.applications, name="applications"),
    path(_CASE, views.case, name="case"),
    path(f"{_CASE}ledger/", views.case_ledger, name="ledger"),
    path(f"{_CASE}letter/", intake_views.letter, name="letter"),
    path(f"{_CASE}form.docx", form_views.form_word, name="form-word"),
    path(f"{_CASE}form.pdf", form_views.form_pdf, name="form-pdf"),
    path(f"{_CASE}placement.docx", placement_views.explanation_word, name="placement-word"),
    path(f"{_CASE}placement.pdf", placement_views.explanation_pdf, name="placement-pdf"),
    path(f"{_CASE}form/", counter_views.type_form, name="type-form"),
    path(_REVIEW, review_views.review, name="review"),
    path(f"{_REVIEW}batch/", review_views.review_batch, name="review-batch"),
    path(f"{_REVIEW}filters/", review_views.keep_filter, name="review-filters"),
    path(_REVIEWED, review_views.review_case, name="review-case"),
    path(f"{_REVIEWED}reopen/", review_views.reopen_case, name="review-reopen"),
    path(f"{_SEASON}enquiries/", enquiry_views.enquiries, name="enquiries"),
    path(_ENQUIRY, enquiry_views.enquiry, name="enquiry"),
    path(f"{_ENQUIRY}answer/", enquiry_views.answer, name="enquiry-answer"),
    path(f"{_ENQUIRY}publish/", enquiry_views.publish, name="enquiry-publish"),
    path(f"{_ENQUIRY}unpublish/", enquiry_views.unpublish, name="enquiry-unpublish"),
    path(f"{_SEASON}objections/", objection_views.objections, name="objections"),
    path(f"{_SEASON}objections/<int:key>/", objection_views.objection, name="objection"),
    path(_PLACEMENT, placement_views.placement, name="placement"),
    path(_RUN, placement_views.placement_run, name="placement-run"),
    path(f"{_RUN}counties/<str:county>/", placement_views.county, name="placement-county"),
    path(f"{_RUN}files/<str:file>", placement_views.run_file, name="placement-file"),
    path(f"{_SEASON}interviews/", interview_views.panels, name="panels"),
    path(f"{_SEASON}interviews/<str:county>/<int:number>/", interview_views.panel, name="panel"),
    path(_INTAKE, intake_views.intake, name="intake"),
    path(f"{_INTAKE}counter/", counter_views.counter, name="counter"),
    path(f"{_INTAKE}reclaim/", reclaim_views.reclaim_case, name="reclaim"),
    path(f"{_SEASON}requests/", rights_views.requests, name="requests"),
    path(f"{_SEASON}requests/<int:key>/", rights_views.answer_request, name="request"),
    path(f"{_INTAKE}workbook/", workbook_views.workbook, name="workbook"),
    path(
        f"{_INTAKE}workbook/template.xlsx",
        workbook_views.workbook_template,
        name="workbook-template",
    ),
    path(
        f"{_INTAKE}workbook/<str:digest>/problems.xlsx",
        workbook_views.workbook_problems,
        name="workbook-problems",
    ),
    path(f"{_INTAKE}waiting/<str:what>/", intake_views.waiting_cases, name="waiting"),
    path(f"{_INTAKE}doubts/", intake_views.doubts, name="doubts"),
    path(_DOUBT, intake_views.doubt, name="doubt"),
    path(f"{_DOUBT}place.jpg", intake_views.doubt_place, name="doubt-place"),
    path(f"{_DOUBT}page.jpg", intake_views.doubt_sheet, name="doubt-page"),
    path(_MAIL, intake_mail_views.mail, name="mail"),
    path(f"{_MAIL}withdraw/", intake_mail_views.withdraw, name="withdraw"),
    path(f"{_MAIL}original.eml", intake_mail_views.original, name="original"),
    path(f"{_MAIL}files/<int:file>/file", intake_mail_views.mail_file, name="mail-file"),
    path(f"{_MAIL}files/<int:file>/words/", intake_mail_views.mail_words, name="mail-words"),
    path(
        f"{_MAIL}files/<int:file>/pages/<int:page>.jpg",
        intake_mail_views.mail_picture,
        name="mail-picture",
    ),
]
