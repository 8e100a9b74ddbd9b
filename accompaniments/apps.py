"""Accompagnements."""

from django.apps import AppConfig


class AccompanimentsConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "accompaniments"
    verbose_name = "Accompagnements"
