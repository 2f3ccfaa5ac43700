"""Who may be let in where, by the part of the site: written down by hand, against which all are walked.

A part is named by the beginning of its addresses; the longest name that fits counts. A name in
``ALONE`` is that one address. An address that no part holds is one that nobody has thought about.
"""

from __future__ import annotations

ANYBODY = (
    "未登录 报名人本人 其他报名人 市级 本县 他县 街道 社区 财政 审计 县财政 县审计 外市 "
    "系统管理员 安全管理员 审计管理员"
)
APPLICANTS = "报名人本人 其他报名人"
CITY_AND_COUNTIES = "市级 本县 他县"
OF_THE_CITY = f"{CITY_AND_COUNTIES} 街道 社区 财政 审计 县财政 县审计"
ADMINISTRATORS = "系统管理员 安全管理员 审计管理员"
STAFF = f"{OF_THE_CITY} 外市 {ADMINISTRATORS}"
WHOLE_CASE = "市级 本县 财政 审计 县财政 县审计"
READERS = f"{CITY_AND_COUNTIES} 审计 县审计"

SEASON, COUNTY = "office/seasons/<str:code>/", "office/seasons/<str:code>/interviews/<str:county>/"
ALONE = frozenset({"", "office/", "my/", SEASON, "seasons/<str:code>/"})

#: By part: who may read (GET), who may act (POST).
EXPECTED: dict[str, tuple[str, str]] = {
    # The public side, and what is an applicant's own.
    "": (ANYBODY, ""),
    "privacy/": (ANYBODY, ""),
    "accessibility/": (ANYBODY, ""),
    "seasons/<str:code>/": (ANYBODY, ""),
    "seasons/<str:code>/notice/": (ANYBODY, ""),
    "seasons/<str:code>/places/": (ANYBODY, ""),
    "seasons/<str:code>/can-i-apply/": (ANYBODY, ANYBODY),
    "seasons/<str:code>/lists/": (ANYBODY, ANYBODY),
    "seasons/<str:code>/enquiries/": (ANYBODY, ANYBODY),
    "seasons/<str:code>/received/": (ANYBODY, ""),
    "seasons/<str:code>/answer/": (ANYBODY, ANYBODY),
    "apply/<str:code>/": (APPLICANTS, APPLICANTS),
    "my/": (APPLICANTS, ""),
    "my/messages/": (APPLICANTS, ""),
    "my/data/": (APPLICANTS, APPLICANTS),
    "my/<str:code>/": ("报名人本人", "报名人本人"),
    "account/": (APPLICANTS, APPLICANTS),
    "account/login/": (ANYBODY, ANYBODY),
    "account/logout/": (ANYBODY, ANYBODY),
    "account/inactive/": (ANYBODY, ""),
    "account/phone/verify/": (f"未登录 {APPLICANTS}", f"未登录 {APPLICANTS}"),
    "account/passkeys/add/": ("", ""),
    "account/passkeys/<int:pk>/": ("", ""),
    "design/": (STAFF, ""),
    # The door of the office, and the accounts.
    "office/": (STAFF, ""),
    "office/sign-in/": (ANYBODY, ANYBODY),
    "office/sign-out/": ("", ANYBODY),
    "office/password/": (STAFF, STAFF),
    "office/password/first/": (ANYBODY, ANYBODY),
    "office/administration/": (ADMINISTRATORS, ""),
    "office/holidays/": ("系统管理员 审计管理员", "系统管理员"),
    "office/people/": (STAFF, ""),
    "office/people/new/": ("系统管理员", "系统管理员"),
    "office/people/workbook/": ("系统管理员", "系统管理员"),
    "office/people/<int:key>/": (ADMINISTRATORS, ""),
    "office/people/<int:key>/close/": ("系统管理员", "系统管理员"),
    "office/people/<int:key>/reopen/": ("系统管理员", "系统管理员"),
    "office/people/<int:key>/reset-password/": ("系统管理员", "系统管理员"),
    "office/people/<int:key>/grant/": ("安全管理员", "安全管理员"),
    "office/people/<int:key>/unlock/": ("安全管理员", "安全管理员"),
    "office/people/<int:key>/end-sessions/": ("安全管理员", "安全管理员"),
    "office/records/": ("安全管理员 审计管理员", ""),
    "office/records/exports/": ("审计管理员", ""),
    "office/records/accounts/": ("审计管理员", "审计管理员"),
    # A season: nobody of another city, and no administrator anywhere below.
    "office/seasons/new/": ("市级 外市", "市级 外市"),
    SEASON: (OF_THE_CITY, ""),
    f"{SEASON}schedule/": (OF_THE_CITY, "市级"),
    f"{SEASON}policy/": (OF_THE_CITY, ""),
    f"{SEASON}routing/": ("市级 审计", "市级"),
    f"{SEASON}applications/": (OF_THE_CITY, ""),
    f"{SEASON}applications/<str:case_number>/": (WHOLE_CASE, "市级 本县"),
    f"{SEASON}applications/<str:case_number>/route/": ("市级", "市级"),
    f"{SEASON}applications/<str:case_number>/form/": ("市级", "市级"),
    f"{SEASON}review/": (READERS, CITY_AND_COUNTIES),
    f"{SEASON}review/<str:case_number>/": ("市级 本县", "市级 本县"),
    f"{SEASON}enquiries/": ("市级 审计", "市级"),
    f"{SEASON}requests/": ("市级", "市级"),
    f"{SEASON}intake/": (OF_THE_CITY, CITY_AND_COUNTIES),
    f"{SEASON}intake/counter/": ("市级", "市级"),
    f"{SEASON}intake/reclaim/": ("市级", "市级"),
    f"{SEASON}intake/workbook/": ("市级", "市级"),
    f"{SEASON}intake/doubts/<int:key>/": ("市级 本县", "市级 本县"),
    f"{SEASON}intake/mails/": ("市级 本县", "市级 本县"),
    f"{SEASON}interviews/": (OF_THE_CITY, ""),
    COUNTY: (WHOLE_CASE, "本县"),
    f"{COUNTY}list/": ("本县", "本县"),
    f"{COUNTY}panels/": ("本县", "本县"),
    f"{COUNTY}draw/": ("本县", "本县"),
    f"{COUNTY}door/": ("本县", "本县"),
    f"{COUNTY}<int:number>/recusal/": ("本县", "本县"),
    f"{COUNTY}<int:number>/sheets/": ("本县", "本县"),
    f"{COUNTY}<int:number>/sign-off/": ("本县", "本县"),
    f"{SEASON}placement/": (OF_THE_CITY, "市级"),
    f"{SEASON}placement/<int:number>/counties/": (WHOLE_CASE, ""),
    f"{SEASON}placement/<int:number>/files/": ("市级 审计", ""),
    f"{SEASON}medical/": (READERS, "本县 他县"),
    f"{SEASON}medical/workbook/": ("本县 他县", "本县 他县"),
    f"{SEASON}medical/<str:case_number>/": ("本县", "本县"),
    f"{SEASON}notice/": (READERS, "本县 他县"),
    f"{SEASON}notice/<int:number>/": ("本县 县审计", "本县"),
    f"{SEASON}objections/": (READERS, ""),
    f"{SEASON}objections/<int:key>/": ("本县 县审计", "本县"),
    f"{SEASON}agreements/": (f"{CITY_AND_COUNTIES} 街道 审计", f"{CITY_AND_COUNTIES} 街道"),
    f"{SEASON}exports/": (OF_THE_CITY, OF_THE_CITY),
    f"{SEASON}exports/log/": ("市级 审计 县审计", ""),
    f"{SEASON}diplomas/": (READERS, "本县 他县"),
    f"{SEASON}diplomas/workbook/": ("本县 他县", "本县 他县"),
    f"{SEASON}reserve/": (READERS, "本县 他县"),
    f"{SEASON}pay/": (f"{CITY_AND_COUNTIES} 财政 审计 县财政 县审计", "财政"),
}


def part_of(address: str) -> str:
    """Return the part that an address lies in. Raises ``LookupError`` where nobody thought of one."""
    fitting = [
        name
        for name in EXPECTED
        if (address == name if name in ALONE else address.startswith(name))
    ]
    if not fitting:
        raise LookupError(f"nobody has written down who may open /{address}: see expected_access")
    return max(fitting, key=len)
