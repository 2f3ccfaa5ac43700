"""Django's handle on these pages."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """What both sides look like: page frame, components, the gallery that shows them."""

    name = "linli.web.design"
    label = "design"
