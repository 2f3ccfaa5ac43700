"""The office's addresses."""

from django.urls import path

from linli.web.office import (
    account_upload_views,
    account_views,
    agreement_paper_views,
    agreement_views,
    appointment_views,
    counter_views,
    diploma_views,
    enquiry_views,
    export_views,
    filled_views,
    form_views,
    intake_mail_views,
    intake_views,
    interview_county_views,
    interview_door_views,
    interview_score_views,
    interview_views,
    medical_views,
    notice_correction_views,
    notice_views,
    objection_taking_views,
    objection_views,
    pay_views,
    people_views,
    placement_views,
    reclaim_views,
    record_views,
    reserve_views,
    review_views,
    rights_views,
    routing_views,
    schedule_views,
    setup_views,
    sign_in_views,
    trial_views,
    views,
    workbook_views,
    worker_views,
)

app_name = "office"

_PERSON = "people/<int:key>/"
_SEASON = "seasons/<str:code>/"
_CASE = f"{_SEASON}applications/<str:case_number>/"
_REVIEW = f"{_SEASON}review/"
_REVIEWED = f"{_REVIEW}<str:case_number>/"
_PLACEMENT = f"{_SEASON}placement/"
_RUN = f"{_PLACEMENT}<int:number>/"
_TRIALS = f"{_PLACEMENT}trials/"
_TRIAL = f"{_TRIALS}<int:number>/"
_SCHEDULE = f"{_SEASON}schedule/"
_ENQUIRY = f"{_SEASON}enquiries/<int:key>/"
_AGREEMENTS = f"{_SEASON}agreements/"
_AGREED = f"{_AGREEMENTS}<str:case_number>/"
_NOTICE = f"{_SEASON}notice/"
_DIPLOMAS = f"{_SEASON}diplomas/"
_PAY = f"{_SEASON}pay/"
_PAY_MONTH = f"{_PAY}<str:month>/"
_LIST = f"{_NOTICE}<int:number>/"
_INTERVIEWS = f"{_SEASON}interviews/"
_COUNTY_DAY = f"{_INTERVIEWS}<str:county>/"
_PANEL = f"{_COUNTY_DAY}<int:number>/"
_SHEETS = f"{_PANEL}sheets/<int:entry>/"
_INTAKE = f"{_SEASON}intake/"
_EXPORTS = f"{_SEASON}exports/"
_DOUBT = f"{_INTAKE}doubts/<int:key>/"
_MAIL = f"{_INTAKE}mails/<int:key>/"

urlpatterns = [
    path("sign-in/", sign_in_views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", sign_in_views.SignOut.as_view(), name="sign-out"),
    path("password/", sign_in_views.own_password, name="password"),
    path("password/changed/", sign_in_views.password_changed, name="password-changed"),
    path("password/first/set/", sign_in_views.first_password_set, name="first-password-set"),
    path(
        "password/first/<str:uidb64>/<str:token>/",
        sign_in_views.FirstPassword.as_view(),
        name="first-password",
    ),
    path("", views.seasons, name="seasons"),
    path("administration/", people_views.administration, name="administration"),
    path("people/", people_views.people, name="people"),
    path("people/new/", account_views.new_official, name="new-official"),
    path("people/workbook/", account_upload_views.accounts, name="account-upload"),
    path(
        "people/workbook/template.xlsx",
        account_upload_views.account_template,
        name="account-template",
    ),
    path(
        "people/workbook/<str:digest>/problems.xlsx",
        account_upload_views.account_problems,
        name="account-problems",
    ),
    path(_PERSON, people_views.person, name="person"),
    path(f"{_PERSON}close/", account_views.close_official, name="close-official"),
    path(f"{_PERSON}reopen/", account_views.reopen_official, name="reopen-official"),
    path(f"{_PERSON}reset-password/", account_views.reset_password, name="reset-password"),
    path(f"{_PERSON}grant/", account_views.grant_office, name="grant-office"),
    path(f"{_PERSON}unlock/", account_views.unlock_official, name="unlock-official"),
    path(f"{_PERSON}end-sessions/", account_views.end_sessions, name="end-sessions"),
    path("records/", record_views.access_record, name="access-record"),
    path("records/exports/", record_views.export_record, name="export-record"),
    path("records/accounts/", record_views.acts_on_accounts, name="account-acts"),
    path("records/accounts/verify/", record_views.verify, name="verify-ledger"),
    path("seasons/new/", setup_views.new_season, name="new-season"),
    path(_SEASON, views.season, name="season"),
    path(_SCHEDULE, schedule_views.schedule, name="schedule"),
    path(f"{_SCHEDULE}extend/", schedule_views.extend, name="schedule-extend"),
    path(f"{_SCHEDULE}advance/", schedule_views.advance_season, name="schedule-advance"),
    path(f"{_SCHEDULE}publish/", schedule_views.publish, name="schedule-publish"),
    path(f"{_SEASON}routing/", routing_views.routing, name="routing"),
    path(f"{_CASE}route/", routing_views.route_case, name="route-case"),
    path(f"{_SEASON}policy/", views.policy, name="policy"),
    path(_EXPORTS, export_views.exports, name="exports"),
    path(f"{_EXPORTS}own/", export_views.own, name="exports-own"),
    path(f"{_EXPORTS}log/", export_views.log, name="exports-log"),
    path(f"{_EXPORTS}<int:key>/file.xlsx", export_views.export_file, name="export-file"),
    path(f"{_EXPORTS}lists/<str:name>/", export_views.export, name="export"),
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
    path(f"{_SEASON}medical/", medical_views.medical, name="medical"),
    path(f"{_SEASON}medical/appointment/", appointment_views.medical, name="medical-appointment"),
    path(f"{_SEASON}medical/conclusions/", medical_views.conclusions, name="medical-conclusions"),
    path(f"{_SEASON}medical/workbook/", filled_views.conclusions, name="medical-upload"),
    path(
        f"{_SEASON}medical/workbook/template.xlsx",
        filled_views.medical_template,
        name="medical-template",
    ),
    path(
        f"{_SEASON}medical/workbook/<str:digest>/problems.xlsx",
        filled_views.medical_problems,
        name="medical-problems",
    ),
    path(f"{_SEASON}medical/backfill/", medical_views.backfill, name="medical-backfill"),
    path(
        f"{_SEASON}medical/<str:case_number>/answer/", medical_views.answer, name="medical-answer"
    ),
    path(
        f"{_SEASON}medical/<str:case_number>/recheck/",
        medical_views.recheck,
        name="medical-recheck",
    ),
    path(_DIPLOMAS, diploma_views.diplomas, name="diplomas"),
    path(f"{_DIPLOMAS}revoke/", diploma_views.revoke, name="diplomas-revoke"),
    path(f"{_DIPLOMAS}workbook/", filled_views.diplomas, name="diploma-upload"),
    path(
        f"{_DIPLOMAS}workbook/template.xlsx", filled_views.diploma_template, name="diploma-template"
    ),
    path(
        f"{_DIPLOMAS}workbook/<str:digest>/problems.xlsx",
        filled_views.diploma_problems,
        name="diploma-problems",
    ),
    path(f"{_SEASON}reserve/", reserve_views.reserve, name="reserve"),
    path(_PAY, pay_views.pay, name="pay"),
    path(_PAY_MONTH, pay_views.pay_run, name="pay-run"),
    path(f"{_PAY_MONTH}<str:case_number>/", pay_views.slip, name="pay-slip"),
    path(_AGREEMENTS, agreement_views.agreements, name="agreements"),
    path(f"{_AGREEMENTS}sign/", agreement_views.sign, name="agreement-sign"),
    path(f"{_AGREEMENTS}file/", agreement_views.file, name="agreement-file"),
    path(f"{_AGREEMENTS}report/", agreement_views.report, name="agreement-report"),
    path(f"{_AGREEMENTS}arrange/", agreement_views.arrange, name="agreement-arrange"),
    path(
        f"{_AGREEMENTS}streets/<str:street>/agreements.pdf",
        agreement_paper_views.street_pdf,
        name="agreement-street-pdf",
    ),
    path(
        f"{_AGREEMENTS}streets/<str:street>/agreements.zip",
        agreement_paper_views.street_zip,
        name="agreement-street-zip",
    ),
    path(
        f"{_AGREEMENTS}receipts/<str:county>.docx",
        agreement_paper_views.receipt_word,
        name="agreement-receipt-word",
    ),
    path(
        f"{_AGREEMENTS}receipts/<str:county>.pdf",
        agreement_paper_views.receipt_pdf,
        name="agreement-receipt-pdf",
    ),
    path(f"{_AGREED}paper.docx", agreement_paper_views.paper_word, name="agreement-word"),
    path(f"{_AGREED}paper.pdf", agreement_paper_views.paper_pdf, name="agreement-pdf"),
    path(f"{_AGREED}signed/", agreement_paper_views.signed_paper, name="agreement-signed"),
    path(
        f"{_AGREED}signed/<int:key>/file",
        agreement_paper_views.signed_file,
        name="agreement-signed-file",
    ),
    path(f"{_AGREED}no-show/", agreement_paper_views.no_show, name="agreement-no-show"),
    path(f"{_CASE}worker/", worker_views.worker, name="worker"),
    path(_NOTICE, notice_views.notice, name="notice"),
    path(f"{_NOTICE}publish/", notice_views.publish, name="notice-publish"),
    path(_LIST, notice_views.posted_list, name="notice-list"),
    path(f"{_LIST}correct/", notice_correction_views.correct, name="notice-correct"),
    path(f"{_LIST}channels/", notice_views.add_channel, name="notice-channels"),
    path(f"{_LIST}confirm/", notice_views.confirm, name="notice-confirm"),
    path(f"{_LIST}objections/new/", objection_taking_views.take, name="objection-take"),
    path(f"{_LIST}paper.docx", notice_views.paper_word, name="notice-word"),
    path(f"{_LIST}paper.pdf", notice_views.paper_pdf, name="notice-pdf"),
    path(f"{_SEASON}objections/", objection_views.objections, name="objections"),
    path(f"{_SEASON}objections/<int:key>/", objection_views.objection, name="objection"),
    path(
        f"{_SEASON}objections/<int:key>/alike/",
        objection_taking_views.dismiss,
        name="objection-alike",
    ),
    path(_PLACEMENT, placement_views.placement, name="placement"),
    path(_RUN, placement_views.placement_run, name="placement-run"),
    path(_TRIALS, trial_views.trials, name="trials"),
    path(f"{_TRIALS}new/", trial_views.try_now, name="trial-new"),
    path(f"{_TRIALS}compare/", trial_views.compare, name="trial-compare"),
    path(_TRIAL, trial_views.trial, name="trial"),
    path(f"{_TRIAL}adopt/", trial_views.adopt, name="trial-adopt"),
    path(f"{_TRIAL}people/", trial_views.people, name="trial-people"),
    path(f"{_TRIAL}people/<str:case_number>/", trial_views.person, name="trial-person"),
    path(f"{_RUN}counties/<str:county>/", placement_views.county, name="placement-county"),
    path(f"{_RUN}files/<str:file>", placement_views.run_file, name="placement-file"),
    path(_INTERVIEWS, interview_views.panels, name="panels"),
    path(_COUNTY_DAY, interview_county_views.county, name="interview-county"),
    path(f"{_COUNTY_DAY}list/", interview_county_views.shortlist, name="interview-list"),
    path(f"{_COUNTY_DAY}appointment/", appointment_views.interview, name="interview-appointment"),
    path(f"{_COUNTY_DAY}panels/", interview_county_views.form_panels, name="interview-panels"),
    path(f"{_COUNTY_DAY}draw/", interview_county_views.draw, name="interview-draw"),
    path(f"{_COUNTY_DAY}door/", interview_door_views.door, name="door"),
    path(f"{_COUNTY_DAY}door/<str:case_number>/", interview_door_views.door_case, name="door-case"),
    path(
        f"{_COUNTY_DAY}door/<str:case_number>/photo.jpg",
        interview_door_views.door_photo,
        name="door-photo",
    ),
    path(_PANEL, interview_views.panel, name="panel"),
    path(f"{_PANEL}recusal/", interview_county_views.recusal, name="interview-recusal"),
    path(_SHEETS, interview_score_views.sheets, name="interview-sheets"),
    path(f"{_SHEETS}workbook/", filled_views.scores, name="score-upload"),
    path(f"{_SHEETS}workbook/template.xlsx", filled_views.score_template, name="score-template"),
    path(
        f"{_SHEETS}workbook/<str:digest>/problems.xlsx",
        filled_views.score_problems,
        name="score-problems",
    ),
    path(f"{_SHEETS}<int:position>/", interview_score_views.sheet, name="interview-sheet"),
    path(f"{_PANEL}sign-off/", interview_score_views.sign, name="interview-sign-off"),
    path(
        f"{_PANEL}announcement/",
        interview_score_views.announcement,
        name="interview-announcement",
    ),
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
