"""Rapports."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Django's name for this part of the house, and what makes its files."""

    name = "reporting"
    verbose_name = "Rapports"

    def ready(self) -> None:
        """Declare what makes the files of a month."""
        from reporting.enums import FileKind  # noqa: PLC0415 -- once the models are loaded
        from reporting.exports.jobs import register_kinds  # noqa: PLC0415
        from reporting.exports.pdf import month_pdf  # noqa: PLC0415
        from reporting.renderers import register  # noqa: PLC0415

        register(FileKind.PDF, month_pdf)
        register_kinds()
