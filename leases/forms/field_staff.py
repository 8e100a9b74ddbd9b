"""The forms of who keeps a landlord's field staff."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet

from foundation.layout import PalierForm, PhoneField, Row, Section, layout
from leases.enums import FieldRole
from leases.forms.supply import unit_words
from leases.models import FieldStaff
from leases.services.field_staff import SectorFacts, StaffFacts
from partners.models import ManagementUnit


class SectorForm(PalierForm):
    """Where someone works."""

    unit = forms.ModelChoiceField(label="Unité de gestion", queryset=ManagementUnit.objects.none())
    residence = forms.CharField(
        label="Résidence",
        max_length=120,
        required=False,
        help_text="Son nom tel que les logements le portent. Sans résidence ni référence\u00a0: toute l’unité.",
    )
    reference = forms.CharField(label="Référence d’un logement", max_length=40, required=False)

    def __init__(
        self, data: Any = None, *, units: QuerySet[ManagementUnit], back: str, initial: dict[str, Any] | None = None
    ) -> None:
        """Offer the units of who keeps it."""
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = unit_words  # type: ignore[attr-defined]
        self.place(back)

    def place(self, back: str) -> None:
        """Lay the fields out."""
        layout(self, "unit", Row("residence", "reference"), submit="Ajouter ce secteur", back=back)

    def sector(self) -> SectorFacts:
        """Give where, once clean."""
        said = self.cleaned_data
        return SectorFacts(said["unit"], said["residence"], said["reference"])


class _Person(forms.Form):
    name = forms.CharField(label="Nom et prénom", max_length=120)
    role = forms.ChoiceField(label="Fonction", choices=[("", "Choisissez"), *FieldRole.choices])
    telephone = PhoneField(label="Téléphone", required=False)
    email = forms.EmailField(label="Courriel", required=False)
    how = forms.CharField(
        label="Comment la joindre", max_length=200, required=False, help_text="Jours et heures de loge, par exemple."
    )

    def facts(self) -> StaffFacts:
        """Give what was said of the person, once clean."""
        said = self.cleaned_data
        return StaffFacts(said["name"], FieldRole(said["role"]), said["telephone"], said["email"], said["how"])


class NewStaffForm(_Person, SectorForm):
    """Someone, with her first sector."""

    def place(self, back: str) -> None:
        """Lay the person out before her sector."""
        layout(
            self,
            Section("La personne", "name", "role", Row("telephone", "email"), "how"),
            Section("Son secteur", "unit", Row("residence", "reference")),
            submit="Ajouter à l’annuaire",
            back=back,
        )


class StaffForm(_Person, PalierForm):
    """Someone to correct."""

    def __init__(self, data: Any = None, *, staff: FieldStaff, back: str) -> None:
        """Start from what is known."""
        names = ("name", "role", "telephone", "email", "how")
        super().__init__(data, initial={name: getattr(staff, name) for name in names})
        layout(self, "name", "role", Row("telephone", "email"), "how", submit="Enregistrer", back=back)


class LastDayForm(PalierForm):
    """A last day, included."""

    ended_on = forms.DateField(label="Dernier jour", help_text="Ce jour est compris.")

    def __init__(self, data: Any = None, *, submit: str, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, "ended_on", submit=submit, back=back)
