"""Django's handle on this app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Messages to applicants, stored and sent after commit."""

    name = "linli.apps.notifications"
    label = "notifications"
    verbose_name = "通知"

    def ready(self) -> None:
        """Let changes of state and submissions store their messages."""
        from linli.apps.notifications import actions, receipts  # noqa: F401, PLC0415 (models load first)
