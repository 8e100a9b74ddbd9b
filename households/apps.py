"""Ménages."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "households"
    verbose_name = "Ménages"
