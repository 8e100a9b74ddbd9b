"""Documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "documents"
    verbose_name = "Documents"
