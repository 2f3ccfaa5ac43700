"""Django's handle on this app."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Applications: checks, decisions, states."""

    name = "linli.apps.applications"
    label = "applications"
    verbose_name = "报名"
