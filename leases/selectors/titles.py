"""By what a household is housed, today and before: who is whose tenant, since when, until when, with what is to do."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse

from foundation.periods import Period
from foundation.words import capitalised, counted
from households.models import Enrolment
from households.permissions import Standing, read_since
from leases.enums import TITLE_FOLLOWS, InventoryKind, LeaseEnd, LeaseKind
from leases.models import Dwelling, Inventory, Lease
from leases.permissions import TitleStanding, title_standing
from partners.reader import Reader


@dataclass(frozen=True)
class InventoryLine:
    """An état des lieux in one line."""

    label: str
    on: dt.date
    url: str


@dataclass(frozen=True)
class TitleLine:
    """A title, shaped for its reader."""

    lease_id: uuid.UUID
    label: str
    chain: str  # who is whose tenant, in a sentence
    home: str
    signed_on: dt.date | None  # None when no one signs it
    started_on: dt.date
    ended_on: dt.date | None
    end: str
    note: str
    status: str  # now, coming, past
    rent: Decimal | None
    charges: Decimal | None
    deposit: Decimal | None
    marks: tuple[str, ...]
    inventories: tuple[InventoryLine, ...]
    is_struck: bool = False
    slide_url: str = ""
    change_url: str = ""
    end_url: str = ""
    undo_end_url: str = ""
    correct_url: str = ""
    annul_url: str = ""
    inventory_url: str = ""
    parts_url: str = ""

    @property
    def has_acts(self) -> bool:
        """Tell whether this reader may do something of it."""
        return bool(
            self.change_url
            or self.end_url
            or self.correct_url
            or self.inventory_url
            or self.slide_url
            or self.parts_url
        )


@dataclass(frozen=True)
class TitlesSection:
    """« Titres d’occupation »."""

    lines: tuple[TitleLine, ...]
    take_over_url: str
    has_current: bool

    @property
    def current(self) -> tuple[TitleLine, ...]:
        """Give what is in force or to come."""
        return tuple(line for line in self.lines if line.status != "past" and not line.is_struck)

    @property
    def past(self) -> tuple[TitleLine, ...]:
        """Give what is over, and what was recorded in error."""
        return tuple(line for line in self.lines if line.status == "past" or line.is_struck)


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> TitlesSection | None:
    """Give the titles of a file: to its team whole; to its holders kinds and days; to the landlord those it signed."""
    known = title_standing(reader, enrolment)
    if not (known.is_team or known.told_by or (known.is_holder and hers.is_listed)):
        return None
    rows: list[Lease] = list(
        Lease.with_annulled.filter(enrolment=enrolment)
        .select_related("share__dwelling__landlord", "head_lease__tenant_association")
        .order_by("-started_on", "-recorded_at")
    )
    if not (known.is_team or known.is_holder):
        rows = [row for row in rows if row.share.dwelling.landlord_id in known.told_by and row.annulled_at is None]
    elif (since := read_since(hers, enrolment)) is not None:  # what was over before is another association's to know
        rows = [row for row in rows if row.ended_on is None or row.ended_on >= since]
    inventories = _inventories(rows, known)
    parts = _parts_urls(reader, rows, known)
    followed = {row.follows_id for row in rows if row.annulled_at is None}
    lines = tuple(
        replace(
            _line(row, known, reader.today, inventories[row.pk], is_followed=row.pk in followed),
            parts_url=parts.get(row.pk, ""),
        )
        for row in rows
    )
    take_over = reverse("journeys:title_take_over", args=[enrolment.pk]) if known.is_team else ""
    has_current = any(line.status != "past" and not line.is_struck for line in lines)
    if not lines and not known.is_team:
        return None
    return TitlesSection(lines, take_over, has_current)


def chain_of(row: Lease) -> str:
    """Say who is whose tenant."""
    landlord = row.share.dwelling.landlord.name
    if row.head_lease is not None and row.head_lease.tenant_association is not None:
        association = row.head_lease.tenant_association.name
        link = {
            LeaseKind.SUBLEASE: "qui sous-loue au ménage",
            LeaseKind.NO_TITLE: "où le ménage est sans titre",
            LeaseKind.PCS: "où le ménage est sous protocole",
        }.get(LeaseKind(row.kind), "qui y héberge le ménage")
        return f"{landlord} loue à {association}, {link}"
    return {
        LeaseKind.DIRECT: f"{landlord} loue au ménage",
        LeaseKind.NO_TITLE: f"Le ménage occupe sans titre un logement de {landlord}",
        LeaseKind.PCS: f"{landlord} et le ménage ont signé un protocole",
    }.get(LeaseKind(row.kind), f"Le ménage est accueilli dans un logement de {landlord}")


def home_of(row: Lease) -> str:
    """Name a home by its size, its residence, its town, and its part."""
    dwelling = row.share.dwelling
    part = f", {row.share.label}" if row.share.label else ""
    residence = f", {dwelling.residence}" if dwelling.residence else ""
    return f"{dwelling.get_typology_display()}{residence}, {dwelling.city}{part}"


def _parts_urls(reader: Reader, rows: Iterable[Lease], known: TitleStanding) -> dict[uuid.UUID, str]:
    """Give the page of a home's parts, by title that is not over: to the team, and to the landlord's people who follow it."""
    now = [row for row in rows if row.annulled_at is None and (row.ended_on is None or row.ended_on >= reader.today)]
    ids = {row.share.dwelling_id for row in now}
    if not known.is_team:
        ids = set(Dwelling.objects.visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        row.pk: reverse("leases:dwelling_parts", args=[row.share.dwelling_id])
        for row in now
        if row.share.dwelling_id in ids
    }


def _inventories(rows: Iterable[Lease], known: TitleStanding) -> dict[uuid.UUID, list[InventoryLine]]:
    read = {row.pk: row for row in rows if row.annulled_at is None and known.reads(row)}
    found: dict[uuid.UUID, list[InventoryLine]] = defaultdict(list)
    for row in Inventory.objects.filter(lease_id__in=read).order_by("made_on"):
        lease = read[row.lease_id]
        found[row.lease_id].append(
            InventoryLine(
                label=f"État des lieux, {InventoryKind(row.kind).label}",
                on=row.made_on,
                url=reverse("journeys:inventory", args=[lease.enrolment_id, lease.pk, row.pk]),
            )
        )
    return found


def _line(
    row: Lease, known: TitleStanding, today: dt.date, inventories: list[InventoryLine], *, is_followed: bool
) -> TitleLine:
    period = Period(row.started_on, row.ended_on)
    status = "now" if period.holds(today) else "coming" if row.started_on > today else "past"
    reads = known.reads(row)
    acts = _acts(row, known, is_over=status == "past", is_followed=is_followed) if row.annulled_at is None else {}
    return TitleLine(
        lease_id=row.pk,
        label=capitalised(str(LeaseKind(row.kind).label)),
        chain=chain_of(row),
        home=home_of(row),
        signed_on=row.signed_on if row.kind != LeaseKind.NO_TITLE else None,
        started_on=row.started_on,
        ended_on=row.ended_on,
        end=str(LeaseEnd(row.end_reason).label) if row.end_reason else "",
        note=(row.annul_reason or row.end_note) if known.is_team else "",
        status=status,
        rent=row.rent if reads else None,
        charges=row.charges if reads else None,
        deposit=row.deposit if reads and row.deposit else None,
        marks=_marks(row) if reads else (),
        inventories=tuple(inventories),
        is_struck=row.annulled_at is not None,
        **acts,
    )


def _marks(row: Lease) -> tuple[str, ...]:
    marks = []
    if row.kind == LeaseKind.SUBLEASE:
        marks.append("glissement prévu" if row.expects_slide else "sous-location durable, sans glissement prévu")
    if row.is_third_party_paid:
        marks.append("aide au logement versée directement (tiers payant)")
    if row.is_taken_over:
        marks.append("repris, signé avant le suivi")
    return tuple(marks)


def _acts(row: Lease, known: TitleStanding, *, is_over: bool, is_followed: bool) -> dict[str, str]:
    """Give the addresses of what this reader may do of a title."""
    args = [row.enrolment_id, row.pk]

    def url(name: str) -> str:
        return reverse(f"journeys:{name}", args=args)

    acts: dict[str, str] = {}
    is_to_slide = row.kind == LeaseKind.SUBLEASE and row.expects_slide and row.end_reason != LeaseEnd.SLIDE
    if is_to_slide and not is_over and known.may_slide(row):
        acts["slide_url"] = url("title_slide")
    if not known.may_write(row):
        return acts
    acts |= {"correct_url": url("title_correct"), "inventory_url": url("inventory_new")}
    if not is_followed:
        acts["annul_url"] = url("title_annul")
    if row.ended_on is None:
        acts["end_url"] = url("title_end")
        if TITLE_FOLLOWS[LeaseKind(row.kind)]:
            acts["change_url"] = url("title_change")
    elif not is_followed:
        acts["undo_end_url"] = url("title_end_undo")
    return acts


def keys_said(handed: int, returned: int) -> str:
    """Say how many keys went which way."""
    said = [f"{counted(handed, 'clé remise', 'clés remises')}"] if handed else []
    said += [f"{counted(returned, 'clé rendue', 'clés rendues')}"] if returned else []
    return ", ".join(said) or "aucune clé"
