"""Writes of a diagnosis: opened and addressed, written by two hands, signed, sent back, validated, returned."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accompaniments.enums import DiagnosisKind, DiagnosisSection, DiagnosisState, ReferralSource, State
from accompaniments.models import Accompaniment, Diagnosis, DiagnosisPart, Referral
from accompaniments.readings.accords import accord_in_force
from accompaniments.rules.diagnosis import (
    IN_WRITING,
    KINDS,
    SECTIONS,
    is_signed,
    voided_signatures,
    why_abandoning_is_refused,
    why_audience_is_refused,
    why_interview_is_refused,
    why_opening_is_refused,
    why_restoring_is_refused,
    why_return_is_refused,
    why_signing_is_refused,
    why_validation_is_refused,
)
from accompaniments.services.states import change_state
from foundation.periods import in_force
from foundation.refusals import Refused
from foundation.timeline import Audience
from households.enums import NamingCause, NamingService
from households.models import EnrolmentNaming
from households.services.namings import end_namings_of, name_to
from partners.enums import Axis
from partners.models import Organisation
from records.models import StoredFile
from records.services.drafts import drop_draft
from records.services.events import record
from records.services.files import delete_file, store_file

DRAFT_KIND = "accompaniments.diagnosis"
FILE_KIND = "accompaniments.diagnosis_return"
STALE = (
    "Ce diagnostic a changé entre-temps. Vos mots sont gardés ici\u00a0: relisez ce que l’autre a écrit, "
    "puis enregistrez à nouveau."
)
_OF_LANDLORD = {
    ReferralSource.LANDLORD_RENTAL: NamingService.RENTAL,
    ReferralSource.LANDLORD_LITIGATION: NamingService.LITIGATION,
    ReferralSource.LANDLORD_SOCIAL: NamingService.SOCIAL,
}


class StaleDiagnosisError(Exception):
    """Someone wrote since the page was opened: nothing is overwritten; `version` is the stored one."""

    def __init__(self, version: int) -> None:
        super().__init__(STALE)
        self.reason = STALE
        self.version = version


@dataclass(frozen=True)
class Written:
    """A part as its author writes it."""

    section: DiagnosisSection
    audience: Audience
    text: str


@transaction.atomic
def open_diagnosis(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    landlord: Organisation | None,
    interview_on: dt.date | None,
    today: dt.date,
) -> Diagnosis:
    """Open the diagnosis of a course; a shared one is addressed to the landlord's social adviser in the same act.

    Raises Refused.
    """
    course = (
        Accompaniment.objects.select_for_update(of=("self",))
        .select_related("enrolment__version__programme")
        .get(pk=accompaniment.pk)
    )
    kind = KINDS[Axis(course.enrolment.version.programme.axis)]
    _refuse(why_opening_is_refused(State(course.state), has_one_open=_has_one_open(course)))
    if interview_on is not None:
        _refuse(why_interview_is_refused(interview_on, opened_on=course.opened_on, today=today), "interview_on")
    row = Diagnosis.objects.create(
        accompaniment=course, kind=kind, interview_on=interview_on, opened_on=today, opened_by=by
    )
    _record("diagnosis.opened", row, course, by=by, kind=kind.value)
    if kind == DiagnosisKind.SHARED:
        if landlord is None:
            raise Refused("Dites à quel bailleur ce diagnostic est partagé.", "landlord")
        name_to(
            by=by,
            enrolment=course.enrolment,
            landlord=landlord,
            service=NamingService.SOCIAL,
            cause=NamingCause.DIAGNOSIS_ADDRESSED,
            started_on=today,
            source_id=row.pk,
        )
    return row


@transaction.atomic
def write_diagnosis(
    *,
    by: uuid.UUID,
    diagnosis: Diagnosis,
    version: int,
    parts: Sequence[Written],
    is_adviser: bool,
    interview_on: dt.date | None,
    proposes_support: bool | None,
    today: dt.date,
    draft_tab: str = "",
) -> Diagnosis:
    """Keep what one author writes: her own parts, whole; the worker's hand alone sets the interview and the proposal.

    What is changed after a signature voids it. Raises StaleDiagnosisError, Refused (field: « SECTION » of the part).
    """
    row, course = _locked(diagnosis)
    if row.state != DiagnosisState.DRAFT:
        raise Refused(IN_WRITING)
    if row.version != version:
        raise StaleDiagnosisError(row.version)
    kept = _checked(row, parts, is_adviser=is_adviser)
    changed = _replace(row, kept, by=by)
    if not is_adviser and (interview_on, proposes_support) != (row.interview_on, row.proposes_support):
        if interview_on is not None:
            _refuse(why_interview_is_refused(interview_on, opened_on=course.opened_on, today=today), "interview_on")
        row.interview_on, row.proposes_support = interview_on, proposes_support
        changed.add(Audience.LANDLORD)
    if changed:
        worker, adviser = voided_signatures(changed, by_adviser=is_adviser)
        if worker:
            row.worker_signed_on = row.worker_signed_by = None
        if adviser:
            row.adviser_signed_on = row.adviser_signed_by = None
        row.version += 1
        row.save()
        _record("diagnosis.written", row, course, by=by, version=row.version)
    drop_draft(user_id=by, kind=DRAFT_KIND, subject_id=row.pk, tab=draft_tab)
    return row


@transaction.atomic
def abandon_diagnosis(*, by: uuid.UUID, diagnosis: Diagnosis, version: int, today: dt.date) -> Diagnosis:
    """Abandon a diagnosis opened by mistake: what each wrote stays, and it names the household to nobody any more.

    The landlord's social adviser knows it by this diagnosis until the end of the day. Raises StaleDiagnosisError, Refused.
    """
    row, course = _locked(diagnosis)
    if row.version != version:
        raise StaleDiagnosisError(row.version)
    signed = row.worker_signed_on is not None or row.adviser_signed_on is not None
    _refuse(why_abandoning_is_refused(DiagnosisState(row.state), is_signed=signed))
    row.state = DiagnosisState.ABANDONED
    row.version += 1
    row.save()
    _record("diagnosis.abandoned", row, course, by=by)
    end_namings_of(
        by=by,
        enrolment=course.enrolment,
        cause=NamingCause.DIAGNOSIS_ADDRESSED,
        source_id=row.pk,
        ended_on=today,
    )
    return row


@transaction.atomic
def restore_diagnosis(*, by: uuid.UUID, diagnosis: Diagnosis, version: int, today: dt.date) -> Diagnosis:
    """Take up an abandoned diagnosis again: it names the household anew to the adviser whom it was addressed to.

    Raises StaleDiagnosisError, Refused.
    """
    row, course = _locked(diagnosis)
    if row.version != version:
        raise StaleDiagnosisError(row.version)
    state, at = DiagnosisState(row.state), State(course.state)
    _refuse(why_restoring_is_refused(state, at, has_one_open=_has_one_open(course)))
    row.state = DiagnosisState.DRAFT
    row.version += 1
    row.save()
    _record("diagnosis.restored", row, course, by=by)
    names = EnrolmentNaming.objects.filter(cause=NamingCause.DIAGNOSIS_ADDRESSED, source_id=row.pk)
    last = names.filter(ended_on__isnull=False).order_by("-started_on").first()
    if last is not None:
        name_to(
            by=by,
            enrolment=course.enrolment,
            landlord=last.landlord,
            service=NamingService.SOCIAL,
            cause=NamingCause.DIAGNOSIS_ADDRESSED,
            started_on=max(today, last.ended_on + dt.timedelta(days=1)),
            source_id=row.pk,
        )
    return row


@transaction.atomic
def sign_diagnosis(*, by: uuid.UUID, diagnosis: Diagnosis, version: int, is_adviser: bool, today: dt.date) -> Diagnosis:
    """Sign what she read: the last signature that it needs sends it to the manager. Raises StaleDiagnosisError, Refused."""
    row, course = _locked(diagnosis)
    if row.version != version:
        raise StaleDiagnosisError(row.version)
    sections = {DiagnosisSection(code) for code in row.parts.values_list("section", flat=True)}
    _refuse(
        why_signing_is_refused(
            DiagnosisState(row.state),
            interview_on=row.interview_on,
            proposes_support=row.proposes_support,
            sections=sections,
        )
    )
    if is_adviser:
        if row.kind != DiagnosisKind.SHARED:
            raise Refused("Une évaluation sociale se signe dans l’association.")
        row.adviser_signed_on, row.adviser_signed_by = today, by
    else:
        row.worker_signed_on, row.worker_signed_by = today, by
    signed = is_signed(
        DiagnosisKind(row.kind), by_worker=bool(row.worker_signed_on), by_adviser=bool(row.adviser_signed_on)
    )
    if signed:
        row.state = DiagnosisState.TO_VALIDATE
    row.save()
    _record("diagnosis.signed", row, course, by=by, side="ADVISER" if is_adviser else "WORKER")
    return row


@transaction.atomic
def send_back_diagnosis(
    *, by: uuid.UUID, diagnosis: Diagnosis, reason: str, words: str = "", today: dt.date
) -> Diagnosis:
    """Give it back to its authors; signatures are void. Raises Refused.

    `reason` is the team's; of a shared one the landlord's adviser reads `words`, and nothing else of why (§3.9).
    """
    row, course = _locked(diagnosis)
    if row.state != DiagnosisState.TO_VALIDATE:
        raise Refused("Ce diagnostic n’attend pas de validation.")
    is_shared = row.kind == DiagnosisKind.SHARED
    if not (words if is_shared else reason).strip():
        raise Refused("Dites pourquoi vous le renvoyez.", "words" if is_shared else "reason")
    row.state = DiagnosisState.DRAFT
    row.worker_signed_on = row.worker_signed_by = row.adviser_signed_on = row.adviser_signed_by = None
    row.sent_back_on, row.sent_back_by, row.sent_back_reason = today, by, reason.strip()
    row.sent_back_words = words.strip() if is_shared else ""
    row.version += 1
    row.save()
    _record("diagnosis.sent_back", row, course, by=by)
    return row


@transaction.atomic
def validate_diagnosis(
    *, by: uuid.UUID, diagnosis: Diagnosis, version: int, validated_on: dt.date, today: dt.date
) -> Diagnosis:
    """Validate it, which makes the course « diagnostic fait » from that day. Raises StaleDiagnosisError, Refused."""
    row, course = _locked(diagnosis)
    if row.version != version:
        raise StaleDiagnosisError(row.version)
    _refuse(
        why_validation_is_refused(
            DiagnosisState(row.state), validated_on=validated_on, interview_on=row.interview_on, today=today
        ),
        "effective_on",
    )
    row.state, row.validated_on, row.validated_by = DiagnosisState.VALIDATED, validated_on, by
    row.save()
    change_state(by=by, accompaniment=course, to_state=State.DIAGNOSED, effective_on=validated_on, today=today)
    _record("diagnosis.validated", row, course, by=by, validated_on=validated_on.isoformat())
    return row


def return_diagnosis(
    *,
    by: uuid.UUID,
    diagnosis: Diagnosis,
    content: bytes,
    file_name: str,
    is_under_accord: bool,
    landlord: Organisation,
    today: dt.date,
) -> Diagnosis:
    """Send the return to the landlord: the PDF made from its own parts is kept as it left, and who reads it is named.

    `is_under_accord` says what `content` was made under: an accord withdrawn meanwhile stops it. A return that left
    before the accord leaves again, in full, once the accord covers it (domain.md §3.9). Raises Refused.
    """
    _refuse(_why_not(diagnosis, is_under_accord=is_under_accord))
    stored = store_file(
        content=content,
        name=file_name,
        kind=FILE_KIND,
        subject_id=diagnosis.pk,
        by=by,
        file_of=diagnosis.accompaniment.enrolment_id,
    )
    try:
        return _returned(diagnosis, stored, by=by, is_under_accord=is_under_accord, landlord=landlord, today=today)
    except BaseException:
        delete_file(stored=stored, by=by, file_of=diagnosis.accompaniment.enrolment_id)
        raise


@transaction.atomic
def _returned(
    diagnosis: Diagnosis,
    stored: StoredFile,
    *,
    by: uuid.UUID,
    is_under_accord: bool,
    landlord: Organisation,
    today: dt.date,
) -> Diagnosis:
    row, course = _locked(diagnosis)
    _refuse(_why_not(row, is_under_accord=is_under_accord))
    if accord_in_force(course.enrolment, today) != is_under_accord:
        raise Refused("L’accord de partage vient de changer\u00a0: relisez ce qui part, puis transmettez à nouveau.")
    if row.state == DiagnosisState.VALIDATED:
        row.state, row.returned_on, row.returned_file = DiagnosisState.RETURNED, today, stored
    if is_under_accord:
        row.full_returned_on, row.full_returned_file = today, stored
    row.save()
    _name_readers(row, course, landlord, by=by, today=today)
    _record("diagnosis.returned", row, course, by=by, returned_on=today.isoformat(), is_full=is_under_accord)
    return row


def _name_readers(
    row: Diagnosis, course: Accompaniment, landlord: Organisation, *, by: uuid.UUID, today: dt.date
) -> None:
    """Name the household to the social adviser, and to the landlord's service that asked, where it is not named yet."""
    services = {NamingService.SOCIAL}
    asked = Referral.objects.filter(accompaniment=course, source_organisation=landlord).values_list("source", flat=True)
    services |= {_OF_LANDLORD[ReferralSource(source)] for source in asked if source in _OF_LANDLORD}
    known = set(
        EnrolmentNaming.objects.filter(
            in_force(today), enrolment=course.enrolment, landlord=landlord, is_live=True
        ).values_list("service", flat=True)
    )
    for service in sorted(services - known):
        name_to(
            by=by,
            enrolment=course.enrolment,
            landlord=landlord,
            service=NamingService(service),
            cause=NamingCause.DIAGNOSIS_ADDRESSED,
            started_on=today,
            source_id=row.pk,
        )


def _has_one_open(course: Accompaniment) -> bool:
    return course.diagnoses.filter(state__in=(DiagnosisState.DRAFT, DiagnosisState.TO_VALIDATE)).exists()


def _checked(row: Diagnosis, parts: Sequence[Written], *, is_adviser: bool) -> dict[tuple[str, str], str]:
    kept: dict[tuple[str, str], str] = {}
    for part in parts:
        if not part.text.strip():
            continue
        if part.section not in SECTIONS[DiagnosisKind(row.kind)]:
            raise Refused("Cette rubrique n’est pas de ce diagnostic.", part.section.value)
        _refuse(why_audience_is_refused(part.audience, is_adviser=is_adviser), part.section.value)
        place = (part.section.value, part.audience.value)
        if place in kept:
            raise Refused("Vous avez écrit deux fois pour les mêmes lecteurs\u00a0: regroupez.", part.section.value)
        kept[place] = part.text.strip()
    return kept


def _replace(row: Diagnosis, kept: dict[tuple[str, str], str], *, by: uuid.UUID) -> set[Audience]:
    """Put the author's parts in place of those she had, and give the circles for which something changed."""
    changed: set[Audience] = set()
    known = {(part.section, part.audience): part for part in row.parts.filter(author_id=by)}
    for place, part in known.items():
        if place not in kept:
            changed.add(Audience(part.audience))
            part.delete()
    for place, text in kept.items():
        if place in known and known[place].text == text:
            continue
        changed.add(Audience(place[1]))
        DiagnosisPart.objects.update_or_create(
            diagnosis=row,
            section=place[0],
            audience=place[1],
            author_id=by,
            defaults={"text": text, "written_at": timezone.now()},
        )
    return changed


def _locked(diagnosis: Diagnosis) -> tuple[Diagnosis, Accompaniment]:
    row = Diagnosis.objects.select_for_update(of=("self",)).get(pk=diagnosis.pk)
    course = Accompaniment.objects.select_related("enrolment__version__programme").get(pk=row.accompaniment_id)
    return row, course


def _why_not(row: Diagnosis, *, is_under_accord: bool) -> str | None:
    return why_return_is_refused(
        DiagnosisState(row.state), left_in_full=row.full_returned_on is not None, is_under_accord=is_under_accord
    )


def _refuse(reason: str | None, field: str = "") -> None:
    if reason:
        raise Refused(reason, field)


def _record(verb: str, row: Diagnosis, course: Accompaniment, *, by: uuid.UUID, **details: object) -> None:
    record(verb, row, by=by, subject_id=course.enrolment_id, details=details)
