"""The form of a reprise: a household already on its way, at its present state, with the dates that are known."""

import datetime as dt
from typing import Any

from django import forms

from accompaniments.enums import TAKE_OVER_ENTRIES, State
from accompaniments.forms.entries import EntryForm, people_section, place_section
from accompaniments.rules.states import why_take_over_is_refused
from accompaniments.selectors.entry_forms import EntryChoices
from accompaniments.services.entries import NamingFact
from foundation.layout import Choices, Row, Section, ShownWhen, layout, prepare
from households.enums import NamingCause, NamingService
from partners.models import Organisation, User

FACTS = (
    ("", "Rien de cela\u00a0: le bailleur ne connaît pas ce ménage"),
    (NamingCause.REQUESTED, "Le bailleur a demandé l’intervention"),
    (NamingCause.CONVENTION_SIGNED, "La convention est signée"),
    (NamingCause.LEASE_SIGNED, "Un bail du programme est signé"),
)
ASKED_BY = (
    ("", "Non précisé"),
    (NamingService.RENTAL, "le service locatif"),
    (NamingService.LITIGATION, "le service contentieux"),
)


def known_field(state: State) -> str:
    """Give the name of the field of a state's known day."""
    return f"on_{state.value.lower()}"


class TakeoverForm(EntryForm):
    """A reprise."""

    lead = forms.ChoiceField(label="Qui suit ce ménage", required=False)
    lead_since = forms.DateField(
        label="Depuis le",
        required=False,
        help_text="Sans date\u00a0: depuis le début du suivi, ou depuis son arrivée dans l’association.",
    )
    started_on = forms.DateField(label="Suivi par l’association depuis le")
    state = forms.ChoiceField(label="Où en est le ménage aujourd’hui")
    state_on = forms.DateField(label="Depuis le")
    reason = forms.CharField(
        label="D’où vient cette reprise",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Par exemple\u00a0: suivi commencé avant Palier, dossier papier n°\u00a012.",
    )
    naming_cause = forms.ChoiceField(
        label="Ce qui fait connaître le ménage au bailleur", choices=FACTS, required=False, widget=Choices(style="wide")
    )
    naming_on = forms.DateField(label="Le", required=False)
    asked_by = forms.ChoiceField(label="Demandée par", choices=ASKED_BY, required=False)

    def __init__(self, data: Any = None, *, choices: EntryChoices, today: dt.date) -> None:
        """Lay it out; every state but the present one may have its known day."""
        super().__init__(data, choices=choices, today=today)
        for state in TAKE_OVER_ENTRIES[:-1]:
            self.fields[known_field(state)] = forms.DateField(label=state.label, required=False)
            prepare(self.fields[known_field(state)])
        several = len({association.pk for _, association in choices.workers.values()}) > 1
        self.give_choices(
            "lead",
            [
                ("", "Personne pour l’instant"),
                *(
                    (key, f"{user.full_name}, {association}" if several else user.full_name)
                    for key, (user, association) in choices.workers.items()
                ),
            ],
        )
        self.give_choices("state", [("", "Choisissez"), *((state.value, state.label) for state in TAKE_OVER_ENTRIES)])
        layout(
            self,
            "offer",
            people_section(),
            "started_on",
            Row("lead", "lead_since"),
            Row("state", "state_on"),
            Section(
                "Étapes d’avant, quand leur date est connue",
                Row(*(known_field(state) for state in TAKE_OVER_ENTRIES[:3])),
                Row(*(known_field(state) for state in TAKE_OVER_ENTRIES[3:6])),
                Row(*(known_field(state) for state in TAKE_OVER_ENTRIES[6:-1])),
                optional=True,
            ),
            "reason",
            place_section("Où vit le ménage, comment le joindre"),
            Section(
                "Et le bailleur",
                "naming_cause",
                ShownWhen("naming_cause", [str(cause) for cause, _ in FACTS if cause], Row("naming_on", "asked_by")),
                hint="Le correspondant de l’unité de gestion voit alors le ménage\u00a0: qui il est, ses étapes, les dates"
                " des rencontres tenues.",
                optional=True,
            ),
            "sending_key",
            submit="Reprendre ce ménage",
        )

    def clean(self) -> dict[str, Any]:
        """Hold the dates to the rule, and ask what a naming needs."""
        cleaned = super().clean()
        if cleaned.get("started_on") and cleaned.get("state") and cleaned.get("state_on"):
            refusal = why_take_over_is_refused(self.known(), started_on=cleaned["started_on"], today=self.today)
            if refusal:
                self.add_error("state_on", refusal)
        if cleaned.get("naming_cause"):
            if not cleaned.get("naming_on") and "naming_on" not in self.errors:
                self.add_error("naming_on", "Indiquez la date de ce fait.")
            elif cleaned.get("naming_on") and cleaned["naming_on"] > self.today:
                self.add_error("naming_on", "Cette date n’est pas encore venue.")
            if not cleaned.get("unit"):
                self.add_error(
                    "unit", "Indiquez l’unité de gestion du logement\u00a0: c’est à elle que le ménage est nommé."
                )
        lead = self.choices.workers.get(cleaned.get("lead") or "")
        offer = self.choices.offers.get(cleaned.get("offer") or "")
        if lead and offer and lead[1] != offer.association:
            self.add_error("lead", "Cette personne ne travaille pas pour l’association de ce programme.")
        if not lead and cleaned.get("state") not in {None, "", State.REFERRED}:
            self.add_error("lead", "Choisissez la personne qui suit ce ménage.")
        return cleaned

    def known(self) -> list[tuple[State, dt.date]]:
        """Give the known states in the order of the course, the present one last."""
        present = State(self.cleaned_data["state"])
        before = [
            (state, self.cleaned_data[known_field(state)])
            for state in TAKE_OVER_ENTRIES[:-1]
            if state != present and self.cleaned_data.get(known_field(state))
        ]
        return [*before, (present, self.cleaned_data["state_on"])]

    def chosen_lead(self) -> User | None:
        """Give who follows the household, once clean."""
        chosen: tuple[User, Organisation] | None = self.choices.workers.get(self.cleaned_data["lead"])
        return chosen[0] if chosen else None

    def facts(self) -> list[NamingFact]:
        """Give to whom the household is named at the landlord, once clean."""
        said = self.cleaned_data
        if not said["naming_cause"]:
            return []
        cause = NamingCause(said["naming_cause"])
        facts = [NamingFact(NamingService.CORRESPONDENT, cause, said["naming_on"])]
        if cause == NamingCause.REQUESTED and said["asked_by"]:
            facts.append(NamingFact(NamingService(said["asked_by"]), cause, said["naming_on"]))
        return facts
