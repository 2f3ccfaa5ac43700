"""Django's handle on this app."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """What is due for whom."""

    name = "linli.apps.dashboard"
    label = "dashboard"
    verbose_name = "今日待办"
