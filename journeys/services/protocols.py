"""A protocole de cohésion sociale with what it changes beside the procedure: the household's title, its new lease."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import LeaseKind, ProtocolState
from leases.models import Lease, SocialCohesionProtocol
from leases.services import protocols
from leases.services.protocols import ProtocolTerms
from partners.models import Organisation
from records.services.events import one_act


@transaction.atomic
def sign(
    *, by: uuid.UUID, enrolment: Enrolment, landlord: Organisation, terms: ProtocolTerms, today: dt.date
) -> SocialCohesionProtocol:
    """Record a protocole that was signed. Raises Refused."""
    with one_act():
        return protocols.sign_protocol(by=by, enrolment=enrolment, landlord=landlord, terms=terms, today=today)


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
    """Say that a protocole was kept or broken. Raises Refused."""
    with one_act():
        return protocols.end_protocol(
            by=by, protocol=protocol, state=state, ended_on=ended_on, reason=reason, today=today
        )


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
