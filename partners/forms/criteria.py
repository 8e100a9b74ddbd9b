"""The forms of a programme's criteria: add, change, retire."""

import datetime as dt
from typing import Any

from django import forms

from foundation.layout import PalierForm, layout
from partners.models import EligibilityRule
from partners.services.criteria import CriterionWords

KEPT = "Les dossiers déjà entrés gardent leurs critères\u00a0: indiquez un jour à venir."


class CriterionForm(PalierForm):
    """A criterion: what is checked, what it does when it is not met, from when it holds."""

    label = forms.CharField(
        label="Critère", max_length=200, help_text="Ce qui doit être vrai du ménage, en une phrase."
    )
    is_blocking = forms.BooleanField(
        label="Bloque tant qu’il n’est pas rempli", required=False, help_text="Sinon, il signale sans bloquer."
    )
    is_derogable = forms.BooleanField(label="La responsable peut y déroger, avec une raison", required=False)
    source = forms.CharField(label="Source", max_length=200, required=False, help_text="Article, convention, usage.")
    position = forms.IntegerField(label="Rang", min_value=1, max_value=99)
    from_on = forms.DateField(label="Pour les dossiers qui entrent à partir du", required=False, help_text=KEPT)

    def __init__(
        self,
        data: Any = None,
        *,
        criterion: EligibilityRule | None = None,
        count: int,
        is_used: bool,
        today: dt.date,
        back: str,
    ) -> None:
        """Start from a criterion to change it; `is_used` when files entered with its version."""
        first: dict[str, Any] = {"is_derogable": True, "position": count + 1}
        if criterion is not None:
            names = ("label", "is_blocking", "is_derogable", "source", "position")
            first = {name: getattr(criterion, name) for name in names}
        super().__init__(data, initial={**first, "from_on": today + dt.timedelta(days=1)})
        if not is_used:
            del self.fields["from_on"]
        layout(self, submit="Enregistrer le critère", back=back)

    @property
    def words(self) -> CriterionWords:
        """Give what was typed, once clean."""
        told = self.cleaned_data
        return CriterionWords(
            told["label"], told["is_blocking"], told["is_derogable"], told["source"], told["position"]
        )


class RetireCriterionForm(PalierForm):
    """The last day on which a file that enters is held to it."""

    ended_on = forms.DateField(
        label="Dernier jour", help_text="Les dossiers entrés jusqu’à ce jour, compris, le gardent."
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"ended_on": today})
        layout(self, submit="Retirer le critère", back=back, bar=False)
