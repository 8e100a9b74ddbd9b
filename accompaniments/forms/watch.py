"""The forms of a watch: a check-in of ten seconds, a reopening, the end and its note."""

import datetime as dt
from typing import Any

from django import forms

from accompaniments.enums import ExitReason, HousingStatus
from accompaniments.forms.endings import AlsoEndsForm
from accompaniments.readings.endings import Also
from accompaniments.rules.watch import EARLY_WATCH_ENDS
from accompaniments.selectors.watch import CheckInTold, WatchPage
from accompaniments.services.watch import HousingNow
from foundation.layout import Choices, PalierForm, layout
from foundation.words import capitalised, plain_date

STATUSES = [(status.value, capitalised(str(status.label))) for status in HousingStatus]
ARREARS = [("yes", "Oui"), ("no", "Non"), ("unknown", "Je ne sais pas")]
KNOWN = {"yes": True, "no": False, "unknown": None}


class _HousingNowForm(PalierForm):
    """Where the household lives, in ten seconds."""

    status = forms.ChoiceField(label="Le ménage est aujourd’hui", choices=STATUSES, widget=Choices(style="wide"))
    has_arrears = forms.ChoiceField(
        label="Un impayé est-il connu\u00a0?", choices=ARREARS, initial="unknown", widget=Choices(style="three")
    )
    note = forms.CharField(
        label="Note",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par l’équipe du dossier.",
    )

    def told(self) -> HousingNow:
        """Give what is known of the home, once clean."""
        said = self.cleaned_data
        return HousingNow(HousingStatus(said["status"]), KNOWN[said["has_arrears"]], said["note"])


class CheckInForm(_HousingNowForm):
    """A check-in; it may be the point at 6, 12 or 24 months."""

    made_on = forms.DateField(label="Le")
    horizon = forms.ChoiceField(
        label="Ce point compte pour",
        required=False,
        widget=Choices(style="three"),
        help_text="À 6, 12 et 24 mois, on regarde si le ménage est toujours logé avec un titre.",
    )

    def __init__(self, data: Any = None, *, page: WatchPage, today: dt.date, back: str) -> None:
        """Propose today, and the point that is due."""
        due = max(page.horizons, default=None)
        super().__init__(data, initial={"made_on": today, "horizon": str(due or "")})
        if page.horizons:
            choices = [("", "Un point ordinaire"), *((str(months), f"{months} mois") for months in page.horizons)]
            self.give_choices("horizon", choices)
        else:
            del self.fields["horizon"]
        offered = ("horizon",) if page.horizons else ()
        layout(self, "status", "has_arrears", "note", "made_on", *offered, submit="Enregistrer le point", back=back)

    def chosen_horizon(self) -> int | None:
        """Give the point, once clean."""
        said = self.cleaned_data.get("horizon")
        return int(said) if said else None


class CorrectionForm(_HousingNowForm):
    """What a check-in should have said, or that it did not take place."""

    made_on = forms.DateField(label="Le")
    is_withdrawn = forms.BooleanField(label="Ce point n’a pas eu lieu\u00a0: le retirer", required=False)
    reason = forms.CharField(
        label="Pourquoi",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Lu par l’équipe du dossier. Ce qui était enregistré reste lisible.",
    )

    def __init__(self, data: Any = None, *, stored: CheckInTold, back: str) -> None:
        """Start from what is recorded."""
        told = {True: "yes", False: "no", None: "unknown"}[stored.has_arrears]
        initial = {"made_on": stored.on, "status": stored.status, "has_arrears": told, "note": stored.note}
        super().__init__(data, initial=initial)
        self.fields["status"].label = "Le ménage était alors"
        layout(self, "status", "has_arrears", "note", "made_on", "is_withdrawn", "reason", submit="Corriger", back=back)


class ReopenForm(PalierForm):
    """An accompaniment reopened with the person's agreement."""

    is_agreed = forms.BooleanField(
        label="La personne est d’accord",
        error_messages={"required": "Un accompagnement ne se rouvre qu’avec l’accord de la personne."},
    )
    effective_on = forms.DateField(label="Rouvert à partir du")
    reason = forms.CharField(
        label="Pourquoi",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par l’équipe du dossier.",
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"effective_on": today})
        layout(self, "is_agreed", "effective_on", "reason", submit="Rouvrir l’accompagnement", back=back)


class WatchEndForm(_HousingNowForm, AlsoEndsForm):
    """The end of a watch, with its note."""

    ended_on = forms.DateField(label="Dernier jour de la veille", help_text="Ce jour est compris.")
    exit_reason = forms.ChoiceField(label="Pourquoi la veille s’arrête avant son terme", required=False)

    def __init__(
        self, data: Any = None, *, page: WatchPage, today: dt.date, back: str, also: Also | None = None
    ) -> None:
        """Propose the last day when it is past, today before."""
        last_on = page.clock.last_on if page.clock else None
        super().__init__(data, initial={"ended_on": min(today, last_on) if last_on else today})
        self.give_choices(
            "exit_reason",
            [(reason.value, capitalised(str(reason.label))) for reason in EARLY_WATCH_ENDS],
            empty="Elle est arrivée à son terme",
        )
        if last_on:
            self.fields["exit_reason"].help_text = f"Son terme est le {plain_date(last_on)}."
        layout(
            self,
            "ended_on",
            "exit_reason",
            "status",
            "has_arrears",
            "note",
            *self.name_also(also),
            submit="Clore le dossier",
            back=back,
        )

    def chosen_reason(self) -> ExitReason | None:
        """Give the reason of an early end, once clean."""
        said = self.cleaned_data.get("exit_reason")
        return ExitReason(said) if said else None
