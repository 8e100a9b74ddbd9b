"""Forms of the commission's secretariat: sittings, decisions, offers, answers, leases."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html

from foundation.layout import AmountField, Choices, PalierForm, Row, Section, ShownWhen, layout, prepare
from foundation.words import PARIS
from leases.enums import Answer, DecisionKind, EntryStep, FileEnd, InventoryKind
from leases.services.decisions import DecisionFacts
from leases.services.leases import LeaseTerms

ENDS = (FileEnd.CONDITION_NOT_MET, FileEnd.RANK_NOT_REACHED, FileEnd.LEASE_FAILED, FileEnd.DWELLING_WITHDRAWN)


class SessionForm(PalierForm):
    """A sitting: its day, its hour, its place."""

    held_on = forms.DateField(label="Jour")
    time = forms.TimeField(label="Heure")
    place = forms.CharField(label="Lieu", max_length=160)

    def __init__(self, data: Any = None, *, initial: dict[str, Any], submit: str, back: str) -> None:
        """Lay out."""
        super().__init__(data, initial=initial)
        layout(self, Row("held_on", "time"), "place", submit=submit, back=back)

    def starts_at(self) -> dt.datetime:
        """Give the moment in Paris."""
        return dt.datetime.combine(self.cleaned_data["held_on"], self.cleaned_data["time"], tzinfo=PARIS)


class ScheduleForm(PalierForm):
    """Which sitting a dossier goes to."""

    session = forms.ChoiceField(label="Séance", widget=Choices())

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]], back: str) -> None:
        """Offer the coming sittings."""
        super().__init__(data)
        self.fields["session"].choices = choices  # type: ignore[attr-defined]
        layout(self, submit="Inscrire le dossier", back=back)


class CandidatesForm(PalierForm):
    """How many candidates outside Palier were examined for a dwelling."""

    outside = forms.IntegerField(label="Candidats examinés hors de Palier", min_value=0, max_value=200)
    exception = forms.CharField(
        label="Raison s’il y a moins de trois demandes",
        max_length=200,
        required=False,
        help_text="Personne désignée par le préfet, logement PLAI adapté, candidats trop peu nombreux (CCH, art. R. 441-3).",
    )

    def __init__(self, data: Any = None, *, outside: int | None, exception: str, back: str) -> None:
        """Start from what is recorded."""
        super().__init__(data, initial={"outside": outside, "exception": exception})
        layout(self, submit="Enregistrer", back=back)


class DecisionForm(PalierForm):
    """What the commission decided, and whether the worker was there."""

    kind = forms.ChoiceField(label="Décision", choices=DecisionKind.choices, widget=Choices())
    rank = forms.IntegerField(label="Rang", min_value=1, max_value=50, required=False)
    missing_piece = forms.CharField(label="Pièce attendue", max_length=160, required=False)
    piece_due_on = forms.DateField(label="Attendue avant le", required=False)
    reason = forms.CharField(label="Raison", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    worker_was_present = forms.ChoiceField(
        label="La référente ou le référent était présent",
        choices=[("yes", "Oui"), ("no", "Non")],
        widget=Choices(),
    )

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Show what each decision asks."""
        super().__init__(data)
        layout(
            self,
            "kind",
            ShownWhen("kind", [DecisionKind.ALLOCATED_RANKED], "rank"),
            ShownWhen("kind", [DecisionKind.ALLOCATED_CONDITIONAL], Row("missing_piece", "piece_due_on")),
            ShownWhen(
                "kind", [DecisionKind.NOT_ALLOCATED, DecisionKind.INADMISSIBLE, DecisionKind.ADJOURNED], "reason"
            ),
            "worker_was_present",
            submit="Enregistrer la décision",
            back=back,
        )

    def facts(self) -> DecisionFacts:
        """Give the decision; what its kind does not ask is left out."""
        said = self.cleaned_data
        kind = DecisionKind(said["kind"])
        conditional = kind == DecisionKind.ALLOCATED_CONDITIONAL
        return DecisionFacts(
            kind=kind,
            rank=said["rank"] if kind == DecisionKind.ALLOCATED_RANKED else None,
            missing_piece=said["missing_piece"] if conditional else "",
            piece_due_on=said["piece_due_on"] if conditional else None,
            reason=said["reason"],
        )


class DayForm(PalierForm):
    """The day of an act."""

    day = forms.DateField(label="Date")

    def __init__(self, data: Any = None, *, label: str, today: dt.date, submit: str, back: str, hint: str = "") -> None:
        """Say which day."""
        super().__init__(data, initial={"day": today})
        self.fields["day"].label = label
        self.fields["day"].help_text = hint
        layout(self, submit=submit, back=back)


class AnswerForm(PalierForm):
    """The household's answer to an offer."""

    answer = forms.ChoiceField(label="Réponse du ménage", choices=Answer.choices, widget=Choices())
    answered_on = forms.DateField(label="Reçue le")
    reason = forms.CharField(label="Motif", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, today: dt.date, has_lapsed: bool, back: str) -> None:
        """Offer silence only once the delay is over."""
        super().__init__(data, initial={"answered_on": today})
        if not has_lapsed:
            self.fields["answer"].choices = [  # type: ignore[attr-defined]
                choice for choice in Answer.choices if choice[0] != Answer.SILENCE
            ]
        layout(
            self,
            "answer",
            "answered_on",
            ShownWhen("answer", [Answer.REFUSED], "reason"),
            submit="Enregistrer la réponse",
            back=back,
        )


class FailForm(PalierForm):
    """Why a positive decision leads to no lease."""

    end = forms.ChoiceField(label="Issue", choices=[(end.value, end.label) for end in ENDS], widget=Choices())
    ended_on = forms.DateField(label="Date")
    reason = forms.CharField(label="Raison", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Start from today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, submit="Clore le dossier", back=back)


class LeaseForm(PalierForm):
    """The lease signed: the household's own, or the association's with the sublease under it."""

    mode = forms.ChoiceField(
        label="Quel bail",
        choices=[("DIRECT", "Bail du ménage"), ("SUBLET", "Bail de l’association et sous-location")],
        widget=Choices(),
    )
    signed_on = forms.DateField(label="Signé le")
    started_on = forms.DateField(label="Effet le")
    rent = AmountField(label="Loyer, par mois")
    charges = AmountField(label="Charges, par mois", required=False)
    deposit = AmountField(label="Dépôt de garantie", required=False)
    sub_rent = AmountField(label="Loyer de la sous-location, par mois", required=False)
    sub_charges = AmountField(label="Charges de la sous-location, par mois", required=False)
    is_third_party_paid = forms.BooleanField(
        label="Aide au logement versée à l’association (tiers payant)", required=False
    )
    expects_slide = forms.BooleanField(label="Le bail doit glisser au nom du ménage", required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any], back: str) -> None:
        """Start from the announced terms."""
        super().__init__(data, initial=initial)
        layout(
            self,
            "mode",
            Row("signed_on", "started_on"),
            Section("Conditions", Row("rent", "charges", "deposit")),
            ShownWhen("mode", ["SUBLET"], Row("sub_rent", "sub_charges"), "is_third_party_paid", "expects_slide"),
            submit="Enregistrer le bail",
            back=back,
        )

    def terms(self) -> LeaseTerms:
        """Give the lease that the landlord signs."""
        said = self.cleaned_data
        return LeaseTerms(
            signed_on=said["signed_on"],
            started_on=said["started_on"],
            rent=said["rent"],
            charges=said["charges"] or Decimal(0),
            deposit=said["deposit"] or Decimal(0),
        )

    def sublease(self) -> LeaseTerms | None:
        """Give the sublease, on the same days, or None for a direct lease."""
        said = self.cleaned_data
        if said["mode"] != "SUBLET":
            return None
        return LeaseTerms(
            signed_on=said["signed_on"],
            started_on=said["started_on"],
            rent=said["sub_rent"] if said["sub_rent"] is not None else said["rent"],
            charges=said["sub_charges"] if said["sub_charges"] is not None else said["charges"] or Decimal(0),
            is_third_party_paid=said["is_third_party_paid"],
        )


class EntryForm(PalierForm):
    """The preparation of an entry, a line a step."""

    def __init__(self, data: Any = None, *, items: dict[str, Any], back: str) -> None:
        """Start from what is ticked."""
        super().__init__(data)
        rows = []
        for step in EntryStep:
            item = items.get(step.value)
            done, not_needed = f"done_{step.value}", f"off_{step.value}"
            self.fields[done] = forms.DateField(
                label=f"{step.label}, fait le", required=False, initial=item.done_on if item else None
            )
            self.fields[not_needed] = forms.BooleanField(
                label=format_html('Sans objet<span class="visually-hidden">, {}</span>', step.label),
                required=False,
                initial=bool(item and item.is_not_needed),
            )
            rows.append(Row(done, not_needed))
        for field in self.fields.values():
            prepare(field)
        layout(self, *rows, submit="Enregistrer la préparation", back=back)


class InventoryForm(PalierForm):
    """An état des lieux and the keys."""

    kind = forms.ChoiceField(label="État des lieux", choices=InventoryKind.choices, widget=Choices())
    made_on = forms.DateField(label="Fait le")
    worker_was_present = forms.BooleanField(label="La référente ou le référent était présent", required=False)
    keys_handed = forms.IntegerField(label="Clés remises", min_value=0, max_value=50)
    note = forms.CharField(label="Remarques", required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Start from a move-in made today."""
        super().__init__(data, initial={"kind": InventoryKind.MOVE_IN, "made_on": today, "keys_handed": 2})
        layout(
            self,
            "kind",
            "made_on",
            "worker_was_present",
            "keys_handed",
            "note",
            submit="Enregistrer l’état des lieux",
            back=back,
        )
