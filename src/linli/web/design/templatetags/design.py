"""What the component templates need beyond Django's own tags."""

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

from linli.apps.seasons.citing import told_clauses
from linli.apps.seasons.models import Season

register = template.Library()

_CHOSEN_ONE_BY_ONE = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.filter
def kind(field: BoundField) -> str:
    """Return how a field is laid out: ``group`` of options, single ``tick``, or one ``control``."""
    widget = field.field.widget
    if isinstance(widget, _CHOSEN_ONE_BY_ONE):
        return "group"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "control"


@register.filter
def control(field: BoundField) -> SafeString:
    """Return a field's input with the class of its sort before its own; Django ties it to hint and error."""
    widget = field.field.widget
    look = "form-select" if isinstance(widget, forms.Select) else "form-control"
    own = widget.attrs.get("class", "")
    classes = own if kind(field) == "tick" else f"{look} {own}".strip()
    return field.as_widget(attrs={"class": classes} if classes else {})


@register.filter
def anchor(clause: str) -> str:
    """Return the id under which a page of clauses shows one: ``D0-三(二)`` for ``D0 三(二)``."""
    return clause.replace(" ", "-")


@register.filter
def source(clause: str, season: Season) -> str:
    """Return document number and place of a clause, ``晋社发〔2024〕1号 三(二)``; the clause itself if unknown."""
    document, _, place = clause.partition(" ")
    found = season.pack.documents.get(document)
    return f"{found.number} {place}" if found else clause


@register.filter
def told(text: str, season: Season) -> str:
    """Return a clause, or words that cite some, as the public reads it: ``told_clauses``."""
    return told_clauses(text, season)
