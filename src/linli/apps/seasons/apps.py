"""Django's handle on this app."""

from django.apps import AppConfig


class SeasonsConfig(AppConfig):
    """A recruitment season, opened from a policy pack."""

    name = "linli.apps.seasons"
    label = "seasons"
    verbose_name = "招募季"
