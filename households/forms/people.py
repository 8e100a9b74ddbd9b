"""Who is in the household: identity, place, presence, departure, mandataire, housing request, language."""

import datetime as dt
from typing import Any, ClassVar

from django import forms

from foundation.layout import Choices, PhoneField, Row, Section, layout
from households.enums import Civility, GuardianshipKind, MemberKind, Presence
from households.forms.base import EndForm, FileForm
from households.models import HouseholdMember, HousingRequest
from households.rules import why_birth_is_refused
from households.selectors.choices import MemberChoice, names_of_choices
from households.services.enrolments import NewPerson


class IdentityForm(FileForm):
    """Who someone is."""

    civility = forms.ChoiceField(label="Civilité", choices=Civility.choices, widget=Choices(style="three"))
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom d’usage", max_length=80)
    birth_name = forms.CharField(
        label="Nom de naissance", max_length=80, required=False, help_text="S’il diffère du nom d’usage."
    )
    birth_on = forms.DateField(label="Date de naissance", required=False)

    def __init__(self, data: Any = None, *, today: dt.date, initial: dict[str, Any] | None = None, back: str) -> None:
        """Lay it out for a correction."""
        super().__init__(data, today=today, initial={"civility": Civility.UNKNOWN, **(initial or {})})
        layout(self, *IDENTITY, submit="Enregistrer la correction", back=back)

    @classmethod
    def of(cls, data: Any, member: HouseholdMember, *, today: dt.date, back: str) -> "IdentityForm":
        """Fill it with a person as she is known."""
        names = ("civility", "first_name", "last_name", "birth_name", "birth_on")
        return cls(data, today=today, initial={name: getattr(member.person, name) for name in names}, back=back)

    def clean(self) -> dict[str, Any]:
        """Refuse a birth that can be nobody's."""
        cleaned = super().clean()
        birth_on = cleaned.get("birth_on")
        if birth_on and (reason := why_birth_is_refused(birth_on, self.today)) is not None:
            self.add_error("birth_on", reason)
        return cleaned


IDENTITY = ("civility", Row("first_name", "last_name"), "birth_name", "birth_on")


class NewPersonForm(IdentityForm):
    """Someone who enters the household."""

    kind = forms.ChoiceField(label="Place dans le ménage", choices=MemberKind.choices, widget=Choices(style="three"))
    presence = forms.ChoiceField(label="Présence", choices=Presence.choices, widget=Choices(style="three"))
    started_on = forms.DateField(
        label="Dans le ménage depuis le", help_text="Pour une naissance, le jour de la naissance."
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Lay it out for a newcomer."""
        initial = {"kind": MemberKind.ADULT, "presence": Presence.PERMANENT, "started_on": today}
        super().__init__(data, today=today, initial=initial, back=back)
        layout(self, *IDENTITY, "kind", "presence", "started_on", submit="Ajouter la personne au ménage", back=back)

    def clean(self) -> dict[str, Any]:
        """Refuse an arrival before the birth."""
        cleaned = super().clean()
        birth_on, started_on = cleaned.get("birth_on"), cleaned.get("started_on")
        if birth_on and started_on and started_on < birth_on:
            self.add_error("started_on", "L’arrivée dans le ménage ne peut pas précéder la naissance.")
        return cleaned

    @property
    def person(self) -> NewPerson:
        """Give who was typed, once clean."""
        told = self.cleaned_data
        return NewPerson(
            first_name=told["first_name"],
            last_name=told["last_name"],
            civility=Civility(told["civility"]),
            birth_name=told["birth_name"],
            birth_on=told["birth_on"],
            kind=MemberKind(told["kind"]),
            presence=Presence(told["presence"]),
        )


class PresenceForm(FileForm):
    """A member's place and presence, from a day on."""

    kind = forms.ChoiceField(label="Place dans le ménage", choices=MemberKind.choices, widget=Choices(style="three"))
    presence = forms.ChoiceField(label="Présence", choices=Presence.choices, widget=Choices(style="three"))
    started_on = forms.DateField(
        label="À partir du", help_text="Choisissez le jour de son arrivée pour corriger une erreur."
    )

    def __init__(self, data: Any = None, *, member: HouseholdMember, today: dt.date, back: str) -> None:
        """Start from what is known."""
        initial = {"kind": member.kind, "presence": member.presence, "started_on": today}
        super().__init__(data, today=today, initial=initial)
        layout(self, submit="Enregistrer le changement", back=back)


class DepartureForm(EndForm):
    """A departure from the household."""

    reason = forms.CharField(
        label="Raison du départ", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Lay it out."""
        super().__init__(data, today=today, label="Dernier jour dans le ménage")
        layout(self, "ended_on", "reason", submit="Enregistrer le départ", back=back)


class GuardianForm(FileForm):
    """A mandataire judiciaire."""

    person = forms.ChoiceField(label="Personne protégée", widget=Choices(style="wide"))
    kind = forms.ChoiceField(label="Mesure", choices=GuardianshipKind.choices)
    name = forms.CharField(
        label="Mandataire", max_length=200, help_text="La personne ou le service qui exerce la mesure."
    )
    telephone = PhoneField(label="Téléphone", required=False)
    email = forms.EmailField(label="Courriel", required=False, max_length=254)
    started_on = forms.DateField(label="Depuis le")

    def __init__(self, data: Any = None, *, members: list[MemberChoice], today: dt.date, back: str) -> None:
        """Offer the household's people."""
        super().__init__(data, today=today)
        self.give_choices("person", names_of_choices(members))
        layout(
            self,
            "person",
            "kind",
            "name",
            Row("telephone", "email"),
            "started_on",
            submit="Enregistrer la mesure",
            back=back,
        )


class RequestForm(FileForm):
    """A social-housing request."""

    days: ClassVar[tuple[str, ...]] = ("filed_on", "renewed_on", "ended_on")
    number = forms.CharField(
        label="Numéro unique", max_length=40, help_text="Dix-huit caractères, sur l’attestation d’enregistrement."
    )
    applicant = forms.ChoiceField(label="Demandeur", required=False)
    filed_on = forms.DateField(label="Déposée le", required=False)
    renewed_on = forms.DateField(label="Renouvelée le", required=False)
    ended_on = forms.DateField(label="Radiée le", required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        members: list[MemberChoice],
        today: dt.date,
        back: str,
        request: HousingRequest | None = None,
    ) -> None:
        """Offer the adults; fill it with a request that is known."""
        initial: dict[str, Any] = {}
        if request is not None:
            names = ("number", "filed_on", "renewed_on", "ended_on")
            initial = {name: getattr(request, name) for name in names}
            initial["applicant"] = str(request.applicant_id or "")
        super().__init__(data, today=today, initial=initial)
        self.give_choices(
            "applicant", names_of_choices([choice for choice in members if choice.is_adult]), empty="non précisé"
        )
        dates = Section("Dates", Row("filed_on", "renewed_on"), optional=True)
        if request is None:
            del self.fields["ended_on"]
            layout(self, "number", "applicant", dates, submit="Enregistrer la demande", back=back)
        else:
            layout(self, "number", "applicant", dates, "ended_on", submit="Enregistrer la demande", back=back)


class LanguageForm(FileForm):
    """The language one speaks."""

    language = forms.CharField(label="Langue parlée", max_length=60, required=False)
    needs_interpreter = forms.BooleanField(label="Un interprète est nécessaire", required=False)

    def __init__(self, data: Any = None, *, today: dt.date, initial: dict[str, Any], back: str) -> None:
        """Lay it out."""
        super().__init__(data, today=today, initial=initial)
        layout(self, submit="Enregistrer la langue", back=back)
