"""Django's handle on this app."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """What a person may ask about the own data: a copy, a correction, deletion, an explanation."""

    name = "linli.apps.rights"
    label = "rights"
    verbose_name = "个人信息权利"
