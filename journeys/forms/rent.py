"""The forms of a sublease's account: what came in, a correction, a withdrawal, a new rent."""

import datetime as dt
from typing import Any

from django import forms

from foundation.layout import AmountField, Choices, PalierForm, Row, layout
from foundation.words import capitalised
from leases.enums import RentEntryKind

HINTS = {
    RentEntryKind.PAYMENT: "Se retranche de ce qui est dû.",
    RentEntryKind.BENEFIT: "Tiers payant\u00a0: se retranche de ce qui est dû.",
    RentEntryKind.BENEFIT_TO_HOUSEHOLD: "Ne change pas le compte.",
    RentEntryKind.ADJUSTMENT: "S’ajoute à ce qui est dû, ou s’en retranche avec un signe moins.",
}


class EntryForm(PalierForm):
    """What came in, or a correction."""

    kind = forms.ChoiceField(
        label="Quoi",
        choices=[(kind, capitalised(str(RentEntryKind(kind).label))) for kind in RentEntryKind.TYPED],
        widget=Choices(hints={kind.value: hint for kind, hint in HINTS.items()}),
    )
    amount = AmountField(label="Montant", min_value=-50_000, max_value=50_000)
    dated_on = forms.DateField(label="Le", help_text="Le jour où l’argent est arrivé.")
    note = forms.CharField(
        label="Précision",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nécessaire pour une régularisation. Elle figure sur le relevé remis au ménage.",
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose a payment of today."""
        super().__init__(data, initial={"dated_on": today, "kind": RentEntryKind.PAYMENT})
        layout(self, "kind", Row("amount", "dated_on"), "note", submit="Enregistrer", back=back)


class EntryWithdrawalForm(PalierForm):
    """Why a line is withdrawn."""

    reason = forms.CharField(label="Pourquoi", max_length=500)

    def __init__(
        self,
        data: Any = None,
        *,
        back: str,
        submit: str = "Retirer l’écriture",
        help_text: str = "L’écriture reste au compte, barrée, avec cette raison.",
    ) -> None:
        """Ask for the reason alone."""
        super().__init__(data)
        self.fields["reason"].help_text = help_text
        layout(self, "reason", submit=submit, back=back, bar=False)


class AgencyForm(PalierForm):
    """When the benefit agency was told of the arrears."""

    told_on = forms.DateField(
        label="Caisse avertie le",
        required=False,
        help_text="Caisse d’allocations familiales, ou mutualité sociale agricole. Sans date, ce qui a été noté est retiré.",
    )

    def __init__(self, data: Any = None, *, back: str, told_on: dt.date | None) -> None:
        """Propose what is known."""
        super().__init__(data, initial={"told_on": told_on})
        layout(self, "told_on", submit="Enregistrer", back=back, bar=False)


class RevisionForm(PalierForm):
    """A new rent from a day on."""

    started_on = forms.DateField(label="À partir du")
    rent = AmountField(label="Loyer d’un mois", min_value=0, max_value=50_000)
    charges = AmountField(label="Charges d’un mois", min_value=0, max_value=50_000)

    def __init__(self, data: Any = None, *, back: str, initial: dict[str, Any]) -> None:
        """Propose the present terms."""
        super().__init__(data, initial=initial)
        layout(self, "started_on", Row("rent", "charges"), submit="Enregistrer le nouveau loyer", back=back, bar=False)
