"""Django's handle on this app."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """Workers in their communities."""

    name = "linli.apps.workforce"
    label = "workforce"
    verbose_name = "队伍"
