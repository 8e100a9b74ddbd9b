"""« Baux sans ménage »: what an association rents while nobody lives there, and the households that it may house there."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from foundation.periods import in_force
from foundation.timeline import Due, DueKind
from foundation.words import plain_date
from households.models import Enrolment, EnrolmentHolder
from households.querysets import EnrolmentQuerySet
from households.readings import cards
from leases.access.heads import vacant_heads
from leases.models import Lease
from leases.querysets import LeaseQuerySet
from leases.selectors.rent import law_on
from leases.selectors.titles import home_of
from partners.enums import Role
from partners.reader import Reader

HEADS_PAGE = 10
VACANT_DAYS = "head.vacant_days"


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


@dataclass(frozen=True)
class HeadPage:
    """One page of the leases without a household."""

    lines: tuple[HeadLine, ...]
    page: Page[Any]


def heads_without_household(reader: Reader, page_number: str | None = None) -> HeadPage | None:
    """Give a page of the leases of her associations under which nobody lives, the longest empty first; None without any."""
    if not reader.associations:
        return None
    page: Page[Any] = Paginator(_longest_empty_first(vacant_heads(reader)), HEADS_PAGE).get_page(page_number)
    lines = tuple(_line(reader, row) for row in page.object_list)
    page.object_list = [line.reference for line in lines]
    return HeadPage(lines, page) if lines else None


def heads_due(reader: Reader) -> list[Due]:
    """Give the leases of the associations that she manages that are empty for too long, the longest first.

    The delay is a dated parameter, proposed by Palier; without a value nothing is reminded of. One whose end is recorded
    is given back: nothing more is awaited.
    """
    days = law_on(VACANT_DAYS, reader.today) if reader.managed_associations else None
    if days is None:
        return []
    rows = vacant_heads(reader).filter(tenant_association_id__in=reader.managed_associations, ended_on__isnull=True)
    lines = [_due(row, int(days)) for row in _longest_empty_first(rows)]
    return [line for line in lines if line.due_on <= reader.today]


def _longest_empty_first(rows: LeaseQuerySet) -> LeaseQuerySet:
    left_on = Max("subleases__ended_on", filter=Q(subleases__annulled_at__isnull=True))
    found: LeaseQuerySet = rows.annotate(left_on=left_on)
    return found.order_by(Coalesce("left_on", "started_on"), "share__dwelling__reference", "pk")


def _empty_since(row: Any) -> dt.date:
    left_on: dt.date | None = row.left_on  # annotated by `_longest_empty_first`
    return left_on + dt.timedelta(days=1) if left_on else row.started_on


def _due(row: Lease, days: int) -> Due:
    since = _empty_since(row)
    return Due(
        due_on=since + dt.timedelta(days=days),
        title=f"Logement sans ménage, {row.share.dwelling.reference}",
        why=f"{home_of(row)}, loué à {row.share.dwelling.landlord.name}\u00a0: personne n’y a de titre depuis le "
        f"{plain_date(since)}. Le sous-louer, ou le rendre ({days} jours, proposition de Palier à confirmer).",
        enrolment_id=None,
        url=reverse("journeys:subleases") + "#vacant-heads",
        act="Sous-louer ou rendre",
        kind=DueKind.HOUSING,
    )


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


def _line(reader: Reader, row: Lease) -> HeadLine:
    is_managed = row.tenant_association_id in reader.managed_associations
    ends = "journeys:head_end_undo" if row.ended_on else "journeys:head_end"
    act = reverse(ends, args=[row.pk]) if is_managed else ""
    return HeadLine(
        home=home_of(row),
        landlord=row.share.dwelling.landlord.name,
        reference=row.share.dwelling.reference,
        association=row.tenant_association.name if row.tenant_association else "",
        empty_since=_empty_since(row),
        ended_on=row.ended_on,
        sublet_url=reverse("journeys:head_sublet", args=[row.pk]),
        give_back_url="" if row.ended_on else act,
        undo_url=act if row.ended_on else "",
    )
