"""The forms of a procedure: a stage, a statement of account, the landlord's commitment and its end."""

import datetime as dt
from typing import Any

from django import forms

from foundation.layout import AmountField, PalierForm, Row, layout
from foundation.words import capitalised
from leases.enums import ProcedureStage


class StepForm(PalierForm):
    """A stage on its day."""

    stage = forms.ChoiceField(
        label="Stade",
        choices=[("", "Choisissez"), *((value, capitalised(str(label))) for value, label in ProcedureStage.choices)],
    )
    reached_on = forms.DateField(label="Le", help_text="Une audience peut être à venir.")
    note = forms.CharField(label="Précision", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, today: dt.date, back: str, is_team: bool) -> None:
        """Say who reads the stage and the note."""
        super().__init__(data, initial={"reached_on": today})
        self.fields["stage"].help_text = "Lu par l’équipe du dossier et par les services du bailleur."
        self.fields["note"].help_text = (
            "Lu par l’équipe du dossier seule." if is_team else "Lu par l’équipe du dossier et par le bailleur."
        )
        layout(self, "stage", "reached_on", "note", submit="Enregistrer le stade", back=back)


class BalanceForm(PalierForm):
    """A statement of account."""

    amount = AmountField(
        label="Dette de loyer",
        min_value=-200_000,
        max_value=200_000,
        help_text="Envers le bailleur seul. 0 si rien n’est dû, avec un signe moins si le compte est créditeur.",
    )
    stated_on = forms.DateField(label="Selon le relevé du")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"stated_on": today})
        layout(self, Row("amount", "stated_on"), submit="Enregistrer le relevé", back=back)


class HoldForm(PalierForm):
    """The landlord's commitment to hold the procedure."""

    conditions = forms.CharField(
        label="À quelles conditions",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lu par l’équipe du dossier et par les services du bailleur.",
    )
    started_on = forms.DateField(label="Depuis le")
    ended_on = forms.DateField(label="Jusqu’au", required=False, help_text="Ce jour est compris.")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"started_on": today})
        layout(self, "conditions", Row("started_on", "ended_on"), submit="Enregistrer l’engagement", back=back)


class HoldEndForm(PalierForm):
    """The last day of a commitment."""

    ended_on = forms.DateField(label="Dernier jour de l’engagement", help_text="Ce jour est compris.")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, "ended_on", submit="Enregistrer la fin", back=back, bar=False)
