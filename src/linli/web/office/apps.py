"""Django's handle on the office's pages."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Pages for officials: season, applications, case, ledger."""

    name = "linli.web.office"
    label = "office"
    verbose_name = "办公端"
