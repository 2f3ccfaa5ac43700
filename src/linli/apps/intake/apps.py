"""Django's handle on this app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """What came in by mail, and what became of it."""

    name = "linli.apps.intake"
    label = "intake"
    verbose_name = "收件"
