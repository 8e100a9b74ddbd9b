"""Forms of records: a new dated value of a reference parameter."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from foundation.layout import PalierForm, Section, layout, prepare
from records.selectors.parameters import ParameterHistory, name_of

MOST = 10_000_000


class ParameterValueForm(PalierForm):
    """One figure, or one a line of the table, with its day and its source."""

    started_on = forms.DateField(
        label="Applicable depuis le", help_text="La valeur d’avant s’arrête la veille, d’elle-même."
    )
    source = forms.CharField(
        label="Source", max_length=300, help_text="L’arrêté, l’article ou la délibération, avec sa date."
    )

    def __init__(self, *args: Any, history: ParameterHistory, back: str, **kwargs: Any) -> None:
        """Ask for as many figures as the values before have, and propose the latest."""
        self.names: tuple[str, ...] = ()
        latest = history.values[0]
        if isinstance(latest.value, Mapping):
            self.names = tuple(latest.value)
        figures = latest.table if self.names else {"": latest.number}
        super().__init__(*args, **kwargs)
        for name, figure in figures.items():
            self.fields[_field(name)] = field = forms.DecimalField(
                label=name_of(name).capitalize() if name else "Valeur",
                help_text=history.unit,
                min_value=0,
                max_value=MOST,
                max_digits=12,
                decimal_places=4,
                initial=figure,
            )
            prepare(field)
        shown = [_field(name) for name in figures]
        layout(
            self,
            *([Section("Valeurs", *shown)] if self.names else shown),
            "started_on",
            "source",
            submit="Enregistrer la valeur",
            back=back,
            bar=False,
        )

    @property
    def value(self) -> Decimal | dict[str, Decimal]:
        """Give what was typed, in the shape of the values before."""
        if not self.names:
            figure: Decimal = self.cleaned_data[_field("")]
            return figure
        return {name: self.cleaned_data[_field(name)] for name in self.names}


def _field(name: str) -> str:
    return f"value_{name}" if name else "value"
