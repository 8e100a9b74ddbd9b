"""The forms of a proposal and of its answer."""

import datetime as dt
from typing import Any

from django import forms

from accompaniments.enums import ProposalAnswer
from accompaniments.rules.proposals import ANSWERS, CORRECTED
from foundation.layout import Choices, PalierForm, layout
from foundation.words import capitalised

READ_BY = "Lu par l’équipe du dossier."
HINTS = {
    ProposalAnswer.ACCEPTED.value: "Le ménage est prêt\u00a0: la convention, ou un dossier CAL, peut suivre.",
    ProposalAnswer.REFUSED.value: "Le dossier revient au diagnostic\u00a0; une autre proposition peut être faite.",
    ProposalAnswer.PENDING.value: "Rien n’a été répondu\u00a0: la réponse est de nouveau attendue.",
    ProposalAnswer.NO_ANSWER.value: "Le dossier revient au diagnostic\u00a0; le bailleur lit « accompagnement non engagé ».",
}


class ProposalForm(PalierForm):
    """What is proposed to the household."""

    proposed_on = forms.DateField(label="Proposé le")
    offered = forms.CharField(
        label="Ce qui est proposé",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"L’accompagnement, son rythme, sa durée. {READ_BY}",
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"proposed_on": today})
        layout(self, "proposed_on", "offered", submit="Enregistrer la proposition", back=back)


class ProposalAnswerForm(PalierForm):
    """The household's answer."""

    answer = forms.ChoiceField(
        label="Réponse du ménage",
        choices=[(value.value, capitalised(str(value.label))) for value in ANSWERS],
        widget=Choices(style="wide", hints=HINTS),
    )
    answered_on = forms.DateField(label="Le", help_text="Sans réponse, le jour où vous cessez de l’attendre.")
    note = forms.CharField(
        label="Ce qu’en dit le ménage",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=READ_BY,
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"answered_on": today})
        layout(self, "answer", "answered_on", "note", submit="Enregistrer la réponse", back=back)


class AnswerCorrectionForm(ProposalAnswerForm):
    """The right answer, and what was wrong."""

    reason = forms.CharField(
        label="Ce qui était inexact",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La réponse inexacte reste lisible, avec cette raison. Lu par l’équipe du dossier.",
    )

    def __init__(
        self, data: Any = None, *, recorded: tuple[str, dt.date | None, str], today: dt.date, back: str
    ) -> None:
        """Start from what was recorded: the answer, its day, what the household said."""
        super().__init__(data, today=today, back=back)
        answer, answered_on, note = recorded
        self.initial = {"answer": answer, "answered_on": answered_on, "note": note}
        choice = self.fields["answer"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(value.value, capitalised(str(value.label))) for value in CORRECTED]
        self.fields["answered_on"].required = False
        self.fields["answered_on"].help_text = "À laisser vide si la réponse est encore attendue."
        layout(self, "answer", "answered_on", "note", "reason", submit="Enregistrer la correction", back=back)
