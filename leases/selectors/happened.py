"""A file's timeline, as far as leases know it: projects, dossiers, decisions, offers, leases."""

import datetime as dt
import uuid

from django.urls import reverse

from foundation.timeline import Audience, Happened, Part, noon_of
from households.models import Enrolment
from households.permissions import standing
from leases.enums import Answer, FileState, LeaseEnd, LeaseKind
from leases.models import AllocationFile, Decision, FileChange, HousingProject, Lease, Offer, Slide
from leases.permissions import file_standings
from leases.selectors import exam_dues, procedures, rent_happened
from leases.selectors.contents import dwelling_words
from partners.reader import Reader

SHOWN = {
    FileState.SUBMITTED: "Dossier CAL soumis",
    FileState.SCHEDULED: "Dossier CAL inscrit en commission",
}


def happened(reader: Reader, enrolment: Enrolment) -> list[Happened]:
    """Give the lines that this reader may read: the team and the holders all, the landlord those of its own dossiers."""
    hers = standing(reader, enrolment)
    files = list(
        AllocationFile.objects.visible_to(reader)
        .filter(enrolment=enrolment)
        .select_related("enrolment", "announcement__dwelling__unit", "announcement__dwelling__landlord")
    )
    readable = {pk: known for pk, known in file_standings(reader, files).items() if known.reads_content}
    by_id = {file.pk: file for file in files if file.pk in readable}
    lines = [
        *_changes(by_id),
        *_decisions(by_id),
        *_offers(by_id),
        *procedures.happened(reader, enrolment),
        *exam_dues.happened(reader, enrolment),
        *rent_happened.happened(reader, enrolment),
    ]
    if hers.is_holder and hers.is_listed:
        lines += [*_projects(enrolment), *_leases(enrolment)]
    return lines


def _line(
    day: dt.date, title: str, *, url: str = "", detail: str = "", reason: str = "", is_struck: bool = False
) -> Happened:
    return Happened(
        on=day,
        at=noon_of(day),
        kind="CAL",
        icon="file",
        title=title,
        url=url,
        detail=detail,
        parts=(Part(reason, Audience.LANDLORD),) if reason else (),
        is_struck=is_struck,
    )


def _changes(files: dict[uuid.UUID, AllocationFile]) -> list[Happened]:
    rows = FileChange.objects.filter(file_id__in=files, to_state__in=SHOWN).order_by("position")
    return [
        _line(
            row.effective_on,
            SHOWN[FileState(row.to_state)],
            url=reverse("journeys:cal_file", args=[row.file_id]),
            detail=dwelling_words(files[row.file_id].announcement),
        )
        for row in rows
    ]


def _decisions(files: dict[uuid.UUID, AllocationFile]) -> list[Happened]:
    rows = Decision.objects.filter(file_id__in=files)
    return [
        _line(
            row.decided_on,
            f"Décision de la commission\u00a0: {row.get_kind_display()}",
            url=reverse("journeys:cal_file", args=[row.file_id]),
            detail=f"rang {row.rank}" if row.rank else "",
            reason=row.reason,
            is_struck=row.annulled_on is not None,
        )
        for row in rows
    ]


def _offers(files: dict[uuid.UUID, AllocationFile]) -> list[Happened]:
    lines = []
    for row in Offer.objects.filter(decision__file_id__in=files).select_related("decision"):
        url = reverse("journeys:cal_file", args=[row.decision.file_id])
        lines.append(_line(row.notified_on, "Offre de logement notifiée", url=url))
        if row.answer and row.answered_on:
            title = f"Offre {Answer(row.answer).label}"
            lines.append(_line(row.answered_on, title, url=url, reason=row.reason))
    return lines


def _projects(enrolment: Enrolment) -> list[Happened]:
    url = reverse("journeys:file_project", args=[enrolment.pk])
    return [
        _line(row.started_on, "Projet logement présenté", url=url, detail=row.typologies.replace(",", ", "))
        for row in HousingProject.objects.filter(enrolment=enrolment)
    ]


def _leases(enrolment: Enrolment) -> list[Happened]:
    """Give each title's signature, and its end when nothing follows it in the same home; what was annulled is struck."""
    url = reverse("journeys:file_lease", args=[enrolment.pk]) + "#titles"
    rows = list(Lease.with_annulled.filter(enrolment=enrolment).select_related("share__dwelling"))
    slid = {row.lease_id for row in Slide.objects.filter(sublease__enrolment=enrolment, annulled_at__isnull=True)}
    lines = []
    for row in rows:
        told = (
            "Occupation sans titre" if row.kind == LeaseKind.NO_TITLE else f"Signature\u00a0: {row.get_kind_display()}"
        )
        lines.append(
            _line(
                row.started_on if row.kind == LeaseKind.NO_TITLE else row.signed_on,
                f"Glissement\u00a0: {row.get_kind_display()}" if row.pk in slid else told,
                url=url,
                detail=row.share.dwelling.city,
                is_struck=row.annulled_at is not None,
            )
        )
        if row.ended_on and row.end_reason not in LeaseEnd.BY_FOLLOWER and row.annulled_at is None:
            end = str(LeaseEnd(row.end_reason).label) if row.end_reason else row.share.dwelling.city
            lines.append(_line(row.ended_on, f"Fin\u00a0: {row.get_kind_display()}", url=url, detail=end))
    return lines
