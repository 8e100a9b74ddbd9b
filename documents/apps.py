"""Documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Django's name for this part of the house."""

    name = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """Declare the job that makes a signed copy."""
        from documents.services import copies  # noqa: PLC0415 -- models are ready only now
        from records.jobs_registry import JobKind, register  # noqa: PLC0415

        register(JobKind(copies.JOB, "Copie signée d’un document", copies.run_signed_copy))
