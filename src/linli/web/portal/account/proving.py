"""Which e-mail addresses are surely those of whoever sits before the page."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.views import ConfirmEmailView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.utils.decorators import method_decorator

from linli.apps.accounts.queries import verified_addresses
from linli.web.portal.access import applicant_of


def addresses_of_sign_in(request: HttpRequest) -> frozenset[str]:
    """Return the account's addresses, in lower case, by a code to which this session was signed in."""
    account = applicant_of(request)
    records = get_authentication_records(request, account)
    entered = {
        one["email"].lower() for one in records if one["method"] == "code" and "email" in one
    }
    return verified_addresses(account) & entered


@method_decorator(login_required, name="dispatch")
class ConfirmOwnEmailView(ConfirmEmailView):
    """The link in a confirmation mail, which works only where its account is signed in.

    Anybody can enter a stranger's address; the stranger who presses the button must give nothing away.
    """

    def get_object(self, queryset: Any = None) -> Any:
        """Return what the link confirms. Raises ``Http404`` for another account's, as for none."""
        confirmation = super().get_object(queryset)
        if confirmation.email_address.user_id != self.request.user.pk:
            raise Http404("链接已经失效，或者属于另一个账号")
        return confirmation
