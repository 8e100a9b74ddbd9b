"""Baux."""

from django.apps import AppConfig


class LeasesConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "leases"
    verbose_name = "Baux"
