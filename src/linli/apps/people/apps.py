"""Django's handle on this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """One person, entered once."""

    name = "linli.apps.people"
    label = "people"
    verbose_name = "人员"
