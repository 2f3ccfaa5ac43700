"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("linli.web.portal.urls")),
    path("account/", include("linli.web.portal.account.urls")),
    path("design/", include("linli.web.design.urls")),
    path("office/", include("linli.web.office.urls")),
]
handler403 = "linli.web.office.asking.refused"
