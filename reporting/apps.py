"""Rapports."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "reporting"
    verbose_name = "Rapports"
