"""The forms of a stage review: its period, the association's words, whom to ask, the landlord's words, the next day."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms

from accompaniments.forms.objectives import VersionedForm
from accompaniments.readings.reviews import ReviewRead
from accompaniments.services.reviews import DRAFT_KIND, LANDLORD_DRAFT_KIND, ReviewRefused
from foundation.layout import Choices, Insert, PalierForm, Row, layout
from foundation.words import capitalised
from households.enums import NamingService

TALL = {"rows": "6"}


class _Refusing(forms.Form):
    """A form that says each refusal beside its field."""

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turn a review's refusals into errors of the form."""
        try:
            yield
        except ReviewRefused as refused:
            for field, reason in refused.reasons.items():
                self.add_error(field if field in self.fields else None, reason)


def _draft(form: Any, kind: str, subject: uuid.UUID) -> Insert:
    return Insert(
        "records/_drafts.html", draft_kind=kind, draft_subject=subject, draft_bound=form.is_bound, draft_since=None
    )


class ReviewOpeningForm(PalierForm, _Refusing):
    """The period that a review covers."""

    period_from = forms.DateField(label="Du")
    period_to = forms.DateField(label="Au")
    held_on = forms.DateField(label="Bilan tenu le")

    def __init__(self, data: Any = None, *, days: tuple[dt.date, dt.date], back: str) -> None:
        """Propose the days since the last one."""
        super().__init__(data, initial={"period_from": days[0], "period_to": days[1], "held_on": days[1]})
        layout(self, Row("period_from", "period_to"), "held_on", submit="Ouvrir le bilan", back=back)


class ReviewWritingForm(VersionedForm, _Refusing):
    """What the association writes, circle by circle."""

    held_on = forms.DateField(label="Bilan tenu le")
    worker_text = forms.CharField(
        label="Ce qui est partagé avec le bailleur",
        required=False,
        widget=forms.Textarea(attrs=TALL),
        help_text="Lu par le bailleur, et par le ménage à qui le bilan est remis.",
    )
    household_text = forms.CharField(
        label="Ce qu’en dit le ménage",
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="Imprimé dans le bilan, que le bailleur lit\u00a0: ce que le ménage veut dire à tous, dans ses mots.",
    )
    team_text = forms.CharField(
        label="Pour l’équipe",
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="Lu par l’équipe du dossier seulement\u00a0: jamais imprimé, jamais transmis.",
    )
    next_on = forms.DateField(label="Prochain bilan le", required=False)

    def __init__(self, data: Any = None, *, read: ReviewRead, proposed: tuple[dt.date | None, str], back: str) -> None:
        """Prefill what is stored; the next day is the programme's until someone chooses another."""
        super().__init__(
            data,
            initial={
                "held_on": read.held_on,
                "worker_text": read.worker_text,
                "household_text": read.household_text,
                "team_text": read.team_text,
                "next_on": read.next_on or proposed[0],
                "version": read.version,
            },
        )
        self.fields["next_on"].help_text = proposed[1]
        layout(
            self,
            "held_on",
            "worker_text",
            "household_text",
            "team_text",
            "next_on",
            _draft(self, DRAFT_KIND, read.id),
            "version",
            submit="Enregistrer le bilan",
            back=back,
        )


class ReviewAskForm(VersionedForm):
    """Which service of the landlord is asked for its part."""

    service = forms.ChoiceField(
        label="À qui demander sa part",
        widget=Choices(style="wide"),
        help_text="Seuls les services à qui ce ménage est nommé aujourd’hui.",
    )

    def __init__(self, data: Any = None, *, services: list[NamingService], read: ReviewRead, back: str) -> None:
        """Offer the services to which the household is named."""
        first = services[0].value if services else ""
        super().__init__(data, initial={"service": first, "version": read.version})
        self.give_choices("service", [(one.value, capitalised(str(one.label))) for one in services])
        layout(self, "service", "version", submit="Demander sa part", back=back)


class LandlordPartForm(VersionedForm):
    """The landlord's own words."""

    landlord_text = forms.CharField(
        label="La part du bailleur",
        widget=forms.Textarea(attrs=TALL),
        help_text="Paiement du loyer, occupation, voisinage, procédure\u00a0: ce que vous constatez. L’association et le ménage le lisent.",
        error_messages={"required": "Écrivez votre part."},
    )

    def __init__(self, data: Any = None, *, read: ReviewRead, back: str) -> None:
        """Prefill what is stored."""
        super().__init__(data, initial={"landlord_text": read.landlord_text, "version": read.version})
        layout(
            self,
            "landlord_text",
            _draft(self, LANDLORD_DRAFT_KIND, read.id),
            "version",
            submit="Envoyer notre part",
            back=back,
        )


class ReviewValidationForm(VersionedForm):
    """The day of the next review, once more before the facts are kept as they stand."""

    next_on = forms.DateField(label="Prochain bilan le", required=False)

    def __init__(self, data: Any = None, *, read: ReviewRead, proposed: tuple[dt.date | None, str], back: str) -> None:
        """Propose what was chosen, else the programme's."""
        super().__init__(data, initial={"next_on": read.next_on or proposed[0], "version": read.version})
        self.fields["next_on"].help_text = proposed[1]
        layout(self, "next_on", "version", submit="Valider le bilan", back=back)
