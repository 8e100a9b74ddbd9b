"""Does what is stored agree with what it came from? Holders, workers, namings against their facts, states against changes.

Read by `manage.py check_consistency`, and by the tests of the demonstration. It names file numbers, never a person.
"""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from accompaniments.enums import DiagnosisKind, State
from accompaniments.models import Accompaniment, Diagnosis, Meeting, Referral, StateChange
from accompaniments.rules.states import standing_changes
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from foundation.periods import Period, in_force
from foundation.words import day_of
from households.enums import HolderRole, NamingCause, NamingService
from households.models import (
    AddressProtection,
    CurrentHousing,
    Enrolment,
    EnrolmentHolder,
    EnrolmentNaming,
    EnrolmentWorker,
    SearchEntry,
)
from leases.models import Lease, LeaseCorrection
from partners.enums import Role
from partners.models import Membership

_BY_LEASE = (NamingCause.LEASE_SIGNED, NamingCause.OCCUPANT)
_BY_REFERRAL = (NamingCause.REFERRED, NamingCause.REQUESTED)


@dataclass(frozen=True)
class Finding:
    """Something that does not agree."""

    code: str
    file_number: str
    says: str


def findings(today: dt.date) -> list[Finding]:
    """Give everything that does not agree, by file number."""
    numbers: dict[uuid.UUID, str] = dict(Enrolment.objects.values_list("pk", "file_number"))
    found = [
        Finding(code, numbers.get(pk, "?"), says)
        for check in (
            _states,
            _holders,
            _workers,
            _namings,
            _conventions,
            _leases,
            _subleases,
            _diagnoses,
            _protections,
            _places,
            _meetings,
        )
        for code, pk, says in check(today)
    ]
    return sorted(found, key=lambda finding: (finding.file_number, finding.code))


Found = Iterator[tuple[str, uuid.UUID, str]]


def _states(today: dt.date) -> Found:
    """Compare each course with its changes that stand, and each file's end with its course's."""
    del today
    changes: dict[uuid.UUID, list[StateChange]] = defaultdict(list)
    for change in StateChange.objects.order_by("accompaniment_id", "position"):
        changes[change.accompaniment_id].append(change)
    last: dict[uuid.UUID, Accompaniment] = {}
    for course in Accompaniment.objects.select_related("enrolment").order_by("opened_on", "pk"):
        standing = standing_changes(changes[course.pk])
        if not standing:
            yield "state.without_change", course.enrolment_id, "un accompagnement n’a aucun changement d’étape"
        elif (standing[-1].to_state, standing[-1].effective_on) != (course.state, course.state_on):
            yield "state.not_last_change", course.enrolment_id, "l’étape n’est pas celle du dernier changement"
        last[course.enrolment_id] = course
    for enrolment in Enrolment.objects.all():
        ended = last.get(enrolment.pk)
        is_over = ended is None or ended.state == State.CLOSED
        if is_over != (enrolment.ended_on is not None):
            yield "state.file_end", enrolment.pk, "la fin du dossier et celle de l’accompagnement ne s’accordent pas"


def _holders(today: dt.date) -> Found:
    """Every file has one lead association today, of its programme, with a cause that exists."""
    leads = Counter(
        EnrolmentHolder.objects.filter(in_force(today), role=HolderRole.LEAD).values_list("enrolment_id", flat=True)
    )
    for pk in Enrolment.objects.filter(started_on__lte=today).values_list("pk", flat=True):
        if leads[pk] != 1:
            yield "holder.lead", pk, f"{leads[pk]} association chef de file"
    allowed: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for version, association in Enrolment.objects.values_list("version_id", "version__associations").distinct():
        allowed[version].add(association)
    rows = EnrolmentHolder.objects.values_list("enrolment_id", "association_id", "enrolment__version_id", "cause")
    referred = set(Referral.objects.values_list("enrolment_id", "association_id"))
    taken_over = set(Accompaniment.objects.filter(is_taken_over=True).values_list("enrolment_id", flat=True))
    for pk, association, version, cause in rows:
        if association not in allowed[version]:
            yield "holder.programme", pk, "une association n’est pas du programme"
        if cause in {"REFERRED", "REQUESTED", "PASSED_ON"} and (pk, association) not in referred:
            yield "holder.source", pk, "une association a le dossier sans orientation qui la nomme"
        if cause in {"TAKEN_OVER", "SPLIT"} and pk not in taken_over:
            yield "holder.source", pk, "une association a le dossier sans reprise"


def _workers(today: dt.date) -> Found:
    """Every worker in force works today for an association that holds the file."""
    holders = set(EnrolmentHolder.objects.filter(in_force(today)).values_list("enrolment_id", "association_id"))
    members = set(
        Membership.objects.filter(in_force(today), role__in=Role.OF_ASSOCIATION).values_list(
            "user_id", "organisation_id"
        )
    )
    rows = EnrolmentWorker.objects.filter(in_force(today), enrolment__ended_on__isnull=True)
    for pk, user, association in rows.values_list("enrolment_id", "user_id", "association_id"):
        if (pk, association) not in holders:
            yield "worker.holder", pk, "un intervenant est d’une association qui n’a pas le dossier"
        if (user, association) not in members:
            yield "worker.member", pk, "un intervenant n’a plus de rôle dans son association"


def _namings(today: dt.date) -> Found:
    """Every naming comes from a fact of its file, to a landlord of its programme; a correspondent's brings the adviser's."""
    del today
    landlords: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for version, landlord in Enrolment.objects.values_list("version_id", "version__landlords").distinct():
        landlords[version].add(landlord)
    sources = set(Referral.objects.values_list("enrolment_id", "pk"))
    sources |= set(Accompaniment.objects.values_list("enrolment_id", "pk"))
    advised = set(
        EnrolmentNaming.objects.filter(service=NamingService.SOCIAL).values_list(
            "enrolment_id", "cause", "source_id", "started_on"
        )
    )
    for row in EnrolmentNaming.objects.select_related("enrolment"):
        pk = row.enrolment_id
        if row.landlord_id not in landlords[row.enrolment.version_id]:
            yield "naming.programme", pk, "le ménage est nommé à un bailleur hors du programme"
        if row.cause in _BY_REFERRAL and (pk, row.source_id) not in sources:
            yield "naming.source", pk, "le ménage est nommé au bailleur sans demande ni reprise"
        fact = (pk, row.cause, row.source_id, row.started_on)
        if row.service == NamingService.CORRESPONDENT and fact not in advised:
            yield "naming.adviser", pk, "nommé au correspondant sans l’être à la conseillère sociale"


def _conventions(today: dt.date) -> Found:
    """Every naming by a convention comes from one of its file that was in force that day, or from its reprise; ended, it names no more."""
    series: dict[tuple[uuid.UUID, uuid.UUID], list[Document]] = defaultdict(list)
    signed = Document.objects.filter(kind=DocumentKind.TRIPARTITE_AGREEMENT, in_force_on__isnull=False)
    for document in signed.order_by("in_force_on"):
        series[document.subject_id, document.series].append(document)
    taken_over = set(Accompaniment.objects.filter(is_taken_over=True).values_list("enrolment_id", "pk"))
    for row in EnrolmentNaming.objects.filter(cause=NamingCause.CONVENTION_SIGNED):
        pk, fact = row.enrolment_id, (row.enrolment_id, row.source_id)
        if fact in taken_over:
            continue
        versions = series.get(fact) if row.source_id else None
        if versions is None:
            yield (
                "naming.convention",
                pk,
                "nommé par une convention qui n’est pas du dossier ou n’a jamais été en vigueur",
            )
            continue
        if row.started_on not in {document.in_force_on for document in versions}:
            yield (
                "naming.convention_day",
                pk,
                "nommé par une convention un autre jour que celui où elle entre en vigueur",
            )
        stands = any(document.state == DocumentState.IN_FORCE for document in versions)
        last_on = max((document.ended_on for document in versions if document.ended_on), default=None)
        if not stands and last_on and last_on < today and (row.ended_on is None or row.ended_on > last_on):
            yield "naming.convention_over", pk, "encore nommé par une convention qui a pris fin"


def _leases(today: dt.date) -> Found:
    """Every naming by a lease comes from a title of its file, or from its reprise; ended or annulled, a title names no more.

    A corrected title keeps the days on which its household was named: they are not compared.
    """
    titles = {row.pk: row for row in Lease.with_annulled.filter(enrolment__isnull=False)}
    moved = set().union(*LeaseCorrection.objects.values_list("lease_id", "lease__follows_id"))
    taken_over = set(Accompaniment.objects.filter(is_taken_over=True).values_list("enrolment_id", "pk"))
    for row in EnrolmentNaming.objects.filter(cause__in=_BY_LEASE, is_live=True):
        pk, title = row.enrolment_id, titles.get(row.source_id) if row.source_id else None
        if (pk, row.source_id) in taken_over:
            continue
        if title is None or title.enrolment_id != pk:
            yield "naming.lease", pk, "nommé par un bail ou une occupation qui n’est pas du dossier"
        elif title.annulled_at is not None:
            if row.ended_on is None or row.ended_on >= today:
                yield "naming.lease_annulled", pk, "encore nommé par un titre annulé"
        elif title.pk not in moved:
            yield from _days_named(row, title, today)


def _days_named(row: EnrolmentNaming, title: Lease, today: dt.date) -> Found:
    if row.started_on < min(title.signed_on, title.started_on):
        yield "naming.lease_day", row.enrolment_id, "nommé par un bail ou une occupation avant son jour"
    if title.ended_on and title.ended_on < today and (row.ended_on is None or row.ended_on > title.ended_on):
        yield "naming.lease_over", row.enrolment_id, "encore nommé par un titre qui a pris fin"


def _subleases(today: dt.date) -> Found:
    """What lives under an association's lease, in a dwelling of the programme, is named to the unit's correspondent."""
    by_lease = EnrolmentNaming.objects.filter(in_force(today), cause__in=_BY_LEASE)
    named = set(by_lease.values_list("source_id", flat=True))
    landlords = set(Enrolment.objects.values_list("pk", "version__landlords"))
    rows = Lease.objects.open_on(today).filter(enrolment__isnull=False, head_lease__isnull=False)
    for pk, title, landlord in rows.values_list("enrolment_id", "pk", "share__dwelling__landlord_id"):
        if (pk, landlord) in landlords and title not in named:
            yield "naming.lease_missing", pk, "une sous-location en cours n’est nommée à aucun correspondant"


def _diagnoses(today: dt.date) -> Found:
    """Every naming by a diagnosis comes from one of its file, on its day, or since it was abandoned; every shared one is addressed.

    Opened, a shared diagnosis names the household to the adviser; returned, any diagnosis names it to who asked (§3.9).
    """
    del today
    known = {row.pk: row for row in Diagnosis.objects.select_related("accompaniment")}
    addressed: set[uuid.UUID] = set()
    abandoned_on: dict[uuid.UUID, dt.date] = {}
    for naming in EnrolmentNaming.objects.filter(cause=NamingCause.DIAGNOSIS_ADDRESSED).order_by("started_on"):
        pk, row = naming.enrolment_id, known.get(naming.source_id) if naming.source_id else None
        if row is None or row.accompaniment.enrolment_id != pk:
            yield "naming.diagnosis", pk, "le ménage est nommé par un diagnostic qui n’est pas de son dossier"
            continue
        is_shared = row.kind == DiagnosisKind.SHARED and naming.service == NamingService.SOCIAL
        if is_shared:
            addressed.add(row.pk)
        days = {row.opened_on if is_shared else None, row.returned_on, row.full_returned_on}
        is_restored = is_shared and row.pk in abandoned_on and abandoned_on[row.pk] < naming.started_on
        abandoned_on |= {row.pk: naming.ended_on} if is_shared and naming.ended_on else {}
        if naming.started_on not in days and not is_restored:
            yield "naming.diagnosis_day", pk, "le ménage est nommé par un diagnostic un autre jour que le sien"
    for row in known.values():
        if row.kind == DiagnosisKind.SHARED and row.pk not in addressed:
            yield (
                "naming.diagnosis_missing",
                row.accompaniment.enrolment_id,
                "un diagnostic partagé n’est adressé à personne",
            )


def _protections(today: dt.date) -> Found:
    """A file is marked as protected when a protection is in force, and then search holds no name of it."""
    protected = set(AddressProtection.objects.filter(in_force(today)).values_list("enrolment_id", flat=True))
    marked = set(Enrolment.objects.filter(is_protected=True).values_list("pk", flat=True))
    for pk in protected ^ marked:
        yield "protection.mark", pk, "la marque et la protection ne s’accordent pas"
    entries = SearchEntry.objects.filter(enrolment__is_protected=True).values_list("enrolment_id", flat=True)
    for pk in set(entries):
        yield "protection.search", pk, "la recherche connaît un nom d’un ménage protégé"


def _places(today: dt.date) -> Found:
    """Two places of life of one file never share a day."""
    del today
    known: dict[uuid.UUID, list[Period]] = defaultdict(list)
    for row in CurrentHousing.objects.order_by("enrolment_id", "started_on"):
        period = Period(row.started_on, row.ended_on)
        if any(period.overlaps(other) for other in known[row.enrolment_id]):
            yield "housing.overlap", row.enrolment_id, "deux lieux de vie le même jour"
        known[row.enrolment_id].append(period)


def _meetings(today: dt.date) -> Found:
    """A meeting's day is that of its hour in Paris."""
    del today
    for pk, starts_at, held_on in Meeting.objects.values_list("enrolment_id", "starts_at", "held_on"):
        if day_of(starts_at) != held_on:
            yield "meeting.day", pk, "le jour d’une rencontre n’est pas celui de son heure"
