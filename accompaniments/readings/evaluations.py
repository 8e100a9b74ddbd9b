"""What a reader reads of a final evaluation (domain.md §3.9): the team all of it, the others what the landlord is told."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.enums import ExitReason
from accompaniments.models import FinalEvaluation, Orientation
from accompaniments.rules.evaluations import leads_to_watch
from foundation.timeline import Audience
from foundation.words import capitalised
from households.permissions import Standing
from partners.selectors import names_of


@dataclass(frozen=True)
class Said:
    """A text of the evaluation and who reads it."""

    label: str
    text: str
    audience: Audience


@dataclass(frozen=True)
class EvaluationRead:
    """An evaluation, shaped for its reader."""

    id: uuid.UUID
    version: int
    ended_on: dt.date
    exit_reason: str
    is_watched: bool
    said: tuple[Said, ...]
    validated_on: dt.date | None
    validated_by: str
    informed_on: dt.date | None
    hides_some: bool


@dataclass(frozen=True)
class InformationRead:
    """What is told to the landlord of an end: its own parts, and the relays whose service's name tells nothing."""

    ended_on: dt.date
    exit_reason: str
    text: str
    opinion: str
    relays: tuple[str, ...]
    watch_from: dt.date | None
    watch_until: dt.date | None


TEXTS: tuple[tuple[str, str, Audience], ...] = (
    ("landlord_text", "Ce qui est dit au bailleur", Audience.LANDLORD),
    ("landlord_opinion", "Avis du bailleur", Audience.LANDLORD),
    ("household_text", "Avis du ménage", Audience.TEAM),
    ("team_text", "Avis du travailleur social", Audience.TEAM),
    ("watch_recommendation", "Pour la veille", Audience.TEAM),
)


def evaluation_reading(row: FinalEvaluation, hers: Standing, *, watch_months: int) -> EvaluationRead:
    """Give an evaluation that `access` let this reader know of."""
    written = [Said(label, getattr(row, name), audience) for name, label, audience in TEXTS if getattr(row, name)]
    said = tuple(one for one in written if one.audience in hers.audiences)
    names = names_of({row.validated_by}) if row.validated_by else {}
    return EvaluationRead(
        id=row.pk,
        version=row.version,
        ended_on=row.ended_on,
        exit_reason=capitalised(str(ExitReason(row.exit_reason).label)),
        is_watched=leads_to_watch(ExitReason(row.exit_reason), watch_months),
        said=said,
        validated_on=row.validated_on,
        validated_by=names.get(row.validated_by, "") if row.validated_by else "",
        informed_on=row.informed_on,
        hides_some=len(said) < len(written),
    )


def information_reading(
    row: FinalEvaluation, *, watch_from: dt.date | None, watch_until: dt.date | None
) -> InformationRead:
    """Give what leaves for the landlord: only what is addressed to him, never a service that tells too much (§3.9)."""
    relays = (
        Orientation.objects.filter(
            enrolment=row.accompaniment.enrolment_id,
            is_relay=True,
            audience=Audience.LANDLORD,
            service__is_sensitive=False,
        )
        .order_by("oriented_on", "pk")
        .values_list("service__name", "service__towns")
    )
    return InformationRead(
        ended_on=row.ended_on,
        exit_reason=capitalised(str(ExitReason(row.exit_reason).label)),
        text=row.landlord_text,
        opinion=row.landlord_opinion,
        relays=tuple(f"{name} ({towns})" if towns else name for name, towns in relays),
        watch_from=watch_from,
        watch_until=watch_until,
    )
