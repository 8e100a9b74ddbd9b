"""Baux."""

from django.apps import AppConfig


class LeasesConfig(AppConfig):
    """Django's name for this part of the house, and its long works."""

    name = "leases"
    verbose_name = "Baux"

    def ready(self) -> None:
        """Declare what writes a long statement of payments."""
        from leases.services.rent_jobs import register_kinds  # noqa: PLC0415 -- once the models are loaded

        register_kinds()
