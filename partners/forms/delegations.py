"""The form of a delegation of signature."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from foundation.layout import PalierForm, Row, layout


class DelegationForm(PalierForm):
    """Who signs, as what, from when."""

    user = forms.ChoiceField(label="Qui signe")
    title = forms.CharField(
        label="Sa qualité, comme elle est imprimée", max_length=120, help_text="Par exemple\u00a0: directrice générale."
    )
    started_on = forms.DateField(label="Depuis le")
    ended_on = forms.DateField(label="Jusqu’au", required=False, help_text="Ce jour est compris.")

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], today: dt.date, back: str) -> None:
        """Offer the people of the organisation."""
        super().__init__(data, initial={"started_on": today})
        self.give_choices("user", people, empty="Choisissez")
        layout(
            self,
            "user",
            "title",
            Row("started_on", "ended_on"),
            submit="Enregistrer la délégation",
            back=back,
            bar=False,
        )

    @property
    def user_id(self) -> uuid.UUID:
        """Give who was chosen, once clean."""
        return uuid.UUID(self.cleaned_data["user"])
