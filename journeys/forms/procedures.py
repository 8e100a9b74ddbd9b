"""The forms of a procedure: a stage and its end, a statement of account, a lease, the landlord's commitment."""

import datetime as dt
from typing import Any

from django import forms

from foundation.layout import AmountField, PalierForm, Row, ShownWhen, layout
from foundation.words import capitalised
from leases.enums import ProcedureStage
from leases.rules.procedures import MAY_END
from leases.selectors.situations import KnownLease
from leases.services.procedures import LeaseSaid


class StepForm(PalierForm):
    """A stage on its day."""

    stage = forms.ChoiceField(
        label="Stade",
        choices=[("", "Choisissez"), *((value, capitalised(str(label))) for value, label in ProcedureStage.choices)],
    )
    reached_on = forms.DateField(label="Le", help_text="Une audience peut être à venir.")
    until_on = forms.DateField(
        label="Jusqu’au",
        required=False,
        help_text="La fin des délais accordés par le juge, ou de la suspension. Ce jour est compris. Obligatoire pour des délais "
        "du juge de l’exécution.",
    )
    note = forms.CharField(label="Précision", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, today: dt.date, back: str, is_team: bool) -> None:
        """Say who reads the stage and the note."""
        super().__init__(data, initial={"reached_on": today})
        self.fields["stage"].help_text = "Lu par l’équipe du dossier et par les services du bailleur."
        self.fields["note"].help_text = (
            "Lu par l’équipe du dossier seule." if is_team else "Lu par l’équipe du dossier et par le bailleur."
        )
        layout(
            self,
            "stage",
            "reached_on",
            ShownWhen("stage", [stage.value for stage in MAY_END], "until_on"),
            "note",
            submit="Enregistrer le stade",
            back=back,
        )


class StepEndForm(PalierForm):
    """The last day of the judge's terms, or of a suspension."""

    until_on = forms.DateField(label="Dernier jour", help_text="Ce jour est compris.")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"until_on": today})
        layout(self, "until_on", submit="Enregistrer la fin", back=back, bar=False)


class PrefectToldForm(PalierForm):
    """The day on which the préfet was told of a summons."""

    told_on = forms.DateField(
        label="Assignation transmise au préfet le",
        help_text="Par le commissaire de justice, pour le diagnostic social et financier (loi n°\u00a089-462, art. 24, III).",
    )

    def __init__(self, data: Any = None, *, told_on: dt.date, back: str) -> None:
        """Propose the day already recorded, or today."""
        super().__init__(data, initial={"told_on": told_on})
        layout(self, "told_on", submit="Enregistrer", back=back, bar=False)


class StatedLeaseForm(PalierForm):
    """What one knows of the lease: its day, what it asks each month. What the file already keeps is not asked again."""

    signed_on = forms.DateField(
        label="Bail signé le",
        required=False,
        help_text="Sur la première page du bail. Le délai d’un commandement de payer dépend de ce jour.",
    )
    rent = AmountField(label="Loyer par mois, sans les charges", required=False, min_value=0, max_value=99_999)
    charges = AmountField(label="Charges par mois", required=False, min_value=0, max_value=99_999)
    benefit = AmountField(label="Aide au logement par mois", required=False, min_value=0, max_value=99_999)
    is_paid_to_landlord = forms.BooleanField(label="L’aide est versée au bailleur", required=False)

    def __init__(self, data: Any = None, *, lease: KnownLease, back: str) -> None:
        """Start from what is known."""
        dues = lease.dues
        super().__init__(
            data,
            initial={
                "signed_on": lease.signed_on,
                "rent": dues.rent,
                "charges": dues.charges,
                "benefit": dues.benefit,
                "is_paid_to_landlord": dues.is_paid_to_landlord if dues.rent is not None else True,
            },
        )
        if lease.is_kept:
            for name in ("signed_on", "rent", "charges", "is_paid_to_landlord"):
                del self.fields[name]
        names = [
            name for name in ("signed_on", "rent", "charges", "benefit", "is_paid_to_landlord") if name in self.fields
        ]
        layout(self, *names, submit="Enregistrer", back=back)

    def told(self) -> LeaseSaid:
        """Give what was said, once clean."""
        said = self.cleaned_data
        return LeaseSaid(
            said.get("signed_on"),
            said.get("rent"),
            said.get("charges"),
            said.get("benefit"),
            is_paid_to_landlord=bool(said.get("is_paid_to_landlord")),
        )


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
