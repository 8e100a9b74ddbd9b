"""Configuration, known to Django for its commands alone."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "config"
    verbose_name = "Configuration"
