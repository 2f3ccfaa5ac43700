"""Close an account that has nothing submitted: what it holds goes, and nobody signs in with it again.

Source: 个人信息保护法 第十五条, 第四十七条.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.drafts.discarding import discard
from linli.apps.drafts.models import Draft
from linli.core.refusal import Refusal


class HasCase(Refusal):
    """An account with a submitted application cannot be closed by a click."""


@transaction.atomic
def close_account(account: User) -> None:
    """Delete an account's drafts, files and addresses, and let nobody sign in with it. Raises ``HasCase``."""
    if Application.objects.filter(person__account=account).exists():
        raise HasCase(
            "您有已经提交的报名，账号是查看结果的凭据",
            why="个人信息保护法 第四十七条",
            mend="对报名提出撤回同意或者删除的申请，由受理单位答复",
        )
    for draft in Draft.objects.filter(account=account):
        discard(draft)
    account.people.update(account=None)
    account.messages.all().delete()
    EmailAddress.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    account.is_active, account.phone, account.is_phone_verified, account.email = (
        False,
        None,
        False,
        "",
    )
    account.set_unusable_password()
    account.save()
