"""Addresses of what belongs to the applicant."""

from django.urls import path

from linli.web.portal.mine import act_views, data_views, message_views, paper_views, views

_CASE = "<str:code>/<str:case_number>/"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("messages/", message_views.inbox, name="my-messages"),
    path("messages/<int:key>/", message_views.message, name="my-message"),
    path("data/", data_views.data, name="my-data"),
    path("data/my-data.zip", data_views.copy, name="my-copy"),
    path("data/close/", data_views.close, name="my-close"),
    path("data/drafts/<str:code>/delete/", data_views.delete_draft, name="my-draft-delete"),
    path(_CASE, views.status, name="my-case"),
    path(f"{_CASE}withdraw/", act_views.withdraw, name="my-withdraw"),
    path(f"{_CASE}medical/", act_views.medical, name="my-medical"),
    path(f"{_CASE}agreement/", act_views.agreement, name="my-agreement"),
    path(f"{_CASE}request/", data_views.request_right, name="my-request"),
    path(f"{_CASE}<slug:name>.<str:ending>", paper_views.paper, name="my-paper"),
]
