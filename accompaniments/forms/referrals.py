"""The forms of a referral: recording one, and answering that it is not retained."""

import datetime as dt
from typing import Any

from django import forms
from django.urls import reverse

from accompaniments.enums import ReferralSource
from accompaniments.forms.entries import EntryForm, people_section, place_section
from accompaniments.forms.people import said
from accompaniments.rules.referrals import OF_LANDLORD
from accompaniments.selectors.duplicates import KnownFile
from accompaniments.selectors.entry_forms import EntryChoices
from accompaniments.selectors.referrals import Answer, referral_key
from foundation.layout import Choices, Insert, PalierForm, Row, Section, ShownWhen, layout
from partners.models import Organisation

DECLINE = "DECLINE"


class ReferralForm(EntryForm):
    """A referral, or a request for intervention, in the order in which it is told."""

    source = forms.ChoiceField(label="Qui oriente", choices=said(ReferralSource), widget=Choices)
    source_organisation = forms.ChoiceField(label="Organisme", required=False)
    referrer_name = forms.CharField(label="Personne qui oriente", max_length=120, required=False)
    received_on = forms.DateField(label="Reçue le")
    language = forms.CharField(label="Langue parlée", max_length=60, required=False)
    wished_sectors = forms.CharField(
        label="Secteurs souhaités", max_length=200, required=False, help_text="Communes ou quartiers, comme on les dit."
    )
    note = forms.CharField(
        label="Ce qui est dit de la situation",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lu par l’équipe du dossier.",
    )
    is_confirmed = forms.BooleanField(label="C’est un autre ménage, ou un nouveau besoin", required=False)

    def __init__(self, data: Any = None, *, choices: EntryChoices, today: dt.date) -> None:
        """Lay it out; duplicates are shown once they are known."""
        super().__init__(data, choices=choices, today=today, initial={"received_on": today})
        self.known_files: list[KnownFile] = []
        self.give_choices(
            "source_organisation",
            [("", "Non précisé"), *((key, str(row)) for key, row in choices.organisations.items())],
        )
        layout(
            self,
            Insert("accompaniments/_known_files.html"),
            "offer",
            "source",
            ShownWhen("source", [*OF_LANDLORD, ReferralSource.OTHER], "source_organisation"),
            Row("received_on", "referrer_name"),
            people_section(),
            place_section("Où vit le ménage, comment le joindre"),
            Section("Ce que le ménage demande", "wished_sectors", "language", "note", optional=True),
            "sending_key",
            submit="Enregistrer l’orientation",
        )

    def warn(self, files: list[KnownFile]) -> None:
        """Show the files that hold the same person, and ask whether it is another household."""
        self.known_files = files
        self.add_error("is_confirmed", "Une personne du même nom, née le même jour, est déjà dans un de vos dossiers.")

    def chosen_organisation(self) -> Organisation | None:
        """Give the organisation that refers, once clean, if it was told."""
        return self.choices.organisations.get(self.cleaned_data["source_organisation"])


class RefusalForm(PalierForm):
    """A referral that is not retained: passed on, or closed. The reason stays in the association."""

    decision = forms.ChoiceField(label="Que faire de cette orientation", widget=Choices(style="wide"))
    reason = forms.CharField(
        label="Raison",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Gardée dans votre association\u00a0; l’autre association ne la lit pas.",
    )
    is_understood = forms.BooleanField(
        label="J’ai compris\u00a0: mon association ne verra plus ce dossier", required=False
    )

    def __init__(self, data: Any = None, *, answer: Answer) -> None:
        """Offer the other associations of the programme."""
        passing = {referral_key(row.pk): row for row in answer.others}
        hints = dict.fromkeys(passing, "Elle l’a en charge dès aujourd’hui, et vous ne voyez plus ce dossier.")
        hints[DECLINE] = (
            "Le dossier est clos aujourd’hui, «\u00a0orientation non retenue\u00a0». Vous pouvez encore le lire."
        )
        super().__init__(data)
        self.passing = passing
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.widget = Choices(style="wide", hints=hints)
        field.choices = [
            *((key, f"La transmettre à {row}") for key, row in passing.items()),
            (DECLINE, "Ne pas la retenir"),
        ]
        layout(
            self,
            "decision",
            "reason",
            ShownWhen("decision", list(passing), "is_understood"),
            submit="Enregistrer la décision",
            back=reverse("accompaniments:referrals"),
        )

    def clean(self) -> dict[str, Any]:
        """Ask to have understood, before losing sight of a file."""
        cleaned = dict(super().clean() or self.cleaned_data)
        if cleaned.get("decision") in self.passing and not cleaned.get("is_understood"):
            self.add_error("is_understood", "Cochez la case pour transmettre ce dossier.")
        return cleaned

    def passed_to(self) -> Organisation | None:
        """Give the association that gets the referral, once clean; none when it is closed."""
        return self.passing.get(self.cleaned_data["decision"])
