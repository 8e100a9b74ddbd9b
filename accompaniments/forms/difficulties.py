"""The forms of a difficulty: what one side reports, what the other answers, how it ends, why it is opened again."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from accompaniments.enums import DifficultyAnswer, DifficultyKind
from accompaniments.rules.grid import health_words
from accompaniments.selectors.difficulties import ReportPage
from foundation.layout import Choices, PalierForm, ShownWhen, layout, prepare
from foundation.words import capitalised

LABELS = {
    DifficultyAnswer.ANSWERED: "Répondre",
    DifficultyAnswer.REOPENED: "Rouvrir l’accompagnement",
    DifficultyAnswer.NOT_REOPENED: "Ne pas rouvrir",
    DifficultyAnswer.HANDLED: "Pris en compte dans l’accompagnement",
}
READ_BY_BOTH = "Lu par l’association et par le bailleur."
KEPT = "is_reread"


class TreatedForm(PalierForm):
    """A text that both sides read: a word of health is shown again once before it is sent, never refused (§5)."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Ask to read again what seems to tell someone's health."""
        super().__init__(data, initial=initial)
        self.told_health = health_words(str(self.data.get("text", ""))) if self.is_bound else ()
        if self.told_health:
            self.fields[KEPT] = forms.BooleanField(label="J’ai relu ce texte, je l’envoie ainsi", required=False)
            prepare(self.fields[KEPT])

    @property
    def reread(self) -> tuple[str, ...]:
        """Give the name of the box to tick, when there is something to read again."""
        return (KEPT,) if self.told_health else ()

    def clean(self) -> dict[str, Any]:
        """Hold back, once, what seems to tell someone's health."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.told_health and not said.get(KEPT):
            words = ", ".join(self.told_health)
            self.add_error(
                "text",
                f"À relire\u00a0: {words}. L’autre partie lira ce texte\u00a0: n’y écrivez ni maladie ni traitement. "
                "Corrigez-le, ou cochez la case pour l’envoyer ainsi.",
            )
        return said


class ReportForm(TreatedForm):
    """What a side reports, in a sentence."""

    landlord = forms.ChoiceField(label="À quel bailleur")
    kind = forms.ChoiceField(
        label="Ce que vous signalez",
        choices=[(kind.value, capitalised(str(kind.label))) for kind in DifficultyKind],
        widget=Choices(style="wide"),
    )
    text = forms.CharField(label="En une phrase", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    sending_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, page: ReportPage, back: str) -> None:
        """Draw the key that makes a report sent twice one, and say who will read before anything is written."""
        super().__init__(data, initial={"sending_key": uuid.uuid4()})
        told = f" Transmis à {page.told}." if page.told else ""
        self.fields["text"].help_text = f"Des faits et des dates. {READ_BY_BOTH}{told} {capitalised(page.within)}."
        if len(page.landlords) > 1:
            self.give_choices("landlord", page.landlords)
            chosen: tuple[str, ...] = ("landlord",)
        else:
            del self.fields["landlord"]
            chosen = ()
        self._only = page.landlords[0][0] if page.landlords else ""
        layout(self, *chosen, "kind", "text", *self.reread, "sending_key", submit="Envoyer", back=back)

    def chosen_kind(self) -> DifficultyKind:
        """Give what it is about, once clean."""
        return DifficultyKind(self.cleaned_data["kind"])

    def chosen_landlord(self) -> uuid.UUID:
        """Give the landlord whom the team asks, once clean."""
        return uuid.UUID(self.cleaned_data.get("landlord") or self._only)


class AnswerForm(TreatedForm):
    """The answer to a difficulty: two clicks when the household is watched."""

    answer = forms.ChoiceField(label="Votre réponse", widget=Choices(style="wide"))
    is_agreed = forms.BooleanField(label="La personne est d’accord", required=False)
    effective_on = forms.DateField(label="Rouvert à partir du", required=False)
    text = forms.CharField(
        label="Ce que vous répondez",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=READ_BY_BOTH,
    )

    def __init__(self, data: Any = None, *, answers: Sequence[DifficultyAnswer], today: dt.date, back: str) -> None:
        """Offer the answers that fit the side and the file's state; a single one is not asked for."""
        super().__init__(data, initial={"effective_on": today})
        self._only = answers[0] if len(answers) == 1 else None
        pieces: list[Any] = []
        if self._only:
            del self.fields["answer"]
        else:
            self.give_choices("answer", [(answer.value, LABELS[answer]) for answer in answers])
            pieces.append("answer")
        if DifficultyAnswer.REOPENED in answers:
            pieces.append(ShownWhen("answer", [DifficultyAnswer.REOPENED.value], "is_agreed", "effective_on"))
            self.fields["text"].help_text = f"{READ_BY_BOTH} Sans réouverture, dites pourquoi."
        else:
            del self.fields["is_agreed"], self.fields["effective_on"]
        layout(self, *pieces, "text", *self.reread, submit="Répondre", back=back)

    def chosen_answer(self) -> DifficultyAnswer:
        """Give the answer, once clean."""
        return self._only or DifficultyAnswer(self.cleaned_data["answer"])


class SettleForm(TreatedForm):
    """How a difficulty is settled, or why it is opened again."""

    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=READ_BY_BOTH)

    def __init__(self, data: Any = None, *, label: str, submit: str, back: str) -> None:
        """Ask it in the words of the act."""
        super().__init__(data)
        self.fields["text"].label = label
        layout(self, "text", *self.reread, submit=submit, back=back)
