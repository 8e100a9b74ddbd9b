"""Forms of the parts of a dwelling, in a colocation."""

import datetime as dt
from typing import Any

from django import forms

from foundation.layout import PalierForm, layout


class PartForm(PalierForm):
    """A part that may be let apart."""

    label = forms.CharField(
        label="Nom de la partie",
        max_length=60,
        help_text="Par exemple «\u00a0chambre 2\u00a0», jamais un nom de personne.",
    )
    started_on = forms.DateField(label="Se loue à part depuis le")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Start from today."""
        super().__init__(data, initial={"started_on": today})
        layout(self, "label", "started_on", submit="Ajouter cette partie", back=back)


class ClosePartForm(PalierForm):
    """A part that is let apart no more."""

    ended_on = forms.DateField(label="Dernier jour", help_text="Ce jour est compris.")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Start from today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, "ended_on", submit="Fermer cette partie", back=back)
