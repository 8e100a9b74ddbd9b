"""Where the household lives, how to reach it, what to know before a visit."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from foundation.layout import Choices, Row, ShownWhen, layout
from households.enums import ChannelKind, HousingSituation, PrecautionFlag
from households.forms.base import FileForm
from households.models import Channel, CurrentHousing
from households.selectors.choices import MemberChoice, PlaceOwner, names_of_choices
from households.services.housing import Place

WITH_HOST = ("SHELTER", "WITH_SOMEONE", "INSTITUTION", "OTHER")
WITH_LANDLORD = ("TENANT", "SUBTENANT", "NO_TITLE")


class PlaceForm(FileForm):
    """A place of life."""

    situation = forms.ChoiceField(label="Situation", choices=HousingSituation.choices, widget=Choices(style="wide"))
    host = forms.CharField(label="Chez qui, ou quelle structure", max_length=200, required=False)
    owner = forms.ChoiceField(
        label="Bailleur et unité de gestion", required=False, help_text="Si le logement est à un bailleur du programme."
    )
    address = forms.CharField(label="Adresse", max_length=300, required=False)
    postcode = forms.CharField(label="Code postal", max_length=5, required=False)
    city = forms.CharField(label="Commune", max_length=80, required=False)
    access_notes = forms.CharField(
        label="Accès",
        required=False,
        max_length=500,
        help_text="Code, étage, sonnette. Réservé à l’équipe.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    started_on = forms.DateField(label="Depuis le")
    ended_on = forms.DateField(label="Jusqu’au", required=False, help_text="Pour un lieu de vie passé seulement.")

    def __init__(
        self,
        data: Any = None,
        *,
        owners: list[PlaceOwner],
        today: dt.date,
        back: str,
        housing: CurrentHousing | None = None,
    ) -> None:
        """Offer the programme's landlords; fill it with a place that is known."""
        super().__init__(data, today=today, initial=_known(housing) if housing else {"started_on": today})
        self.owners = {choice.value: choice for choice in owners}
        groups: dict[str, list[tuple[str, str]]] = {}
        for choice in owners:
            groups.setdefault(choice.group, []).append((choice.value, choice.label))
        self.give_choices("owner", list(groups.items()), empty="aucun")
        submit = "Enregistrer la correction" if housing else "Enregistrer le lieu de vie"
        layout(
            self,
            "situation",
            ShownWhen("situation", WITH_HOST, "host"),
            ShownWhen("situation", WITH_LANDLORD, "owner"),
            "address",
            Row("postcode", "city"),
            "access_notes",
            Row("started_on", "ended_on"),
            submit=submit,
            back=back,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        cleaned = super().clean()
        started_on, ended_on = cleaned.get("started_on"), cleaned.get("ended_on")
        if started_on and ended_on and ended_on < started_on:
            self.add_error("ended_on", "La fin ne peut pas précéder le début.")
        return cleaned

    @property
    def place(self) -> Place:
        """Give what was typed, once clean."""
        told, owner = self.cleaned_data, self.owners.get(self.cleaned_data["owner"])
        has_owner = owner is not None and told["situation"] in WITH_LANDLORD
        return Place(
            situation=HousingSituation(told["situation"]),
            address=told["address"],
            city=told["city"],
            postcode=told["postcode"],
            access_notes=told["access_notes"],
            host=told["host"] if told["situation"] in WITH_HOST else "",
            landlord=owner.landlord if owner and has_owner else None,
            unit=owner.unit if owner and has_owner else None,
        )


def _known(housing: CurrentHousing) -> dict[str, Any]:
    names = ("situation", "host", "address", "postcode", "city", "access_notes", "started_on", "ended_on")
    owner = f"unit:{housing.unit_id}" if housing.unit_id else f"landlord:{housing.landlord_id}"
    return {**{name: getattr(housing, name) for name in names}, "owner": owner if housing.landlord_id else ""}


class ChannelForm(FileForm):
    """A way to reach the household."""

    kind = forms.ChoiceField(
        label="Moyen",
        choices=ChannelKind.choices,
        widget=Choices(style="three", icons={"PHONE": "phone", "EMAIL": "letter", "POST": "home"}),
    )
    value = forms.CharField(label="Numéro ou adresse", max_length=300)
    person = forms.ChoiceField(label="De qui", required=False)
    is_preferred = forms.BooleanField(label="Moyen préféré", required=False)
    is_safe = forms.BooleanField(
        label="Moyen sûr", required=False, help_text="Personne d’autre ne lit ni ne répond à la place de la personne."
    )
    note = forms.CharField(
        label="Précision", max_length=300, required=False, help_text="« Plutôt le soir », « par SMS »."
    )
    started_on = forms.DateField(label="Depuis le")

    def __init__(
        self,
        data: Any = None,
        *,
        members: list[MemberChoice],
        today: dt.date,
        back: str,
        channel: Channel | None = None,
    ) -> None:
        """Offer the household's people; fill it with a channel that is known."""
        initial: dict[str, Any] = {"kind": ChannelKind.PHONE, "is_safe": True, "started_on": today}
        if channel is not None:
            names = ("kind", "value", "is_preferred", "is_safe", "note", "started_on")
            initial = {name: getattr(channel, name) for name in names}
            initial["person"] = str(channel.person_id or "")
        super().__init__(data, today=today, initial=initial)
        self.give_choices("person", names_of_choices(members), empty="le ménage")
        submit = "Enregistrer la correction" if channel else "Ajouter le moyen de contact"
        layout(
            self,
            "kind",
            "value",
            "person",
            "is_preferred",
            "is_safe",
            "note",
            "started_on",
            submit=submit,
            back=back,
        )


class PrecautionForm(FileForm):
    """What to know before a visit."""

    flag = forms.ChoiceField(
        label="Précaution", choices=PrecautionFlag.choices, widget=Choices(icons={"DOG": "dog", "CALL_FIRST": "phone"})
    )
    note = forms.CharField(label="Précision", max_length=300, required=False, help_text="Réservée à l’équipe.")
    started_on = forms.DateField(label="Depuis le")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Lay it out."""
        super().__init__(data, today=today, initial={"started_on": today})
        layout(self, submit="Ajouter la précaution", back=back)


def person_of(cleaned: dict[str, Any]) -> uuid.UUID | None:
    """Give whose channel it is, None for the household's."""
    return uuid.UUID(cleaned["person"]) if cleaned["person"] else None
