"""Django's handle on this app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Public notices and objections."""

    name = "linli.apps.notices"
    label = "notices"
    verbose_name = "公示"
