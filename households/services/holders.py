"""Which associations hold a file: the lead, passed on when it refuses, and the second one when an agreement opens it."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.periods import eve
from foundation.refusals import Refused
from households.enums import HolderCause, HolderRole, MemberKind, SharingScope
from households.models import Enrolment, EnrolmentHolder, EnrolmentWorker, HouseholdMember, SharingAgreement
from households.rules import accord_is_given
from households.services.locks import lock
from households.services.successions import close_before, still_in_force
from partners.models import Organisation
from records.services.events import record


@transaction.atomic
def pass_on(*, by: uuid.UUID, enrolment: Enrolment, association: Organisation, started_on: dt.date) -> EnrolmentHolder:
    """Pass a file on to another association of its programme: the former lead loses sight of it on the eve.

    Its workers leave with it. A row that would cover no day at all is removed; the event keeps its trace.
    Raises Refused.
    """
    lock(enrolment.pk)
    _refuse_outside_programme(enrolment, association)
    former = EnrolmentHolder.objects.filter(enrolment=enrolment, role=HolderRole.LEAD, ended_on__isnull=True).first()
    if former is None:
        raise Refused("Aucune association n’a ce dossier en charge aujourd’hui.")
    if former.association_id == association.pk:
        raise Refused("Cette association est déjà chef de file de ce dossier.", "association")
    if started_on < former.started_on:
        raise Refused(_too_early(former.started_on), "started_on")
    close_before(EnrolmentWorker.objects.filter(enrolment=enrolment, association_id=former.association_id), started_on)
    close_before(EnrolmentHolder.objects.filter(enrolment=enrolment, association=association), started_on)
    close_before(EnrolmentHolder.objects.filter(pk=former.pk), started_on)
    holder = EnrolmentHolder.objects.create(
        enrolment=enrolment,
        association=association,
        role=HolderRole.LEAD,
        cause=HolderCause.PASSED_ON,
        started_on=started_on,
    )
    details = {"from": str(former.association_id), "to": str(association.pk), "started_on": started_on.isoformat()}
    record("holder.passed_on", holder, by=by, subject_id=enrolment.pk, details=details)
    return holder


@transaction.atomic
def add_associate(
    *, by: uuid.UUID, enrolment: Enrolment, association: Organisation, cause: HolderCause, started_on: dt.date
) -> EnrolmentHolder:
    """Open a file to the second association: by a convention naming both, or by the household's written agreement.

    Raises Refused.
    """
    lock(enrolment.pk)
    if cause not in HolderCause.OF_ASSOCIATE:
        raise Refused(
            "Une seconde association ne rejoint un dossier que par la convention qui la nomme ou par l’accord écrit "
            "du ménage.",
            "cause",
        )
    _refuse_outside_programme(enrolment, association)
    if cause == HolderCause.SHARING_AGREEMENT and not household_agrees(enrolment, started_on):
        raise Refused("Tous les adultes du ménage n’ont pas donné leur accord à ce partage.", "cause")
    if EnrolmentHolder.objects.filter(
        still_in_force(started_on), enrolment=enrolment, association=association
    ).exists():
        raise Refused("Cette association a déjà ce dossier en charge.", "association")
    holder = EnrolmentHolder.objects.create(
        enrolment=enrolment, association=association, role=HolderRole.ASSOCIATE, cause=cause, started_on=started_on
    )
    details = {"association": str(association.pk), "cause": str(cause), "started_on": started_on.isoformat()}
    record("holder.added", holder, by=by, subject_id=enrolment.pk, details=details)
    return holder


@transaction.atomic
def hold_by_convention(
    *, by: uuid.UUID, enrolment: Enrolment, association: Organisation, started_on: dt.date
) -> EnrolmentHolder | None:
    """Open a file to the association that its convention names beside the lead; None when it holds it by itself already.

    One that the household's accord had opened holds it by the convention from now on: withdrawing the accord no longer
    closes it. Raises Refused.
    """
    lock(enrolment.pk)
    held = EnrolmentHolder.objects.filter(still_in_force(started_on), enrolment=enrolment, association=association)
    holder: EnrolmentHolder | None = held.first()
    if holder is None:
        return add_associate(
            by=by,
            enrolment=enrolment,
            association=association,
            cause=HolderCause.CONVENTION,
            started_on=started_on,
        )
    if holder.cause != HolderCause.SHARING_AGREEMENT:
        return None
    holder.cause = HolderCause.CONVENTION
    holder.save(update_fields=["cause"])
    details = {"association": str(association.pk), "cause": str(HolderCause.CONVENTION)}
    record("holder.confirmed", holder, by=by, subject_id=enrolment.pk, details=details)
    return holder


@transaction.atomic
def end_associate(*, by: uuid.UUID, holder: EnrolmentHolder, ended_on: dt.date) -> None:
    """Close a file to the second association: `ended_on` is the last day on which it holds it. Its workers leave with it.

    Raises Refused for the lead: it passes the file on.
    """
    lock(holder.enrolment_id)
    if holder.role == HolderRole.LEAD:
        raise Refused("L’association chef de file ne quitte un dossier qu’en le passant à une autre.")
    workers = EnrolmentWorker.objects.filter(enrolment_id=holder.enrolment_id, association_id=holder.association_id)
    follower = ended_on + dt.timedelta(days=1)
    close_before(workers, follower)
    details = {"association": str(holder.association_id), "ended_on": ended_on.isoformat()}
    record("holder.ended", holder, by=by, subject_id=holder.enrolment_id, details=details)
    close_before(EnrolmentHolder.objects.filter(pk=holder.pk), follower)


def household_agrees(enrolment: Enrolment, day: dt.date) -> bool:
    """Tell whether every adult of this day granted the sharing with the second association."""
    adults = HouseholdMember.objects.open_on(day).filter(
        household_id=enrolment.household_id, kind__in=MemberKind.ADULTS
    )
    granted = SharingAgreement.objects.open_on(day).filter(
        enrolment=enrolment, scope=SharingScope.ASSOCIATIONS, is_granted=True
    )
    return accord_is_given(adults.values_list("person_id", flat=True), granted.values_list("person_id", flat=True))


def follow_agreement(*, by: uuid.UUID, enrolment: Enrolment, day: dt.date) -> None:
    """Open or close the second association as the household's agreement stands on this day.

    Called after an answer, a withdrawal, an adult's arrival or departure. It touches only what an agreement opened; where
    the programme has several other associations, none is opened by itself: the manager adds the one agreed to.
    """
    opened = EnrolmentHolder.objects.filter(
        still_in_force(day), enrolment=enrolment, role=HolderRole.ASSOCIATE, cause=HolderCause.SHARING_AGREEMENT
    )
    if not household_agrees(enrolment, day):
        for holder in opened:
            end_associate(by=by, holder=holder, ended_on=eve(day))
        return
    holding = list(
        EnrolmentHolder.objects.filter(still_in_force(day), enrolment=enrolment).values_list(
            "association_id", flat=True
        )
    )
    others = list(enrolment.version.associations.exclude(pk__in=holding))
    if len(others) == 1 and len(holding) == 1:
        add_associate(
            by=by, enrolment=enrolment, association=others[0], cause=HolderCause.SHARING_AGREEMENT, started_on=day
        )


def _refuse_outside_programme(enrolment: Enrolment, association: Organisation) -> None:
    if not enrolment.version.associations.filter(pk=association.pk).exists():
        raise Refused("Cette association ne fait pas partie du programme de ce dossier.", "association")


def _too_early(since: dt.date) -> str:
    return f"L’association actuelle a ce dossier en charge depuis le {since:%d/%m/%Y} : choisissez ce jour ou un jour suivant."
