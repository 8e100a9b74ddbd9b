"""A CAL dossier's life on its writers' side: opened, edited, submitted, answered, completed, withdrawn."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import AidState, FileEnd, FileState, LeaseWish
from leases.models import AllocationFile, Announcement, FileReading, FileSnapshot, Remark
from leases.readings.content import FileContent, to_json
from leases.services.states import enter_draft, lock_file, move
from partners.models import User
from records.services.events import record

MOST_AT_ONCE = 2  # domain.md §2.0.1: two dossiers may run at once for one household


@dataclass(frozen=True)
class FileFacts:
    """What the worker fills in. Amounts are euros a month, the reference income euros a year."""

    lease_wish: LeaseWish
    is_couple: bool
    raised_category: bool
    reference_income: Decimal | None
    reference_year: int | None
    housing_benefit: Decimal | None
    fsl: AidState
    loca_pass: AidState
    arguments: str
    support_proposed: str


class Changed(Refused):
    """Someone else saved the dossier meanwhile: `fields` names what differs, for the page to show side by side."""

    def __init__(self, fields: dict[str, tuple[object, object]]) -> None:
        super().__init__("Ce dossier CAL a été modifié par quelqu’un d’autre pendant que vous écriviez.")
        self.fields = fields


@transaction.atomic
def open_file(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    association_id: uuid.UUID,
    announcement: Announcement,
    lease_wish: LeaseWish,
    today: dt.date,
) -> AllocationFile:
    """Open a dossier for an announced dwelling; whether the accompaniment is far enough is the journey's to know.

    Raises Refused when two already run, when one runs for this dwelling, when the announcement is over, or when its
    landlord is not of the programme.
    """
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    running = AllocationFile.objects.filter(enrolment=enrolment, state__in=FileState.OPEN)
    if running.filter(announcement=announcement).exists():
        raise Refused("Ce ménage a déjà un dossier en cours pour ce logement.", "announcement")
    if running.count() >= MOST_AT_ONCE:
        raise Refused("Deux dossiers CAL sont déjà en cours pour ce ménage\u00a0: l’un des deux se clôt d’abord.")
    if announcement.ended_on is not None and announcement.ended_on <= today:
        raise Refused("Ce logement n’est plus annoncé.", "announcement")
    if not enrolment.version.landlords.filter(pk=announcement.dwelling.landlord_id).exists():
        raise Refused("Ce logement n’est pas d’un bailleur du programme.", "announcement")
    file = AllocationFile.objects.create(
        enrolment=enrolment,
        association_id=association_id,
        announcement=announcement,
        state_on=today,
        opened_on=today,
        opened_by=by,
        lease_wish=lease_wish,
    )
    enter_draft(file, by=by)
    record(
        "allocation_file.opened", file, by=by, subject_id=enrolment.pk, details={"announcement": str(announcement.pk)}
    )
    return file


@transaction.atomic
def edit_file(*, by: uuid.UUID, file: AllocationFile, version: int, facts: FileFacts) -> AllocationFile:
    """Save what the worker filled in; `version` is the one her page showed.

    A draft is hers; after submission only what a remark asks for is editable. Raises Changed, or Refused.
    """
    row = lock_file(file.pk)
    new = vars(facts)
    differing = {name for name, value in new.items() if getattr(row, name) != value}
    if row.version != version:
        raise Changed({name: (getattr(row, name), new[name]) for name in differing})
    if row.state != FileState.DRAFT:
        _refuse_closed_fields(row, differing)
    for name in differing:
        setattr(row, name, new[name])
    row.version += 1
    row.save(update_fields=[*differing, "version"])
    record("allocation_file.edited", row, by=by, subject_id=row.enrolment_id, details={"fields": sorted(differing)})
    return row


@transaction.atomic
def submit_file(
    *,
    by: uuid.UUID,
    file: AllocationFile,
    content: FileContent,
    today: dt.date,
    correspondent: User | None = None,
    secretary: User | None = None,
) -> AllocationFile:
    """Submit a dossier: the landlord reads the snapshot taken here. A protected one names who treats it.

    What is missing does not prevent it: the correspondent may ask. Raises Refused for a dossier that is no draft, or a
    protected one without its two named persons.
    """
    row = lock_file(file.pk)
    if row.enrolment.is_protected and (correspondent is None or secretary is None):
        raise Refused(
            "L’adresse de ce ménage est protégée\u00a0: nommez le correspondant et la secrétaire qui traiteront le dossier."
        )
    move(row, FileState.SUBMITTED, by=by, effective_on=today)
    row.submitted_at, row.correspondent, row.secretary = timezone.now(), correspondent, secretary
    row.save(update_fields=["submitted_at", "correspondent", "secretary"])
    take_snapshot(by=by, file=row, content=content)
    record("allocation_file.submitted", row, by=by, subject_id=row.enrolment_id)
    return row


@transaction.atomic
def take_snapshot(*, by: uuid.UUID, file: AllocationFile, content: FileContent) -> FileSnapshot:
    """Freeze the content that the landlord reads from now on; the ones before stay, for the differences."""
    snapshot = FileSnapshot.objects.create(
        file=file, number=file.snapshots.count() + 1, content=to_json(content), taken_by=by
    )
    details = {"number": snapshot.number}
    record("allocation_file.snapshot_taken", snapshot, by=by, subject_id=file.enrolment_id, details=details)
    return snapshot


@transaction.atomic
def mark_complete(*, by: uuid.UUID, file: AllocationFile, today: dt.date) -> None:
    """Mark a submitted dossier complete: it may be put on a sitting's agenda."""
    row = lock_file(file.pk)
    if row.state != FileState.SUBMITTED:
        raise Refused("Seul un dossier soumis se marque complet.")
    move(row, FileState.COMPLETE, by=by, effective_on=today)


@transaction.atomic
def send_back(*, by: uuid.UUID, file: AllocationFile, reason: str, today: dt.date) -> None:
    """Take back « complet »: something is still needed before the sitting."""
    row = lock_file(file.pk)
    if row.state != FileState.COMPLETE:
        raise Refused("Seul un dossier complet, pas encore inscrit, peut être rouvert.")
    move(row, FileState.SUBMITTED, by=by, effective_on=today, reason=reason)


@transaction.atomic
def withdraw_file(*, by: uuid.UUID, file: AllocationFile, reason: str, today: dt.date) -> None:
    """Withdraw a dossier before its decision. Raises Refused once the commission has decided."""
    row = lock_file(file.pk)
    if row.state not in FileState.UNDECIDED:
        raise Refused("La commission a déjà décidé\u00a0: ce dossier ne se retire plus.")
    move(row, FileState.CLOSED, by=by, effective_on=today, reason=reason, end=FileEnd.WITHDRAWN)


@transaction.atomic
def mark_read(*, user: User, file: AllocationFile) -> None:
    """Keep up to which snapshot someone has read: what changes after it is marked to her. Her own mark, no event."""
    number = file.snapshots.count()
    FileReading.objects.update_or_create(
        file=file, user=user, defaults={"snapshot_number": number, "read_at": timezone.now()}
    )


# Which fields of the form an anchor of the dossier opens again once a remark asks about it.
FIELDS_OF_ANCHOR = {
    "arguments": {"arguments"},
    "support": {"support_proposed"},
    "lease_wish": {"lease_wish"},
    "fsl": {"fsl"},
    "loca_pass": {"loca_pass"},
    "ceilings": {"reference_income", "reference_year", "raised_category", "is_couple"},
    "composition": {"is_couple", "raised_category"},
    "charges": {"housing_benefit"},
    "effort": {"housing_benefit"},
}


def editable_fields(file: AllocationFile) -> set[str]:
    """Give the fields of the form that the worker may change now: all of a draft, then only what is asked."""
    if file.state == FileState.DRAFT:
        return set(FileFacts.__dataclass_fields__)
    if file.state not in FileState.BEFORE_COMMISSION:
        return set()
    anchors = Remark.objects.filter(file=file, closed_at__isnull=True).values_list("anchor", flat=True)
    return {field for anchor in anchors for field in FIELDS_OF_ANCHOR.get(anchor.split(":")[0], set())}


def _refuse_closed_fields(row: AllocationFile, differing: set[str]) -> None:
    closed = differing - editable_fields(row)
    if closed:
        raise Refused("Ce dossier est soumis\u00a0: seul ce que le correspondant a demandé peut changer.", min(closed))
