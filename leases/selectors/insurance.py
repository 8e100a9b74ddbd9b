"""The insurance of households' titles: what each certificate covers, which titles have none on a day (domain.md §4.2 M23)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from foundation.periods import Period, in_force
from households.models import Enrolment
from households.permissions import Standing
from leases.enums import EntryStep
from leases.models import InsuranceCertificate, Lease
from leases.rules.insurance import INSURED, Cover, cover_on, year_from
from leases.selectors.rent import law_on, place_of
from partners.reader import Reader


@dataclass(frozen=True)
class Uninsured:
    """A title in force without a certificate on a day."""

    lease_id: uuid.UUID
    enrolment_id: uuid.UUID
    since: dt.date


@dataclass(frozen=True)
class CertificateRead:
    """A certificate, shaped for the team."""

    insurer: str
    started_on: dt.date
    ended_on: dt.date
    is_struck: bool
    reason: str
    paper_url: str
    withdraw_url: str


@dataclass(frozen=True)
class TitleInsurance:
    """The insurance of a title."""

    place: str
    kind: str
    started_on: dt.date
    is_over: bool
    cover: Cover
    is_ending: bool
    certificates: tuple[CertificateRead, ...]
    new_url: str


@dataclass(frozen=True)
class InsuranceSection:
    """« Assurance », in the tab « Bail »."""

    titles: tuple[TitleInsurance, ...]


def missing_on(day: dt.date, lease_ids: Collection[uuid.UUID] | None = None) -> list[Uninsured]:
    """Give the households' titles in force on a day that no certificate covers, in three queries."""
    rows = Lease.objects.filter(in_force(day), kind__in=INSURED, enrolment__isnull=False)
    if lease_ids is not None:
        rows = rows.filter(pk__in=lease_ids)
    leases = {
        pk: (enrolment_id, started_on)
        for pk, enrolment_id, started_on in rows.values_list("pk", "enrolment_id", "started_on")
    }
    certificates = certificates_of(leases)
    found = []
    for pk, (enrolment_id, started_on) in leases.items():
        cover = cover_on(day, started_on, certificates[pk])
        if cover.is_missing and enrolment_id:
            found.append(Uninsured(pk, enrolment_id, cover.since or started_on))
    return found


def covers_on(day: dt.date, leases: Iterable[Lease]) -> dict[uuid.UUID, Cover]:
    """Give the cover of titles on a day, in two queries."""
    rows = {lease.pk: lease for lease in leases}
    certificates = certificates_of(rows)
    return {pk: cover_on(day, lease.started_on, certificates[pk]) for pk, lease in rows.items()}


def certificates_of(lease_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Period]]:
    """Give the periods that standing certificates cover, in two queries.

    The certificate seen when the entry was prepared stands for a year: nobody is asked twice for the same paper.
    """
    ids = list(lease_ids)
    found: dict[uuid.UUID, list[Period]] = defaultdict(list)
    rows = InsuranceCertificate.objects.filter(lease_id__in=ids, withdrawn_at__isnull=True)
    for lease_id, started_on, ended_on in rows.values_list("lease_id", "started_on", "ended_on"):
        found[lease_id].append(Period(started_on, ended_on))
    seen = Lease.objects.filter(
        pk__in=ids, file__entry_items__step=EntryStep.INSURANCE, file__entry_items__done_on__isnull=False
    )
    for lease_id, started_on in seen.values_list("pk", "started_on"):
        found[lease_id].append(Period(started_on, year_from(started_on)))
    return found


def alert_days(day: dt.date) -> int:
    """Give how many days before its end a certificate is said to end: none where none is set."""
    return int(law_on("insurance.alert_days", day) or 0)


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> InsuranceSection | None:
    """Give the insurance of a file's titles: to its team."""
    if not hers.reads_whole:
        return None
    today = reader.today
    leases = list(
        Lease.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today) | Q(certificates__isnull=False))
        .filter(enrolment=enrolment, kind__in=INSURED)
        .select_related("share__dwelling")
        .distinct()
        .order_by("-started_on")
    )
    if not leases:
        return None
    rows: dict[uuid.UUID, list[InsuranceCertificate]] = defaultdict(list)
    for row in InsuranceCertificate.objects.filter(lease__in=leases):
        rows[row.lease_id].append(row)
    covers, soon = covers_on(today, leases), today + dt.timedelta(days=alert_days(today))
    return InsuranceSection(tuple(_title(lease, rows[lease.pk], covers[lease.pk], today, soon) for lease in leases))


def _title(
    lease: Lease, rows: list[InsuranceCertificate], cover: Cover, today: dt.date, soon: dt.date
) -> TitleInsurance:
    is_over = lease.ended_on is not None and lease.ended_on < today
    return TitleInsurance(
        place=place_of(lease),
        kind=lease.get_kind_display(),
        started_on=lease.started_on,
        is_over=is_over,
        cover=cover,
        is_ending=not is_over and cover.ends_on is not None and cover.ends_on <= soon,
        certificates=tuple(_certificate(lease, row) for row in rows),
        new_url="" if is_over else reverse("journeys:insurance_new", args=[lease.enrolment_id, lease.pk]),
    )


def _certificate(lease: Lease, row: InsuranceCertificate) -> CertificateRead:
    args = [lease.enrolment_id, row.pk]
    return CertificateRead(
        insurer=row.insurer,
        started_on=row.started_on,
        ended_on=row.ended_on,
        is_struck=row.withdrawn_at is not None,
        reason=row.withdrawal_reason,
        paper_url=reverse("journeys:insurance_paper", args=args) if row.stored_id and not row.withdrawn_at else "",
        withdraw_url="" if row.withdrawn_at else reverse("journeys:insurance_withdraw", args=args),
    )


def next_start(lease: Lease, day: dt.date) -> dt.date:
    """Give the first day that no certificate covers yet, to propose it."""
    cover = covers_on(day, [lease])[lease.pk]
    if cover.ends_on is not None:
        return cover.ends_on + dt.timedelta(days=1)
    return max(lease.started_on, min(cover.since or day, day))
