"""Registres."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "records"
    verbose_name = "Registres"
