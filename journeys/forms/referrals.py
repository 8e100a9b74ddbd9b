"""The form of a referral, or of a request for intervention, as an association or the landlord's social adviser records it."""

import datetime as dt
from typing import Any

from django import forms

from accompaniments.enums import ReferralSource
from accompaniments.forms.entries import EntryForm, people_section, place_section
from accompaniments.rules.referrals import REQUESTING, is_request
from accompaniments.selectors.duplicates import KnownFile
from accompaniments.selectors.entry_forms import EntryChoices, Offer
from foundation.layout import Choices, Insert, Row, Section, ShownWhen, layout
from foundation.words import capitalised
from journeys.forms.requests import ProcedureForm
from journeys.services.requests import Situation
from partners.enums import Axis
from partners.models import Organisation

NEEDED = {
    "situation": "Dites comment le ménage occupe son logement.",
    "address": "Indiquez l’adresse\u00a0: les courriers et les visites partent de là.",
    "city": "Indiquez la commune.",
}


class ReferralForm(ProcedureForm, EntryForm):
    """A referral, or a request for intervention with what it brings (domain.md §2.2 V1), in the order in which it is told."""

    source = forms.ChoiceField(label="Qui oriente", widget=Choices)
    source_organisation = forms.ChoiceField(label="Organisme", required=False)
    referrer_name = forms.CharField(label="Personne qui oriente", max_length=120, required=False)
    received_on = forms.DateField(label="Reçue le")
    language = forms.CharField(label="Langue parlée", max_length=60, required=False)
    wished_sectors = forms.CharField(
        label="Secteurs souhaités", max_length=200, required=False, help_text="Communes ou quartiers, comme on les dit."
    )
    note = forms.CharField(
        label="Ce qui est dit de la situation",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lu par l’équipe du dossier.",
    )
    is_confirmed = forms.BooleanField(label="C’est un autre ménage, ou un nouveau besoin", required=False)

    def __init__(self, data: Any = None, *, choices: EntryChoices, today: dt.date) -> None:
        """Lay it out; duplicates are shown once they are known."""
        initial: dict[str, Any] = {"received_on": today}
        if len(choices.sources) == 1:
            initial |= {"source": choices.sources[0], "source_organisation": next(iter(choices.organisations), "")}
        super().__init__(data, choices=choices, today=today, initial=initial)
        self.known_files: list[KnownFile] = []
        self.give_choices("source", [(row.value, capitalised(str(row.label))) for row in choices.sources])
        empty = [] if len(choices.sources) == 1 else [("", "Non précisé")]
        organisations = [(key, str(row)) for key, row in choices.organisations.items()]
        self.give_choices("source_organisation", [*empty, *organisations])
        self.fields["tried"].help_text = "Courriers, appels, plan d’apurement. Lu par l’équipe du dossier."
        self.fields["risk"].label = "Ce qui inquiète"
        asks = self._asks(self.data.get("offer"), self.data.get("source"))
        for name in ("tried", "risk"):
            self.fields[name].required = not self.is_bound or asks
        layout(
            self,
            Insert("accompaniments/_known_files.html"),
            "offer",
            *(self._of_association() if len(choices.sources) > 1 else self._of_adviser()),
            people_section(),
            *self._of_request(),
            place_section("Où vit le ménage, comment le joindre", optional=not asks),
            Section("Ce que le ménage demande", "wished_sectors", "language", "note", optional=True),
            "sending_key",
            submit="Enregistrer l’orientation",
        )

    def _of_association(self) -> tuple[Any, ...]:
        """Ask who refers."""
        told = [*REQUESTING, ReferralSource.OTHER]
        return (
            "source",
            ShownWhen("source", told, "source_organisation"),
            Row("received_on", "referrer_name"),
        )

    def _of_adviser(self) -> tuple[Any, ...]:
        """Ask nothing of who refers: it is she, for her landlord."""
        del self.fields["referrer_name"]
        self.fields["source"].widget = forms.HiddenInput()
        self.fields["received_on"].label = "Orienté le"
        self.fields["offer"].label = "Association à qui l’orientation est adressée"
        self.fields["offer"].help_text = "Une seule. Si elle ne la retient pas, elle la transmet à l’autre."
        if len(self.choices.organisations) == 1:
            self.fields["source_organisation"].widget = forms.HiddenInput()
        return "source", "source_organisation", "received_on"

    def _of_request(self) -> tuple[Any, ...]:
        """Ask what a request for intervention brings, in the programmes where one is made."""
        offers = [offer.key for offer in self.choices.offers.values() if _axis_of(offer) == Axis.MAINTENANCE]
        if not offers:
            return ()
        asked = (
            Section(
                "Ce que la demande apporte",
                "tried",
                "risk",
                hint="Une demande d’intervention donne aussi l’adresse du ménage, plus bas.",
            ),
            Section(
                "Le compte du locataire", Row("debt", "stated_on"), hint="Une dette nulle s’écrit 0.", optional=True
            ),
            Section("La procédure", "stage", "reached_on", optional=True),
        )
        return (ShownWhen("offer", offers, ShownWhen("source", REQUESTING, *asked)),)

    def clean(self) -> dict[str, Any]:
        """Ask of a request for intervention what it brings; forget it for any other referral."""
        cleaned = dict(super().clean() or self.cleaned_data)
        if self.is_request:
            for name, reason in NEEDED.items():
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, reason)
        return cleaned

    @property
    def is_request(self) -> bool:
        """Tell whether what is told is a request for intervention, once clean."""
        return self._asks(self.cleaned_data.get("offer"), self.cleaned_data.get("source"))

    def _asks(self, offer_key: str | None, source: str | None) -> bool:
        offer = self.choices.offers.get(offer_key or "")
        known = next((row for row in self.choices.sources if row.value == source), None)
        return offer is not None and known is not None and is_request(known, _axis_of(offer))

    def warn(self, files: list[KnownFile]) -> None:
        """Show the files that hold the same person, and ask whether it is another household."""
        self.known_files = files
        self.add_error("is_confirmed", "Une personne du même nom, née le même jour, est déjà dans un de vos dossiers.")

    def chosen_organisation(self) -> Organisation | None:
        """Give the organisation that refers, once clean, if it was told."""
        return self.choices.organisations.get(self.cleaned_data["source_organisation"])

    def told_situation(self) -> Situation | None:
        """Give what a request brings, once clean; None for a referral."""
        return self.known_situation() if self.is_request else None


def _axis_of(offer: Offer) -> Axis:
    return Axis(offer.version.programme.axis)
