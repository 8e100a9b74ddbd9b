"""The form that answers that a referral is not retained."""

from typing import Any

from django import forms
from django.urls import reverse

from accompaniments.enums import ReferralSource
from accompaniments.forms.people import said
from accompaniments.rules.referrals import OF_LANDLORD
from accompaniments.selectors.referral_corrections import ReferralCorrection
from accompaniments.selectors.referrals import Answer, referral_key
from foundation.layout import Choices, PalierForm, ShownWhen, layout
from partners.models import Organisation

DECLINE = "DECLINE"


class ReferralCorrectionForm(PalierForm):
    """Who referred, and when, after all."""

    source = forms.ChoiceField(label="Qui oriente", choices=said(ReferralSource), widget=Choices)
    source_organisation = forms.ChoiceField(label="Organisme", required=False)
    received_on = forms.DateField(label="Reçue le")
    reason = forms.CharField(
        label="Pourquoi",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Lu par l’équipe du dossier. Ce qui était enregistré reste lisible.",
    )

    def __init__(self, data: Any = None, *, page: ReferralCorrection, back: str) -> None:
        """Start from what is recorded."""
        initial = {
            "source": page.source.value if page.source else "",
            "source_organisation": page.organisation,
            "received_on": page.received_on,
        }
        super().__init__(data, initial=initial)
        self.page = page
        self.give_choices(
            "source_organisation",
            [("", "Non précisé"), *((key, str(row)) for key, row in page.organisations.items())],
        )
        layout(
            self,
            "source",
            ShownWhen("source", [*OF_LANDLORD, ReferralSource.OTHER], "source_organisation"),
            "received_on",
            "reason",
            submit="Corriger",
            back=back,
        )

    def chosen_organisation(self) -> Organisation | None:
        """Give the organisation that refers, once clean, if it was told."""
        return self.page.organisations.get(self.cleaned_data["source_organisation"])


class RefusalForm(PalierForm):
    """A referral that is not retained: passed on, or closed. The reason is kept; of a file passed on, no page shows it."""

    decision = forms.ChoiceField(label="Que faire de cette orientation", widget=Choices(style="wide"))
    reason = forms.CharField(
        label="Raison",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Dossier clos\u00a0: elle se lit dans le dossier. Dossier transmis\u00a0: elle est gardée, sans être montrée "
            "à l’autre association, ni à vous qui ne voyez plus ce dossier."
        ),
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
