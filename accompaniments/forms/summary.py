"""For whom and for which days a household's own summary is printed."""

from typing import Any

from django import forms

from accompaniments.rules.summary import why_period_is_refused
from accompaniments.selectors.meeting_forms import PersonChoice
from accompaniments.selectors.summary import SummaryChoices
from foundation.layout import Choices, PalierForm, Row, layout


class SummaryForm(PalierForm):
    """One adult, a period."""

    person = forms.ChoiceField(
        label="Pour qui",
        widget=Choices(style="wide"),
        help_text="Chaque adulte a sa feuille\u00a0: elle ne dit que ce à quoi il était présent, et ce qui est à tous.",
    )
    period_from = forms.DateField(label="Du")
    period_to = forms.DateField(label="Au")

    def __init__(self, data: Any = None, *, page: SummaryChoices, back: str) -> None:
        """Propose the last quarter."""
        first = str(page.adults[0].id) if page.adults else ""
        super().__init__(data, initial={"person": first, "period_from": page.since, "period_to": page.today})
        self.page = page
        self.give_choices("person", [(str(adult.id), adult.name) for adult in page.adults])
        layout(self, "person", Row("period_from", "period_to"), submit="Préparer le résumé", back=back)

    def clean(self) -> dict[str, Any]:
        """Refuse a period upside down or to come."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("period_from"), said.get("period_to")
        if first and last and (reason := why_period_is_refused(first, last, self.page.today)):
            self.add_error("period_to", reason)
        return said

    def chosen(self) -> PersonChoice:
        """Give the adult, once clean."""
        return next(adult for adult in self.page.adults if str(adult.id) == self.cleaned_data["person"])
