"""The forms of the proposal of a slide: proposed, decided, answered, withdrawn."""

import datetime as dt
from typing import Any

from django import forms

from foundation.layout import Choices, PalierForm, ShownWhen, layout
from leases.enums import SlideState

DECISIONS = [
    (SlideState.AGREED.value, "Accepter\u00a0: le bail passe au nom du ménage"),
    (SlideState.EXTENDED.value, "Prolonger la sous-location d’une période"),
    (SlideState.REFUSED.value, "Refuser le glissement"),
]


class ProposeForm(PalierForm):
    """Why the lease can slide."""

    reasons = forms.CharField(
        label="Pourquoi le bail peut glisser",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Lu par le bailleur\u00a0: paiement, entretien, assurance, voisinage, démarches. Ni santé, ni famille.",
    )
    proposed_on = forms.DateField(label="Proposé le")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"proposed_on": today})
        layout(self, "reasons", "proposed_on", submit="Proposer le glissement", back=back)


class DecideForm(PalierForm):
    """The landlord's decision."""

    state = forms.ChoiceField(label="Votre décision", choices=DECISIONS, widget=Choices(style="wide"))
    planned_on = forms.DateField(
        label="Premier jour du bail du ménage",
        required=False,
        help_text="La sous-location et le bail de l’association prennent fin la veille.",
    )
    reason = forms.CharField(
        label="Pourquoi",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Demandé pour une prolongation ou un refus. Lu par le ménage et par l’association\u00a0; un refus est "
        "repris dans l’avis au préfet.",
    )
    decided_on = forms.DateField(label="Décidé le")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"decided_on": today})
        layout(
            self,
            "state",
            ShownWhen("state", [SlideState.AGREED], "planned_on"),
            "reason",
            "decided_on",
            submit="Enregistrer la décision",
            back=back,
        )


class AnswerForm(PalierForm):
    """The household's answer."""

    accepts = forms.ChoiceField(
        label="Le ménage",
        choices=[("oui", "Accepte de signer le bail"), ("non", "Préfère ne pas signer maintenant")],
        widget=Choices(style="wide"),
    )
    answered_on = forms.DateField(label="Le")
    note = forms.CharField(
        label="Ce qu’il en dit",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par le bailleur aussi.",
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"answered_on": today})
        layout(self, "accepts", "answered_on", "note", submit="Enregistrer la réponse", back=back)


class WithdrawForm(PalierForm):
    """Why a proposal is taken back."""

    reason = forms.CharField(
        label="Pourquoi retirer la proposition", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Ask for the reason."""
        super().__init__(data)
        layout(self, "reason", submit="Retirer la proposition", back=back)
