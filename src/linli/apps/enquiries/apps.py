"""Django's handle on this app."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """What people ask about a season, and what the office answers."""

    name = "linli.apps.enquiries"
    label = "enquiries"
    verbose_name = "咨询"
