"""Addresses of the application."""

from django.urls import path

from linli.web.portal.apply import file_views, form_views, submit_views

urlpatterns = [
    path("<str:code>/", form_views.tasks, name="apply"),
    path("<str:code>/save/", form_views.save, name="apply-save"),
    path("<str:code>/form/<slug:name>/", form_views.section, name="apply-section"),
    path("<str:code>/consent/", file_views.consent, name="apply-consent"),
    path("<str:code>/photo/", file_views.photo, name="apply-photo"),
    path("<str:code>/materials/", file_views.materials, name="apply-materials"),
    path("<str:code>/files/", file_views.upload, name="apply-upload"),
    path("<str:code>/files/<int:key>/", file_views.show, name="apply-file"),
    path("<str:code>/files/<int:key>/remove/", file_views.remove, name="apply-remove"),
    path("<str:code>/files/<int:key>/kind/", file_views.name, name="apply-name"),
    path("<str:code>/review/", submit_views.review_page, name="apply-review"),
    path("<str:code>/receipt/", submit_views.receipt, name="apply-receipt"),
    path("<str:code>/form.<str:ending>", submit_views.paper, name="apply-paper"),
]
