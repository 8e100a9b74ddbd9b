"""The forms of an end: opened with its day and reason, written, validated, told to the landlord."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from accompaniments.enums import ExitReason
from accompaniments.forms.endings import AlsoEndsForm
from accompaniments.models import FinalEvaluation
from accompaniments.readings.endings import Also
from accompaniments.readings.evaluations import OpinionRead
from accompaniments.rules.evaluations import ENDS
from accompaniments.selectors.evaluations import InformationPage
from accompaniments.services.evaluations import DRAFT_KIND, OPINION_DRAFT_KIND, EvaluationWords
from foundation.layout import Choices, Insert, PalierForm, layout
from foundation.words import capitalised
from households.enums import NamingService
from partners.models import Organisation

REASONS = [("", "Choisissez"), *((reason.value, capitalised(str(reason.label))) for reason in ENDS)]
FOR_TEAM = "Lu par l’équipe du dossier."
FOR_LANDLORD = "Lu par le bailleur, quand la responsable l’en informe."
TEXTS: dict[str, tuple[str, str]] = {
    "household_text": ("Avis du ménage", FOR_TEAM),
    "team_text": ("Votre avis", FOR_TEAM),
    "landlord_text": ("Ce qui est dit au bailleur", FOR_LANDLORD),
    "landlord_opinion": (
        "Avis du bailleur, tel qu’il l’a donné",
        f"S’il ne l’écrit pas lui-même depuis son compte. {FOR_LANDLORD}",
    ),
    "watch_recommendation": ("Ce à quoi être attentif pendant la veille", FOR_TEAM),
}


def _text(name: str) -> forms.CharField:
    label, help_text = TEXTS[name]
    return forms.CharField(label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": "4"}))


class _VersionedForm(PalierForm):
    """A form that is sent over the version that its page showed."""

    def take_version(self, version: int) -> None:
        """Let the page, shown again with what was typed, be sent over the version that is now stored."""
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        shown["version"] = str(version)
        self.data = shown


class _EndForm(_VersionedForm):
    """The last day and why."""

    ended_on = forms.DateField(label="Dernier jour de l’accompagnement", help_text="Ce jour est compris.")
    exit_reason = forms.ChoiceField(label="Pourquoi l’accompagnement prend fin", choices=REASONS)

    def chosen_reason(self) -> ExitReason:
        """Give the reason, once clean."""
        return ExitReason(self.cleaned_data["exit_reason"])


class OpenEvaluationForm(_EndForm):
    """An end that begins to be written."""

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, "ended_on", "exit_reason", submit="Ouvrir l’évaluation finale", back=back)


class WriteEvaluationForm(_EndForm):
    """What is said of an end."""

    household_text = _text("household_text")
    team_text = _text("team_text")
    landlord_text = _text("landlord_text")
    landlord_opinion = _text("landlord_opinion")
    watch_recommendation = _text("watch_recommendation")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, row: FinalEvaluation, back: str) -> None:
        """Show what is stored."""
        initial = {"ended_on": row.ended_on, "exit_reason": row.exit_reason, "version": row.version}
        super().__init__(data, initial=initial | {name: getattr(row, name) for name in TEXTS})
        self.draft_kind, self.draft_subject = DRAFT_KIND, row.pk
        if row.opinion_by is not None:  # the landlord wrote it: it is his
            del self.fields["landlord_opinion"]
        layout(
            self,
            Insert("accompaniments/_evaluation_draft.html"),
            "ended_on",
            "exit_reason",
            *(name for name in TEXTS if name in self.fields),
            "version",
            submit="Enregistrer",
            back=back,
        )

    def words(self) -> EvaluationWords:
        """Give the texts, once clean."""
        return EvaluationWords(**{name: self.cleaned_data.get(name, "") for name in TEXTS})


class OpinionAskForm(_VersionedForm):
    """Which service of the landlord is asked for its opinion."""

    service = forms.ChoiceField(
        label="À qui demander son avis",
        widget=Choices(style="wide"),
        help_text="Seuls les services à qui ce ménage est nommé aujourd’hui.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, services: Sequence[NamingService], version: int, back: str) -> None:
        """Offer the services to which the household is named."""
        first = services[0].value if services else ""
        super().__init__(data, initial={"service": first, "version": version})
        self.give_choices("service", [(one.value, capitalised(str(one.label))) for one in services])
        layout(self, "service", "version", submit="Demander son avis", back=back)


class OpinionForm(_VersionedForm):
    """The landlord's own opinion of an end."""

    landlord_opinion = forms.CharField(
        label="Votre avis",
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text="Paiement du loyer, occupation, voisinage, relation avec votre organisme\u00a0: ce que vous constatez à la fin. "
        "L’association le lit, et il figure dans l’évaluation.",
        error_messages={"required": "Écrivez votre avis."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, read: OpinionRead, back: str) -> None:
        """Prefill what is stored."""
        super().__init__(data, initial={"landlord_opinion": read.opinion, "version": read.version})
        self.draft_kind, self.draft_subject = OPINION_DRAFT_KIND, read.id
        layout(
            self,
            Insert("accompaniments/_evaluation_draft.html"),
            "landlord_opinion",
            "version",
            submit="Envoyer notre avis",
            back=back,
        )


class ValidateEvaluationForm(AlsoEndsForm):
    """The version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, version: int, back: str, also: Also | None = None) -> None:
        """Lay it out."""
        super().__init__(data, initial={"version": version})
        layout(self, *self.name_also(also), "version", submit="Valider la fin", back=back)


class InformationForm(PalierForm):
    """To which landlord the end is told."""

    landlord = forms.ChoiceField(label="À quel bailleur", widget=Choices(style="wide"))

    def __init__(self, data: Any = None, *, page: InformationPage, back: str) -> None:
        """Offer the landlords of the programme."""
        super().__init__(data, initial={"landlord": next(iter(page.landlords), "")})
        self.page = page
        self.give_choices("landlord", [(key, str(row)) for key, row in page.landlords.items()])
        layout(self, "landlord", submit="Informer le bailleur", back=back)

    def chosen_landlord(self) -> Organisation:
        """Give the landlord, once clean."""
        return self.page.landlords[self.cleaned_data["landlord"]]
