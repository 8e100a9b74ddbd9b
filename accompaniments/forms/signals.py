"""The forms of a signal: what the landlord says, what the lead worker answers."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from accompaniments.enums import SignalAnswer, SignalKind
from foundation.layout import Choices, PalierForm, ShownWhen, layout
from foundation.words import capitalised

LABELS = {
    SignalAnswer.REOPENED: "Rouvrir l’accompagnement",
    SignalAnswer.NOT_REOPENED: "Ne pas rouvrir",
    SignalAnswer.HANDLED: "Pris en compte dans l’accompagnement",
}


class SignalForm(PalierForm):
    """What the landlord signals, in a sentence."""

    kind = forms.ChoiceField(
        label="Ce que vous signalez",
        choices=[(kind.value, capitalised(str(kind.label))) for kind in SignalKind],
        widget=Choices(style="wide"),
    )
    text = forms.CharField(
        label="En une phrase",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Des faits et des dates. L’association qui suit ce ménage le lit et vous répond ici.",
    )
    sending_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Draw the key that makes a signal sent twice one."""
        super().__init__(data, initial={"sending_key": uuid.uuid4()})
        layout(self, "kind", "text", "sending_key", submit="Envoyer le signalement", back=back)

    def chosen_kind(self) -> SignalKind:
        """Give what it is about, once clean."""
        return SignalKind(self.cleaned_data["kind"])


class SignalAnswerForm(PalierForm):
    """The answer to a signal: two clicks when the household is watched."""

    answer = forms.ChoiceField(label="Votre réponse", widget=Choices(style="wide"))
    is_agreed = forms.BooleanField(label="La personne est d’accord", required=False)
    effective_on = forms.DateField(label="Rouvert à partir du", required=False)
    text = forms.CharField(
        label="Ce que vous répondez au bailleur",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par le bailleur. Sans réouverture, dites-lui pourquoi.",
    )

    def __init__(self, data: Any = None, *, answers: Sequence[SignalAnswer], today: dt.date, back: str) -> None:
        """Offer the answers that fit the file's state."""
        first = answers[0] if len(answers) == 1 else None
        super().__init__(data, initial={"effective_on": today, "answer": first})
        self.give_choices("answer", [(answer.value, LABELS[answer]) for answer in answers])
        shown: tuple[ShownWhen, ...] = ()
        if SignalAnswer.REOPENED in answers:
            shown = (ShownWhen("answer", [SignalAnswer.REOPENED.value], "is_agreed", "effective_on"),)
        else:
            del self.fields["is_agreed"], self.fields["effective_on"]
        layout(self, "answer", *shown, "text", submit="Répondre", back=back)

    def chosen_answer(self) -> SignalAnswer:
        """Give the answer, once clean."""
        return SignalAnswer(self.cleaned_data["answer"])
