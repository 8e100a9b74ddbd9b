"""A protocole de cohésion sociale with what it changes beside the procedure: the household's title, its new lease."""

import datetime as dt
import uuid
from contextlib import suppress

from django.db import transaction

from foundation.periods import in_force
from foundation.refusals import Refused
from households.models import CurrentHousing, Enrolment
from journeys.services.titles import NewTitle, annul_title, change_status, house
from leases.enums import LeaseKind, PlanCreditor, ProtocolState
from leases.models import Dwelling, Lease, ProcedureStep, SocialCohesionProtocol
from leases.rules.protocols import ONE_DAY
from leases.selectors.plans import followed_on, plan_to_tie, plans_of
from leases.services import procedures, protocols
from leases.services.leases import LeaseTerms, open_title
from leases.services.protocols import ProtocolTerms
from leases.services.shares import share_of
from partners.models import Organisation
from records.services.events import one_act


@transaction.atomic
def sign(
    *, by: uuid.UUID, enrolment: Enrolment, landlord: Organisation, terms: ProtocolTerms, today: dt.date
) -> SocialCohesionProtocol:
    """Record a protocole that was signed: it is the title of a household recorded without one, or with none. Raises Refused.

    Where the home is not known, or still recorded as let, the title is left to propose.
    """
    with one_act():
        protocol = protocols.sign_protocol(by=by, enrolment=enrolment, landlord=landlord, terms=terms, today=today)
        if protocol.title_id is not None:
            return protocol
        pays = LeaseTerms(min(terms.started_on, today), terms.started_on, terms.indemnity)
        former = Lease.objects.filter(enrolment=enrolment, ended_on__isnull=True).first()
        if former is None:
            _title_at_home(by=by, protocol=protocol, terms=pays, today=today)
        elif former.kind == LeaseKind.NO_TITLE and former.started_on < terms.started_on:
            change_status(by=by, lease=former, new=NewTitle(LeaseKind.PCS, pays), today=today)
        protocol.refresh_from_db()
        return protocol


def _title_at_home(*, by: uuid.UUID, protocol: SocialCohesionProtocol, terms: LeaseTerms, today: dt.date) -> None:
    """Give the protocole's title in the dwelling where the household lives, when it is known and free."""
    homes = CurrentHousing.objects.filter(
        in_force(today), enrolment_id=protocol.enrolment_id, dwelling_id__isnull=False
    )
    dwelling = Dwelling.objects.filter(pk__in=homes.values("dwelling_id"), landlord_id=protocol.landlord_id).first()
    if dwelling is None:
        return
    with suppress(Refused), transaction.atomic():
        title = open_title(
            by=by,
            kind=LeaseKind.PCS,
            share=share_of(by=by, dwelling=dwelling, label="", started_on=terms.started_on),
            enrolment=protocol.enrolment,
            terms=terms,
            today=today,
        )
        house(by=by, lease=title)
        protocols.give_title(by=by, protocol=protocol, title=title)


@transaction.atomic
def withdraw(*, by: uuid.UUID, step: ProcedureStep, today: dt.date) -> None:
    """Withdraw a stage recorded in error; a protocole goes with its title, and the one before comes back. Raises Refused."""
    with one_act():
        protocol = SocialCohesionProtocol.objects.filter(step=step, state=ProtocolState.RUNNING).first()
        procedures.withdraw_step(by=by, step=step)
        if protocol is not None and protocol.title is not None and protocol.title.annulled_at is None:
            annul_title(by=by, lease=protocol.title, reason="Protocole enregistré par erreur", today=today)


@transaction.atomic
def tie(*, by: uuid.UUID, protocol: SocialCohesionProtocol, today: dt.date) -> SocialCohesionProtocol:
    """Tie the running plan with the landlord, the newest, to a protocole. Raises Refused when there is none."""
    plans = plans_of([protocol.enrolment_id], creditor=PlanCreditor.LANDLORD)
    plan = plan_to_tie(protocol, plans, followed_on(plans, today))
    if plan is None:
        raise Refused("Aucun plan d’apurement avec ce bailleur n’est en cours\u00a0: enregistrez-le d’abord.")
    return protocols.tie_plan(by=by, protocol=protocol, plan=plan)


def extend(*, by: uuid.UUID, protocol: SocialCohesionProtocol, extended_to: dt.date) -> SocialCohesionProtocol:
    """Extend a running protocole. Raises Refused."""
    return protocols.extend_protocol(by=by, protocol=protocol, extended_to=extended_to)


@transaction.atomic
def end(
    *,
    by: uuid.UUID,
    protocol: SocialCohesionProtocol,
    state: ProtocolState,
    ended_on: dt.date,
    today: dt.date,
    reason: str = "",
) -> SocialCohesionProtocol:
    """Say that a protocole was kept or broken; broken, its title ends and the household has none again. Raises Refused."""
    with one_act():
        row = protocols.end_protocol(
            by=by, protocol=protocol, state=state, ended_on=ended_on, reason=reason, today=today
        )
        title = _open_title(protocol.enrolment, LeaseKind.PCS)
        if row.state == ProtocolState.BROKEN and title is not None and title.pk == row.title_id:
            terms = LeaseTerms(ended_on, ended_on + ONE_DAY, row.indemnity)
            change_status(by=by, lease=title, new=NewTitle(LeaseKind.NO_TITLE, terms), today=today)
        return row


@transaction.atomic
def follow(*, by: uuid.UUID, protocol: SocialCohesionProtocol) -> SocialCohesionProtocol:
    """Tie the household's lease that the chain holds after the protocole. Raises Refused when there is none."""
    lease = (
        Lease.objects.filter(
            enrolment_id=protocol.enrolment_id, kind=LeaseKind.DIRECT, started_on__gt=protocol.started_on
        )
        .order_by("-started_on")
        .first()
    )
    if lease is None:
        raise Refused("Aucun nouveau bail n’est enregistré pour ce ménage\u00a0: enregistrez-le d’abord.")
    with one_act():
        return protocols.follow_with_lease(by=by, protocol=protocol, lease=lease)


def _open_title(enrolment: Enrolment, kind: LeaseKind) -> Lease | None:
    title: Lease | None = Lease.objects.filter(enrolment=enrolment, kind=kind, ended_on__isnull=True).first()
    return title
