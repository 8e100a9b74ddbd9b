"""The forms of a protocole de cohésion sociale: what it says, its extension, its end."""

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms

from foundation.layout import AmountField, Choices, PalierForm, Row, Section, layout
from leases.enums import ProtocolState
from leases.rules.procedures import termination_of
from leases.selectors.situations import Procedure
from leases.services.protocols import ProtocolTerms

_LEAST = {"min_value": 0, "max_value": 200_000}


class ProtocolForm(PalierForm):
    """What a protocole says."""

    decided_on = forms.DateField(label="Décision du juge du")
    court = forms.CharField(label="Tribunal", max_length=120, required=False)
    started_on = forms.DateField(label="Protocole signé le")
    ends_on = forms.DateField(label="Jusqu’au", help_text="Ce jour est compris. Deux ans au plus.")
    indemnity = AmountField(
        label="Indemnité d’occupation par mois", help_text="Avec les charges, fixée par le juge.", **_LEAST
    )
    debt = AmountField(
        label="Dette",
        help_text="Selon le dernier relevé. 0 s’il n’y a pas de dette\u00a0: il n’y a alors pas de plan.",
        **_LEAST,
    )
    instalment = AmountField(label="Échéance du plan par mois", initial=0, **_LEAST)
    payer_approved_on = forms.DateField(
        label="Plan approuvé par l’organisme payeur le",
        required=False,
        help_text="La caisse d’allocations familiales, ou la Mutualité sociale agricole.",
    )

    def __init__(self, data: Any = None, *, today: dt.date, known: Procedure, back: str) -> None:
        """Propose two years from today, the day of the judgment and the debt of the last statement that are recorded."""
        last = known.last_statement
        decided_on = termination_of(known.reached, today)
        ends_on = today + relativedelta(years=2, days=-1)
        super().__init__(
            data,
            initial={
                "decided_on": decided_on,
                "started_on": today,
                "ends_on": ends_on,
                "debt": max(last.amount, 0) if last else 0,
            },
        )
        layout(
            self,
            Section("La décision du juge", Row("decided_on", "court")),
            Section("La durée", Row("started_on", "ends_on")),
            Section("Ce que le ménage paie", "indemnity", Row("debt", "instalment"), "payer_approved_on"),
            submit="Enregistrer le protocole",
            back=back,
        )

    def told(self) -> ProtocolTerms:
        """Give what was said, once clean."""
        return ProtocolTerms(**self.cleaned_data)


class ProtocolExtensionForm(PalierForm):
    """The new last day of a protocole."""

    extended_to = forms.DateField(
        label="Prolongé jusqu’au", help_text="Ce jour est compris. Trois ans de plus au plus."
    )

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Lay it out."""
        super().__init__(data)
        layout(self, "extended_to", submit="Enregistrer la prolongation", back=back, bar=False)


class ProtocolEndForm(PalierForm):
    """Kept, or broken."""

    state = forms.ChoiceField(
        label="Le protocole a été",
        choices=[(ProtocolState.HONOURED.value, "Respecté"), (ProtocolState.BROKEN.value, "Rompu")],
        widget=Choices(style="wide"),
        help_text="Respecté, le bailleur signe un nouveau bail sous trois mois. Rompu, la procédure revient à son stade.",
    )
    ended_on = forms.DateField(label="Constaté le")
    reason = forms.CharField(
        label="Ce qui n’a pas été respecté",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="À remplir si le protocole est rompu. Lu par l’équipe du dossier et par le bailleur.",
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, "state", "ended_on", "reason", submit="Enregistrer la fin du protocole", back=back)
