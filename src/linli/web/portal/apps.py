"""Django's handle on these pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public's and applicants' pages."""

    name = "linli.web.portal"
    label = "portal"
