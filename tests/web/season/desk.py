"""An official's desk: signs in, opens pages, fills in and sends the forms that stand on them.

Nothing is sent that the page does not hold: a field that is not there, or a choice that is not
offered, fails here as it would under somebody's hands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.test import Client
from django.utils import timezone
from lxml import html

from linli.rehearsal.officials import sign_in_password

SIGN_IN = "/office/sign-in/"
_FORM = "application/x-www-form-urlencoded"
_CHECKBOX = "checkbox"
Filling = Mapping[str, str | bool | Sequence[str]]


class Refused(AssertionError):
    """The site refused what was sent, or the page is not there; the message is what it says."""


class Form:
    """One form of a page."""

    def __init__(self, desk: Desk, page: Page, form: html.FormElement) -> None:
        self._desk, self._page, self._form = desk, page, form

    @property
    def fields(self) -> list[str]:
        """Return the names of the fields, in the order of the page."""
        return list(dict.fromkeys(one.name for one in self._form.inputs if one.name))

    def offers(self, name: str) -> list[str]:
        """Return what can be ticked under a name, nothing where the form has no such field."""
        boxes = (one for one in self._form.iter("input") if one.name == name)
        return [str(one.get("value")) for one in boxes]

    def fill(self, values: Filling) -> Form:
        """Type, choose and tick; what is not named stays as the page has it."""
        for name, value in values.items():
            control = self._form.inputs[name]
            if isinstance(value, bool):
                control.checked = value
            elif isinstance(control, html.CheckboxGroup):
                control.value = set(value)
            elif getattr(control, "type", "") == _CHECKBOX:
                control.checked = control.get("value") in value
            else:
                control.value = value
        return self

    def send(self, button: str = "") -> Page:
        """Send the form, with the button of that name pressed, and return the page that answers."""
        pairs = [*self._pairs(), *([(button, "1")] if button else [])]
        address = urljoin(self._page.address, self._form.get("action") or "")
        return self._desk.send(address, pairs)

    def _pairs(self) -> list[tuple[str, str]]:
        """Return names and values as a browser sends them; lxml sends a blank radio button as ``on``."""
        blank = {
            one.name: one.get("value", "on")
            for one in self._form.iter("input")
            if one.get("type") == "radio" and one.checked
        }
        return [(name, blank.get(name, value)) for name, value in self._form.form_values()]


class Page:
    """A page as it was answered."""

    def __init__(self, desk: Desk, address: str, content: bytes) -> None:
        self._desk, self.address = desk, address
        self._document = html.document_fromstring(content.decode(), base_url=address)

    def form(self, to: str = "") -> Form:
        """Return the one form that posts to an address with this ending; its own is blank."""
        found = [
            form
            for form in self._document.forms
            if form.method == "POST" and self._posts_to(form, to)
        ]
        if len(found) != 1:
            raise Refused(f"{len(found)} forms to {to or 'itself'} on {self.address}: {self.words}")
        return Form(self._desk, self, found[0])

    def form_with(self, name: str) -> Form:
        """Return the form that holds a field."""
        found = [form for form in self._document.forms if name in form.inputs]
        if len(found) != 1:
            raise Refused(f"{len(found)} forms with {name} on {self.address}: {self.words}")
        return Form(self._desk, self, found[0])

    def has_form(self, to: str = "") -> bool:
        """Tell whether a form posts to an address with this ending."""
        return any(
            form.method == "POST" and self._posts_to(form, to) for form in self._document.forms
        )

    def _posts_to(self, form: html.FormElement, to: str) -> bool:
        action = form.get("action") or ""
        if not to:
            return not action or action == self.address.partition("?")[0]
        return action.endswith(to)

    def links(self, part: str) -> list[str]:
        """Return the addresses of the page's links that hold a part, each once."""
        found = (urljoin(self.address, str(one.get("href"))) for one in self._document.iter("a"))
        return list(dict.fromkeys(one for one in found if part in one))

    @property
    def words(self) -> str:
        """Return what the page's main part says."""
        main = self._document.find(".//main")
        return " ".join((self._document if main is None else main).text_content().split())


class Desk:
    """One official at the site."""

    def __init__(self, username: str) -> None:
        self.username = username
        self._client = Client(enforce_csrf_checks=True)
        self._signed_in_at: datetime | None = None

    def open(self, address: str) -> Page:
        """Open a page, signing in first where the session has ended."""
        self._sign_in()
        return self._get(address)

    def send(self, address: str, pairs: Sequence[tuple[str, str]]) -> Page:
        """Send a form and go where the answer leads."""
        answer = self._client.post(address, urlencode(pairs), content_type=_FORM)
        if answer.status_code == 302:
            return self._get(urljoin(address, answer["Location"]))
        page = Page(self, address, answer.content)
        if answer.status_code != 200:
            raise Refused(f"{answer.status_code} on {address}: {page.words}")
        return page

    def _get(self, address: str) -> Page:
        answer = self._client.get(address, follow=True)
        reached = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        page = Page(self, urljoin(address, reached), answer.content)
        if answer.status_code != 200:
            raise Refused(f"{answer.status_code} on {address}: {page.words}")
        return page

    def _sign_in(self) -> None:
        now = timezone.now()
        if self._signed_in_at and now < self._signed_in_at + timedelta(
            seconds=settings.SESSION_COOKIE_AGE
        ):
            return
        self._client = Client(enforce_csrf_checks=True)
        form = self._get(SIGN_IN).form()
        form.fill({"username": self.username, "password": sign_in_password()}).send()
        self._signed_in_at = now
