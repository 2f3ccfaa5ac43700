"""Django's handle on this app."""

from django.apps import AppConfig


class HolidaysConfig(AppConfig):
    """The State's yearly holiday table, as data."""

    name = "linli.apps.holidays"
    label = "holidays"
    verbose_name = "节假日表"
