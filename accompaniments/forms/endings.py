"""The form of an early end: why, from when."""

import datetime as dt
from typing import Any

from django import forms

from accompaniments.enums import ExitReason
from accompaniments.readings.endings import Also
from accompaniments.rules.course import EARLY_ENDS
from foundation.layout import PalierForm, layout
from foundation.words import capitalised


class AlsoEndsForm(PalierForm):
    """An end that may also end what another part of the file left open: the page that shows it names it."""

    also_ends = forms.BooleanField(required=False, initial=True)

    def name_also(self, also: Also | None) -> tuple[str, ...]:
        """Name what is ended too, and give the field to lay out; without anything, there is no such field."""
        if also is None:
            del self.fields["also_ends"]
            return ()
        self.fields["also_ends"].label, self.fields["also_ends"].help_text = also.label, also.detail
        return ("also_ends",)

    @property
    def ends_also(self) -> bool:
        """Tell whether what was named is ended too, once clean."""
        return bool(self.cleaned_data.get("also_ends"))


class EndForm(AlsoEndsForm):
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

    def __init__(self, data: Any = None, *, today: dt.date, back: str, also: Also | None = None) -> None:
        """Lay it out."""
        super().__init__(data, initial={"ended_on": today})
        named = self.name_also(also)
        layout(self, "exit_reason", "ended_on", "reason", *named, submit="Terminer le suivi", back=back)

    def chosen_reason(self) -> ExitReason:
        """Give the reason, once clean."""
        return ExitReason(self.cleaned_data["exit_reason"])
