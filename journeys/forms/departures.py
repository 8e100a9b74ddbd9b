"""Who follows each household of someone who leaves."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from foundation.layout import PalierForm, Section, layout
from journeys.selectors.departures import Departure

EVERYONE = "everyone"
FIELD = "successor_"
_LONGEST_NOTICE = dt.timedelta(days=366)


class DepartureForm(PalierForm):
    """Her last day, one successor for all, or one a household."""

    ended_on = forms.DateField(
        label="Dernier jour", help_text="Ce jour est compris : la personne suit encore ses ménages jusqu’au soir."
    )
    everyone = forms.ChoiceField(
        label="Confier tous les ménages à",
        required=False,
        help_text="Sauf ceux pour lesquels vous choisissez quelqu’un d’autre plus bas.",
    )

    def __init__(self, data: Any = None, *, page: Departure, today: dt.date, back: str) -> None:
        """Offer the colleagues, for all and for each."""
        super().__init__(data, initial={"ended_on": page.ended_on or today})
        self.page, self.today = page, today
        offered = [(str(candidate.id), candidate.name) for candidate in page.candidates]
        everyone = self.fields[EVERYONE]
        assert isinstance(everyone, forms.ChoiceField)  # noqa: S101 -- for the type checker
        everyone.choices = [("", "Choisir ménage par ménage"), *offered]
        if not page.lines:
            del self.fields[EVERYONE]
        names = []
        for line in page.lines:
            name = f"{FIELD}{line.card.enrolment_id}"
            self.fields[name] = forms.ChoiceField(
                label=line.card.title,
                required=False,
                choices=[("", "Comme les autres"), *offered],
                help_text=", ".join(
                    part for part in (line.card.programme, line.step.label if line.step else "") if part
                ),
                error_messages={"invalid_choice": "Choisissez une des personnes proposées."},
            )
            names.append(name)
        parts: list[Any] = ["ended_on"]
        if page.lines:
            parts += [Section("Ses ménages", EVERYONE, *names, optional=True)]
        layout(self, *parts, submit="Enregistrer le départ", back=back)

    def clean_ended_on(self) -> dt.date:
        """Refuse a day that is no departure's."""
        day: dt.date = self.cleaned_data["ended_on"]
        if day < self.page.started_on:
            raise forms.ValidationError("Ce jour précède son arrivée. Vérifiez la date.")
        if day > self.today + _LONGEST_NOTICE:
            raise forms.ValidationError("Ce jour est dans plus d’un an. Vérifiez l’année.")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask who follows each household."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self._file_fields():
            if not self.errors.get(name) and not (cleaned.get(name) or cleaned.get(EVERYONE)):
                self.add_error(name, "Choisissez qui suivra ce ménage.")
        return cleaned

    @property
    def successors(self) -> dict[uuid.UUID, uuid.UUID]:
        """Give who follows each household."""
        return {
            uuid.UUID(name.removeprefix(FIELD)): uuid.UUID(self.cleaned_data.get(name) or self.cleaned_data[EVERYONE])
            for name in self._file_fields()
        }

    def _file_fields(self) -> list[str]:
        return [name for name in self.fields if name.startswith(FIELD)]
