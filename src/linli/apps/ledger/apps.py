"""Django's handle on this app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The append-only record of every decision."""

    name = "linli.apps.ledger"
    label = "ledger"
    verbose_name = "台账"
