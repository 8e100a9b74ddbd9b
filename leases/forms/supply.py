"""Forms of who announces dwellings."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms

from foundation.layout import AmountField, PalierForm, Row, Section, layout
from leases.enums import FundingCategory, Heating, ReservationKind, Typology
from leases.models import Announcement, Dwelling, ReservationHolder
from leases.services.announcements import DwellingFacts, Terms
from partners.models import ManagementUnit

POSTCODE = r"^[0-9]{5}$"


class DwellingForm(PalierForm):
    """What a dwelling is."""

    unit = forms.ModelChoiceField(label="Unité de gestion", queryset=ManagementUnit.objects.none())
    reference = forms.CharField(label="Référence", max_length=40, help_text="Celle de votre logiciel de gestion.")
    residence = forms.CharField(label="Résidence", max_length=120, required=False)
    address = forms.CharField(label="Adresse", max_length=200)
    postcode = forms.RegexField(
        label="Code postal", regex=POSTCODE, error_messages={"invalid": "Un code postal compte cinq chiffres."}
    )
    city = forms.CharField(label="Commune", max_length=80)
    typology = forms.ChoiceField(label="Type", choices=Typology.choices)
    surface = forms.DecimalField(label="Surface habitable, en m²", min_value=9, max_value=400, decimal_places=1)
    floor = forms.IntegerField(label="Étage", min_value=-2, max_value=40, help_text="0 pour le rez-de-chaussée.")
    has_lift = forms.BooleanField(label="Ascenseur", required=False)
    is_accessible = forms.BooleanField(label="Accessible en fauteuil", required=False)
    funding_category = forms.ChoiceField(label="Financement", choices=FundingCategory.choices)
    heating = forms.ChoiceField(label="Chauffage", choices=Heating.choices)

    def __init__(self, data: Any = None, *, units: Any, dwelling: Dwelling | None = None, back: str) -> None:
        """Offer the units of who fills it in; a dwelling keeps its unit."""
        names = ("reference", "residence", "address", "postcode", "city", "typology", "surface", "floor")
        more = ("has_lift", "is_accessible", "funding_category", "heating")
        initial = {name: getattr(dwelling, name) for name in (*names, *more)} if dwelling else {}
        super().__init__(data, initial=initial)
        parts: list[Any] = []
        if dwelling is None:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
            self.fields["unit"].label_from_instance = unit_words  # type: ignore[attr-defined]
            parts.append("unit")
        else:
            del self.fields["unit"]
        layout(
            self,
            *parts,
            Section("Où", "reference", "residence", "address", Row("postcode", "city")),
            Section("Le logement", Row("typology", "surface", "floor"), "has_lift", "is_accessible"),
            Section("Financement et chauffage", Row("funding_category", "heating")),
            submit="Enregistrer le logement",
            back=back,
        )

    def facts(self) -> DwellingFacts:
        """Give what was said, once valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        return DwellingFacts(
            **{
                **said,
                "typology": Typology(said["typology"]),
                "funding_category": FundingCategory(said["funding_category"]),
                "heating": Heating(said["heating"]),
            }
        )


class AnnouncementForm(PalierForm):
    """At which terms a dwelling is offered, and from when."""

    announced_on = forms.DateField(label="Annoncé le")
    available_on = forms.DateField(label="Libre à partir du")
    rent = AmountField(label="Loyer principal, par mois")
    annexes = AmountField(label="Loyer des annexes, par mois", required=False)
    charges = AmountField(label="Charges récupérables, par mois", required=False)
    utilities = AmountField(
        label="Forfait de chauffage et d’eau individuels, par mois",
        required=False,
        help_text="Il entre dans le taux d’effort quand le chauffage ou l’eau sont individuels.",
    )
    reservation_holder = forms.ModelChoiceField(
        label="Réservataire",
        queryset=ReservationHolder.objects.none(),
        required=False,
        empty_label="Logement non réservé",
    )
    agreed_on = forms.DateField(label="Accord du réservataire donné le", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, holders: Any, today: dt.date, announcement: Announcement | None = None, back: str
    ) -> None:
        """Start from today, or from the open announcement."""
        if announcement is None:
            initial: dict[str, Any] = {"announced_on": today, "available_on": today}
        else:
            names = ("available_on", "rent", "annexes", "charges", "utilities", "agreed_on", "version")
            initial = {name: getattr(announcement, name) for name in names}
            initial["reservation_holder"] = announcement.reservation_holder_id
        super().__init__(data, initial=initial)
        self.fields["reservation_holder"].queryset = holders  # type: ignore[attr-defined]
        when: list[Any] = ["available_on"]
        if announcement is None:
            when = [Row("announced_on", "available_on")]
        else:
            del self.fields["announced_on"]
        layout(
            self,
            Section("Quand", *when),
            Section("À quelles conditions", Row("rent", "annexes"), Row("charges", "utilities")),
            Section("Réservation", Row("reservation_holder", "agreed_on")),
            "version",
            submit="Enregistrer l’annonce" if announcement else "Annoncer le logement",
            back=back,
        )

    def terms(self) -> Terms:
        """Give the monthly amounts, in euros; an empty one is nil."""
        said = self.cleaned_data
        return Terms(
            rent=said["rent"],
            annexes=said["annexes"] or Decimal(0),
            charges=said["charges"] or Decimal(0),
            utilities=said["utilities"] or Decimal(0),
        )


class EndAnnouncementForm(PalierForm):
    """Withdraw a dwelling."""

    ended_on = forms.DateField(label="À partir du")
    reason = forms.CharField(label="Raison", max_length=200)

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Start from today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, "ended_on", "reason", submit="Retirer l’annonce", back=back)


class ReservationHolderForm(PalierForm):
    """A body that may nominate candidates."""

    name = forms.CharField(label="Nom", max_length=120)
    kind = forms.ChoiceField(label="Nature", choices=ReservationKind.choices)

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Lay out."""
        super().__init__(data)
        layout(self, "name", "kind", submit="Ajouter le réservataire", back=back)


def unit_words(unit: ManagementUnit) -> str:
    """Name a unit with its agency when they differ."""
    return unit.name if unit.name == unit.agency.name else f"{unit.name}, agence de {unit.agency.name}"
