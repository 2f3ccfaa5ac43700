"""Django's handle on this app."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Applications as they are being filled in on the site, saved as typed, and their submission."""

    name = "linli.apps.drafts"
    label = "drafts"
    verbose_name = "网上报名"

    def ready(self) -> None:
        """Let a withdrawal free the draft."""
        from linli.apps.drafts import withdrawing  # noqa: F401, PLC0415 (models load first)
