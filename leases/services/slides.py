"""The fact of a slide: counted by its day, with both debts as they stood."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from foundation.refusals import Refused
from leases.models import Lease, Slide
from leases.rules.slides import already_slid
from records.services.events import record


@dataclass(frozen=True)
class SlideFacts:
    """What is told of a slide beside its lease: debts in euros, None when not known; the deposit that moves."""

    landlord_debt: Decimal | None = None
    association_debt: Decimal | None = None
    deposit_moved: Decimal = Decimal(0)
    no_inventory_reason: str = ""


@transaction.atomic
def record_slide(*, by: uuid.UUID, sublease: Lease, lease: Lease, facts: SlideFacts) -> Slide:
    """Record that a sublease slid into this lease, on its first day."""
    slide: Slide = Slide.objects.create(
        sublease=sublease, lease=lease, slid_on=lease.started_on, recorded_by=by, **vars(facts)
    )
    days = (slide.slid_on - sublease.started_on).days
    details = {"on": slide.slid_on.isoformat(), "days": days}
    record("lease.slid", slide, by=by, subject_id=lease.enrolment_id, details=details)
    return slide


def refuse_slid(sublease: Lease) -> None:
    """Refuse what changes a sublease whose slide is recorded, even for a day to come."""
    slide = sublease.slides.filter(annulled_at__isnull=True).first()
    if slide is not None:
        raise Refused(already_slid(slide.slid_on))


@transaction.atomic
def annul_slide(*, by: uuid.UUID, lease: Lease) -> None:
    """Annul the slide that led to this lease, if one did."""
    for slide in Slide.objects.filter(lease=lease, annulled_at__isnull=True):
        slide.annulled_at = timezone.now()
        slide.save(update_fields=["annulled_at"])
        record("lease.slide_annulled", slide, by=by, subject_id=lease.enrolment_id)
