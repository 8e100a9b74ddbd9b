"""What a protocole's paper says of the protocole that is recorded."""

import datetime as dt
import uuid
from dataclasses import dataclass

from foundation.words import euros, plain_date
from leases.enums import ProtocolState
from leases.models import SocialCohesionProtocol


@dataclass(frozen=True)
class ProtocolFacts:
    """The texts of the paper, by their field, and its days."""

    texts: dict[str, str]
    started_on: dt.date
    last_day: dt.date
    landlord_id: uuid.UUID


def running_protocol(enrolment_id: uuid.UUID) -> ProtocolFacts | None:
    """Give what the running protocole of a file says, None when there is none."""
    row = SocialCohesionProtocol.objects.filter(enrolment_id=enrolment_id, state=ProtocolState.RUNNING).first()
    if row is None:
        return None
    court = f", {row.court}" if row.court else ""
    approved = (
        f" Plan approuvé par l’organisme payeur le {plain_date(row.payer_approved_on)}."
        if row.payer_approved_on
        else ""
    )
    plan = f"{euros(row.instalment)} par mois, en plus de l’indemnité d’occupation.{approved}"
    texts = {
        "decision_justice": f"décision du {plain_date(row.decided_on)}{court}",
        "indemnite": f"{euros(row.indemnity)} par mois, charges comprises",
        "dette": euros(row.debt) if row.debt else "aucune",
        "plan_apurement": plan if row.debt else "",
    }
    return ProtocolFacts(texts, row.started_on, row.last_day, row.landlord_id)
