"""Parcours."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "journeys"
    verbose_name = "Parcours"
