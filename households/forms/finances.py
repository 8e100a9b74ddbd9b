"""A month's resources and charges: lines already filled with the latest month's, to look over and change."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms

from foundation.layout import AmountField, MonthField, Row, Section, layout, prepare
from foundation.periods import Month
from foundation.words import capitalised
from households.enums import ChargeKind, ResourceKind
from households.forms.base import FileForm, chosen_id
from households.rules import LARGEST_AMOUNT, why_month_is_refused
from households.selectors.choices import MemberChoice, Statement, names_of_choices
from households.services.finances import ChargeLine, ResourceLine

_BLANK_LINES, _LEAST_LINES, _MOST_LINES = 3, 5, 40
_LINE = re.compile(r"^resource_(?:kind|person|amount)_(\d{1,2})$")


class MonthForm(FileForm):
    """Resources one a line (which, whose, how much), charges one a kind; empty lines are no line."""

    month = MonthField(label="Mois")

    def __init__(
        self,
        data: Any = None,
        *,
        members: list[MemberChoice],
        statement: Statement,
        month: Month,
        today: dt.date,
        back: str,
    ) -> None:
        """Make a line for each known resource, some empty ones, and a field for each kind of charge."""
        self.earliest = statement.earliest
        self.lines = _line_count(data, len(statement.resources))
        super().__init__(data, today=today, initial=_initial(statement, month))
        people = names_of_choices(members)
        known = {value for value, _ in people}
        people += [
            (str(person), "une personne partie")
            for _, person, _ in statement.resources
            if person and str(person) not in known
        ]
        for number in range(self.lines):
            self._add_line(number, list(dict.fromkeys(people)))
        for kind in ChargeKind:
            self.fields[f"charge_{kind}"] = _amount(capitalised(str(kind.label)))
        layout(
            self,
            "month",
            Section(
                "Ressources",
                *(
                    Row(f"resource_kind_{number}", f"resource_person_{number}", f"resource_amount_{number}")
                    for number in range(self.lines)
                ),
                hint="Une ligne par ressource et par personne. Laissez vides les lignes inutiles.",
                optional=True,
            ),
            Section(
                "Charges",
                *(Row(*(f"charge_{kind}" for kind in pair)) for pair in _pairs(list(ChargeKind))),
                optional=True,
            ),
            submit="Enregistrer le mois",
            back=back,
        )

    def _add_line(self, number: int, people: list[tuple[str, str]]) -> None:
        kinds = [(kind.value, capitalised(str(kind.label))) for kind in ResourceKind]
        rank = number + 1
        self.fields[f"resource_kind_{number}"] = forms.ChoiceField(
            label=f"Ressource {rank}", choices=[("", "—"), *kinds], required=False
        )
        self.fields[f"resource_person_{number}"] = forms.ChoiceField(
            label=f"De qui, ligne {rank}", choices=[("", "le ménage"), *people], required=False
        )
        self.fields[f"resource_amount_{number}"] = _amount(f"Montant {rank}")
        for name in ("kind", "person"):
            prepare(self.fields[f"resource_{name}_{number}"])

    def clean(self) -> dict[str, Any]:
        """Refuse a month not come yet, and lines half filled."""
        cleaned = super().clean()
        month = cleaned.get("month")
        if month is not None and (reason := why_month_is_refused(month, self.today)) is not None:
            self.add_error("month", reason)
        if month is not None and self.earliest is not None and month < self.earliest:
            self.add_error("month", "Ce mois précède la prise en charge du dossier par votre association.")
        for number in range(self.lines):
            kind, amount = cleaned.get(f"resource_kind_{number}"), cleaned.get(f"resource_amount_{number}")
            if kind and amount is None and f"resource_amount_{number}" not in self.errors:
                self.add_error(f"resource_amount_{number}", "Indiquez le montant de cette ressource.")
            if not kind and amount and f"resource_kind_{number}" not in self.errors:
                self.add_error(f"resource_kind_{number}", "Choisissez de quelle ressource il s’agit.")
        return cleaned

    @property
    def resources(self) -> list[ResourceLine]:
        """Give the lines that were filled, once clean."""
        told = self.cleaned_data
        return [
            ResourceLine(
                ResourceKind(kind), told[f"resource_amount_{number}"], chosen_id(told[f"resource_person_{number}"])
            )
            for number in range(self.lines)
            if (kind := told[f"resource_kind_{number}"])
        ]

    @property
    def charges(self) -> list[ChargeLine]:
        """Give the charges that were filled, once clean."""
        told = self.cleaned_data
        return [ChargeLine(kind, told[f"charge_{kind}"]) for kind in ChargeKind if told[f"charge_{kind}"] is not None]


def _amount(label: str) -> AmountField:
    field = AmountField(label=label, required=False, max_value=LARGEST_AMOUNT)
    prepare(field)
    return field


def _line_count(data: Any, known: int) -> int:
    """Give as many lines as were sent, or as the statement has with some empty ones; never without end."""
    if data is None:
        return min(max(known + _BLANK_LINES, _LEAST_LINES), _MOST_LINES)
    sent = [int(match[1]) for name in data if (match := _LINE.match(str(name)))]
    return min(max([_LEAST_LINES - 1, *sent]) + 1, _MOST_LINES)


def _initial(statement: Statement, month: Month) -> dict[str, Any]:
    initial: dict[str, Any] = {"month": str(month)}
    for number, (kind, person, amount) in enumerate(statement.resources[:_MOST_LINES]):
        initial[f"resource_kind_{number}"] = kind
        initial[f"resource_person_{number}"] = str(person or "")
        initial[f"resource_amount_{number}"] = amount
    sums: dict[str, Decimal] = {}
    for kind, amount in statement.charges:
        sums[kind] = sums.get(kind, Decimal(0)) + amount
    return {**initial, **{f"charge_{kind}": amount for kind, amount in sums.items()}}


def _pairs(kinds: list[ChargeKind]) -> list[list[ChargeKind]]:
    return [kinds[start : start + 2] for start in range(0, len(kinds), 2)]


def asked_month(typed: str, today: dt.date) -> Month:
    """Give the month that the address asks for, this one when it asks for none that can be stated."""
    try:
        month = Month.parse(typed)
    except ValueError:
        return Month.of(today)
    return Month.of(today) if why_month_is_refused(month, today) is not None else month
