"""What the forms of a file share: days that may be facts."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from django import forms

from foundation.layout import PalierForm, layout
from households.rules import why_day_is_refused


class FileForm(PalierForm):
    """A form about a file. Fields in `days` are facts, not plans: not before any programme, not after today."""

    days: ClassVar[tuple[str, ...]] = ("started_on", "ended_on")

    def __init__(
        self, data: Any = None, files: Any = None, *, today: dt.date, initial: dict[str, Any] | None = None
    ) -> None:
        """Take the day, once for all."""
        super().__init__(data, files, initial=initial)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse the days that can be no fact of a file."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.days:
            day = cleaned.get(name)
            if isinstance(day, dt.date) and (reason := why_day_is_refused(day, self.today)) is not None:
                self.add_error(name, reason)
        return cleaned


def chosen_id(value: str) -> uuid.UUID | None:
    """Give the id behind a choice already checked, None for the empty one."""
    return uuid.UUID(value) if value else None


class EndForm(FileForm):
    """The last day of something, that day included."""

    ended_on = forms.DateField(label="Dernier jour", help_text="Ce jour est compris.")

    def __init__(
        self, data: Any = None, *, today: dt.date, back: str = "", submit: str = "", label: str = "", hint: str = ""
    ) -> None:
        """Say what ends; a form that asks more lays itself out."""
        super().__init__(data, today=today, initial={"ended_on": today})
        if label:
            self.fields["ended_on"].label = label
        if hint:
            self.fields["ended_on"].help_text = hint
        if submit:
            layout(self, submit=submit, back=back)
