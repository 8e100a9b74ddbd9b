"""What a referral and a reprise ask alike: the programme, the people, where they live and how to reach them."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from accompaniments.forms.people import people_forms, said
from accompaniments.selectors.entry_forms import EntryChoices, Offer
from foundation.layout import Choices, Insert, PalierForm, PhoneField, Row, Section
from households.enums import HousingSituation
from households.services.enrolments import NewPerson
from households.services.housing import Place
from partners.models import ManagementUnit


class EntryForm(PalierForm):
    """The base of both forms. Rows of people come beside the fields, and are valid or not with them."""

    offer = forms.ChoiceField(label="Programme", widget=Choices(style="wide"))
    situation = forms.ChoiceField(label="Situation", required=False)
    host = forms.CharField(label="Chez qui, ou quelle structure", max_length=120, required=False)
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    postcode = forms.RegexField(
        label="Code postal",
        regex=r"^\d{5}$",
        required=False,
        error_messages={"invalid": "Écrivez cinq chiffres, comme 84000."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    city = forms.CharField(label="Commune", max_length=80, required=False)
    unit = forms.ChoiceField(
        label="Unité de gestion",
        required=False,
        help_text="Si le logement appartient à un bailleur du programme.",
    )
    telephone = PhoneField(label="Téléphone", required=False)
    sending_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, choices: EntryChoices, today: dt.date, **kwargs: Any) -> None:
        """Take what may be offered and the reader's day."""
        initial = {"sending_key": uuid.uuid4(), **kwargs.pop("initial", {})}
        if len(choices.offers) == 1:
            initial.setdefault("offer", next(iter(choices.offers)))
        super().__init__(data, initial=initial, **kwargs)
        self.choices, self.today = choices, today
        self.people = people_forms(self.data if self.is_bound else None, today)
        self.give_choices("offer", [(offer.key, offer.label) for offer in choices.offers.values()])
        self.give_choices("situation", said(HousingSituation), empty="Non connue")
        self.give_choices("unit", choices.unit_choices, empty="Aucune, ou pas celle d’un bailleur du programme")

    def clean(self) -> dict[str, Any]:
        """Say at the top that a person is to be mended, and ask for a situation with an address."""
        cleaned = dict(super().clean() or self.cleaned_data)
        if not self.people.is_valid():
            reasons = [str(reason) for reason in self.people.non_form_errors()]
            self.add_error(None, reasons or ["Une personne du ménage est à compléter."])
        told = [cleaned.get(name) for name in ("host", "address", "postcode", "city", "unit")]
        if any(told) and not cleaned.get("situation"):
            self.add_error("situation", "Dites comment le ménage occupe ce lieu.")
        return cleaned

    def chosen_offer(self) -> Offer:
        """Give the programme and the association, once clean."""
        return self.choices.offers[self.cleaned_data["offer"]]

    def told_people(self) -> list[NewPerson]:
        """Give the people, once clean."""
        return self.people.told()

    def place(self) -> Place | None:
        """Give where the household lives, once clean, if it was told."""
        said = self.cleaned_data
        if not said["situation"]:
            return None
        unit: ManagementUnit | None = self.choices.units.get(said["unit"])
        return Place(
            situation=HousingSituation(said["situation"]),
            address=said["address"],
            city=said["city"],
            postcode=said["postcode"],
            host=said["host"],
            landlord=unit.agency.landlord if unit else None,
            unit=unit,
        )


def people_section() -> Insert:
    """Give the rows of people, as a piece of the form."""
    return Insert("accompaniments/_people.html")


def place_section(title: str, *, optional: bool = True) -> Section:
    """Give where the household lives and how to reach it, as a piece of the form."""
    return Section(
        title,
        "situation",
        "host",
        "address",
        Row("postcode", "city"),
        "unit",
        "telephone",
        hint="Ce que vous savez aujourd’hui\u00a0; le dossier se complète ensuite.",
        optional=optional,
    )
