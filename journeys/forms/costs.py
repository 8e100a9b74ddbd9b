"""The forms of what subletting costs: a spending, a budget."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from foundation.layout import AmountField, Choices, PalierForm, Row, layout, prepare
from foundation.words import capitalised
from leases.enums import CostKind


class CostForm(PalierForm):
    """What is spent, or planned."""

    version = forms.ChoiceField(label="Programme", widget=Choices(style="wide"))
    kind = forms.ChoiceField(
        label="Nature",
        choices=[(value, capitalised(str(label))) for value, label in CostKind.choices],
        widget=Choices(style="wide"),
    )
    amount = AmountField(label="Montant", min_value=Decimal("0.01"), max_value=999_999)
    dated_on = forms.DateField(label="Le")
    is_planned = forms.BooleanField(label="Prévu, pas encore dépensé", required=False)
    lease = forms.ChoiceField(label="Sous-location", required=False, help_text="Si la dépense en concerne une.")
    note = forms.CharField(label="Objet", max_length=300, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        versions: Sequence[tuple[str, str]],
        leases: Sequence[tuple[str, str]],
        today: dt.date,
        back: str,
    ) -> None:
        """Offer her programmes and subleases; only a programme alone is chosen for her."""
        only = versions[0][0] if len(versions) == 1 else ""
        super().__init__(data, initial={"dated_on": today, "version": only})
        self.give_choices("version", versions)
        self.give_choices("lease", leases, empty="Aucune en particulier")
        layout(
            self,
            "version",
            "kind",
            Row("amount", "dated_on"),
            "is_planned",
            "lease",
            "note",
            submit="Enregistrer la dépense",
            back=back,
        )


class BudgetForm(PalierForm):
    """What the convention gives for a year."""

    def __init__(self, data: Any = None, *, known: Mapping[str, Decimal], back: str) -> None:
        """Ask for each line."""
        super().__init__(data, initial=dict(known))
        for kind in CostKind:
            self.fields[kind.value] = field = AmountField(label=capitalised(str(kind.label)), required=False)
            prepare(field)
        layout(self, submit="Enregistrer le budget", back=back, bar=False)

    @property
    def amounts(self) -> dict[CostKind, Decimal | None]:
        """Give each line, None for one left empty."""
        return {kind: self.cleaned_data[kind.value] for kind in CostKind}
