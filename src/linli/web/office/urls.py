"""The office's addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.generic import RedirectView

from linli.web.office import views

app_name = "office"

_SEASON = "office/seasons/<str:code>/"
_CASE = f"{_SEASON}applications/<str:case_number>/"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="office:seasons"), name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("office/", views.seasons, name="seasons"),
    path(_SEASON, views.season, name="season"),
    path(f"{_SEASON}policy/", views.policy, name="policy"),
    path(f"{_SEASON}applications/", views.applications, name="applications"),
    path(_CASE, views.case, name="case"),
    path(f"{_CASE}ledger/", views.case_ledger, name="ledger"),
]
