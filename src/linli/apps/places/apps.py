"""Django's handle on this app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Administrative divisions."""

    name = "linli.apps.places"
    label = "places"
    verbose_name = "行政区划"
