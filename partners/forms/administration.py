"""Forms of organisations, territory and people; they clean, services write."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from foundation.layout import ManyChoices, PalierForm, PhoneField, Row, Section, layout
from partners.enums import OrganisationKind, Qualification, Role
from partners.models import Agency, ManagementUnit, Organisation, User
from partners.selectors import Named


def chosen(named: Iterable[Named], empty: str = "") -> list[tuple[str, str]]:
    """Give the choices of a list; `empty` is the word for none."""
    choices = [(str(row.id), row.name) for row in named]
    return [("", empty), *choices] if empty else choices


class OneOf(forms.TypedChoiceField):
    """A choice among rows, cleaned into their id; nothing is None."""

    def __init__(self, **kwargs: Any) -> None:
        """Read a UUID."""
        super().__init__(coerce=uuid.UUID, empty_value=None, **kwargs)

    def offer(self, named: Iterable[Named], empty: str = "Choisissez") -> None:
        """Set the rows that are offered."""
        self.choices = chosen(named, empty)


class OrganisationForm(PalierForm):
    """What an organisation is; its kind is chosen once."""

    name = forms.CharField(label="Nom", max_length=120)
    kind = forms.ChoiceField(label="Nature", choices=OrganisationKind.choices)
    legal_form = forms.CharField(label="Forme juridique", max_length=80, required=False)
    telephone = PhoneField(label="Téléphone", required=False)
    street = forms.CharField(
        label="Adresse",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Imprimée sur les courriers et les conventions.",
    )
    postcode = forms.CharField(
        label="Code postal",
        max_length=5,
        required=False,
        validators=[RegexValidator(r"^\d{5}$", "Un code postal a cinq chiffres.")],
    )
    city = forms.CharField(label="Commune", max_length=80, required=False)
    started_on = forms.DateField(label="Depuis le")
    subletting_approved_on = forms.DateField(
        label="Agrément d’intermédiation locative du",
        required=False,
        help_text="Code de la construction et de l’habitation, article L. 365-4. Pour une association qui sous-loue.",
    )
    totp_roles = forms.MultipleChoiceField(
        label="Rôles à double authentification",
        choices=Role.choices,
        required=False,
        widget=ManyChoices(style="wide"),
        help_text="Qui a l’un de ces rôles ici doit l’activer avant toute autre chose.",
    )

    def __init__(self, *args: Any, back: str, organisation: Organisation | None = None, **kwargs: Any) -> None:
        """Start from an organisation to correct it."""
        if organisation is not None:
            kwargs["initial"] = {
                "name": organisation.name,
                "legal_form": organisation.legal_form,
                "telephone": organisation.telephone,
                "street": organisation.street,
                "postcode": organisation.postcode,
                "city": organisation.city,
                "started_on": organisation.started_on,
                "subletting_approved_on": organisation.subletting_approved_on,
                "totp_roles": organisation.requires_totp.split(",") if organisation.requires_totp else [],
            }
        super().__init__(*args, **kwargs)
        if organisation is not None:
            del self.fields["kind"]
        names = [name for name in self.fields if name not in {"postcode", "city"}]
        at = names.index("street") + 1
        layout(self, *names[:at], Row("postcode", "city"), *names[at:], submit="Enregistrer l’organisme", back=back)


class EndForm(PalierForm):
    """A last day, included."""

    ended_on = forms.DateField(label="Dernier jour", help_text="Ce jour est compris.")

    def __init__(self, *args: Any, back: str, submit: str, today: dt.date, **kwargs: Any) -> None:
        """Propose today."""
        super().__init__(*args, initial={"ended_on": today}, **kwargs)
        layout(self, submit=submit, back=back, bar=False)


class AgencyForm(PalierForm):
    """An agency's name and days."""

    name = forms.CharField(label="Nom de l’agence", max_length=80)
    started_on = forms.DateField(label="Depuis le")
    ended_on = forms.DateField(label="Jusqu’au", required=False, help_text="Ce jour est compris.")

    def __init__(self, *args: Any, back: str, agency: Agency | None = None, **kwargs: Any) -> None:
        """Start from an agency to correct it."""
        if agency is not None:
            kwargs["initial"] = {"name": agency.name, "started_on": agency.started_on, "ended_on": agency.ended_on}
        super().__init__(*args, **kwargs)
        if agency is None:
            del self.fields["ended_on"]
        layout(self, submit="Enregistrer l’agence", back=back, bar=False)


class UnitForm(PalierForm):
    """A unit's name and days, and who takes over at its end."""

    name = forms.CharField(label="Nom de l’unité de gestion", max_length=80)
    started_on = forms.DateField(label="Depuis le")
    ended_on = forms.DateField(
        label="Jusqu’au", required=False, help_text="Ce jour est compris. Le correspondant s’arrête avec l’unité."
    )
    successor = OneOf(label="Unité qui la remplace", required=False, choices=[])

    def __init__(
        self,
        *args: Any,
        back: str,
        unit: ManagementUnit | None = None,
        others: Iterable[Named] = (),
        **kwargs: Any,
    ) -> None:
        """Start from a unit to correct it; a new one has no end."""
        if unit is not None:
            kwargs["initial"] = {
                "name": unit.name,
                "started_on": unit.started_on,
                "ended_on": unit.ended_on,
                "successor": unit.successor_id,
            }
        super().__init__(*args, **kwargs)
        if unit is None:
            del self.fields["ended_on"], self.fields["successor"]
        else:
            self.fields["successor"].offer(others, "Aucune")  # type: ignore[attr-defined]
        layout(self, submit="Enregistrer l’unité", back=back, bar=False)


class CorrespondentForm(PalierForm):
    """The contact person of a unit from a day on."""

    user = OneOf(label="Correspondant", choices=[])
    started_on = forms.DateField(label="À partir du", help_text="L’actuel s’arrête la veille.")

    def __init__(self, *args: Any, back: str, people: Iterable[Named], today: dt.date, **kwargs: Any) -> None:
        """Offer the landlord's correspondents."""
        super().__init__(*args, initial={"started_on": today}, **kwargs)
        self.fields["user"].offer(people)  # type: ignore[attr-defined]
        layout(self, submit="Nommer ce correspondant", back=back, bar=False)


class NameForm(PalierForm):
    """A name, or an address, to look for: sent by POST, never in an address."""

    text = forms.CharField(label="Nom ou adresse", max_length=100)


class PersonForm(PalierForm):
    """Who someone is and how to reach her."""

    first_name = forms.CharField(label="Prénom", max_length=60)
    last_name = forms.CharField(label="Nom", max_length=60)
    email = forms.EmailField(
        label="Adresse électronique", max_length=254, help_text="Elle sert à se connecter et à recevoir les messages."
    )
    telephone = PhoneField(label="Téléphone professionnel", required=False)
    qualification = forms.ChoiceField(
        label="Diplôme", choices=[("", "Non précisé"), *Qualification.choices], required=False
    )

    def __init__(self, *args: Any, back: str, user: User, **kwargs: Any) -> None:
        """Start from the person."""
        names = ("first_name", "last_name", "email", "telephone", "qualification")
        super().__init__(*args, initial={name: getattr(user, name) for name in names}, **kwargs)
        layout(self, Row("first_name", "last_name"), *names[2:], submit="Enregistrer la personne", back=back)


class _RoleForm(PalierForm):
    """A role in an organisation."""

    organisation = OneOf(label="Organisme", choices=[])
    role = forms.ChoiceField(label="Rôle", choices=[("", "Choisissez"), *Role.choices])
    full_time_share = forms.DecimalField(
        label="Temps de travail",
        min_value=0,
        max_value=1,
        max_digits=4,
        decimal_places=2,
        initial=1,
        required=False,
        help_text="Pour un travailleur social, en équivalent temps plein\u00a0: 1 pour un temps plein, 0,5 pour un mi-temps.",
    )

    def clean_full_time_share(self) -> Any:
        """Take a full time for none."""
        value = self.cleaned_data["full_time_share"]
        return 1 if value is None else value


class MembershipForm(_RoleForm):
    """A new role of someone."""

    started_on = forms.DateField(label="À partir du")

    def __init__(self, *args: Any, back: str, organisations: Iterable[Named], today: dt.date, **kwargs: Any) -> None:
        """Offer the organisations in force."""
        super().__init__(*args, initial={"started_on": today, "full_time_share": 1}, **kwargs)
        self.fields["organisation"].offer(organisations)  # type: ignore[attr-defined]
        layout(self, submit="Donner ce rôle", back=back, bar=False)


class InvitationForm(_RoleForm):
    """Whom one invites, and as what."""

    first_name = forms.CharField(label="Prénom", max_length=60)
    last_name = forms.CharField(label="Nom", max_length=60)
    email = forms.EmailField(label="Adresse électronique professionnelle", max_length=254)
    unit = OneOf(
        label="Unité de gestion confiée", required=False, choices=[], help_text="Pour un correspondant de bailleur."
    )

    def __init__(
        self, *args: Any, back: str, organisations: Iterable[Named], units: Iterable[Named], **kwargs: Any
    ) -> None:
        """Offer the organisations and units in force."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(organisations)  # type: ignore[attr-defined]
        self.fields["unit"].offer(units, "Aucune")  # type: ignore[attr-defined]
        layout(
            self,
            Row("first_name", "last_name"),
            "email",
            Section("Son rôle", "organisation", "role", "full_time_share", "unit"),
            submit="Envoyer l’invitation",
            back=back,
        )


class AccountForm(PalierForm):
    """What someone says of herself."""

    first_name = forms.CharField(label="Prénom", max_length=60)
    last_name = forms.CharField(label="Nom", max_length=60)
    telephone = PhoneField(
        label="Téléphone professionnel", required=False, help_text="Vos collègues et vos partenaires le voient."
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Start from the person."""
        names = ("first_name", "last_name", "telephone")
        super().__init__(*args, initial={name: getattr(user, name) for name in names}, **kwargs)
        layout(self, Row("first_name", "last_name"), "telephone", submit="Enregistrer", bar=False)
