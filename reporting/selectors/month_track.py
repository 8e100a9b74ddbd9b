"""Where a month is in its life: calculated, validated by each association, frozen and sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foundation.periods import Month
from foundation.words import NBSP, counted, plain_date, week_date
from partners.models import Organisation
from partners.reader import Reader
from partners.selectors import names_of
from records.selectors.parameters import UnknownParameterError
from reporting.enums import DeliveryKind, FrozenBecause
from reporting.models import MonthVersion, Validation
from reporting.selectors.deliveries import DeliveryLine
from reporting.selectors.life import freeze_on

TO_WHOM = "Aux correspondants, à la conseillère et à la direction du bailleur"


@dataclass(frozen=True)
class Step:
    """One step: done, current (what is asked), or to come."""

    title: str
    meta: str
    state: str  # is-done, is-current, is-next


def track(
    reader: Reader,
    version: MonthVersion,
    associations: Sequence[Organisation],
    validations: Iterable[Validation],
    deliveries: Sequence[DeliveryLine],
) -> tuple[Step, ...]:
    """Give the steps of a month's life, in order."""
    by_association = {row.association_id: row for row in validations}
    names = names_of(row.validated_by for row in by_association.values())
    frozen = version.frozen_at
    if version.number > 1:
        return (
            Step(f"Version {version.number} publiée", plain_date(frozen) if frozen else "", "is-done"),
            _sent(deliveries, version),
        )
    calculated = "Calculé" if version.revision == 1 else "Recalculé"
    state = "" if frozen else ", provisoire"
    steps = [Step(calculated, f"{week_date(version.computed_at)}{state}".capitalize(), "is-done")]
    for association in associations:
        row = by_association.get(association.pk)
        if row is not None:
            name = names.get(row.validated_by, "")
            said = f"{name}, {plain_date(row.validated_at)}" if name else plain_date(row.validated_at)
            steps.append(Step(f"{association.name} a validé", said, "is-done"))
        elif frozen:
            steps.append(Step(f"{association.name} n’a pas validé", "Arrêté en l’état à la date prévue", "is-next"))
        elif association.pk in reader.managed_associations:
            reminded = (
                f"Rappel envoyé le {plain_date(version.month.reminded_at)}"
                if version.month.reminded_at
                else "À relire, puis à valider"
            )
            steps.append(Step(f"{association.name}, à vous", reminded, "is-current"))
        else:
            steps.append(Step(f"{association.name}, à valider", "", "is-next"))
    steps.append(_sent(deliveries, version) if frozen else _to_come(version))
    return tuple(steps)


def _sent(deliveries: Sequence[DeliveryLine], version: MonthVersion) -> Step:
    because = FrozenBecause(version.frozen_because).label if version.frozen_because else ""
    day = plain_date(version.frozen_at) if version.frozen_at else ""
    told = [line for line in deliveries if line.kind == DeliveryKind.FROZEN]
    if not told:
        return Step("Figé", f"{day}, {because}" if because else day, "is-done")
    sent = sum(line.sent_at is not None for line in told)
    opened = sum(line.opened_at is not None for line in told)
    words = f"{day}{NBSP}: envoyé à {counted(sent, 'personne')}, ouvert par {opened}"
    return Step("Figé et envoyé", words, "is-done")


def _to_come(version: MonthVersion) -> Step:
    try:
        limit = f"Au plus tard le {plain_date(freeze_on(Month.of(version.month.month_on)))}. {TO_WHOM}"
    except UnknownParameterError:
        limit = TO_WHOM
    return Step("Figé et envoyé", limit, "is-next")
