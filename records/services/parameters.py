"""Writes of reference parameters: loading what Palier ships, a new dated value, a confirmation."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.refusals import Refused
from records.models import Parameter
from records.services.events import record

REFERENCE = Path(__file__).resolve().parent.parent / "reference" / "parameters.json"
Figures = int | str | dict[str, int | str]


@transaction.atomic
def load_reference(*, by: uuid.UUID, path: Path = REFERENCE) -> int:
    """Add the values that Palier ships and that the base does not have; give how many.

    Asked again it changes nothing: what an administrator confirmed or dated anew stays as it is.
    """
    known = set(Parameter.objects.values_list("code", "started_on"))
    added = 0
    for line in json.loads(path.read_text(encoding="utf-8")):
        started_on = dt.date.fromisoformat(line.pop("started_on"))
        if (line["code"], started_on) in known:
            continue
        parameter = Parameter.objects.create(started_on=started_on, **line)
        record("parameter.loaded", parameter, by=by, details={"code": parameter.code, "started_on": started_on})
        added += 1
    return added


@transaction.atomic
def add_parameter_value(
    *, code: str, value: Decimal | Mapping[str, Decimal], source: str, started_on: dt.date, by: uuid.UUID
) -> Parameter:
    """Give a parameter a new value from a day on; the value before it ends on the eve by itself.

    Raises Refused when the parameter has a value from that day already, or when the shape is another.
    """
    latest = Parameter.objects.filter(code=code).order_by("-started_on").first()
    if latest is None:
        raise Refused("Ce paramètre n’existe pas.")
    figures = _figures(value)
    if _shape(figures) != _shape(latest.value):
        raise Refused("Cette valeur n’a pas la forme des précédentes.")
    try:
        with transaction.atomic():
            parameter = Parameter.objects.create(
                code=code, label=latest.label, unit=latest.unit, value=figures, source=source, started_on=started_on
            )
    except IntegrityError as error:
        raise Refused("Ce paramètre a déjà une valeur à cette date.", "started_on") from error
    record("parameter.valued", parameter, by=by, details={"code": code, "started_on": started_on})
    return parameter


@transaction.atomic
def confirm_parameter(*, parameter_id: uuid.UUID, by: uuid.UUID) -> Parameter:
    """Confirm a value shipped « à confirmer »: an administrator has read it in its source. Confirmed twice is once.

    Raises Parameter.DoesNotExist.
    """
    parameter = Parameter.objects.select_for_update(of=("self",)).get(pk=parameter_id)
    if not parameter.is_to_confirm or parameter.confirmed_at:
        return parameter
    parameter.confirmed_at = timezone.now()
    parameter.confirmed_by = by
    parameter.save(update_fields=["confirmed_at", "confirmed_by"])
    record("parameter.confirmed", parameter, by=by, details={"code": parameter.code})
    return parameter


def _figures(value: Decimal | Mapping[str, Decimal]) -> Figures:
    if isinstance(value, Mapping):
        return {key: _figure(figure) for key, figure in value.items()}
    return _figure(value)


def _figure(figure: Decimal) -> int | str:
    """Keep a whole number as one and others as text: JSON has no decimal."""
    return int(figure) if figure == figure.to_integral_value() else str(figure)


def _shape(value: object) -> object:
    return sorted(value) if isinstance(value, Mapping) else "figure"
