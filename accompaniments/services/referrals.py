"""A referral, or a request for intervention: recorded with its source, passed on, or not retained (domain.md §2.1 S1, V1)."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accompaniments.enums import ExitReason, ReferralSource, State
from accompaniments.models import Accompaniment, Referral
from accompaniments.rules.referrals import OF_LANDLORD, holder_cause, named_by_referral, why_entry_is_refused
from accompaniments.services import endings, entries
from accompaniments.services.states import enter
from foundation.refusals import Refused
from households.enums import HolderRole
from households.models import Enrolment, EnrolmentHolder
from households.services.enrolments import NewPerson, open_enrolment
from households.services.holders import pass_on
from households.services.housing import Place
from partners.enums import Axis
from partners.models import Organisation, ProgrammeVersion
from records.services.events import one_act, record


@transaction.atomic
def record_referral(
    *,
    by: uuid.UUID,
    version: ProgrammeVersion,
    association: Organisation,
    source: ReferralSource,
    received_on: dt.date,
    people: Sequence[NewPerson],
    today: dt.date,
    source_organisation: Organisation | None = None,
    referrer_name: str = "",
    wished_sectors: str = "",
    note: str = "",
    place: Place | None = None,
    telephone: str = "",
    language: str = "",
    sending_key: uuid.UUID | None = None,
) -> Accompaniment:
    """Record a referral: the household, its file, the association that holds it at once, the course at its first step.

    What it names the household to at the landlord is written with it. Sent twice with one key it is made once.
    Raises Refused.
    """
    entries.lock_entries(association)
    if (made := entries.already_sent(sending_key, association)) is not None:
        return made
    if reason := why_entry_is_refused(
        received_on, version_started_on=version.started_on, version_ended_on=version.ended_on, today=today
    ):
        raise Refused(reason, "received_on")
    axis = Axis(version.programme.axis)
    landlord = entries.landlord_of(version, source_organisation) if source in OF_LANDLORD else None
    with one_act():
        enrolment = open_enrolment(
            by=by,
            version=version,
            started_on=received_on,
            association=association,
            cause=holder_cause(source, axis),
            people=people,
            language=language,
        )
        accompaniment = enter(by=by, enrolment=enrolment, effective_on=received_on, today=today)
        entries.keep_key(accompaniment, sending_key)
        entries.reach(by=by, enrolment=enrolment, place=place, telephone=telephone, started_on=received_on)
        referral = Referral.objects.create(
            enrolment=enrolment,
            accompaniment=accompaniment,
            source=source,
            source_organisation=landlord or source_organisation,
            referrer_name=referrer_name.strip(),
            received_on=received_on,
            wished_sectors=wished_sectors.strip(),
            note=note,
            association=association,
            recorded_by=by,
        )
        details = {"source": source.value, "received_on": received_on.isoformat()}
        record("referral.recorded", referral, by=by, subject_id=enrolment.pk, details=details)
        if landlord is not None:
            lives_in_unit = place is not None and place.unit is not None and place.landlord == landlord
            for named in named_by_referral(source, axis, lives_in_unit=lives_in_unit):
                entries.name_to_landlord(
                    by=by,
                    enrolment=enrolment,
                    landlord=landlord,
                    place=place,
                    fact=entries.NamingFact(named.service, named.cause, received_on),
                    source_id=referral.pk,
                )
    return accompaniment


@transaction.atomic
def refuse_and_pass_on(
    *, by: uuid.UUID, enrolment: Enrolment, association: Organisation, reason: str, today: dt.date
) -> Referral:
    """Refuse a referral and pass it on, today, to another association of the programme; the former loses sight of it.

    The other one gets the referral as it was received, without the reason of the refusal. Raises Refused.
    """
    _refuse_without_reason(reason)
    former = _waiting(enrolment)
    with one_act():
        pass_on(by=by, enrolment=enrolment, association=association, started_on=today)
        _refuse(former, reason, today)
        passed: Referral = Referral.objects.create(
            enrolment=enrolment,
            accompaniment=former.accompaniment,
            source=former.source,
            source_organisation=former.source_organisation,
            referrer_name=former.referrer_name,
            received_on=former.received_on,
            wished_sectors=former.wished_sectors,
            note=former.note,
            association=association,
            passed_on_from=former,
            recorded_by=by,
        )
        record(
            "referral.passed_on",
            passed,
            by=by,
            subject_id=enrolment.pk,
            details={"from": str(former.association_id), "to": str(association.pk), "on": today.isoformat()},
        )
    return passed


@transaction.atomic
def decline(*, by: uuid.UUID, enrolment: Enrolment, reason: str, today: dt.date) -> None:
    """Close a referral that is not retained: the file ends today, and stays readable to its association.

    Raises Refused.
    """
    _refuse_without_reason(reason)
    former = _waiting(enrolment)
    with one_act():
        _refuse(former, reason, today)
        record("referral.declined", former, by=by, subject_id=enrolment.pk, details={"on": today.isoformat()})
        endings.end_course(
            by=by,
            enrolment=enrolment,
            ended_on=today,
            exit_reason=ExitReason.NOT_ELIGIBLE,
            reason=reason,
            today=today,
        )


def _waiting(enrolment: Enrolment) -> Referral:
    """Give the referral that waits, as it was addressed to the association that holds the file now."""
    holder = EnrolmentHolder.objects.filter(enrolment=enrolment, role=HolderRole.LEAD, ended_on__isnull=True).first()
    waiting: Referral | None = (
        Referral.objects.select_for_update(of=("self",))
        .filter(enrolment=enrolment, accompaniment__state=State.REFERRED, refused_on__isnull=True)
        .filter(association_id=holder.association_id if holder else None)
        .order_by("-recorded_at")
        .first()
    )
    if waiting is None:
        raise Refused("Cette orientation n’attend plus de réponse\u00a0: l’étude a commencé, ou le dossier est clos.")
    return waiting


def _refuse(referral: Referral, reason: str, today: dt.date) -> None:
    referral.refused_on, referral.refusal_reason = today, reason
    referral.save(update_fields=["refused_on", "refusal_reason"])


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Dites pourquoi l’orientation n’est pas retenue.", "reason")
