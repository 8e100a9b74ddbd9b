"""The diagnosis in the pages: its part of « Accompagnement », what it leaves in the timeline, what it awaits and from whom."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.access.diagnosis import DiagnosisHeld, advised_landlords, held_by
from accompaniments.enums import DiagnosisKind, DiagnosisState, ReferralSource, State
from accompaniments.models import Accompaniment, Diagnosis, DiagnosisPart, Meeting, Referral
from accompaniments.readings.accords import accord_in_force, accords_in_force
from accompaniments.readings.diagnosis import (
    TITLES,
    DiagnosisRead,
    ReturnRead,
    diagnosis_reading,
    own_parts,
    return_reading,
)
from accompaniments.rules.diagnosis import (
    KINDS,
    why_abandoning_is_refused,
    why_opening_is_refused,
    why_return_is_refused,
)
from accompaniments.selectors.states import Course
from foundation.timeline import Audience, Due, Happened, Part, noon_of
from foundation.words import plain_date
from households.enums import NamingCause, NamingService
from households.models import Enrolment, EnrolmentNaming
from households.permissions import Standing
from households.readings import Card, card
from partners.enums import Axis
from partners.models import Organisation
from partners.reader import Reader


@dataclass(frozen=True)
class DiagnosisLine:
    """A diagnosis in one line."""

    read: DiagnosisRead
    url: str
    returned_url: str  # empty until it is returned


@dataclass(frozen=True)
class DiagnosisSection:
    """The diagnoses of a file for one reader."""

    lines: tuple[DiagnosisLine, ...]
    open_url: str  # empty: none to open, or not hers to


@dataclass(frozen=True)
class DiagnosisPage:
    """The page of a diagnosis: what is read, and the acts that are this reader's."""

    card: Card
    read: DiagnosisRead
    is_whole: bool
    may_write: bool
    may_abandon: bool
    may_restore: bool
    may_sign: bool
    may_validate: bool
    may_return: bool
    returned_url: str


@dataclass(frozen=True)
class OpeningPage:
    """What the form that opens a diagnosis stands on."""

    card: Card
    title: str
    why_not: str
    is_shared: bool
    landlords: dict[str, Organisation]
    interview_on: dt.date | None  # the first meeting held since the course began
    is_adviser: bool = False  # the landlord's social adviser: the interview is the worker's to say


@dataclass(frozen=True)
class WritingPage:
    """What the form in which one author writes stands on."""

    card: Card
    read: DiagnosisRead
    own: tuple[tuple[str, Part], ...]  # section's code, what she wrote
    is_adviser: bool
    first_held: dt.date | None
    last_written: dt.datetime | None


@dataclass(frozen=True)
class ReturnPage:
    """What the manager sees before the return leaves."""

    card: Card
    read: DiagnosisRead
    leaving: ReturnRead
    why_not: str  # nothing leaves now
    landlords: dict[str, Organisation]
    chosen: str


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> DiagnosisSection | None:
    """Give the diagnosis's part of a file for this reader, None when it holds nothing for her."""
    if not hers.is_listed:
        return None
    rows = Diagnosis.objects.filter(accompaniment__enrolment=enrolment).select_related(
        "accompaniment", "returned_file", "full_returned_file"
    )
    held = [one for row in rows if (one := held_by(reader, enrolment, row, hers)) is not None]
    lines = tuple(
        DiagnosisLine(
            diagnosis_reading(reader, one, with_facts=False),
            reverse("accompaniments:diagnosis", args=[enrolment.pk, one.row.pk]),
            _returned_url(one),
        )
        for one in held
    )
    may_open = False
    if hers.may_write or advised_landlords(reader, enrolment, hers):
        course = Accompaniment.objects.open().filter(enrolment=enrolment).first()
        has_open = any(row.state in {DiagnosisState.DRAFT, DiagnosisState.TO_VALIDATE} for row in rows)
        may_open = course is not None and not why_opening_is_refused(State(course.state), has_one_open=has_open)
    if not lines and not may_open:
        return None
    return DiagnosisSection(lines, reverse("accompaniments:diagnosis_open", args=[enrolment.pk]) if may_open else "")


def diagnosis_page(reader: Reader, held: DiagnosisHeld) -> DiagnosisPage:
    """Give the page of a diagnosis, shaped for this reader."""
    row = held.row
    is_draft = row.state == DiagnosisState.DRAFT
    signed = row.adviser_signed_on if held.is_adviser else row.worker_signed_on
    is_signed = row.worker_signed_on is not None or row.adviser_signed_on is not None
    why_kept = why_abandoning_is_refused(DiagnosisState(row.state), is_signed=is_signed)
    return DiagnosisPage(
        card=card(reader, held.enrolment),
        read=diagnosis_reading(reader, held),
        is_whole=held.is_whole,
        may_write=held.may_write and is_draft,
        may_abandon=held.hers.may_write and why_kept is None,
        may_restore=held.hers.may_write and row.state == DiagnosisState.ABANDONED,
        may_sign=held.may_write and is_draft and signed is None,
        may_validate=held.hers.is_lead_manager and row.state == DiagnosisState.TO_VALIDATE,
        may_return=held.hers.is_lead_manager and not _why_no_return(reader, held),
        returned_url=_returned_url(held),
    )


def opening_page(
    reader: Reader, enrolment: Enrolment, course: Accompaniment, landlord_ids: Collection[uuid.UUID] = ()
) -> OpeningPage:
    """Give what the opening of a diagnosis needs. `access` let this reader in, as the adviser of these landlords if any."""
    kind = KINDS[Axis(enrolment.version.programme.axis)]
    has_open = course.diagnoses.filter(state__in=(DiagnosisState.DRAFT, DiagnosisState.TO_VALIDATE)).exists()
    return OpeningPage(
        card=card(reader, enrolment),
        title=TITLES[kind],
        why_not=why_opening_is_refused(State(course.state), has_one_open=has_open) or "",
        is_shared=kind == DiagnosisKind.SHARED,
        landlords={
            key: row for key, row in _landlords(enrolment).items() if not landlord_ids or row.pk in landlord_ids
        },
        interview_on=None if landlord_ids else _first_held(enrolment, course),
        is_adviser=bool(landlord_ids),
    )


def writing_page(reader: Reader, held: DiagnosisHeld) -> WritingPage:
    """Give what the form of one author needs: her own parts, and beside them what she may read of the others'."""
    own = own_parts(reader, held.row)
    last = held.row.parts.order_by("-written_at").values_list("written_at", flat=True).first()
    return WritingPage(
        card=card(reader, held.enrolment),
        read=diagnosis_reading(reader, held),
        own=tuple((part.section, Part(part.text, Audience(part.audience))) for part in own),
        is_adviser=held.is_adviser,
        first_held=None if held.is_adviser else _first_held(held.enrolment, held.row.accompaniment),
        last_written=last,
    )


def return_page(reader: Reader, held: DiagnosisHeld) -> ReturnPage:
    """Give what would leave for the landlord today, and to whom."""
    landlords = _landlords(held.enrolment)
    asked = Referral.objects.filter(
        accompaniment_id=held.row.accompaniment_id,
        source__in=(
            ReferralSource.LANDLORD_RENTAL,
            ReferralSource.LANDLORD_LITIGATION,
            ReferralSource.LANDLORD_SOCIAL,
        ),
    ).values_list("source_organisation_id", flat=True)
    addressed = EnrolmentNaming.objects.filter(
        source_id=held.row.pk, cause=NamingCause.DIAGNOSIS_ADDRESSED, service=NamingService.SOCIAL
    ).values_list("landlord_id", flat=True)
    wanted = {str(pk) for pk in (*addressed, *asked)}
    chosen = next((key for key in landlords if key in wanted), next(iter(landlords), ""))
    return ReturnPage(
        card=card(reader, held.enrolment),
        read=diagnosis_reading(reader, held, with_facts=False),
        leaving=return_reading(reader, held.enrolment, held.row),
        why_not=_why_no_return(reader, held),
        landlords=landlords,
        chosen=chosen,
    )


def happened(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the diagnoses in a file's timeline: the interview and the validation to its holders, the return to all."""
    if not hers.is_listed:
        return []
    lines = []
    rows = Diagnosis.objects.filter(accompaniment__enrolment=enrolment).exclude(state=DiagnosisState.ABANDONED)
    for row in rows.select_related("accompaniment"):
        held = held_by(reader, enrolment, row, hers)
        if held is None:
            continue
        url = reverse("accompaniments:diagnosis", args=[enrolment.pk, row.pk])
        title = TITLES[DiagnosisKind(row.kind)]
        if row.interview_on and held.is_whole:
            lines.append(_happened(row.interview_on, "Premier entretien", url))
        if row.validated_on and held.is_whole:
            lines.append(_happened(row.validated_on, f"{title}\u00a0: validation", url))
        if row.returned_on:
            lines.append(_happened(row.returned_on, "Retour transmis au bailleur", url))
        if row.full_returned_on and row.full_returned_on != row.returned_on:
            lines.append(_happened(row.full_returned_on, "Retour complet transmis au bailleur", url))
    return lines


def due_lines(reader: Reader, known: dict[uuid.UUID, Course], hers: dict[uuid.UUID, Standing]) -> list[Due]:
    """Ask for the signature, the validation and the return that wait for this reader, in a constant number of queries."""
    courses = {course.accompaniment.pk: pk for pk, course in known.items()}
    rows = Diagnosis.objects.filter(accompaniment_id__in=list(courses), full_returned_on__isnull=True)
    pending = list(rows)
    bare = [courses[row.accompaniment_id] for row in pending if row.state == DiagnosisState.RETURNED]
    households = dict(Enrolment.objects.filter(pk__in=bare).values_list("pk", "household_id")) if bare else {}
    agreed = accords_in_force(households, reader.today) if bare else {}
    written = set(
        DiagnosisPart.objects.filter(
            diagnosis__in=[row.pk for row in pending], author__memberships__role="LANDLORD_SOCIAL_ADVISER"
        ).values_list("diagnosis_id", flat=True)
        if pending
        else ()
    )
    lines = []
    for row in pending:
        pk = courses[row.accompaniment_id]
        told = _awaited(row, hers[pk], reader.today, adviser_wrote=row.pk in written, agreed_on=agreed.get(pk))
        if told is None:
            continue
        due_on, title, why, act = told
        url = reverse("accompaniments:diagnosis", args=[pk, row.pk])
        lines.append(Due(due_on=due_on, title=title, why=why, enrolment_id=pk, url=url, act=act))
    return lines


def _awaited(
    row: Diagnosis, hers: Standing, today: dt.date, *, adviser_wrote: bool, agreed_on: dt.date | None
) -> tuple[dt.date, str, str, str] | None:
    title = TITLES[DiagnosisKind(row.kind)]
    if row.state == DiagnosisState.TO_VALIDATE and hers.is_lead_manager:
        signed = max(day for day in (row.worker_signed_on, row.adviser_signed_on, row.opened_on) if day)
        return signed, f"Valider\u00a0: {title.lower()}", f"Signé le {plain_date(signed)}", "Lire et valider"
    if row.state == DiagnosisState.VALIDATED and hers.is_lead_manager and row.validated_on:
        why = f"Validé le {plain_date(row.validated_on)}\u00a0: le bailleur n’en a encore rien reçu"
        return row.validated_on, "Transmettre le retour au bailleur", why, "Transmettre"
    if row.state == DiagnosisState.RETURNED and agreed_on and hers.is_lead_manager and row.returned_on:
        why = f"Retour sans accord de partage transmis le {plain_date(row.returned_on)}\u00a0: le ménage a donné son accord"
        return max(agreed_on, row.returned_on), "Transmettre le retour complet au bailleur", why, "Transmettre"
    if row.state == DiagnosisState.DRAFT and row.sent_back_on and hers.may_write and row.worker_signed_on is None:
        why = f"Renvoyé par la responsable le {plain_date(row.sent_back_on)}"
        return row.sent_back_on, f"Reprendre\u00a0: {title.lower()}", why, "Reprendre"
    if row.state == DiagnosisState.DRAFT and row.worker_signed_on and hers.may_write:
        wanted = "sa signature" if adviser_wrote else "sa part"
        why = f"Signé par l’association le {plain_date(row.worker_signed_on)}\u00a0: la conseillère du bailleur doit encore {wanted}"
        return today, "Relancer la conseillère sociale du bailleur", why, "Ouvrir le diagnostic"
    return None


def _happened(on: dt.date, title: str, url: str) -> Happened:
    return Happened(on=on, at=noon_of(on), kind="STEP", icon="file", title=title, url=url)


def _returned_url(held: DiagnosisHeld) -> str:
    if held.returned_file is None:
        return ""
    return reverse("accompaniments:diagnosis_returned", args=[held.enrolment.pk, held.row.pk])


def _why_no_return(reader: Reader, held: DiagnosisHeld) -> str:
    reason = why_return_is_refused(
        DiagnosisState(held.row.state),
        left_in_full=held.row.full_returned_on is not None,
        is_under_accord=accord_in_force(held.enrolment, reader.today),
    )
    return reason or ""


def _landlords(enrolment: Enrolment) -> dict[str, Organisation]:
    return {str(row.pk): row for row in enrolment.version.landlords.order_by("name")}


def _first_held(enrolment: Enrolment, course: Accompaniment) -> dt.date | None:
    day: dt.date | None = (
        Meeting.objects.held()
        .filter(enrolment=enrolment, held_on__gte=course.opened_on)
        .order_by("held_on")
        .values_list("held_on", flat=True)
        .first()
    )
    return day
