"""The forms of funded measures: opened on a line, then one day for each act."""

import datetime as dt
from typing import Any

from django import forms

from accompaniments.selectors.measures import FundingPage
from foundation.layout import Choices, PalierForm, layout
from foundation.words import plain_date


class MeasureForm(PalierForm):
    """A measure opened on a line of the programme."""

    line = forms.ChoiceField(label="Ligne de financement", widget=Choices(style="wide"))
    started_on = forms.DateField(label="Depuis le")
    ended_on = forms.DateField(
        label="Jusqu’au", required=False, help_text="Si la fin est déjà connue. Ce jour est compris."
    )

    def __init__(self, data: Any = None, *, page: FundingPage, back: str) -> None:
        """Propose the day on which a measure usually starts."""
        super().__init__(data, initial={"started_on": page.usual_on})
        self.give_choices("line", [(str(one.id), f"{one.label}\u00a0: {one.quantity}") for one in page.lines])
        if page.usual_on:
            self.fields["started_on"].help_text = f"Proposé\u00a0: {page.usual_why}, le {plain_date(page.usual_on)}."
        layout(self, "line", "started_on", "ended_on", submit="Ouvrir la mesure", back=back)

    def warnings(self, page: FundingPage) -> list[str]:
        """Give what to look at again once it is recorded: nothing of it forbids the measure."""
        said = []
        if page.usual_on is None:
            said.append("La mesure commence avant que l’accompagnement soit décidé\u00a0: vérifiez ce jour.")
        elif self.cleaned_data["started_on"] < page.usual_on:
            said.append(
                f"La mesure commence avant {page.usual_why} ({plain_date(page.usual_on)})\u00a0: vérifiez ce jour."
            )
        if any(one.is_for_dalo and str(one.id) == self.cleaned_data["line"] for one in page.lines):
            said.append(
                "Cette ligne est réservée aux ménages reconnus au titre du droit au logement opposable (DALO)\u00a0: "
                "Palier ne tient pas cette reconnaissance, vérifiez-la."
            )
        return said


class MeasureDayForm(PalierForm):
    """The day of an act on a measure."""

    day = forms.DateField(label="Le")

    def __init__(self, data: Any = None, *, label: str, submit: str, today: dt.date, back: str) -> None:
        """Propose today."""
        super().__init__(data, initial={"day": today})
        self.fields["day"].label = label
        layout(self, "day", submit=submit, back=back)
