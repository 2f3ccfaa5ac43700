"""Django's handle on this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Officials, their office and their scope."""

    name = "linli.apps.accounts"
    label = "accounts"
    verbose_name = "工作人员"
