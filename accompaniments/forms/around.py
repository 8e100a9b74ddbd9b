"""The forms of the services around a household."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from accompaniments.enums import OrientationAnswer
from accompaniments.forms.contacts import AUDIENCE_HELP, AUDIENCE_ICONS
from foundation.layout import Choices, PalierForm, layout
from foundation.timeline import AUDIENCE_CHOICES, Audience

IN_DIRECTORY = "Il n’y est pas ? Ajoutez-le d’abord à l’annuaire, puis revenez."
ANSWERS = [choice for choice in OrientationAnswer.choices if choice[0] != OrientationAnswer.PENDING]


class _AroundForm(PalierForm):
    """A service, and who may read that it is there."""

    service = forms.ChoiceField(label="Service", help_text=IN_DIRECTORY)
    audience = forms.ChoiceField(
        label="Qui peut lire",
        choices=AUDIENCE_CHOICES,
        initial=Audience.TEAM.value,
        widget=Choices(icons=AUDIENCE_ICONS),
        help_text=AUDIENCE_HELP,
    )

    def chosen_service(self) -> uuid.UUID:
        """Give the service, once clean."""
        return uuid.UUID(self.cleaned_data["service"])


class PresentServiceForm(_AroundForm):
    """A service that is also there."""

    started_on = forms.DateField(label="Depuis le")
    contact = forms.CharField(label="Interlocuteur", max_length=160, required=False)
    note = forms.CharField(
        label="Ce qu’il fait", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, services: list[tuple[str, str]], today: dt.date, back: str) -> None:
        """Offer the directory."""
        super().__init__(data, initial={"started_on": today})
        self.give_choices("service", services, empty="Choisissez")
        layout(self, "service", "started_on", "contact", "note", "audience", submit="Enregistrer le service", back=back)


class OrientationForm(_AroundForm):
    """An orientation towards a service."""

    oriented_on = forms.DateField(label="Orienté le")
    reason = forms.CharField(
        label="Pour quoi", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_relay = forms.BooleanField(label="Ce service prend le relais après la fin de l’accompagnement", required=False)

    def __init__(self, data: Any = None, *, services: list[tuple[str, str]], today: dt.date, back: str) -> None:
        """Offer the directory."""
        super().__init__(data, initial={"oriented_on": today})
        self.give_choices("service", services, empty="Choisissez")
        layout(
            self,
            "service",
            "oriented_on",
            "reason",
            "is_relay",
            "audience",
            submit="Enregistrer l’orientation",
            back=back,
        )


class OrientationAnswerForm(PalierForm):
    """A service's answer."""

    answer = forms.ChoiceField(label="Réponse du service", choices=ANSWERS, widget=Choices)
    answered_on = forms.DateField(label="Le")
    note = forms.CharField(label="Précision", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    is_relay = forms.BooleanField(label="Ce service prend le relais après la fin de l’accompagnement", required=False)

    def __init__(self, data: Any = None, *, is_relay: bool, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"answered_on": today, "is_relay": is_relay})
        layout(self, "answer", "answered_on", "note", "is_relay", submit="Enregistrer la réponse", back=back)


class ServiceEndForm(PalierForm):
    """Until when a service was there."""

    ended_on = forms.DateField(label="Jusqu’au", help_text="Ce jour est compris.")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, submit="Enregistrer la fin", back=back, bar=False)
