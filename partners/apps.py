"""Partenaires."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "partners"
    verbose_name = "Partenaires"
