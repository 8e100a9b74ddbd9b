"""The form of an early end: why, from when."""

import datetime as dt
from typing import Any

from django import forms

from accompaniments.enums import ExitReason
from accompaniments.rules.course import EARLY_ENDS
from foundation.layout import PalierForm, layout
from foundation.words import capitalised


class EndForm(PalierForm):
    """The end of a follow-up before the accompaniment proper."""

    exit_reason = forms.ChoiceField(
        label="Pourquoi le suivi prend fin",
        choices=[("", "Choisissez"), *((value.value, capitalised(str(value.label))) for value in EARLY_ENDS)],
    )
    ended_on = forms.DateField(label="Dernier jour du suivi")
    reason = forms.CharField(
        label="En quelques mots",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par l’équipe du dossier.",
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Lay it out."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, "exit_reason", "ended_on", "reason", submit="Terminer le suivi", back=back)

    def chosen_reason(self) -> ExitReason:
        """Give the reason, once clean."""
        return ExitReason(self.cleaned_data["exit_reason"])
