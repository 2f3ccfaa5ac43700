"""Django's handle on this app."""

from django.apps import AppConfig


class SelectionConfig(AppConfig):
    """Interview scores, placement, medical checks, backfill."""

    name = "linli.apps.selection"
    label = "selection"
    verbose_name = "选拔"
