"""The short forms of meetings: one to come, its new moment, and why one is withdrawn."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from accompaniments.enums import Mode, Outcome
from accompaniments.forms.meeting_moments import MODES, MomentForm
from accompaniments.readings.meetings import ICONS
from accompaniments.rules.meetings import local_moment, refusals
from accompaniments.selectors.meeting_forms import MeetingFacts
from accompaniments.services.meetings import NextMeeting
from foundation.layout import Choices, Insert, PalierForm, Row, layout
from foundation.words import PARIS


class PlanForm(MomentForm):
    """A meeting to come, or its new moment."""

    mode = forms.ChoiceField(
        label="Comment", choices=MODES, widget=Choices(icons={str(k): v for k, v in ICONS.items()})
    )
    day = forms.DateField(label="Jour", error_messages={"required": "Indiquez le jour de la rencontre."})
    time = forms.TimeField(label="Heure", error_messages={"required": "Indiquez l’heure de la rencontre."})
    place = forms.CharField(label="Lieu précis", required=False, help_text="Se lit dans l’équipe du dossier seulement.")
    purpose = forms.CharField(label="Objet", required=False, help_text="Se lit dans l’équipe du dossier seulement.")
    confirm_overlap = forms.BooleanField(label="À confirmer", required=False)
    sending_key = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, facts: MeetingFacts, now: dt.datetime, back: str, submit: str) -> None:
        """Start from the planned meeting being moved, or from the next day at ten."""
        self.facts, self.now = facts, now.astimezone(PARIS)
        stored = facts.stored
        local = stored.starts_at.astimezone(PARIS) if stored else None
        initial = {
            "mode": stored.mode.value if stored else Mode.HOME.value,
            "day": local.date() if local else None,
            "time": local.time().replace(tzinfo=None) if local else None,
            "place": stored.place if stored else "",
            "purpose": stored.purpose if stored else "",
            "sending_key": str(uuid.uuid4()),
            "version": str(facts.version),
        }
        super().__init__(data, initial=initial)
        self.asks_to_move_start = False
        layout(
            self,
            "sending_key",
            "version",
            Insert("accompaniments/_meeting_confirm.html"),
            "mode",
            Row("day", "time"),
            "place",
            "purpose",
            submit=submit,
            back=back,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse what is past or too far."""
        super().clean()
        starts_at = self.moment("day", "time")
        if starts_at is not None:
            self.refuse(
                refusals(
                    outcome=Outcome.PLANNED,
                    cancelled_by="",
                    starts_at=starts_at,
                    length=None,
                    present=0,
                    offered=0,
                    now=self.now,
                )
            )
        return self.cleaned_data

    @property
    def meeting(self) -> NextMeeting:
        """Give what services take."""
        said = self.cleaned_data
        return NextMeeting(
            starts_at=local_moment(said["day"], said["time"]),
            mode=Mode(said["mode"]),
            place=said.get("place", ""),
            purpose=said.get("purpose", ""),
        )


class WithdrawForm(PalierForm):
    """Why a meeting is withdrawn."""

    reason = forms.CharField(
        label="Pourquoi la retirer",
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text="Par exemple\u00a0: saisie dans le mauvais dossier. L’équipe le lit dans l’historique.",
        error_messages={"required": "Dites en quelques mots pourquoi cette rencontre est retirée."},
    )

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Lay the one field out."""
        super().__init__(data)
        layout(self, "reason", submit="Retirer la rencontre", back=back, bar=False)
