"""The forms of a démarche: opening one, and its follow-up."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from accompaniments.enums import ClaimKind, ClaimStep
from accompaniments.forms.contacts import AUDIENCE_HELP, AUDIENCE_ICONS
from accompaniments.selectors.claim_forms import ClaimPage
from accompaniments.services.claims import Step
from foundation.layout import AmountField, Choices, Insert, PalierForm, Row, ShownWhen, layout
from foundation.timeline import AUDIENCE_CHOICES, Audience

STEPS = (
    (ClaimStep.PREPARED, "En préparation"),
    (ClaimStep.FILED, "Déposée"),
    (ClaimStep.MISSING_PIECE, "Pièce manquante"),
    (ClaimStep.GRANTED, "Accordée"),
    (ClaimStep.REFUSED, "Refusée"),
    (ClaimStep.ABANDONED, "Abandonnée"),
)


class _StepForm(PalierForm):
    """What one step of a démarche says."""

    step = forms.ChoiceField(label="Où en est-elle", choices=STEPS, widget=Choices)
    happened_on = forms.DateField(label="Le")
    amount = AmountField(label="Montant accordé, en euros", required=False)
    missing_piece = forms.CharField(label="Quelle pièce manque", max_length=200, required=False)
    remind_on = forms.DateField(label="À relancer le", required=False)
    note = forms.CharField(label="Note", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    @staticmethod
    def pieces() -> tuple[Any, ...]:
        """Give the step's fields, in the order of the work."""
        opened = [str(value) for value in ClaimStep.OPEN]
        return (
            "step",
            "happened_on",
            ShownWhen("step", [ClaimStep.MISSING_PIECE], "missing_piece"),
            ShownWhen("step", [ClaimStep.GRANTED], "amount"),
            ShownWhen("step", opened, "remind_on"),
            "note",
        )

    def told(self) -> Step:
        """Give the step, once clean."""
        said = self.cleaned_data
        return Step(
            step=ClaimStep(said["step"]),
            happened_on=said["happened_on"],
            amount=said["amount"],
            missing_piece=said["missing_piece"],
            remind_on=said["remind_on"],
            note=said["note"],
        )


class ClaimForm(_StepForm):
    """A démarche and its first step."""

    kind = forms.ChoiceField(label="Quelle démarche", choices=[("", "Choisissez"), *ClaimKind.choices])
    label = forms.CharField(label="Précision", max_length=200, required=False)
    person = forms.ChoiceField(label="Pour qui", required=False)
    audience = forms.ChoiceField(
        label="Qui peut lire",
        choices=AUDIENCE_CHOICES,
        initial=Audience.TEAM.value,
        widget=Choices(icons=AUDIENCE_ICONS),
        help_text=AUDIENCE_HELP,
    )
    sending_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, page: ClaimPage, today: dt.date, back: str) -> None:
        """Offer the people of the household."""
        super().__init__(data, initial={"step": ClaimStep.PREPARED, "happened_on": today, "sending_key": uuid.uuid4()})
        self.page = page
        self.give_choices("person", [*page.people.items()], empty="Tout le ménage")
        layout(
            self,
            "kind",
            Row("label", "person"),
            *self.pieces(),
            "audience",
            Insert("accompaniments/_draft.html", draft_kind="accompaniments.claim"),
            "sending_key",
            submit="Enregistrer la démarche",
            back=back,
        )

    def chosen_person(self) -> uuid.UUID | None:
        """Give the person, once clean; none is the whole household."""
        chosen = self.cleaned_data["person"]
        return uuid.UUID(chosen) if chosen else None


class FollowUpForm(_StepForm):
    """The next step of a démarche, at the place that its writer saw free."""

    position = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)

    def __init__(self, data: Any = None, *, position: int, step: ClaimStep, today: dt.date, back: str) -> None:
        """Start from the démarche's present step."""
        super().__init__(data, initial={"position": position, "step": step, "happened_on": today})
        if step != ClaimStep.PREPARED:
            self.give_choices("step", STEPS[1:])
        layout(self, *self.pieces(), "position", submit="Enregistrer la suite", back=back)
