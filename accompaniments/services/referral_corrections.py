"""A referral recorded in error: its source or its day corrected, with what hung on them, the former ones kept (§2.0.1, 6)."""

import datetime as dt
import uuid

from django.db import transaction

from accompaniments.enums import ReferralSource, State
from accompaniments.models import Accompaniment, Referral, ReferralRevision
from accompaniments.rules.referrals import (
    OF_LANDLORD,
    named_by_referral,
    why_entry_is_refused,
    why_received_day_is_refused,
)
from accompaniments.rules.states import standing_changes
from accompaniments.selectors.referral_corrections import referral_of, why_no_correction
from accompaniments.services import entries
from foundation.periods import eve
from foundation.refusals import Refused
from households.enums import NamingCause, NamingService
from households.models import CurrentHousing, Enrolment, EnrolmentNaming
from households.services.enrolments import move_start
from households.services.housing import move_day
from households.services.namings import end_naming, move_namings_of, name_to
from partners.enums import Axis
from partners.models import Organisation
from records.services.events import one_act, record

BY_REFERRAL = (NamingCause.REFERRED, NamingCause.REQUESTED)


@transaction.atomic
def correct_referral(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    source: ReferralSource,
    source_organisation: Organisation | None,
    received_on: dt.date,
    reason: str,
    today: dt.date,
) -> Referral:
    """Say who referred a household, or when, after all: the file, its first step and its namings follow.

    What the wrong source named to a landlord's service is closed today, what the right one names is opened. Passed on
    from one association to another it is one request, corrected once. Raises Refused.
    """
    referral = referral_of(enrolment)
    if why := why_no_correction(referral):
        raise Refused(why)
    assert referral is not None  # noqa: S101 -- said above
    version = enrolment.version
    landlord = entries.landlord_of(version, source_organisation) if source in OF_LANDLORD else None
    organisation = landlord or source_organisation
    _check(referral, enrolment, source, organisation, received_on, reason=reason, today=today)
    former_on = referral.received_on
    with one_act():
        ReferralRevision.objects.create(
            referral=referral,
            former_source=referral.source,
            former_organisation=referral.source_organisation,
            former_received_on=former_on,
            reason=reason.strip(),
            revised_by=by,
        )
        rows = Referral.objects.filter(accompaniment=referral.accompaniment_id)
        sources = set(rows.values_list("pk", flat=True))
        rows.update(source=source, source_organisation=organisation, received_on=received_on)
        referral.refresh_from_db()
        details = {"source": source.value, "received_on": received_on.isoformat()}
        record("referral.corrected", referral, by=by, subject_id=enrolment.pk, details=details)
        if received_on != former_on:
            _move(enrolment, referral, sources, by=by, former_on=former_on)
        _name(enrolment, referral, landlord, sources, by=by, today=today)
    return referral


def _check(
    referral: Referral,
    enrolment: Enrolment,
    source: ReferralSource,
    organisation: Organisation | None,
    received_on: dt.date,
    *,
    reason: str,
    today: dt.date,
) -> None:
    if not reason.strip():
        raise Refused("Dites pourquoi l’orientation est corrigée.", "reason")
    said = (source, organisation.pk if organisation else None, received_on)
    if said == (referral.source, referral.source_organisation_id, referral.received_on):
        raise Refused("C’est déjà ce qui est enregistré\u00a0: il n’y a rien à corriger.", "source")
    version = enrolment.version
    changes = standing_changes(_course(referral).changes.order_by("position"))
    refusal = why_entry_is_refused(
        received_on, version_started_on=version.started_on, version_ended_on=version.ended_on, today=today
    ) or why_received_day_is_refused(received_on, next_on=changes[1].effective_on if changes[1:] else None)
    if refusal:
        raise Refused(refusal, "received_on")


def _move(
    enrolment: Enrolment, referral: Referral, sources: set[uuid.UUID], *, by: uuid.UUID, former_on: dt.date
) -> None:
    """Move the file's first day, its first step and its namings, where they were those of the referral."""
    day, course = referral.received_on, _course(referral)
    try:
        if enrolment.started_on == former_on:
            move_start(by=by, enrolment=enrolment, started_on=day)
        move_day(by=by, enrolment=enrolment, former_on=former_on, started_on=day)
    except Refused as refused:
        raise Refused(refused.reason, "received_on") from refused
    course.changes.filter(to_state=State.REFERRED, position=1, effective_on=former_on).update(effective_on=day)
    if course.opened_on == former_on:
        course.opened_on = day
    if course.state == State.REFERRED:
        course.state_on = day
    course.save(update_fields=["opened_on", "state_on"])
    for source_id in sources:
        move_namings_of(by=by, enrolment=enrolment, source_id=source_id, former_on=former_on, started_on=day)


def _name(
    enrolment: Enrolment,
    referral: Referral,
    landlord: Organisation | None,
    sources: set[uuid.UUID],
    *,
    by: uuid.UUID,
    today: dt.date,
) -> None:
    """Close what the former source named and the right one does not; open what it names (domain.md §3.9)."""
    home = CurrentHousing.objects.open_on(today).filter(enrolment=enrolment).select_related("unit").first()
    lives_in_unit = bool(landlord and home and home.unit and home.landlord_id == landlord.pk)
    axis = Axis(enrolment.version.programme.axis)
    wanted = named_by_referral(ReferralSource(referral.source), axis, lives_in_unit=lives_in_unit) if landlord else ()
    kept = {(landlord.pk, one.service, one.cause) for one in wanted} if landlord else set()
    if landlord:  # the correspondent's brings the adviser's
        kept |= {
            (landlord.pk, NamingService.SOCIAL, one.cause)
            for one in wanted
            if one.service == NamingService.CORRESPONDENT
        }
    named = EnrolmentNaming.objects.filter(
        enrolment=enrolment, source_id__in=sources, cause__in=BY_REFERRAL, ended_on__isnull=True
    )
    for naming in list(named):
        if (naming.landlord_id, naming.service, naming.cause) not in kept:
            end_naming(by=by, naming=naming, ended_on=eve(today))
    for one in wanted:
        assert landlord is not None  # noqa: S101 -- nothing is wanted without one
        name_to(
            by=by,
            enrolment=enrolment,
            landlord=landlord,
            service=one.service,
            cause=one.cause,
            started_on=max(referral.received_on, enrolment.started_on),
            unit=home.unit if home and one.service == NamingService.CORRESPONDENT else None,
            source_id=_first(referral),
        )


def _first(referral: Referral) -> uuid.UUID:
    """Give the request as it was first recorded: what it names carries it."""
    while referral.passed_on_from is not None:
        referral = referral.passed_on_from
    return referral.pk


def _course(referral: Referral) -> Accompaniment:
    course: Accompaniment = Accompaniment.objects.select_for_update(of=("self",)).get(pk=referral.accompaniment_id)
    return course
