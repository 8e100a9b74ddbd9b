"""Données personnelles."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "privacy"
    verbose_name = "Données personnelles"
