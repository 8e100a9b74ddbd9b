"""The forms of the criteria: one answer a criterion, and the manager's derogation."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from accompaniments.selectors.criteria import CriterionLine
from foundation.layout import Choices, ManyChoices, PalierForm, layout

MET, NOT_MET = "yes", "no"
ANSWERS = [(MET, "Rempli"), (NOT_MET, "Non rempli"), ("", "À vérifier")]


class CriteriaForm(PalierForm):
    """Which criteria are met."""

    checked_on = forms.DateField(label="Vérifié le")

    def __init__(self, data: Any = None, *, lines: tuple[CriterionLine, ...], today: dt.date, back: str) -> None:
        """Ask for each criterion, from what was answered."""
        super().__init__(data, initial={"checked_on": today})
        self.names: dict[str, uuid.UUID] = {}
        for line in lines:
            name = f"rule_{line.rule_id.hex}"
            nature = "Bloquant" if line.is_blocking else "Signalé, sans bloquer"
            self.fields[name] = forms.ChoiceField(
                label=line.label,
                choices=ANSWERS if line.is_met is None else ANSWERS[:2],
                required=False,
                initial="" if line.is_met is None else (MET if line.is_met else NOT_MET),
                widget=Choices(),
                help_text=f"{nature}. {line.source}".strip(),
            )
            self.names[name] = line.rule_id
        layout(self, *self.names, "checked_on", submit="Enregistrer les critères", back=back)

    def answers(self) -> dict[uuid.UUID, bool]:
        """Give what was answered, once clean; what is still to check is left out."""
        said = self.cleaned_data
        return {rule_id: said[name] == MET for name, rule_id in self.names.items() if said[name]}


class DerogationForm(PalierForm):
    """A manager's derogation."""

    rules = forms.MultipleChoiceField(label="Critères non remplis", widget=ManyChoices(style="wide"))
    reason = forms.CharField(
        label="Pourquoi accepter ce ménage",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lu par l’équipe du dossier, avec votre nom et la date.",
    )

    def __init__(self, data: Any = None, *, lines: tuple[CriterionLine, ...], back: str) -> None:
        """Offer what may be set aside, all of it chosen."""
        super().__init__(data, initial={"rules": [str(line.rule_id) for line in lines]})
        self.give_choices("rules", [(str(line.rule_id), line.label) for line in lines])
        layout(self, "rules", "reason", submit="Accorder la dérogation", back=back)

    def rule_ids(self) -> list[uuid.UUID]:
        """Give the criteria, once clean."""
        return [uuid.UUID(value) for value in self.cleaned_data["rules"]]
