"""The form of a programme's version: who, how many, from when, and each cadence."""

import uuid
from typing import Any

from django import forms

from foundation.layout import ManyChoices, PalierForm, Row, Section, layout, prepare
from partners.enums import Axis, CadenceKind, CadenceUnit, OutreachKind
from partners.forms.administration import OneOf, chosen
from partners.models import ProgrammeVersion
from partners.selectors import Named
from partners.services.programmes import CadenceTerms, RungTerms

TO_CONFIRM = (
    ("started_on", "la date"),
    ("target_households", "l’objectif de ménages"),
    ("caseload_ratio", "le nombre de ménages par temps plein"),
    ("preparation_weight", "le poids d’un ménage en préparation"),
    ("watch_weight", "le poids d’un ménage en veille"),
    ("watch_months", "la durée de la veille"),
    ("effort_cap", "le taux d’effort maximal"),
    ("outreach_last_wait", "l’attente après la dernière relance"),
)
MOST_RUNGS = 6
WHOLE: dict[str, Any] = {"min_value": 0, "max_value": 9999}
WEIGHT: dict[str, Any] = {"min_value": 0, "max_value": 9, "max_digits": 4, "decimal_places": 2}
RATE: dict[str, Any] = {"min_value": 0, "max_value": 100, "max_digits": 4, "decimal_places": 1}


class VersionForm(PalierForm):
    """What a version agrees. What its source does not say is ticked « à confirmer »."""

    started_on = forms.DateField(label="Applicable depuis le")
    lead = OneOf(label="Porteur du projet", choices=[])
    landlords = forms.TypedMultipleChoiceField(label="Bailleurs", coerce=uuid.UUID, widget=ManyChoices(style="wide"))
    associations = forms.TypedMultipleChoiceField(
        label="Associations", coerce=uuid.UUID, widget=ManyChoices(style="wide")
    )
    target_households = forms.IntegerField(label="Objectif de ménages", required=False, **WHOLE)
    caseload_ratio = forms.IntegerField(label="Ménages par temps plein", required=False, min_value=1, max_value=999)
    preparation_weight = forms.DecimalField(label="Poids d’un ménage en préparation", initial=1, **WEIGHT)
    watch_weight = forms.DecimalField(label="Poids d’un ménage en veille", initial=0, **WEIGHT)
    watch_months = forms.IntegerField(label="Veille, en mois", initial=0, min_value=0, max_value=120)
    outreach_last_wait = forms.IntegerField(
        label="Jours après la dernière étape",
        initial=10,
        min_value=0,
        max_value=365,
        help_text="Ensuite, le contact peut être dit infructueux.",
    )
    effort_cap = forms.DecimalField(
        label="Taux d’effort maximal, en\u00a0%",
        required=False,
        help_text="Un taux plus élevé avertit et ne bloque jamais.",
        **RATE,
    )
    effort_amber = forms.DecimalField(label="Premier repère du taux d’effort, en\u00a0%", initial=25, **RATE)
    effort_red = forms.DecimalField(label="Second repère du taux d’effort, en\u00a0%", initial=33, **RATE)
    source = forms.CharField(
        label="Source", max_length=300, required=False, help_text="La convention, sa date, son article."
    )
    to_confirm = forms.MultipleChoiceField(
        label="À confirmer",
        choices=TO_CONFIRM,
        required=False,
        widget=ManyChoices(style="wide"),
        help_text="Ce que la source ne dit pas.",
    )

    def __init__(
        self,
        *args: Any,
        back: str,
        landlords: list[Named],
        associations: list[Named],
        version: ProgrammeVersion | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Start from a version (to correct it, or to agree the next one)."""
        super().__init__(*args, initial={**(terms_of(version) if version else {}), **(initial or {})}, **kwargs)
        for kind in CadenceKind:
            self.fields |= _cadence_fields(kind)
        for place in range(1, MOST_RUNGS + 1):
            self.fields |= _rung_fields(place)
        self.fields["lead"].offer([*landlords, *associations])  # type: ignore[attr-defined]
        self.fields["landlords"].choices = chosen(landlords)  # type: ignore[attr-defined]
        self.fields["associations"].choices = chosen(associations)  # type: ignore[attr-defined]
        named = [name for name in ("name", "axis") if name in self.fields]
        layout(
            self,
            *named,
            "started_on",
            Section("Qui", "lead", "landlords", "associations"),
            Section(
                "Combien",
                Row("target_households", "caseload_ratio"),
                Row("preparation_weight", "watch_weight"),
                "watch_months",
            ),
            Section("Taux d’effort", "effort_cap", Row("effort_amber", "effort_red")),
            Section("D’où cela vient", "source", "to_confirm"),
            *(
                Section(
                    str(kind.label).capitalize(),
                    Row(f"every_{kind}", f"unit_{kind}"),
                    f"source_{kind}",
                    f"confirm_{kind}",
                )
                for kind in CadenceKind
            ),
            *(
                Section(
                    f"Relance, étape {place}",
                    Row(f"rung_{place}", f"wait_{place}"),
                    f"source_rung_{place}",
                    f"confirm_rung_{place}",
                )
                for place in range(1, MOST_RUNGS + 1)
            ),
            Section("Après la dernière relance", "outreach_last_wait"),
            submit="Enregistrer la version",
            back=back,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse bands of effort rate that cross."""
        data = super().clean() or {}
        amber, red = data.get("effort_amber"), data.get("effort_red")
        if amber is not None and red is not None and amber > red:
            self.add_error("effort_red", "Le second repère suit le premier.")
        chosen_rungs = [bool(data.get(f"rung_{place}")) for place in range(1, MOST_RUNGS + 1)]
        for place in range(1, MOST_RUNGS):
            if chosen_rungs[place] and not chosen_rungs[place - 1]:
                self.add_error(f"rung_{place}", "Choisissez cette étape, ou avancez les suivantes d’un rang.")
        return data

    @property
    def cadences(self) -> list[CadenceTerms]:
        """Give the cadences that are set."""
        data = self.cleaned_data
        return [
            CadenceTerms(
                kind=kind,
                every=data[f"every_{kind}"],
                unit=CadenceUnit(data[f"unit_{kind}"]),
                source=data[f"source_{kind}"],
                is_to_confirm=data[f"confirm_{kind}"],
            )
            for kind in CadenceKind
            if data[f"every_{kind}"]
        ]

    @property
    def ladder(self) -> list[RungTerms]:
        """Give the rungs that are set, in their order."""
        data = self.cleaned_data
        return [
            RungTerms(
                kind=OutreachKind(data[f"rung_{place}"]),
                wait_days=data[f"wait_{place}"] or 0,
                source=data[f"source_rung_{place}"],
                is_to_confirm=data[f"confirm_rung_{place}"],
            )
            for place in range(1, MOST_RUNGS + 1)
            if data[f"rung_{place}"]
        ]


class ProgrammeForm(VersionForm):
    """A programme and its first version."""

    name = forms.CharField(label="Nom du programme", max_length=120)
    axis = forms.ChoiceField(label="Axe", choices=Axis.choices)


class ProgrammeNameForm(PalierForm):
    """A programme's name; its axis never changes."""

    name = forms.CharField(label="Nom du programme", max_length=120)

    def __init__(self, *args: Any, back: str, name: str, **kwargs: Any) -> None:
        """Start from the name."""
        super().__init__(*args, initial={"name": name}, **kwargs)
        layout(self, submit="Enregistrer le nom", back=back, bar=False)


def _cadence_fields(kind: CadenceKind) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        f"every_{kind}": forms.IntegerField(label="Durée", required=False, min_value=1, max_value=3650),
        f"unit_{kind}": forms.ChoiceField(label="Unité", choices=CadenceUnit.choices, initial=CadenceUnit.DAYS),
        f"source_{kind}": forms.CharField(label="Source", max_length=200, required=False),
        f"confirm_{kind}": forms.BooleanField(label="À confirmer", required=False),
    }
    for field in fields.values():
        prepare(field)
    return fields


def _rung_fields(place: int) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        f"rung_{place}": forms.ChoiceField(
            label="Moyen", choices=[("", "Aucune étape"), *OutreachKind.choices], required=False
        ),
        f"wait_{place}": forms.IntegerField(
            label="Jours après l’étape d’avant", required=False, min_value=0, max_value=365
        ),
        f"source_rung_{place}": forms.CharField(label="Source", max_length=200, required=False),
        f"confirm_rung_{place}": forms.BooleanField(label="À confirmer", required=False),
    }
    for field in fields.values():
        prepare(field)
    return fields


def terms_of(version: ProgrammeVersion) -> dict[str, Any]:
    """Give what a version agreed, as the form's first values."""
    names = (
        "started_on target_households caseload_ratio preparation_weight watch_weight watch_months outreach_last_wait"
        " effort_cap effort_amber effort_red source"
    )
    initial: dict[str, Any] = {name: getattr(version, name) for name in names.split()}
    initial["lead"] = version.lead_id
    initial["landlords"] = [row.pk for row in version.landlords.all()]
    initial["associations"] = [row.pk for row in version.associations.all()]
    initial["to_confirm"] = version.to_confirm.split()
    for row in version.cadences.all():
        initial |= {
            f"every_{row.kind}": row.every,
            f"unit_{row.kind}": row.unit,
            f"source_{row.kind}": row.source,
            f"confirm_{row.kind}": row.is_to_confirm,
        }
    for rung in version.ladder.all():
        initial |= {
            f"rung_{rung.position}": rung.kind,
            f"wait_{rung.position}": rung.wait_days,
            f"source_rung_{rung.position}": rung.source,
            f"confirm_rung_{rung.position}": rung.is_to_confirm,
        }
    return initial
