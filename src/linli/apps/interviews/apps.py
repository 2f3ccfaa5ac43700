"""Django's handle on this app."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Panels, declared relations, the drawn order, score sheets, sign-off."""

    name = "linli.apps.interviews"
    label = "interviews"
    verbose_name = "面见"
