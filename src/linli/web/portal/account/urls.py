"""Addresses of signing in. The names are those that django-allauth knows its pages by."""

from allauth.account import views
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from linli.web.portal.access import no_officials
from linli.web.portal.account.proving import ConfirmOwnEmailView
from linli.web.portal.account.views import AskForCode, told_if_unsent

_signing_in = [
    path("login/", AskForCode.as_view(), name="account_request_login_code"),
    path(
        "login/code/", told_if_unsent(views.confirm_login_code), name="account_confirm_login_code"
    ),
    path("login/password/", views.login, name="account_login"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
]
_own_account = [
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("email/", told_if_unsent(views.email), name="account_email"),
    path("email/confirm/<str:key>/", ConfirmOwnEmailView.as_view(), name="account_confirm_email"),
    path("phone/", told_if_unsent(views.change_phone), name="account_change_phone"),
    path("phone/verify/", told_if_unsent(views.verify_phone), name="account_verify_phone"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path(
        "reauthenticate/code/",
        told_if_unsent(views.request_reauthentication_code),
        name="account_request_reauthentication_code",
    ),
    path(
        "reauthenticate/code/confirm/",
        told_if_unsent(views.confirm_reauthentication_code),
        name="account_confirm_reauthentication_code",
    ),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "passkeys/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
]

for page in _own_account:
    page.callback = no_officials(page.callback)

urlpatterns = [*_signing_in, *_own_account]
