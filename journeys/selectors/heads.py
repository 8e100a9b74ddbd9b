"""« Baux sans ménage »: what an association rents while nobody lives there, and the households that it may house there."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse

from foundation.periods import in_force
from households.models import Enrolment, EnrolmentHolder
from households.querysets import EnrolmentQuerySet
from households.readings import cards
from leases.access.heads import vacant_heads
from leases.models import Lease
from leases.selectors.titles import home_of
from partners.enums import Role
from partners.reader import Reader


@dataclass(frozen=True)
class HeadLine:
    """An association's lease without a household."""

    home: str
    landlord: str
    reference: str
    association: str
    empty_since: dt.date
    ended_on: dt.date | None
    sublet_url: str
    give_back_url: str
    undo_url: str


def heads_without_household(reader: Reader) -> tuple[HeadLine, ...]:
    """Give the leases of her associations under which nobody lives, the longest empty first, in one query."""
    if not reader.associations:
        return ()
    left_on = Max("subleases__ended_on", filter=Q(subleases__annulled_at__isnull=True))
    lines = [_line(reader, row, row.left_on) for row in vacant_heads(reader).annotate(left_on=left_on)]
    return tuple(sorted(lines, key=lambda line: (line.empty_since, line.reference)))


def to_house(reader: Reader, head: Lease) -> list[tuple[str, str]]:
    """Give the households that this reader may house under an association's lease: followed by it, without a title."""
    titles = Lease.objects.filter(enrolment_id=OuterRef("pk")).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=reader.today)
    )
    holders = EnrolmentHolder.objects.filter(
        in_force(reader.today), enrolment_id=OuterRef("pk"), association=head.tenant_association
    )
    visible: EnrolmentQuerySet = Enrolment.objects.visible_to(reader)
    hers: EnrolmentQuerySet = visible.managed_by(reader)
    if reader.has(Role.SOCIAL_WORKER):
        hers = hers | visible.worked_by(reader)
    files = hers.filter(
        ~Exists(titles), Exists(holders), ended_on__isnull=True, version__landlords=head.share.dwelling.landlord_id
    ).select_related("version__programme", "household")
    known = [card for card in cards(reader, files).values() if card.standing.reads_whole]
    choices = [(str(card.enrolment_id), f"{card.title}, {card.file_number}") for card in known]
    return sorted(choices, key=lambda one: one[1])


def head_said(head: Lease) -> str:
    """Name an association's lease by who rents what."""
    tenant = head.tenant_association.name if head.tenant_association else ""
    dwelling = head.share.dwelling
    return f"{tenant}, {home_of(head)}, {dwelling.landlord.name}, {dwelling.reference}"


def _line(reader: Reader, row: Lease, left_on: dt.date | None) -> HeadLine:
    is_managed = row.tenant_association_id in reader.managed_associations
    ends = "journeys:head_end_undo" if row.ended_on else "journeys:head_end"
    act = reverse(ends, args=[row.pk]) if is_managed else ""
    return HeadLine(
        home=home_of(row),
        landlord=row.share.dwelling.landlord.name,
        reference=row.share.dwelling.reference,
        association=row.tenant_association.name if row.tenant_association else "",
        empty_since=left_on + dt.timedelta(days=1) if left_on else row.started_on,
        ended_on=row.ended_on,
        sublet_url=reverse("journeys:head_sublet", args=[row.pk]),
        give_back_url="" if row.ended_on else act,
        undo_url=act if row.ended_on else "",
    )
