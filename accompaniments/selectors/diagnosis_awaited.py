"""The shared diagnoses where a landlord's social adviser has her part to write or to sign (domain.md §2.1 S3)."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accompaniments.enums import DiagnosisKind, DiagnosisState
from accompaniments.models import Diagnosis, DiagnosisPart
from foundation.periods import in_force
from households.enums import NamingCause, NamingService
from households.models import Enrolment, EnrolmentNaming
from households.readings import Card, cards
from partners.enums import Role
from partners.reader import Reader


@dataclass(frozen=True)
class AwaitedPart:
    """A diagnosis that waits for the adviser: the household as she may read it, what is asked of her."""

    card: Card
    opened_on: dt.date
    worker_signed_on: dt.date | None
    has_written: bool
    url: str  # empty: the file is protected, and she is not on its list

    @property
    def act(self) -> str:
        """Say what is one tap away."""
        return "Relire et signer" if self.has_written else "Écrire ma part"


def parts_awaited(reader: Reader) -> tuple[AwaitedPart, ...]:
    """Give the diagnoses that wait for this adviser, the oldest first; nothing for who is none. Constant queries."""
    landlords = reader.organisations(Role.LANDLORD_SOCIAL_ADVISER)
    if not landlords:
        return ()
    rows = list(_waiting(reader, landlords))
    if not rows:
        return ()
    written = set(
        DiagnosisPart.objects.filter(
            diagnosis__in=[row.pk for row in rows],
            author__memberships__role=Role.LANDLORD_SOCIAL_ADVISER,
            author__memberships__organisation_id__in=landlords,
        ).values_list("diagnosis_id", flat=True)
    )
    known = cards(reader, [row.accompaniment.enrolment for row in rows])
    return tuple(_part(row, known[row.accompaniment.enrolment_id], has_written=row.pk in written) for row in rows)


def _waiting(reader: Reader, landlords: frozenset[uuid.UUID]) -> QuerySet[Any]:
    addressed = EnrolmentNaming.objects.filter(
        in_force(reader.today),
        source_id=OuterRef("pk"),
        enrolment_id=OuterRef("accompaniment__enrolment_id"),
        cause=NamingCause.DIAGNOSIS_ADDRESSED,
        service=NamingService.SOCIAL,
        landlord_id__in=landlords,
        is_live=True,
    )
    files = Enrolment.objects.visible_to(reader).open_on(reader.today)
    return (
        Diagnosis.objects.filter(
            Exists(addressed),
            kind=DiagnosisKind.SHARED,
            state=DiagnosisState.DRAFT,
            adviser_signed_on__isnull=True,
            accompaniment__enrolment__in=files.values("pk"),
        )
        .select_related("accompaniment__enrolment__version__programme", "accompaniment__enrolment__household")
        .order_by("opened_on", "pk")
    )


def _part(row: Diagnosis, card: Card, *, has_written: bool) -> AwaitedPart:
    name = "accompaniments:diagnosis" if has_written else "accompaniments:diagnosis_write"
    return AwaitedPart(
        card=card,
        opened_on=row.opened_on,
        worker_signed_on=row.worker_signed_on,
        has_written=has_written,
        url=reverse(name, args=[card.enrolment_id, row.pk]) if card.standing.is_listed else "",
    )
