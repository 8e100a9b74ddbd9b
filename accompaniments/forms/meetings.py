"""The forms of meetings, in the order of the work: how, did it happen, when, how long, with whom, on what, the note."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict

from accompaniments.enums import CancelledBy, Mode, Outcome, Progress, Subject
from accompaniments.forms.meeting_moments import MODES, MomentForm
from accompaniments.readings.meetings import ICONS, MeetingContent, in_order, ticked
from accompaniments.rules.meetings import (
    MAX_PARTS,
    before_start_reason,
    is_before_start,
    local_moment,
    refusals,
)
from accompaniments.selectors.meeting_forms import MeetingFacts
from accompaniments.services.meetings import NextMeeting
from foundation.layout import Choices, Insert, ManyChoices, Row, Section, ShownWhen, layout, prepare
from foundation.timeline import AUDIENCE_CHOICES, Audience, Part
from foundation.words import PARIS, capitalised, minutes, plain_date

LENGTHS = (15, 30, 45, 60, 90)
USUAL_LENGTH = "45"
OTHER = "OTHER"
PARTS_SHOWN = 3  # without script, so many parts may be written at once
_SIGNS = {audience.value: f"aud-{audience.level}" for audience in Audience}
_PART = re.compile(r"part_(\d{1,3})_(text|audience)\Z")
_ORDINALS = ("première", "deuxième", "troisième", "quatrième", "cinquième")
_OUTCOMES = [
    (Outcome.HELD.value, "Oui"),
    (Outcome.NOT_PRESENT.value, "Personne absente"),
    (Outcome.CANCELLED.value, "Annulée"),
]

_PROGRESS = [("", "Non"), *((progress.value, capitalised(str(progress.label))) for progress in Progress)]
_TAPS = Insert("accompaniments/_meeting_objectives.html")


@dataclass(frozen=True)
class PartFields:
    """The two fields of a part of the note."""

    number: int
    ordinal: str
    text: BoundField
    audience: BoundField

    @property
    def fields(self) -> tuple[BoundField, BoundField]:
        """Give both, for their errors."""
        return self.text, self.audience


class MeetingForm(MomentForm):
    """A meeting that took place, or should have. The rules' refusals come beside their fields; nothing typed is lost."""

    mode = forms.ChoiceField(
        label="Comment", choices=MODES, widget=Choices(icons={str(k): v for k, v in ICONS.items()})
    )
    outcome = forms.ChoiceField(
        label="A-t-elle eu lieu\u00a0?",
        choices=_OUTCOMES,
        widget=Choices(style="three", icons={"HELD": "check", "NOT_PRESENT": "stop", "CANCELLED": "cross"}),
    )
    cancelled_by = forms.ChoiceField(
        label="Annulée par",
        choices=[("HOUSEHOLD", "Le ménage"), ("WORKER", "Moi, ou l’équipe"), ("OTHER", "Un tiers")],
        widget=Choices(style="three"),
        error_messages={"required": "Dites qui a annulé la rencontre."},
    )
    day = forms.DateField(label="Jour", error_messages={"required": "Indiquez le jour de la rencontre."})
    time = forms.TimeField(label="Heure", error_messages={"required": "Indiquez l’heure de la rencontre."})
    length = forms.ChoiceField(
        label="Durée",
        choices=[*((str(length), minutes(length)) for length in LENGTHS), (OTHER, "Autre")],
        widget=Choices(style="tight"),
        error_messages={"required": "Indiquez la durée de la rencontre."},
    )
    minutes = forms.IntegerField(
        label="Autre durée, en minutes",
        error_messages={
            "required": "Indiquez la durée en minutes.",
            "invalid": "Écrivez un nombre de minutes, par exemple 50.",
        },
    )
    present = forms.MultipleChoiceField(
        label="Avec qui",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins une personne\u00a0: une rencontre tenue l’est avec quelqu’un du ménage.",
            "invalid_choice": "Choisissez parmi les personnes du ménage.",
        },
    )
    subjects = forms.MultipleChoiceField(
        label="Sujets travaillés",
        choices=[(subject.value, subject.label) for subject in Subject],
        widget=ManyChoices(style="subjects"),
        required=False,
    )
    place = forms.CharField(label="Lieu précis", required=False, help_text="Se lit dans l’équipe du dossier seulement.")
    purpose = forms.CharField(label="Objet", required=False, help_text="Se lit dans l’équipe du dossier seulement.")
    next_day = forms.DateField(label="Jour", required=False)
    next_time = forms.TimeField(label="Heure", required=False)
    next_mode = forms.ChoiceField(label="Où", choices=MODES, required=False)
    next_place = forms.CharField(label="Lieu précis", required=False)
    confirm_overlap = forms.BooleanField(label="À confirmer", required=False)
    move_start = forms.BooleanField(label="Début du suivi", required=False)
    sending_key = forms.CharField(widget=forms.HiddenInput, required=False)

    submit = "Enregistrer la rencontre"
    back_label = "Finir plus tard"
    draft_kind = "accompaniments.meeting"
    move_start_says = "Déplacer le début du suivi à ce jour"

    def __init__(
        self,
        data: Any = None,
        *,
        facts: MeetingFacts,
        now: dt.datetime,
        back: str,
        action: str = "",
        preview_url: str = "",
        voir: str = "",
        issue: str = "",
    ) -> None:
        """Offer the people of the household; `facts.stored` prefills a planned meeting, or the one being corrected."""
        self.facts, self.now = facts, now.astimezone(PARIS)
        self.draft_subject, self.draft_since = facts.draft_subject, facts.changed_at
        initial = self._initial()
        if issue in dict(_OUTCOMES):
            initial["outcome"] = issue
        super().__init__(data, initial=initial)
        self._outcome = str(self.data.get("outcome", "")) if self.is_bound else self.initial["outcome"]
        self._add_parts()
        self._offer_objectives()
        self._offer_people()
        is_held = not self.is_bound or self._outcome == Outcome.HELD
        self.fields["cancelled_by"].required = not self.is_bound or self._outcome == Outcome.CANCELLED
        self.fields["length"].required = is_held
        self.fields["minutes"].required = not self.is_bound or (is_held and self.data.get("length") == OTHER)
        self.voir = Audience(voir) if voir in set(Audience) else Audience.LANDLORD
        self.action, self.preview_url, self.back = action, preview_url, back
        self._lay_out()

    def _initial(self) -> dict[str, Any]:
        """Give the usual answers: at home, now, 45 minutes, the adults; or what is stored."""
        rounded = self.now.replace(minute=self.now.minute // 15 * 15, second=0, microsecond=0)
        first = {
            "mode": Mode.HOME.value,
            "outcome": Outcome.HELD.value,
            "day": rounded.date(),
            "time": rounded.time().replace(tzinfo=None),
            "length": USUAL_LENGTH,
            "present": [str(person.id) for person in self.facts.people if person.is_adult],
            "next_mode": Mode.OFFICE.value,
            "sending_key": str(uuid.uuid4()),
        }
        if (stored := self.facts.stored) is None:
            return first
        local = stored.starts_at.astimezone(PARIS)
        first |= {
            "mode": stored.mode.value,
            "day": local.date(),
            "time": local.time().replace(tzinfo=None),
            "place": stored.place,
            "purpose": stored.purpose,
        }
        if stored.outcome == Outcome.PLANNED:
            return first
        is_usual = stored.minutes in LENGTHS
        return first | {
            "outcome": stored.outcome.value,
            "cancelled_by": stored.cancelled_by,
            "length": str(stored.minutes) if is_usual else OTHER if stored.minutes else "",
            "minutes": None if is_usual else stored.minutes,
            "present": [str(person) for person in stored.present],
            "subjects": [subject.value for subject in stored.subjects],
        }

    def _offer_people(self) -> None:
        field = self.fields["present"]
        field.choices = [(str(person.id), person.name) for person in self.facts.people]  # type: ignore[attr-defined]
        field.required = bool(self.facts.people) and (not self.is_bound or self._outcome == Outcome.HELD)
        if not self.facts.people:
            field.help_text = "Personne n’est encore inscrit dans ce ménage."

    def _offer_objectives(self) -> None:
        """Make one line of taps an objective: nothing tapped leaves it as it is."""
        stored = dict(self.facts.stored.progress) if self.facts.stored else {}
        for objective in self.facts.objectives:
            name = f"progress_{objective.id.hex}"
            self.fields[name] = forms.ChoiceField(
                label=objective.title,
                required=False,
                choices=_PROGRESS,
                initial=stored[objective.id].value if objective.id in stored else "",
                widget=Choices(style="tight"),
            )
            prepare(self.fields[name])

    @property
    def objectives(self) -> list[BoundField]:
        """Give the lines of the objectives, for the template."""
        return [self[f"progress_{objective.id.hex}"] for objective in self.facts.objectives]

    @property
    def objectives_tapped(self) -> bool:
        """Tell whether one was tapped: the list is then shown open."""
        return any(bound.value() for bound in self.objectives)

    def _add_parts(self) -> None:
        """Make two fields a part: those sent, those stored, and empty ones to go on writing."""
        stored = self.facts.stored.parts if self.facts.stored and not self.is_bound else ()
        if self.is_bound:
            sent = {int(found[1]) for name in self.data if (found := _PART.match(name))}
            numbers = sorted(sent) or [0]
        else:
            numbers = list(range(len(stored)))
        while len(numbers) < PARTS_SHOWN:
            numbers.append(max(numbers, default=-1) + 1)
        self._numbers = numbers
        for rank, number in enumerate(numbers):
            part = stored[rank] if rank < len(stored) else None
            ordinal = _ordinal(rank)
            self.fields[f"part_{number}_text"] = forms.CharField(
                label=f"{ordinal.capitalize()} partie de la note",
                required=False,
                initial=part.text if part else "",
                widget=forms.Textarea(attrs={"rows": "3"}),
            )
            self.fields[f"part_{number}_audience"] = forms.ChoiceField(
                label=f"Qui peut lire la {ordinal} partie",
                required=False,
                choices=AUDIENCE_CHOICES,
                initial=(part.audience if part else Audience.TEAM).value,
                widget=Choices(icons=_SIGNS),
            )
            prepare(self.fields[f"part_{number}_text"])
            prepare(self.fields[f"part_{number}_audience"])

    @property
    def parts(self) -> list[PartFields]:
        """Give the parts of the note, for the template."""
        return [
            PartFields(number, _ordinal(rank), self[f"part_{number}_text"], self[f"part_{number}_audience"])
            for rank, number in enumerate(self._numbers)
        ]

    @property
    def asks_to_move_start(self) -> bool:
        """Tell whether the box that moves the file's start is to be shown."""
        return self.is_bound and bool(self.errors.get("move_start") or self.data.get("move_start"))

    def _lay_out(self) -> None:
        attrs = {"class": "write", "data-meeting-form": "", **({"action": self.action} if self.action else {})}
        layout(self, *self._pieces(), attrs=attrs)

    def _pieces(self) -> Iterable[Any]:
        return (
            "sending_key",
            Insert("accompaniments/_meeting_top.html"),
            *self._facts_pieces(),
            Insert("accompaniments/_meeting_note.html"),
            Insert("accompaniments/_meeting_preview.html"),
            Section(
                "Prochaine rencontre",
                Row("next_day", "next_time", "next_mode"),
                "next_place",
                optional=True,
                hint="Le lieu précis ne se lit que dans l’équipe.",
            ),
            Insert("accompaniments/_meeting_actions.html"),
        )

    @staticmethod
    def _facts_pieces() -> Iterable[Any]:
        return (
            "mode",
            "outcome",
            ShownWhen("outcome", ["CANCELLED"], "cancelled_by"),
            Row("day", "time"),
            ShownWhen(
                "outcome", ["HELD"], "length", ShownWhen("length", [OTHER], "minutes"), "present", "subjects", _TAPS
            ),
            Insert("accompaniments/_meeting_more.html"),
        )

    # Cleaning ---------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Read the moment, then ask the rules."""
        super().clean()
        said = self.cleaned_data
        if sum(1 for number in self._numbers if str(said.get(f"part_{number}_text", "")).strip()) > MAX_PARTS:
            self.add_error(f"part_{self._numbers[0]}_text", f"Une note a au plus {MAX_PARTS} parties. Regroupez-en.")
        starts_at = self.moment("day", "time")
        if starts_at is not None:
            self._ask_rules(starts_at)
        self._clean_next()
        return said

    def _ask_rules(self, starts_at: dt.datetime) -> None:
        said = self.cleaned_data
        length_field = "minutes" if said.get("length") == OTHER else "length"
        reasons = refusals(
            outcome=Outcome(said.get("outcome") or Outcome.NOT_PRESENT),
            cancelled_by=said.get("cancelled_by", ""),
            starts_at=starts_at,
            length=self._length(),
            present=len(said.get("present", ())),
            offered=len(self.facts.people),
            now=self.now,
        )
        self.refuse({length_field if field == "minutes" else field: reason for field, reason in reasons.items()})
        day = starts_at.date()
        if is_before_start(day, self.facts.started_on) and not self.errors.get("day"):
            self.move_start_says = f"Déplacer le début du suivi au {plain_date(day)}"
            if not said.get("move_start"):
                self.refuse({"move_start": before_start_reason(day, self.facts.started_on)})

    def _clean_next(self) -> None:
        said = self.cleaned_data
        day, time = said.get("next_day"), said.get("next_time")
        if (day is None) != (time is None) and not (self.errors.get("next_day") or self.errors.get("next_time")):
            missing = "next_time" if time is None else "next_day"
            self.refuse({missing: "Indiquez aussi l’heure." if time is None else "Indiquez aussi le jour."})
        starts_at = self.moment("next_day", "next_time")
        if starts_at is None:
            return
        reasons = refusals(
            outcome=Outcome.PLANNED,
            cancelled_by="",
            starts_at=starts_at,
            length=None,
            present=0,
            offered=0,
            now=self.now,
        )
        self.refuse({f"next_{field}": reason for field, reason in reasons.items()})

    def _length(self) -> int | None:
        chosen = self.cleaned_data.get("length", "")
        length: int | None = self.cleaned_data.get("minutes") if chosen == OTHER else int(chosen) if chosen else None
        return length

    def forget_errors(self) -> None:
        """Show the form again as it is being written: looking at it through other eyes is no sending."""
        self._errors = ErrorDict()

    # What services take ---------------------------------------------------------------------------------------

    @property
    def content(self) -> MeetingContent:
        """Give what the form says; before it is valid, what can be read of it, for « Voir comme… »."""
        if not self.is_bound:
            return self._usual_content()
        said = self.cleaned_data
        day, time = said.get("day") or self.now.date(), said.get("time") or dt.time(12)
        outcome = Outcome(said.get("outcome") or Outcome.HELD)
        is_held = outcome == Outcome.HELD
        return MeetingContent(
            mode=Mode(said.get("mode") or Mode.HOME),
            outcome=outcome,
            starts_at=local_moment(day, time),
            minutes=self._length() if is_held else None,
            cancelled_by=CancelledBy(said["cancelled_by"]).value if said.get("cancelled_by") and not is_held else "",
            place=said.get("place", ""),
            purpose=said.get("purpose", ""),
            present=tuple(sorted(uuid.UUID(person) for person in said.get("present", ()))) if is_held else (),
            subjects=in_order(said.get("subjects", ())) if is_held else (),
            parts=tuple(self._parts_said()),
            progress=self._progress_said() if is_held else (),
        )

    def _usual_content(self) -> MeetingContent:
        """Give what the form shows when it opens."""
        stored, first = self.facts.stored, self.initial
        if stored is not None and stored.outcome != Outcome.PLANNED:
            return stored
        return MeetingContent(
            mode=Mode(first["mode"]),
            outcome=Outcome.HELD,
            starts_at=local_moment(first["day"], first["time"]),
            minutes=int(USUAL_LENGTH),
            place=first.get("place", ""),
            purpose=first.get("purpose", ""),
            present=tuple(sorted(uuid.UUID(person) for person in first["present"])),
        )

    def _progress_said(self) -> tuple[tuple[uuid.UUID, Progress], ...]:
        said = ((one.id, self.cleaned_data.get(f"progress_{one.id.hex}", "")) for one in self.facts.objectives)
        return ticked((objective, progress) for objective, progress in said if progress)

    def _parts_said(self) -> Iterable[Part]:
        for number in self._numbers:
            text = str(self.cleaned_data.get(f"part_{number}_text", "")).strip()
            audience = self.cleaned_data.get(f"part_{number}_audience") or Audience.TEAM.value
            if text:
                yield Part(text=text, audience=Audience(audience))

    @property
    def next_meeting(self) -> NextMeeting | None:
        """Give the meeting agreed for later, if there is one."""
        said = self.cleaned_data
        if not said.get("next_day") or not said.get("next_time"):
            return None
        return NextMeeting(
            starts_at=local_moment(said["next_day"], said["next_time"]),
            mode=Mode(said.get("next_mode") or Mode.OFFICE),
            place=said.get("next_place", ""),
        )


def _ordinal(rank: int) -> str:
    return _ORDINALS[rank] if rank < len(_ORDINALS) else f"{rank + 1}e"
