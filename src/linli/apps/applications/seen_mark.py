"""What a decision of the review rests on, and the mark by which a later change of it is noticed.

Source: D0 三(二).
"""

from linli.apps.applications.models import Application
from linli.core.record import shown_mark

#: A case in which one of these has changed is looked at again.
SEEN = ("state", "county", "proposal", "form", "materials", "findings")


def seen_of(application: Application) -> str:
    """Return the mark of what a decision rests on."""
    values = {name: getattr(application, name) for name in SEEN if name != "county"}
    return shown_mark(values | {"county": application.county_id})
