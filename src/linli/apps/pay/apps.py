"""Django's handle on this app."""

from django.apps import AppConfig


class PayConfig(AppConfig):
    """Monthly pay and the year's budget."""

    name = "linli.apps.pay"
    label = "pay"
    verbose_name = "补贴"
