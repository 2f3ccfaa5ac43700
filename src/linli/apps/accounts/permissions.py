"""Who may do what at a place: a yes or no, with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.apps.accounts.models import Office, User
from linli.core.refusal import Refusal


class NotPermitted(Refusal):
    """The official's office or scope does not allow the act."""


@dataclass(frozen=True, slots=True)
class Permission:
    """The answer and, for a no, the sentence that says why."""

    allowed: bool
    reason: str = ""


def may_act_at(
    official: User, offices: Sequence[Office], place: str, *, act: str, is_rehearsal: bool
) -> Permission:
    """Tell whether an official of one of the offices may do an act at a place.

    ``place`` is the code of a city or county, inside the official's subtree; a rehearsal
    account acts in rehearsals alone. ``act`` is named in the office's words.
    """
    if official.office not in offices:
        names = "、".join(Office(office).label for office in offices)
        return Permission(False, f"“{act}”由{names}办理")
    if official.is_rehearsal and not is_rehearsal:
        return Permission(False, "演练账号只能查看和办理演练招募季")
    if not place.startswith(official.root):
        return Permission(False, f"“{act}”不在您的管辖范围内")
    return Permission(True)


def may_keep_account(official: User, office: Office, account: User, *, act: str) -> Permission:
    """Tell whether an administrator may do an act on an account of the own subtree.

    Administrators' own accounts are kept from the shell of the server: whoever gave one of them
    another password, or another office, would hold two of the three. Source: GB/T 22239-2019 8.1.5.
    """
    by_office = may_act_at(
        official, (office,), account.root, act=act, is_rehearsal=account.is_rehearsal
    )
    if by_office.allowed and account.is_administrator:
        return Permission(False, f"管理员账号的“{act}”由运维人员在服务器命令行办理")
    return by_office


def require(permission: Permission) -> None:
    """Refuse what is not permitted. Raises ``NotPermitted``."""
    if not permission.allowed:
        raise NotPermitted(permission.reason, mend="请有权限的单位办理")
