"""Which mail and which doubt an official may open: found and permitted, or refused with the reason."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.models import User
from linli.apps.intake.doubts import may_settle
from linli.apps.intake.handling import may_read
from linli.apps.intake.models import Doubt, Mail
from linli.apps.seasons.permissions import Permission
from linli.web.office.access import season_for


def mail_for(official: User, code: str, key: int) -> Mail:
    """Return a mail of a season. Raises ``Http404``, and ``PermissionDenied`` with the reason."""
    season = season_for(official, code)
    mails = season.mails.select_related("application__county", "application__person", "handled_by")
    mail = mails.filter(pk=key).first()
    if mail is None:
        raise Http404("没有这封来件")
    mail.season = season
    if mail.application is not None:
        mail.application.season = season
    _require(may_read(official, mail))
    return mail


def doubt_for(official: User, code: str, key: int) -> Doubt:
    """Return a doubt of a season. Raises ``Http404``, and ``PermissionDenied`` with the reason.

    It shows pages of a mail, so it opens to those who may settle it, as the mail does.
    """
    season = season_for(official, code)
    doubts = Doubt.objects.filter(application__season=season).select_related(
        "application__person", "application__county", "mail", "settled_by"
    )
    doubt = doubts.defer("mail__reading").filter(pk=key).first()
    if doubt is None:
        raise Http404("没有这一项")
    doubt.application.season = season
    _require(may_settle(official, doubt.application))
    return doubt


def _require(permission: Permission) -> None:
    if not permission.allowed:
        raise PermissionDenied(permission.reason)
