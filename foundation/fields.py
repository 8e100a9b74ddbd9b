"""Fields and controls of forms: native dates and hours, months, amounts, telephones, choices as wide tiles.

Forms get them through `foundation.layout`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError

from foundation import words
from foundation.periods import Month

_BLANKS = str.maketrans("", "", " \u00a0\u202f€")


class DateInput(forms.DateInput):
    """The browser's own date picker; it speaks ISO and shows French."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Fix the only format that the picker understands."""
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own hour picker, without seconds."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Fix the only format that the picker understands."""
        super().__init__(attrs, format="%H:%M")


class MonthInput(forms.TextInput):
    """The browser's own month picker; where there is none, one types 2026-10 or 10/2026."""

    input_type = "month"

    def format_value(self, value: Any) -> str | None:
        """Show « 2026-10 »."""
        return str(Month.of(value)) if isinstance(value, dt.date) else super().format_value(value)


class MonthField(forms.Field):
    """A calendar month, cleaned into `foundation.periods.Month`."""

    widget = MonthInput
    default_error_messages = {
        "required": "Indiquez le mois.",
        "invalid": "Écrivez le mois comme 2026-10.",
        "range": "Ce mois est trop ancien ou trop lointain.",
    }

    def to_python(self, value: Any) -> Month | None:
        """Read « 2026-10 » or « 10/2026 »."""
        if value in self.empty_values:
            return None
        if isinstance(value, Month):
            return value
        text = str(value).strip()
        number, slash, year = text.partition("/")
        try:
            month = Month.parse(f"{year}-{number}" if slash else text)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not EARLIEST.year <= month.year <= LATEST.year:
            raise ValidationError(self.error_messages["range"], code="range")
        return month


EARLIEST = dt.date(1900, 1, 1)
LATEST = dt.date(2199, 12, 31)


class AmountField(forms.DecimalField):
    """An amount in euros as one writes it: « 1 412,30 », « 1412.30 € »."""

    widget = forms.TextInput

    def __init__(
        self, *, min_value: Decimal | int | None = 0, max_value: Decimal | int = 999_999, **kwargs: Any
    ) -> None:
        """Keep cents, refuse what no household has."""
        super().__init__(min_value=min_value, max_value=max_value, max_digits=12, decimal_places=2, **kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Forget blanks and the euro sign, read the comma."""
        if isinstance(value, str):
            value = value.translate(_BLANKS).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a comma."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


class PhoneField(forms.CharField):
    """A telephone, cleaned into E.164; French unless it starts with +."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})
    default_error_messages = {"invalid": "Écrivez un numéro comme 04\u00a090\u00a012\u00a034\u00a056."}

    def __init__(self, **kwargs: Any) -> None:
        """Bound what is read: no number is so long."""
        super().__init__(**{"max_length": 40, **kwargs})

    def to_python(self, value: Any) -> str:
        """Read the number."""
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "FR")
        except phonenumbers.NumberParseException as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not phonenumbers.is_possible_number(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    def prepare_value(self, value: Any) -> Any:
        """Show the national form, as one dictates it."""
        return words.phone(value) if isinstance(value, str) and value.startswith("+") else value


class _Tiles(forms.widgets.ChoiceWidget):
    """What radio and checkbox tiles share: a width, an icon and a quiet second line for each choice."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        style: str = "",
        icons: Mapping[str, str] | None = None,
        hints: Mapping[str, str] | None = None,
        choices: Sequence[tuple[Any, Any]] = (),
    ) -> None:
        """Take `style`: "" (as many as fit), "three", "tight" (short words) or "wide" (one a line)."""
        super().__init__(attrs, choices)
        self.style = style
        self.icons = dict(icons or {})
        self.hints = dict(hints or {})


class Choices(_Tiles, forms.RadioSelect):
    """One choice in a gesture: radio buttons as wide tiles."""


class ManyChoices(_Tiles, forms.CheckboxSelectMultiple):
    """Several choices, each a gesture: checkboxes as wide tiles."""
