"""Django's handle on this app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Summaries, workbooks and papers, made from the records."""

    name = "linli.apps.reports"
    label = "reports"
    verbose_name = "统计"
