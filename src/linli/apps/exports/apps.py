"""Django's handle on this app."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The office's lists as workbooks, and the log of who took them."""

    name = "linli.apps.exports"
    label = "exports"
    verbose_name = "导出"
