"""Django's handle on this app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements and their filing."""

    name = "linli.apps.agreements"
    label = "agreements"
    verbose_name = "协议"
