"""The form of a certificate of insurance."""

import datetime as dt
from typing import Any

from django import forms

from foundation.layout import PalierForm, Row, layout
from leases.rules.insurance import year_from


class CertificateForm(PalierForm):
    """An insurer, a period, the paper."""

    insurer = forms.CharField(label="Assureur", max_length=120)
    started_on = forms.DateField(label="Valable du")
    ended_on = forms.DateField(label="Au", help_text="Ce jour est compris.")
    file = forms.FileField(
        label="Attestation", required=False, help_text="PDF, photographie JPEG, PNG ou HEIC, 20\u00a0Mo au plus."
    )

    def __init__(self, data: Any = None, files: Any = None, *, starts_on: dt.date, back: str) -> None:
        """Propose a year from the day that is not covered."""
        initial = {"started_on": starts_on, "ended_on": year_from(starts_on)}
        super().__init__(data, files, initial=initial)
        layout(
            self,
            "insurer",
            Row("started_on", "ended_on"),
            "file",
            submit="Enregistrer l’attestation",
            back=back,
            bar=False,
        )
