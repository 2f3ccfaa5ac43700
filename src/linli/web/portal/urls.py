"""Addresses of the public's and applicants' pages.

Each part of the portal lists its own.
"""

from django.urls import include, path

app_name = "portal"

urlpatterns = [
    path("", include("linli.web.portal.public.urls")),
    path("apply/", include("linli.web.portal.apply.urls")),
    path("my/", include("linli.web.portal.mine.urls")),
]
