"""Accords, the information notice, the protected address and its list, the team."""

import datetime as dt
from typing import Any, ClassVar

from django import forms

from foundation.layout import Choices, ManyChoices, Row, layout
from households.enums import NoticeMeans, SharingScope
from households.forms.base import EndForm, FileForm
from households.models import AddressProtection
from households.rules import why_day_is_refused
from households.selectors.choices import MemberChoice, WorkerChoice, names_of_choices

YES, NO = "oui", "non"


UPLOAD_HELP = "PDF, photographie JPEG, PNG ou HEIC, 20\u00a0Mo au plus. Réservé à l’équipe."


class AgreementForm(FileForm):
    """An adult's answer to one sharing."""

    person = forms.ChoiceField(label="Qui répond", widget=Choices(style="wide"))
    scope = forms.ChoiceField(label="À quel partage", choices=SharingScope.choices, widget=Choices(style="wide"))
    answer = forms.ChoiceField(
        label="Sa réponse",
        choices=[(YES, "Donne son accord"), (NO, "Ne le donne pas")],
        widget=Choices(icons={YES: "check", NO: "stop"}),
        help_text="Un refus ne bloque rien\u00a0: l’accompagnement continue.",
    )
    started_on = forms.DateField(label="Le")
    note = forms.CharField(
        label="Ce que la personne en dit",
        required=False,
        max_length=2000,
        help_text="Réservé à l’équipe.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scan = forms.FileField(label="Exemplaire signé", required=False, help_text=UPLOAD_HELP)

    def __init__(
        self, data: Any = None, files: Any = None, *, members: list[MemberChoice], today: dt.date, back: str
    ) -> None:
        """Offer the adults of the household."""
        super().__init__(data, files, today=today, initial={"started_on": today})
        self.give_choices("person", names_of_choices([choice for choice in members if choice.is_adult]))
        layout(self, submit="Enregistrer la réponse", back=back)


class AgreementProofForm(FileForm):
    """The signed paper of an answer already recorded."""

    scan = forms.FileField(
        label="Exemplaire signé",
        help_text=UPLOAD_HELP,
        error_messages={"required": "Choisissez l’exemplaire signé."},
    )

    def __init__(self, data: Any = None, files: Any = None, *, today: dt.date, back: str) -> None:
        """Lay it out."""
        super().__init__(data, files, today=today)
        layout(self, submit="Ajouter l’exemplaire signé", back=back)


class RevokeForm(FileForm):
    """The withdrawal of an accord."""

    days: ClassVar[tuple[str, ...]] = ("revoked_on",)
    revoked_on = forms.DateField(label="Retiré le", help_text="Dès ce jour, plus rien n’est partagé à ce titre.")

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Lay it out."""
        super().__init__(data, today=today, initial={"revoked_on": today})
        layout(self, submit="Enregistrer le retrait", back=back)


class NoticeForm(FileForm):
    """When and how the household was told its rights."""

    days: ClassVar[tuple[str, ...]] = ("given_on",)
    given_on = forms.DateField(label="Remise le")
    means = forms.ChoiceField(label="Comment", choices=NoticeMeans.choices, widget=Choices(style="wide"))

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Lay it out."""
        super().__init__(data, today=today, initial={"given_on": today})
        layout(self, submit="Noter la remise", back=back)


_REASON = forms.CharField(
    label="Raison",
    required=False,
    max_length=2000,
    help_text="Lue par les seules personnes de la liste.",
    widget=forms.Textarea(attrs={"rows": 3}),
)
_SAFE_ADDRESS = forms.CharField(
    label="Adresse sûre pour les courriers",
    required=False,
    max_length=500,
    widget=forms.Textarea(attrs={"rows": 2}),
)


class ProtectForm(FileForm):
    """The protection of an address, with its first list."""

    started_on = forms.DateField(label="Depuis le")
    reason = _REASON
    safe_address = _SAFE_ADDRESS
    readers = forms.MultipleChoiceField(
        label="Qui d’autre peut lire ce dossier",
        required=False,
        widget=ManyChoices(style="wide"),
        help_text="La référente et sa responsable le lisent déjà. Ne nommez que qui en a besoin.",
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], today: dt.date, back: str) -> None:
        """Offer the people concerned."""
        super().__init__(data, today=today, initial={"started_on": today})
        self.give_choices("readers", list(people))
        layout(self, submit="Protéger l’adresse", back=back)


class DescribeProtectionForm(FileForm):
    """Why an address is protected, and where letters go."""

    reason = _REASON
    safe_address = _SAFE_ADDRESS

    def __init__(self, data: Any = None, *, protection: AddressProtection, today: dt.date, back: str) -> None:
        """Fill it with what is known."""
        initial = {"reason": protection.reason, "safe_address": protection.safe_address}
        super().__init__(data, today=today, initial=initial)
        layout(self, submit="Enregistrer", back=back)


class NameReaderForm(FileForm):
    """Someone to add to the list."""

    user = forms.ChoiceField(label="Qui", widget=Choices(style="wide"))

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], today: dt.date, back: str) -> None:
        """Offer the people concerned who are not on it."""
        super().__init__(data, today=today)
        self.give_choices("user", list(people))
        layout(self, submit="Ajouter à la liste", back=back)


class RemoveReaderForm(FileForm):
    """Nothing to fill: one sends it or not."""

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Lay it out."""
        super().__init__(data, today=today)
        layout(self, submit="Retirer de la liste", back=back)


class CoWorkerForm(FileForm):
    """Someone who joins the team of a file."""

    days: ClassVar[tuple[str, ...]] = ()
    worker = forms.ChoiceField(label="Qui", widget=Choices(style="wide"))
    started_on = forms.DateField(label="À partir du")
    ended_on = forms.DateField(label="Jusqu’au", required=False, help_text="Ce jour est compris.")
    reason = forms.CharField(label="Raison", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, workers: list[WorkerChoice], today: dt.date, back: str) -> None:
        """Offer the manager's people."""
        super().__init__(data, today=today, initial={"started_on": today})
        self.workers = {choice.value: choice for choice in workers}
        self.give_choices("worker", [(value, choice.label) for value, choice in self.workers.items()])
        layout(
            self, "worker", Row("started_on", "ended_on"), "reason", submit="Ajouter à l’équipe du dossier", back=back
        )

    def clean(self) -> dict[str, Any]:
        """Refuse absurd days; a part in the team may be planned."""
        cleaned = super().clean()
        for name in ("started_on", "ended_on"):
            day = cleaned.get(name)
            if day and (reason := why_day_is_refused(day, self.today, may_be_planned=True)) is not None:
                self.add_error(name, reason)
        return cleaned

    @property
    def chosen(self) -> WorkerChoice:
        """Give who was chosen, once clean."""
        return self.workers[self.cleaned_data["worker"]]


class EndWorkerForm(EndForm):
    """The end of someone's part in a file."""

    days: ClassVar[tuple[str, ...]] = ()
    reason = forms.CharField(label="Raison", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Lay it out."""
        super().__init__(data, today=today)
        layout(self, "ended_on", "reason", submit="Terminer l’intervention", back=back)

    def clean(self) -> dict[str, Any]:
        """Refuse absurd days; a departure may be planned."""
        cleaned = super().clean()
        day = cleaned.get("ended_on")
        if day and (reason := why_day_is_refused(day, self.today, may_be_planned=True)) is not None:
            self.add_error("ended_on", reason)
        return cleaned
