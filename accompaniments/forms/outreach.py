"""The forms of the outreach ladder: an attempt in a few taps, what became of it, the end of the ladder."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from accompaniments.enums import AttemptKind, AttemptResult
from accompaniments.readings.outreach import AttemptRead
from accompaniments.readings.outreach_letters import Recipient
from accompaniments.rules.outreach import RESULTS, why_proposal_is_refused
from foundation.layout import Choices, Insert, PalierForm, Row, Section, ShownWhen, layout
from foundation.words import plain_date

DRAFT_KIND = "accompaniments.outreach"
UPLOAD_HELP = "PDF, photographie JPEG, PNG ou HEIC, 20 Mo au plus."
ICONS: dict[str, str] = {
    AttemptKind.LETTER_SIMPLE: "letter",
    AttemptKind.LETTER_REGISTERED: "letter",
    AttemptKind.SITE_VISIT: "home",
    AttemptKind.PHONE: "phone",
    AttemptKind.MESSAGE: "comment",
    AttemptKind.VIA_PARTNER: "group",
}
DIRECT = (AttemptKind.SITE_VISIT, AttemptKind.PHONE, AttemptKind.MESSAGE, AttemptKind.VIA_PARTNER)
AT_ONCE = [
    (AttemptResult.NO_ANSWER.value, "Personne, ou sans réponse"),
    (AttemptResult.MET.value, "La personne a été rencontrée"),
    (AttemptResult.ANSWERED.value, "La personne a répondu"),
    (AttemptResult.PENDING.value, "Réponse attendue"),
]


class AttemptForm(PalierForm):
    """An attempt: the next rung first, or anything beside the ladder."""

    kind = forms.ChoiceField(label="Comment", choices=AttemptKind.choices, widget=Choices(icons=ICONS))
    counts = forms.BooleanField(label="Compte pour l’étape suivante de la relance", required=False)
    sent_on = forms.DateField(label="Fait le", help_text="Le jour de l’envoi, du passage ou de l’appel.")
    tracking_number = forms.CharField(
        label="Numéro du recommandé",
        max_length=30,
        required=False,
        help_text="Imprimé sur le récépissé. Il peut se noter plus tard.",
    )
    makes = forms.BooleanField(label="Faire le courrier en PDF, et le garder avec la relance", required=False)
    proposed_on = forms.DateField(label="Rencontre proposée le", required=False)
    proposed_time = forms.TimeField(label="À", required=False)
    place = forms.CharField(
        label="Lieu proposé",
        max_length=120,
        required=False,
        help_text="Par exemple : à l’association, 3 rue des Lices.",
    )
    passed = forms.BooleanField(label="Un avis de passage a été laissé : le garder en PDF", required=False)
    result = forms.ChoiceField(label="Résultat", choices=AT_ONCE, required=False, widget=Choices)
    note = forms.CharField(
        label="Note pour l’équipe", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    returns = forms.BooleanField(label="Revenir à l’étape « prise de contact »", required=False)
    rung = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sending_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        rung: int | None,
        rung_kind: AttemptKind | None,
        rung_due_on: dt.date | None,
        recipient: Recipient,
        may_return: bool,
        today: dt.date,
        back: str,
    ) -> None:
        """Start from the next rung, today."""
        super().__init__(
            data,
            initial={
                "kind": rung_kind or AttemptKind.PHONE,
                "counts": True,
                "sent_on": today,
                "makes": not recipient.refusal,
                "result": AttemptResult.NO_ANSWER,
                "rung": rung,
                "sending_key": uuid.uuid4(),
            },
        )
        self.recipient = recipient
        self.rung_kind = rung_kind
        letters = list(AttemptKind.LETTERS)
        if rung_due_on and rung_due_on > today:
            self.fields["counts"].help_text = f"L’étape suivante est prévue à partir du {plain_date(rung_due_on)}."
        counting = [ShownWhen("kind", [rung_kind.value], "counts")] if rung_kind else []
        if not rung_kind:
            del self.fields["counts"]
        if not may_return:
            del self.fields["returns"]
        layout(
            self,
            "kind",
            *counting,
            "sent_on",
            ShownWhen("kind", [AttemptKind.LETTER_REGISTERED], "tracking_number"),
            ShownWhen("kind", letters, "makes", Row("proposed_on", "proposed_time"), "place"),
            ShownWhen("kind", [kind.value for kind in DIRECT], "result"),
            ShownWhen("kind", [AttemptKind.SITE_VISIT], "passed"),
            "note",
            *(["returns"] if may_return else []),
            Insert("accompaniments/_draft.html", draft_kind=DRAFT_KIND),
            "rung",
            "sending_key",
            submit="Enregistrer la relance",
            back=back,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a letter without an address, or one that proposes a day before its own; forget what the chosen way does not ask."""
        cleaned = dict(super().clean() or self.cleaned_data)
        kind = cleaned.get("kind", "")
        if kind in AttemptKind.LETTERS and cleaned.get("makes") and self.recipient.refusal:
            self.add_error("makes", self.recipient.refusal)
        sent_on = cleaned.get("sent_on")
        is_made = kind in AttemptKind.LETTERS and cleaned.get("makes")
        if sent_on and is_made and (reason := why_proposal_is_refused(cleaned.get("proposed_on"), sent_on=sent_on)):
            self.add_error("proposed_on", reason)
        if kind != AttemptKind.LETTER_REGISTERED:
            cleaned["tracking_number"] = ""
        return cleaned

    @property
    def kind_chosen(self) -> AttemptKind:
        """Give the chosen way."""
        return AttemptKind(self.cleaned_data["kind"])

    @property
    def rung_chosen(self) -> int | None:
        """Give the rung that it counts for, None beside the ladder."""
        is_next = self.kind_chosen == self.rung_kind and self.cleaned_data.get("counts")
        return self.cleaned_data["rung"] if is_next else None

    @property
    def makes_paper(self) -> bool:
        """Tell whether a letter or a notice of passage is made."""
        is_visit = self.kind_chosen == AttemptKind.SITE_VISIT
        is_letter = self.kind_chosen in AttemptKind.LETTERS
        return bool((is_visit and self.cleaned_data["passed"]) or (is_letter and self.cleaned_data["makes"]))

    @property
    def result_chosen(self) -> tuple[AttemptResult, dt.date | None]:
        """Give what became of it at once, with its day; a letter waits for its answer."""
        said = self.cleaned_data.get("result") or AttemptResult.PENDING
        if self.kind_chosen in AttemptKind.LETTERS or said == AttemptResult.PENDING:
            return AttemptResult.PENDING, None
        return AttemptResult(said), self.cleaned_data["sent_on"]


class FollowForm(PalierForm):
    """What became of an attempt."""

    tracking_number = forms.CharField(label="Numéro du recommandé", max_length=30, required=False)
    presented_on = forms.DateField(
        label="Première présentation le",
        required=False,
        help_text="Le jour du premier avis du facteur : l’attente suivante part de là.",
    )
    received_on = forms.DateField(label="Reçu le", required=False)
    returned_on = forms.DateField(label="Revenu le", required=False)
    result = forms.ChoiceField(label="Résultat", widget=Choices(style="wide"))
    result_on = forms.DateField(label="Résultat du", required=False)
    note = forms.CharField(
        label="Note pour l’équipe", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    receipt = forms.FileField(label="Preuve : récépissé, avis de réception", required=False, help_text=UPLOAD_HELP)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        attempt: AttemptRead,
        stored: dict[str, Any],
        back: str,
    ) -> None:
        """Offer what this way may give, and its postal dates for a letter."""
        super().__init__(data, files, initial=stored)
        self.give_choices("result", [(result.value, result.label.capitalize()) for result in RESULTS[attempt.kind]])
        postal = ("tracking_number", "presented_on", "received_on", "returned_on")
        kept = {
            AttemptKind.LETTER_REGISTERED: postal,
            AttemptKind.LETTER_SIMPLE: ("returned_on",),
        }.get(attempt.kind, ())
        for name in postal:
            if name not in kept:
                del self.fields[name]
        if not kept:
            del self.fields["receipt"]
        dates = [name for name in kept if name != "tracking_number"]
        layout(
            self,
            *(["tracking_number"] if "tracking_number" in kept else []),
            *([Section("Ce que dit la Poste", *dates)] if dates else []),
            "result",
            ShownWhen(
                "result", [result for result in RESULTS[attempt.kind] if result != AttemptResult.PENDING], "result_on"
            ),
            "note",
            *(["receipt"] if kept else []),
            submit="Enregistrer la suite",
            back=back,
        )

    def clean(self) -> dict[str, Any]:
        """Forget the day of a result that is awaited."""
        cleaned = dict(super().clean() or self.cleaned_data)
        if cleaned.get("result") == AttemptResult.PENDING:
            cleaned["result_on"] = None
        return cleaned


class AttemptWithdrawalForm(PalierForm):
    """Why an attempt is withdrawn."""

    reason = forms.CharField(
        label="Pourquoi retirer cette relance",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Elle reste dans le dossier, barrée, avec cette raison.",
    )

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Lay it out, short."""
        super().__init__(data)
        layout(self, "reason", submit="Retirer cette relance", back=back, bar=False)


class PassageForm(PalierForm):
    """What a notice of passage says, before the visit or after."""

    day = forms.DateField(label="Jour du passage")
    time = forms.TimeField(label="Heure", required=False)

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"day": today})
        layout(self, Row("day", "time"), submit="Faire l’avis de passage", back=back, back_label="Revenir", bar=False)


class FailureForm(PalierForm):
    """What the team says to its manager when nobody could be reached."""

    note = forms.CharField(
        label="Ce qui a été tenté, pour la responsable",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu dans l’équipe. Le bailleur lit le fait et ses dates, rien d’autre.",
    )

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Lay it out."""
        super().__init__(data)
        layout(self, "note", submit="Demander la confirmation", back=back, bar=False)


class DecisionForm(PalierForm):
    """The manager's answer."""

    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=[("CONFIRM", "Le contact est infructueux"), ("DECLINE", "Il reste quelque chose à tenter")],
        widget=Choices(style="wide"),
    )
    reason = forms.CharField(
        label="Ce qu’il reste à tenter", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Ask for what is left to try only when she gives it back."""
        super().__init__(data)
        layout(self, "answer", ShownWhen("answer", ["DECLINE"], "reason"), submit="Répondre", back=back, bar=False)


class RestartForm(PalierForm):
    """A failed contact taken up again."""

    effective_on = forms.DateField(label="Le ménage s’est manifesté le")
    reason = forms.CharField(
        label="Comment",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Pour l’équipe.",
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"effective_on": today})
        layout(self, submit="Reprendre la prise de contact", back=back, bar=False)
