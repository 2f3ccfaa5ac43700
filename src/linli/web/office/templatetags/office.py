"""Presentations of clauses and digests that every page of the office needs."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Season
from linli.web.design.templatetags.design import anchor, source
from linli.web.office.tabs import Tab, tabs_for

register = template.Library()


@register.filter
def clause(text: str, season: Season) -> SafeString | str:
    """Return a clause as a link to where the policy page shows it, with the document's number as a hint."""
    if not text:
        return ""
    address = f"{reverse('office:policy', args=[season.code])}#{anchor(text)}"
    return format_html(
        '<a class="clause" href="{}" title="{}">{}</a>', address, source(text, season), text
    )


@register.filter
def season_tabs(official: User) -> tuple[Tab, ...]:
    """Return the tabs of a season that an official is shown."""
    return tabs_for(official)


@register.filter
def short_digest(digest: str) -> str:
    """Return the first twelve digits of a digest in groups of four."""
    return " ".join(digest[start : start + 4] for start in (0, 4, 8))
