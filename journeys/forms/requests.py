"""A landlord's service asks: which dwelling, then who lives there and what is known of the procedure."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from accompaniments.enums import ReferralSource
from accompaniments.forms.people import people_forms
from foundation.layout import AmountField, Choices, Insert, PalierForm, PhoneField, Row, Section, layout
from foundation.words import capitalised
from households.services.enrolments import NewPerson
from journeys.selectors.requests import RequestChoices, RequestOffer
from journeys.services.requests import Situation
from leases.enums import ProcedureStage
from leases.selectors.procedures import FoundDwelling

STAGES = [
    ("", "Aucun stade à ce jour"),
    *(
        (stage.value, capitalised(str(stage.label)))
        for stage in ProcedureStage
        if stage != ProcedureStage.COURT_DELAYS  # needs its last day, which the procedure asks for
    ),
]
HELD, TERMINATED = "held", "terminated"
LONG = {"rows": 4}


class DwellingSearchForm(PalierForm):
    """The dwelling of the occupant, by its reference or its address."""

    text = forms.CharField(label="Référence ou adresse du logement", max_length=200)

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Lay it out."""
        super().__init__(data)
        layout(self, "text", submit="Chercher le logement", back=back, bar=False)


class ProcedureForm(PalierForm):
    """What a request for intervention brings: the account, the stage, what was tried, what is feared (domain.md §2.2 V1)."""

    debt = AmountField(label="Dette de loyer", required=False, min_value=-999_999)
    stated_on = forms.DateField(label="Selon le relevé du", required=False)
    stage = forms.ChoiceField(label="Stade de la procédure", choices=STAGES, required=False)
    reached_on = forms.DateField(label="Atteint le", required=False)
    tried = forms.CharField(
        label="Ce qui a été tenté",
        max_length=5000,
        widget=forms.Textarea(attrs=LONG),
        help_text="Courriers, appels, plan d’apurement. Lu par l’équipe de l’association et par votre service.",
    )
    risk = forms.CharField(
        label="Ce qui vous inquiète",
        max_length=5000,
        widget=forms.Textarea(attrs=LONG),
        help_text="Le risque pour le maintien dans le logement. N’écrivez rien de la santé des personnes.",
    )

    def known_situation(self, *, is_terminated: bool = False) -> Situation:
        """Give what is known, once clean."""
        said = self.cleaned_data
        return Situation(
            is_terminated=is_terminated,
            tried=said["tried"],
            risk=said["risk"],
            debt=said["debt"],
            stated_on=said["stated_on"],
            stage=ProcedureStage(said["stage"]) if said["stage"] else None,
            reached_on=said["reached_on"],
        )


class RequestForm(ProcedureForm):
    """A request for intervention, for the occupant of a dwelling already chosen."""

    offer = forms.ChoiceField(
        label="Association à qui la demande est adressée",
        widget=Choices(style="wide"),
        help_text="Une seule. Si elle ne la retient pas, elle la transmet à l’autre.",
    )
    source = forms.ChoiceField(label="Service qui demande", widget=Choices())
    received_on = forms.DateField(label="Demandée le")
    telephone = PhoneField(label="Téléphone du ménage", required=False)
    lease = forms.ChoiceField(label="Bail", choices=[(HELD, "En cours"), (TERMINATED, "Résilié")], widget=Choices())
    is_confirmed = forms.BooleanField(label="C’est un autre ménage, ou une nouvelle demande", required=False)
    sending_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, choices: RequestChoices, dwelling: FoundDwelling, today: dt.date, back: str
    ) -> None:
        """Offer the associations; the rows of people come beside the fields, and are valid or not with them."""
        initial: dict[str, Any] = {"received_on": today, "sending_key": uuid.uuid4()}
        if len(choices.offers) == 1:
            initial["offer"] = next(iter(choices.offers))
        if len(choices.sources) == 1:
            initial["source"] = choices.sources[0][0]
        super().__init__(data, initial=initial)
        self.choices, self.dwelling = choices, dwelling
        self.known_numbers: list[str] = []
        self.people = people_forms(self.data if self.is_bound else None, today)
        self.give_choices("offer", [(offer.key, offer.label) for offer in choices.offers.values()])
        self.give_choices("source", list(choices.sources))
        if len(choices.sources) == 1:
            self.fields["source"].required = False
            self.fields["source"].widget = forms.HiddenInput()
        layout(
            self,
            Insert("journeys/_request_known.html"),
            "offer",
            "source",
            "received_on",
            Insert("accompaniments/_people.html"),
            "telephone",
            "lease",
            Section(
                "Le compte du locataire", Row("debt", "stated_on"), hint="Une dette nulle s’écrit 0.", optional=True
            ),
            Section("La procédure", "stage", "reached_on", optional=True),
            "tried",
            "risk",
            "sending_key",
            submit="Envoyer la demande",
            back=back,
        )

    def clean(self) -> dict[str, Any]:
        """Say at the top that a person is to be mended."""
        cleaned = dict(super().clean() or self.cleaned_data)
        if not self.people.is_valid():
            reasons = [str(reason) for reason in self.people.non_form_errors()]
            self.add_error(None, reasons or ["Une personne du ménage est à compléter."])
        return cleaned

    def warn(self, numbers: list[str]) -> None:
        """Show the open files of this dwelling, and ask whether it is another household."""
        self.known_numbers = numbers
        self.add_error("is_confirmed", "Un dossier est déjà ouvert pour ce logement.")

    def chosen_offer(self) -> RequestOffer:
        """Give the programme and the association, once clean."""
        return self.choices.offers[self.cleaned_data["offer"]]

    def chosen_source(self) -> ReferralSource:
        """Give the service that asks, once clean."""
        return ReferralSource(self.cleaned_data["source"] or self.choices.sources[0][0])

    def told_people(self) -> list[NewPerson]:
        """Give the people, once clean."""
        return self.people.told()

    def situation(self) -> Situation:
        """Give what is known, once clean."""
        return self.known_situation(is_terminated=self.cleaned_data["lease"] == TERMINATED)
