"""The forms of a repayment plan: what is agreed, what is paid, its end."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from foundation.layout import AmountField, Choices, PalierForm, Row, ShownWhen, layout
from foundation.words import capitalised
from leases.enums import PlanEnd
from leases.rules.plans import MOST_INSTALMENTS, Instalment, even_instalments, typed_instalments
from leases.services.plans import PlanTerms


class How(models.TextChoices):
    """How instalments are said."""

    EVEN = "EVEN", "Des échéances égales, chaque mois"
    TYPED = "TYPED", "Des échéances écrites une par une"


class PlanForm(PalierForm):
    """A debt, and how it is spread."""

    debt = AmountField(label="Dette à répartir", min_value=Decimal("0.01"), max_value=200_000)
    stated_on = forms.DateField(label="Selon le relevé du")
    how = forms.ChoiceField(label="Les échéances", choices=How.choices, widget=Choices(style="wide"))
    count = forms.IntegerField(
        label="En combien d’échéances",
        min_value=1,
        max_value=MOST_INSTALMENTS,
        required=False,
        help_text="Une par mois\u00a0; la dernière prend ce que la division laisse.",
    )
    first_on = forms.DateField(label="Première échéance", required=False)
    instalments = forms.CharField(
        label="Échéances",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Une par ligne\u00a0: la date, puis le montant, comme 05/12/2026 50,00. Leur total fait la dette.",
    )
    resumed_on = forms.DateField(
        label="Loyer courant repris depuis le", required=False, help_text="S’il est de nouveau payé en entier."
    )
    note = forms.CharField(
        label="Ce qui est convenu d’autre",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par l’équipe du dossier et par le créancier.",
    )

    def __init__(self, data: Any = None, *, back: str, initial: dict[str, Any]) -> None:
        """Propose the last statement's debt."""
        super().__init__(data, initial={"how": How.EVEN, **initial})
        layout(
            self,
            Row("debt", "stated_on"),
            "how",
            ShownWhen("how", [How.EVEN], Row("count", "first_on")),
            ShownWhen("how", [How.TYPED], "instalments"),
            "resumed_on",
            "note",
            submit="Enregistrer le plan",
            back=back,
        )

    def clean(self) -> dict[str, Any]:
        """Read the instalments, generated or typed."""
        said: dict[str, Any] = super().clean() or {}
        self.read: list[Instalment] = []
        if said.get("how") == How.TYPED:
            self.read, why = typed_instalments(said.get("instalments") or "")
            if why or not self.read:
                self.add_error("instalments", why or "Écrivez au moins une échéance.")
            return said
        for name, why in (("count", "Indiquez combien d’échéances."), ("first_on", "Indiquez la première échéance.")):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, why)
        if not self.errors:
            self.read = even_instalments(said["debt"], said["count"], said["first_on"])
        return said

    @property
    def terms(self) -> PlanTerms:
        """Give what was agreed."""
        said = self.cleaned_data
        return PlanTerms(
            debt=said["debt"],
            stated_on=said["stated_on"],
            instalments=self.read,
            resumed_on=said["resumed_on"],
            note=said["note"],
        )


class PaymentForm(PalierForm):
    """What was paid to a plan."""

    amount = AmountField(label="Montant payé", min_value=Decimal("0.01"), max_value=200_000)
    paid_on = forms.DateField(label="Le")

    def __init__(self, data: Any = None, *, today: dt.date, back: str, amount: Decimal | None) -> None:
        """Propose the instalment awaited, today."""
        super().__init__(data, initial={"paid_on": today, "amount": amount})
        layout(self, Row("amount", "paid_on"), submit="Enregistrer le paiement", back=back, bar=False)


class ResumedForm(PalierForm):
    """Since when the current rent is paid again."""

    resumed_on = forms.DateField(
        label="Loyer courant payé en entier depuis le", help_text="Le premier des mois payés à la suite."
    )

    def __init__(self, data: Any = None, *, back: str, initial: dict[str, Any]) -> None:
        """Propose what is known."""
        super().__init__(data, initial=initial)
        layout(self, "resumed_on", submit="Enregistrer", back=back, bar=False)


class PlanEndForm(PalierForm):
    """Why a plan is over before it is paid."""

    reason = forms.ChoiceField(
        label="Pourquoi",
        choices=[(value, capitalised(str(label))) for value, label in PlanEnd.choices if value != PlanEnd.REPLACED],
        widget=Choices(style="wide"),
    )
    ended_on = forms.DateField(label="Le")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, "reason", "ended_on", submit="Terminer le plan", back=back, bar=False)
