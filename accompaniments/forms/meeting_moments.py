"""What the forms of meetings share: an instant read from a day and an hour, a number of sending, a version seen."""

import datetime as dt
import uuid
from collections.abc import Mapping

from accompaniments.enums import Mode
from accompaniments.rules.meetings import local_moment, why_day_is_refused, why_hour_is_refused
from foundation.layout import PalierForm

# A soft hyphen, for the narrow tiles of a telephone.
MODES = [(mode.value, mode.label.replace("Accompagnement", "Accompagne\u00adment")) for mode in Mode]
_LONGEST_VERSION = 9  # digits


class MomentForm(PalierForm):
    """A form about a moment, sent once, on a version that the page saw."""

    now: dt.datetime

    def moment(self, day_field: str, time_field: str) -> dt.datetime | None:
        """Give the instant that a day and an hour say, or None with the reason beside the field."""
        day, time = self.cleaned_data.get(day_field), self.cleaned_data.get(time_field)
        if day is None or time is None:
            return None
        if why := why_day_is_refused(day, self.now.date()):
            self.add_error(day_field, why)
            return None
        if why := why_hour_is_refused(day, time):
            self.add_error(time_field, why)
            return None
        return local_moment(day, time)

    def refuse(self, reasons: Mapping[str, str]) -> None:
        """Put reasons beside their fields, once each; those of no field of this form stand at its top."""
        for field, reason in reasons.items():
            name = field if field in self.fields else None
            if name is None or not self.errors.get(name):
                self.add_error(name, reason)

    @property
    def key(self) -> uuid.UUID:
        """Give the number of this sending; a page that lost it sends once anyway."""
        try:
            return uuid.UUID(self.cleaned_data.get("sending_key", ""))
        except ValueError:
            return uuid.uuid4()

    @property
    def seen_version(self) -> int:
        """Give the version that the page showed."""
        typed = self.cleaned_data.get("version", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < _LONGEST_VERSION else 0
