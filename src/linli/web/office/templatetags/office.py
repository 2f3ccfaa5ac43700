"""Three presentations of clauses and digests that every page of the office needs."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linli.apps.seasons.models import Season

register = template.Library()


@register.filter
def anchor(clause: str) -> str:
    """Return the id under which the policy page shows a clause: ``D0-三(二)``."""
    return clause.replace(" ", "-")


@register.filter
def clause(text: str, season: Season) -> SafeString | str:
    """Return a clause as a link to where the policy page shows it, with the document's number as a hint."""
    if not text:
        return ""
    document, _, place = text.partition(" ")
    source = season.pack.documents.get(document)
    address = f"{reverse('office:policy', args=[season.code])}#{anchor(text)}"
    hint = f"{source.number} {place}" if source else text
    return format_html('<a class="clause" href="{}" title="{}">{}</a>', address, hint, text)


@register.filter
def short_digest(digest: str) -> str:
    """Return the first twelve digits of a digest in groups of four."""
    return " ".join(digest[start : start + 4] for start in (0, 4, 8))
