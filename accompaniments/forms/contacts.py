"""The form of a contact: a few taps, the usual values already there."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from accompaniments.enums import ContactKind
from accompaniments.rules.meetings import local_moment, why_hour_is_refused
from foundation.layout import Choices, Insert, PalierForm, Row, ShownWhen, layout
from foundation.timeline import AUDIENCE_CHOICES, Audience
from foundation.words import PARIS

AUDIENCE_ICONS = {audience.value: f"aud-{audience.level}" for audience in Audience}
AUDIENCE_HELP = "Plus il y a de barres, plus le cercle est large."


class ContactForm(PalierForm):
    """A message, a call without an answer, a partner's call."""

    kind = forms.ChoiceField(
        label="Quel contact",
        choices=ContactKind.choices,
        widget=Choices(
            icons={
                ContactKind.MESSAGE_SENT: "letter",
                ContactKind.MESSAGE_RECEIVED: "comment",
                ContactKind.CALL_NO_ANSWER: "phone",
                ContactKind.PARTNER_CALL: "group",
            }
        ),
    )
    person_answered = forms.BooleanField(label="La personne a répondu", required=False)
    partner = forms.CharField(label="Quel partenaire", max_length=120, required=False)
    day = forms.DateField(label="Jour")
    time = forms.TimeField(label="Heure")
    text = forms.CharField(
        label="En quelques mots", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.ChoiceField(
        label="Qui peut lire",
        choices=AUDIENCE_CHOICES,
        initial=Audience.TEAM.value,
        widget=Choices(icons=AUDIENCE_ICONS),
        help_text=AUDIENCE_HELP,
    )
    sending_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, now: dt.datetime, back: str) -> None:
        """Start from now, and from a message sent."""
        local = now.astimezone(PARIS)
        super().__init__(
            data,
            initial={
                "kind": ContactKind.MESSAGE_SENT,
                "day": local.date(),
                "time": local.time().replace(second=0, microsecond=0),
                "sending_key": uuid.uuid4(),
            },
        )
        layout(
            self,
            "kind",
            ShownWhen("kind", [ContactKind.MESSAGE_SENT], "person_answered"),
            ShownWhen("kind", [ContactKind.PARTNER_CALL], "partner"),
            Row("day", "time"),
            "text",
            "audience",
            Insert("accompaniments/_draft.html", draft_kind="accompaniments.contact"),
            "sending_key",
            submit="Enregistrer le contact",
            back=back,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an hour that no clock shows."""
        cleaned = dict(super().clean() or self.cleaned_data)
        day, time = cleaned.get("day"), cleaned.get("time")
        if day and time and (reason := why_hour_is_refused(day, time)):
            self.add_error("time", reason)
        return cleaned

    def moment(self) -> dt.datetime:
        """Give the instant, once clean."""
        return local_moment(self.cleaned_data["day"], self.cleaned_data["time"])


class WithdrawalForm(PalierForm):
    """Why a contact is withdrawn."""

    reason = forms.CharField(
        label="Pourquoi retirer ce contact",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Il reste dans le journal du dossier, barré, avec cette raison.",
    )

    def __init__(self, data: Any = None) -> None:
        """Lay it out, short."""
        super().__init__(data)
        layout(self, "reason", submit="Retirer ce contact", bar=False)
