"""What a reader reads of a final evaluation (domain.md §3.9): the team all of it, the others what the landlord is told."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from accompaniments.enums import ExitReason
from accompaniments.models import FinalEvaluation, Orientation
from accompaniments.rules.evaluations import leads_to_watch
from foundation.timeline import Audience
from foundation.words import capitalised, plain_date
from households.enums import NamingService
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
    abandoned_on: dt.date | None
    informed_on: dt.date | None
    hides_some: bool
    opinion_asked: str = ""  # « Avis demandé le … à la conseillère sociale »
    opinion_by: str = ""  # who wrote it from his own account, and when


@dataclass(frozen=True)
class RentDebt:
    """What is owed to one landlord at the start and at the end, on the last statement by then; None when there is none.

    Never another debt, and never the one to the association, which is apart (domain.md §3.9, §4.3 A12).
    """

    landlord_id: str
    landlord: str
    start: str
    end: str
    change: str  # said only when both are known


@dataclass(frozen=True)
class InformationRead:
    """What is told to the landlord of an end: its own parts, and the relays whose service's name tells nothing."""

    ended_on: dt.date
    exit_reason: str
    text: str
    opinion: str
    relays: tuple[str, ...]
    debts: tuple[RentDebt, ...]  # the rent owed to the landlords who are told, no other debt
    watch_from: dt.date | None
    watch_until: dt.date | None

    def for_landlord(self, landlord_id: uuid.UUID) -> "InformationRead":
        """Keep what is told to one landlord: the account that he keeps himself, and no other's (§3.9)."""
        return replace(self, debts=tuple(debt for debt in self.debts if debt.landlord_id == str(landlord_id)))


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
        abandoned_on=row.abandoned_on,
        informed_on=row.informed_on,
        hides_some=len(said) < len(written),
        opinion_asked=_asked(row),
        opinion_by=_written_by(row),
    )


@dataclass(frozen=True)
class OpinionRead:
    """What the landlord's service reads when its opinion is asked: that it ends and why, and what it wrote itself."""

    id: uuid.UUID
    version: int
    ended_on: dt.date
    exit_reason: str
    opinion: str


def opinion_reading(row: FinalEvaluation) -> OpinionRead:
    """Give an end to the service whose opinion is asked: nothing of what the association writes before it is told (§3.9)."""
    return OpinionRead(
        id=row.pk,
        version=row.version,
        ended_on=row.ended_on,
        exit_reason=capitalised(str(ExitReason(row.exit_reason).label)),
        opinion=row.landlord_opinion if row.opinion_by else "",
    )


def _asked(row: FinalEvaluation) -> str:
    if row.opinion_asked_on is None:
        return ""
    return f"{NamingService(row.opinion_asked_of).label}, le {plain_date(row.opinion_asked_on)}"


def _written_by(row: FinalEvaluation) -> str:
    if row.opinion_by is None or row.opinion_at is None:
        return ""
    name = names_of({row.opinion_by}).get(row.opinion_by, "")
    return f"{name}, le {plain_date(row.opinion_at)}" if name else f"le {plain_date(row.opinion_at)}"


def information_reading(
    row: FinalEvaluation, *, debts: tuple[RentDebt, ...], watch_from: dt.date | None, watch_until: dt.date | None
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
        debts=debts,
        relays=tuple(f"{name} ({towns})" if towns else name for name, towns in relays),
        watch_from=watch_from,
        watch_until=watch_until,
    )
