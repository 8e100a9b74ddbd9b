"""Socle."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "foundation"
    verbose_name = "Socle"
