"""Coordination."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "coordination"
    verbose_name = "Coordination"
