"""The office's door: in, out, and another password."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts.access_record import Kind
from linli.apps.accounts.models import User
from linli.web.office.access import official_of, staff_only
from linli.web.office.asking import note_request
from linli.web.office.sign_in_forms import FirstPasswordForm, OwnPasswordForm, SignInForm


class SignIn(LoginView):
    """Ask for user name and password; an applicant who is signed in is told so and asked too."""

    template_name = "office/sign_in.html"
    authentication_form = SignInForm
    next_page = "office:seasons"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead on an official who is signed in: an applicant would be sent back for ever."""
        user = request.user
        self.redirect_authenticated_user = isinstance(user, User) and user.is_official
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """Let the official in, and write it down."""
        answer = super().form_valid(form)
        note_request(self.request, Kind.SIGNED_IN, official_of(self.request))
        return answer


class SignOut(LogoutView):
    """End the session, and write it down."""

    next_page = "office:sign-in"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out whoever is signed in."""
        if isinstance(request.user, User) and request.user.is_official:
            note_request(request, Kind.SIGNED_OUT, request.user)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_only
def own_password(request: HttpRequest) -> HttpResponse:
    """Take another password of the official's own; the other sessions end with it."""
    official = official_of(request)
    form = OwnPasswordForm(official, request.POST or None, request=request)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, official)
        note_request(request, Kind.PASSWORD, official)
        return redirect("office:password-changed")
    status = 422 if form.errors else 200
    return render(request, "office/password.html", {"form": form}, status=status)


@require_safe
@never_cache
@staff_only
def password_changed(request: HttpRequest) -> HttpResponse:
    """Say that the password is another one."""
    return render(request, "office/password.html", {"is_changed": True})


class FirstPassword(PasswordResetConfirmView):
    """Let whoever holds a link set a password once; the link says nothing else."""

    template_name = "office/password_first.html"
    form_class = FirstPasswordForm
    success_url = reverse_lazy("office:first-password-set")

    def get_user(self, uidb64: str) -> User | None:
        """Return the official of a link; a closed account, and an administrator's, has none."""
        found: User | None = super().get_user(uidb64)
        if found is None or not found.is_official or found.is_administrator:
            return None
        return found if found.is_active or found.awaits_grant else None

    def form_valid(self, form: FirstPasswordForm) -> HttpResponse:  # type: ignore[override]
        """Set the password, and write it down."""
        answer: HttpResponse = super().form_valid(form)
        note_request(self.request, Kind.PASSWORD, self.user)
        return answer

    def form_invalid(self, form: FirstPasswordForm) -> HttpResponse:  # type: ignore[override]
        """Say what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


@require_safe
@never_cache
def first_password_set(request: HttpRequest) -> HttpResponse:
    """Say that the password is set, and that an account may still wait for its grant."""
    return render(request, "office/password_first.html", {"is_set": True})
