"""Who leaves, with which children, since when, and how the new file begins."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from accompaniments.enums import State
from foundation.layout import Choices, PalierForm, Section, layout
from households.enums import Presence
from households.models import Person
from households.services.splits import Leaver
from journeys.selectors.splits import Separation

CHILD = "child_"
STAYS, LEAVES, BOTH = "STAYS", "LEAVES", "BOTH"
_WHERE = [(STAYS, "Reste"), (LEAVES, "Part aussi"), (BOTH, "Vit dans les deux")]


class SplitForm(PalierForm):
    """A separation that took place."""

    split_on = forms.DateField(
        label="Jour de la séparation",
        help_text="À partir de ce jour, la personne qui part ne fait plus partie de ce ménage.",
    )
    leavers = forms.MultipleChoiceField(
        label="Qui part",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez l’adulte qui part."},
    )
    state = forms.ChoiceField(label="Où en est la personne qui part")
    lead = forms.ChoiceField(
        label="Qui suivra le nouveau dossier",
        required=False,
        help_text="Le nouveau dossier n’hérite d’aucun accès. Deux personnes différentes protègent mieux chacun.",
    )

    def __init__(self, data: Any = None, *, page: Separation, back: str) -> None:
        """Offer the household's persons and the association's workers."""
        state = page.state if page.state in State.OPEN else State.REVIEWING
        super().__init__(data, initial={"state": state, "lead": ""})
        self.page = page
        self.give_choices("leavers", [(str(adult.person_id), adult.name) for adult in page.adults])
        self.give_choices("state", [(value, str(State(value).label)) for value in State.OPEN])
        named = [(str(worker.id), worker.name) for worker in page.workers]
        self.give_choices("lead", named, empty="À nommer par la responsable")
        names = []
        for child in page.children:
            name = f"{CHILD}{child.person_id}"
            self.fields[name] = forms.ChoiceField(
                label=child.name, choices=_WHERE, initial=STAYS, widget=Choices(style="three")
            )
            names.append(name)
        children = [Section("Les enfants", *names)] if names else []
        layout(
            self,
            "split_on",
            "leavers",
            *children,
            Section("Le nouveau dossier", "state", "lead"),
            submit="Enregistrer la séparation",
            back=back,
        )

    @property
    def chosen(self) -> list[Leaver]:
        """Give who leaves; a child who lives in both keeps a shared presence in each."""
        people = {str(person.pk): person for person in Person.objects.filter(pk__in=self._ids())}
        leaving = [Leaver(people[pk]) for pk in self.cleaned_data["leavers"]]
        for child in self.page.children:
            where = self.cleaned_data[f"{CHILD}{child.person_id}"]
            if where != STAYS:
                both = where == BOTH
                leaving.append(
                    Leaver(
                        people[str(child.person_id)],
                        presence=Presence.SHARED_CUSTODY if both else Presence.PERMANENT,
                        stays_too=both,
                    )
                )
        return leaving

    @property
    def day(self) -> dt.date:
        """Give the day."""
        day: dt.date = self.cleaned_data["split_on"]
        return day

    @property
    def lead_id(self) -> uuid.UUID | None:
        """Give who follows the new file."""
        chosen = self.cleaned_data["lead"]
        return uuid.UUID(chosen) if chosen else None

    def _ids(self) -> list[uuid.UUID]:
        return [someone.person_id for someone in (*self.page.adults, *self.page.children)]
