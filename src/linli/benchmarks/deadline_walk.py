"""One applicant's way through the pages, from the sign-in to the receipt, as a browser goes it."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from linli.benchmarks.deadline_gateway import Gateway
from linli.benchmarks.deadline_http import Answer, Browser, NoAnswer, NotHttp, hidden_value
from linli.benchmarks.deadline_people import Applicant, Pictures

#: How long an applicant tries again before giving up, and how long between two tries.
LONGEST_TRY_SECONDS, PAUSE_SECONDS = 60.0, 0.25
_RECEIPT_NUMBER = re.compile("报名编号<strong>([0-9]+)</strong>".encode())
_SIGN_IN, _CONFIRM = "/account/login/", "/account/login/code/"


class Unexpected(Exception):
    """A page answered otherwise than a browser would expect; the message is the kind of the error."""


@dataclass(slots=True)
class Visit:
    """An applicant at the pages: what the browser and the person remember from page to page."""

    applicant: Applicant
    season: str
    browser: Browser
    gateway: Gateway
    pictures: Pictures
    token: str = ""
    revision: str = ""
    case_number: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def task_list(self) -> str:
        """Return the address of the application's first page."""
        return f"/apply/{self.season}/"

    def look(self, answer: Answer, *, url: str, sign: str) -> bytes:
        """Return the page if it is the expected one, and keep its token. Raises ``Unexpected``."""
        if answer.status != 200:
            raise Unexpected(str(answer.status))
        page = answer.page
        if answer.url.partition("?")[0] != url or sign.encode() not in page:
            raise Unexpected("another page")
        self.token = hidden_value(page, "csrfmiddlewaretoken")
        return page


async def open_sign_in(visit: Visit) -> None:
    """Open the page that asks for the telephone number."""
    answer = await visit.browser.get(f"{_SIGN_IN}?next={visit.task_list}")
    visit.look(answer, url=_SIGN_IN, sign='name="login"')


async def ask_for_code(visit: Visit) -> None:
    """Send the number; the next page asks for the code."""
    fields = {"csrfmiddlewaretoken": visit.token, "login": visit.applicant.phone}
    answer = await visit.browser.post(_SIGN_IN, fields | {"next": visit.task_list})
    visit.look(answer, url=_CONFIRM, sign='name="code"')


async def enter_code(visit: Visit) -> None:
    """Send the code that came; the next page is the task list."""
    code = await visit.gateway.code_of(visit.applicant.phone)
    if code is None:
        raise Unexpected("no code")
    fields = {"csrfmiddlewaretoken": visit.token, "code": code, "next": visit.task_list}
    answer = await visit.browser.post(_CONFIRM, fields)
    visit.look(answer, url=visit.task_list, sign=f"{visit.task_list}review/")


async def save_form(visit: Visit) -> None:
    """Save all fields as the page does while they are typed."""
    fields = {"csrfmiddlewaretoken": visit.token, "base": "0", **visit.applicant.fields}
    answer = await visit.browser.post(f"{visit.task_list}save/", fields)
    if answer.status != 200:
        raise Unexpected(str(answer.status))
    if not answer.head.first("content-type").startswith("application/json"):
        raise Unexpected("another page")
    if json.loads(answer.page)["conflicts"]:
        raise Unexpected("conflict")


async def agree(visit: Visit) -> None:
    """Agree to sending pictures; the next page asks for the photo."""
    fields = {"csrfmiddlewaretoken": visit.token, "photo": "1"}
    answer = await visit.browser.post(f"{visit.task_list}consent/", fields)
    visit.look(answer, url=f"{visit.task_list}photo/", sign='name="file"')


def _sending(kind: str, page: str) -> Callable[[Visit], Awaitable[None]]:
    async def send(visit: Visit) -> None:
        """Send a file; the next page shows that it is there."""
        content = visit.pictures.file_of(visit.applicant, kind)
        fields = {"csrfmiddlewaretoken": visit.token, "kind": kind}
        answer = await visit.browser.send_file(f"{visit.task_list}files/", fields, content)
        url = f"{visit.task_list}{page}/"
        visit.look(answer, url=url, sign=f'src="{visit.task_list}files/')

    return send


async def look_over(visit: Visit) -> None:
    """Open the page that shows everything once more; nothing may stand in the way."""
    url = f"{visit.task_list}review/"
    page = visit.look(await visit.browser.get(url), url=url, sign='name="signed_name"')
    if b'id="mend"' in page:
        raise Unexpected("incomplete")
    visit.revision = hidden_value(page, "revision")


async def submit(visit: Visit) -> None:
    """Sign the pledge and submit; the next page is the receipt with its number."""
    fields = {
        "csrfmiddlewaretoken": visit.token,
        "revision": visit.revision,
        "pledged": "on",
        "signed_name": visit.applicant.name,
    }
    answer = await visit.browser.post(f"{visit.task_list}review/", fields)
    page = visit.look(answer, url=f"{visit.task_list}receipt/", sign="已收到您的报名")
    number = _RECEIPT_NUMBER.search(page)
    if number is None:
        raise Unexpected("no number")
    visit.case_number = number[1].decode()


#: The steps of a whole application, each from a click to the page that answers it.
STEPS: dict[str, Callable[[Visit], Awaitable[None]]] = {
    "sign_in": open_sign_in,
    "ask_for_code": ask_for_code,
    "enter_code": enter_code,
    "save": save_form,
    "agree": agree,
    "photo": _sending("photo", "photo"),
    "paper_1": _sending("hukou", "materials"),
    "paper_2": _sending("enrollment_report", "materials"),
    "review": look_over,
    "submit": submit,
}
_SIGNING_IN = frozenset({"sign_in", "ask_for_code", "enter_code"})


class GaveUp(Exception):
    """An applicant did not come to a receipt."""


async def walk(visit: Visit, tell: Callable[[str], None]) -> None:
    """Go all the way once. Raises ``GaveUp`` at the first error, after telling its kind."""
    for name in STEPS:
        kind = await _tried(visit, name)
        if kind:
            tell(kind)
            raise GaveUp


async def walk_patiently(
    visit: Visit, tell: Callable[[str], None], *, anew: Callable[[], Browser]
) -> None:
    """Go all the way, again and again at each step, as somebody does whose network fails.

    What was sent and not answered is sent again as it was. A sign-in begins anew, with a new
    browser. Raises ``GaveUp`` after ``LONGEST_TRY_SECONDS`` without a step forward.
    """
    steps, place, since = list(STEPS), 0, time.monotonic()
    while place < len(steps):
        kind = await _tried(visit, steps[place])
        if not kind:
            place, since = place + 1, time.monotonic()
            continue
        tell(kind)
        if time.monotonic() - since > LONGEST_TRY_SECONDS:
            raise GaveUp
        await asyncio.sleep(PAUSE_SECONDS)
        if steps[place] in _SIGNING_IN:
            visit.browser.close()
            visit.browser, place = anew(), 0


async def _tried(visit: Visit, name: str) -> str:
    """Do a step and note its time; return the kind of its error, ``""`` if it went well."""
    begun = time.perf_counter()
    try:
        await STEPS[name](visit)
    except (NoAnswer, Unexpected) as error:
        return f"{name}: {error}"
    except NotHttp:
        return f"{name}: not http"
    visit.seconds[name] = time.perf_counter() - begun
    return ""
