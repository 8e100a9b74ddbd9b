"""The forms of an association's lease without a household: given back, or sublet again."""

from collections.abc import Sequence
from typing import Any

from django import forms

from foundation.fields import Choices
from foundation.layout import PalierForm, Row, Section, ShownWhen, layout
from foundation.words import capitalised
from journeys.forms.titles import EndDays, TermsForm, notice_hint
from journeys.selectors.titles import Notice
from leases.enums import LeaseEnd
from leases.models import Lease

ENDS = (LeaseEnd.GIVEN_BACK, LeaseEnd.AGREEMENT, LeaseEnd.TERM)
NOBODY = (
    "Aucun ménage à loger ici\u00a0: il faut un dossier en cours que vous suivez, chez ce bailleur, et qui n’a pas de titre "
    "d’occupation."
)


class GiveBackForm(EndDays, PalierForm):
    """The end of an association's lease."""

    reason = forms.ChoiceField(label="Pourquoi", widget=Choices())
    notice_on = forms.DateField(label="Congé reçu par le bailleur le", required=False)
    is_short = forms.BooleanField(label="Préavis réduit", required=False)
    ended_on = forms.DateField(label="Dernier jour", required=False)
    note = forms.CharField(label="Précision", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    NOTICES = (LeaseEnd.GIVEN_BACK,)

    def __init__(self, data: Any = None, *, notice: Notice, back: str) -> None:
        """Say the notice periods in force, with their source."""
        super().__init__(data, initial={"reason": LeaseEnd.GIVEN_BACK})
        self.fields["reason"].choices = [(end.value, capitalised(str(end.label))) for end in ENDS]  # type: ignore[attr-defined]
        self.fields["is_short"].help_text = notice_hint(notice)
        self.fields["ended_on"].help_text = "Ce jour est compris. Vide, il se compte du congé reçu, préavis ajouté."
        layout(
            self,
            "reason",
            ShownWhen("reason", [LeaseEnd.GIVEN_BACK], "notice_on", "is_short"),
            "ended_on",
            "note",
            submit="Rendre le logement",
            back=back,
        )


class SubletForm(TermsForm):
    """A household's sublease, under the association's lease."""

    enrolment = forms.ChoiceField(label="Ménage")
    expects_slide = forms.BooleanField(label="Le bail doit glisser au nom du ménage", required=False)

    def __init__(self, data: Any = None, *, head: Lease, households: Sequence[tuple[str, str]], back: str) -> None:
        """Start from what the association pays."""
        names = ("rent", "charges", "deposit", "expects_slide")
        super().__init__(data, initial={name: getattr(head, name) for name in names})
        self.fields["enrolment"].choices = [("", "Choisissez"), *households]  # type: ignore[attr-defined]
        self.fields["enrolment"].help_text = "" if households else NOBODY
        self.fields["signed_on"].help_text = ""
        layout(
            self,
            "enrolment",
            Row("signed_on", "started_on"),
            Section("Ce que paie le ménage, par mois", Row("rent", "charges", "deposit"), "is_third_party_paid"),
            "expects_slide",
            submit="Enregistrer la sous-location",
            back=back,
        )
