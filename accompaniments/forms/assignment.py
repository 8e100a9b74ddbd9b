"""Who follows the household: from when, and why it changes."""

import datetime as dt
from typing import Any

from django import forms

from accompaniments.selectors.assignment import Assignment, Candidate
from foundation.layout import Choices, PalierForm, Row, layout


class _WorkerForm(PalierForm):
    """The choice of a worker, each with what she carries today."""

    worker = forms.ChoiceField(label="Qui", widget=Choices(style="wide"))
    started_on = forms.DateField(label="À partir du")

    def __init__(self, data: Any = None, *, page: Assignment, initial: dict[str, Any]) -> None:
        """Offer the workers of the manager's association."""
        super().__init__(data, initial=initial)
        self.page = page
        field = self.fields["worker"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.widget = Choices(style="wide", hints={key: each.words for key, each in page.candidates.items()})
        field.choices = [(key, each.name) for key, each in page.candidates.items()]

    def chosen(self) -> Candidate:
        """Give who was chosen, once clean."""
        return self.page.candidates[self.cleaned_data["worker"]]


class LeadForm(_WorkerForm):
    """A lead worker."""

    reason = forms.CharField(
        label="Raison du changement", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, page: Assignment, today: dt.date, back: str) -> None:
        """Ask why, when someone follows the household already."""
        super().__init__(data, page=page, initial={"started_on": today})
        if page.lead:
            self.fields["reason"].required = True
            layout(self, "worker", "started_on", "reason", submit="Changer de référent", back=back)
        else:
            del self.fields["reason"]
            layout(self, "worker", "started_on", submit="Nommer le référent", back=back)


class ReplacementForm(_WorkerForm):
    """A replacement for a time."""

    ended_on = forms.DateField(label="Jusqu’au, ce jour compris")
    reason = forms.CharField(label="Raison", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, page: Assignment, today: dt.date, back: str) -> None:
        """Lay it out."""
        super().__init__(data, page=page, initial={"started_on": today})
        layout(self, "worker", Row("started_on", "ended_on"), "reason", submit="Enregistrer le remplacement", back=back)
