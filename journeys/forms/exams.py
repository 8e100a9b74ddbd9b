"""The forms of exams and of notices to the préfet."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from foundation.layout import Choices, PalierForm, Row, Section, ShownWhen, layout, prepare
from foundation.refusals import said_beside
from foundation.words import PARIS, capitalised
from journeys.selectors.exams import NoticeStart
from leases.enums import ConvocationMeans, ExamLevel, ExamSubject, LandlordPosition, NoticeMeans
from leases.readings.exams import ExamRead
from leases.services.exams import CriterionSaid, ExamRefused, ExamReport, PositionSaid

Made = TypeVar("Made")
READ_BY_ALL = "Lu par le ménage, l’association et le bailleur\u00a0: ni santé, ni famille, ni justice."
UPLOAD_HELP = "PDF, photographie JPEG, PNG ou HEIC, 20 Mo au plus."


def choices_of(words: Any) -> list[tuple[str, str]]:
    """Give an enum's choices with a capital."""
    return [(value, capitalised(str(label))) for value, label in words.choices]


class ConveneForm(PalierForm):
    """The day, the hour, the place."""

    on = forms.DateField(label="Jour de l’examen")
    time = forms.TimeField(label="Heure")
    place = forms.CharField(
        label="Lieu",
        max_length=200,
        help_text="Il figure sur les convocations, comme «\u00a0à l’association, 3 rue des Lices\u00a0».",
    )
    convened_on = forms.DateField(label="Convocations datées du")

    def __init__(self, data: Any = None, *, due_on: dt.date | None, today: dt.date, back: str) -> None:
        """Propose the legal date, or nothing when it is past."""
        proposed = due_on if due_on and due_on > today else None
        super().__init__(data, initial={"on": proposed, "time": dt.time(14), "convened_on": today})
        layout(self, Row("on", "time"), "place", "convened_on", submit="Convoquer l’examen", back=back)

    def starts_at(self) -> dt.datetime:
        """Give the moment, in Paris."""
        said = self.cleaned_data
        return dt.datetime.combine(said["on"], said["time"], tzinfo=PARIS)


class ToldForm(PalierForm):
    """How and when a convocation was given."""

    whom = forms.ChoiceField(
        label="À qui", choices=[("household", "Le ménage"), ("landlord", "Le bailleur")], widget=Choices
    )
    told_on = forms.DateField(label="Le")
    means = forms.ChoiceField(label="Comment", choices=choices_of(ConvocationMeans), widget=Choices(style="wide"))

    def __init__(self, data: Any = None, *, whom: str, today: dt.date, back: str) -> None:
        """Start from who is still to be told."""
        super().__init__(data, initial={"whom": whom, "told_on": today})
        layout(self, "whom", "told_on", "means", submit="Enregistrer la remise", back=back)


class NoteForm(PalierForm):
    """Why an exam did not take place."""

    note = forms.CharField(
        label="Ce qui s’est passé", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=READ_BY_ALL
    )

    def __init__(self, data: Any = None, *, label: str, submit: str, back: str) -> None:
        """Take the words of the act."""
        super().__init__(data)
        self.fields["note"].label = label
        layout(self, "note", submit=submit, back=back)


class RecordForm(PalierForm):
    """What an exam left: who was there, the criteria, the household's own words, the landlord's position."""

    held_on = forms.DateField(label="Tenu le")
    present = forms.CharField(label="Personnes présentes", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    words = forms.CharField(
        label="Ce que dit le ménage, avec ses mots",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=READ_BY_ALL,
    )
    note = forms.CharField(
        label="Ce qui a été convenu",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=READ_BY_ALL,
    )
    position = forms.ChoiceField(
        label="Position du bailleur, dite pendant l’examen",
        choices=[("", "Il la donnera de son côté"), *choices_of(LandlordPosition)],
        required=False,
        widget=Choices(style="wide"),
    )
    position_reason = forms.CharField(
        label="Pourquoi cette position", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_on = forms.DateField(label="Prochain examen prévu le", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, exam: ExamRead, next_due_on: dt.date, today: dt.date, back: str) -> None:
        """Start from what was recorded, else from the convocation."""
        stated = exam.position is not None and not exam.position_by  # said during the exam
        super().__init__(
            data,
            initial={
                "held_on": exam.held_on or min(exam.day, today),
                "present": exam.present,
                "words": exam.words,
                "note": exam.note,
                "position": exam.position if stated else "",
                "position_reason": exam.position_reason if stated else "",
                "next_on": exam.next_on or next_due_on,
                "version": exam.version,
            },
        )
        known = {one.subject: one for one in exam.criteria}
        pieces = []
        for subject in ExamSubject:
            level, sentence = f"level_{subject.value.lower()}", f"sentence_{subject.value.lower()}"
            found = known.get(subject)
            self.fields[level] = forms.ChoiceField(
                label=subject.label,
                choices=choices_of(ExamLevel),
                widget=Choices(style="tight"),
                initial=found.level if found else None,
            )
            self.fields[sentence] = forms.CharField(
                label=f"{subject.label}, en une phrase",
                max_length=500,
                required=False,
                initial=found.sentence if found else "",
            )
            pieces += [level, sentence]
        self.is_positioned = exam.position is not None and not stated
        asked = (
            []
            if self.is_positioned
            else [
                "position",
                ShownWhen("position", [LandlordPosition.RESERVED, LandlordPosition.UNFAVOURABLE], "position_reason"),
            ]
        )
        if self.is_positioned:
            del self.fields["position"], self.fields["position_reason"]
        for field in self.fields.values():
            prepare(field)
        layout(
            self,
            "held_on",
            "present",
            Section("Les critères", *pieces, hint=READ_BY_ALL),
            Section("Ce qui s’est dit", "words", "note", *asked),
            "next_on",
            "version",
            submit="Enregistrer l’examen",
            back=back,
        )

    def report(self) -> ExamReport:
        """Give what was said, once clean."""
        said = self.cleaned_data
        position = said.get("position")
        return ExamReport(
            held_on=said["held_on"],
            present=said["present"],
            criteria={
                subject: CriterionSaid(
                    ExamLevel(said[f"level_{subject.value.lower()}"]), said[f"sentence_{subject.value.lower()}"]
                )
                for subject in ExamSubject
            },
            words=said["words"],
            note=said["note"],
            next_on=said["next_on"],
            position=PositionSaid(LandlordPosition(position), said["position_reason"]) if position else None,
        )


class PositionForm(PalierForm):
    """The landlord's position, from its own session."""

    position = forms.ChoiceField(
        label="Un bail au nom du ménage", choices=choices_of(LandlordPosition), widget=Choices(style="wide")
    )
    position_reason = forms.CharField(
        label="Pourquoi",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Demandé pour une position réservée ou défavorable. Lu par le ménage et par l’association, et repris "
        "dans l’avis au préfet.",
    )
    given_on = forms.DateField(label="Donnée le")

    def __init__(self, data: Any = None, *, exam: ExamRead, today: dt.date, back: str) -> None:
        """Start from the position already given."""
        initial = {"position": exam.position, "position_reason": exam.position_reason, "given_on": today}
        super().__init__(data, initial=initial)
        layout(self, "position", "position_reason", "given_on", submit="Donner cette position", back=back)

    def said(self) -> PositionSaid:
        """Give the position, once clean."""
        said = self.cleaned_data
        return PositionSaid(LandlordPosition(said["position"]), said["position_reason"])


class NoticeForm(PalierForm):
    """Whether a lease is offered, and if not, why."""

    is_offered = forms.ChoiceField(
        label="Proposez-vous un bail au ménage\u00a0?",
        choices=[("oui", "Oui, sur ce logement"), ("non", "Non, pas à l’issue de cette période")],
        widget=Choices(style="wide"),
    )
    reason = forms.CharField(
        label="Pourquoi",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Obligatoire si vous ne proposez pas de bail (CCH, art. L. 442-8-3). Cette raison est écrite dans la lettre.",
    )

    def __init__(self, data: Any = None, *, start: NoticeStart, back: str) -> None:
        """Start from the exam's position."""
        answer = {True: "oui", False: "non"}.get(start.is_offered) if start.is_offered is not None else None
        super().__init__(data, initial={"is_offered": answer, "reason": start.reason})
        self.fields["is_offered"].help_text = start.from_what
        layout(self, "is_offered", "reason", submit="Préparer l’avis", back=back)

    @property
    def offers(self) -> bool:
        """Tell whether a lease is offered, once clean."""
        return bool(self.cleaned_data["is_offered"] == "oui")


class SendForm(PalierForm):
    """How the notice was sent, and its proof."""

    sent_on = forms.DateField(label="Envoyé le")
    means = forms.ChoiceField(label="Comment", choices=choices_of(NoticeMeans), widget=Choices(style="wide"))
    tracking_number = forms.CharField(
        label="Numéro du recommandé", max_length=40, required=False, help_text="Imprimé sur le récépissé de la poste."
    )
    proof = forms.FileField(
        label="Preuve d’envoi",
        required=False,
        help_text=f"Récépissé ou accusé de réception. {UPLOAD_HELP} Elle peut s’ajouter plus tard.",
    )

    def __init__(self, data: Any = None, files: Any = None, *, today: dt.date, back: str) -> None:
        """Propose a registered letter of today."""
        super().__init__(data, files, initial={"sent_on": today, "means": NoticeMeans.REGISTERED})
        layout(
            self,
            "sent_on",
            "means",
            ShownWhen("means", [NoticeMeans.REGISTERED], "tracking_number"),
            "proof",
            submit="Enregistrer l’envoi",
            back=back,
        )


class ProofForm(PalierForm):
    """The proof that came after the sending."""

    proof = forms.FileField(label="Preuve d’envoi", help_text=UPLOAD_HELP)

    def __init__(self, data: Any = None, files: Any = None, *, back: str) -> None:
        """Ask for the file."""
        super().__init__(data, files)
        layout(self, "proof", submit="Garder la preuve", back=back)


def tried(form: PalierForm, act: Callable[[], Made]) -> Made | None:
    """Do an act: what it refuses is said beside its fields, and nothing typed is lost."""
    with said_beside(form):
        try:
            return act()
        except ExamRefused as refused:
            for field, reason in refused.reasons.items():
                form.add_error(field if field in form.fields else None, reason)
    return None
