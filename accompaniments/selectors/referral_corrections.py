"""What the correction of a referral stands on, and those that were made."""

import datetime as dt
from dataclasses import dataclass

from accompaniments.enums import ReferralSource
from accompaniments.models import Referral
from households.models import Enrolment
from households.readings import Card, card
from partners.enums import OrganisationKind
from partners.models import Membership, Organisation
from partners.reader import Reader

NONE = "Ce ménage est entré par une reprise\u00a0: aucune orientation n’est enregistrée."
ITS_OWN = "Le service du bailleur a déposé lui-même cette demande\u00a0: elle reste comme il l’a écrite."


@dataclass(frozen=True)
class ReferralCorrection:
    """The form's ground: what is recorded, who may be said to refer, why nothing may be corrected, or nothing."""

    card: Card
    source: ReferralSource | None
    organisation: str  # key, empty when it was not told
    received_on: dt.date | None
    organisations: dict[str, Organisation]
    why_not: str


def referral_page(reader: Reader, enrolment: Enrolment) -> ReferralCorrection:
    """Give what the form needs. `access` let this reader write in the file."""
    row = referral_of(enrolment)
    landlords = enrolment.version.landlords.values("pk")
    open_ones = Organisation.objects.open_on(reader.today)
    referring = open_ones.filter(pk__in=landlords) | open_ones.filter(kind__in=OrganisationKind.REFERRING)
    organisations = {str(one.pk): one for one in referring.order_by("name")}
    if row and row.source_organisation:
        organisations.setdefault(str(row.source_organisation_id), row.source_organisation)
    return ReferralCorrection(
        card=card(reader, enrolment),
        source=ReferralSource(row.source) if row else None,
        organisation=str(row.source_organisation_id or "") if row else "",
        received_on=row.received_on if row else None,
        organisations=organisations,
        why_not=why_no_correction(row),
    )


def referral_of(enrolment: Enrolment) -> Referral | None:
    """Give the referral of a file, as it was last passed on; None for a reprise."""
    row: Referral | None = (
        Referral.objects.filter(enrolment=enrolment, accompaniment__isnull=False)
        .select_related("source_organisation", "passed_on_from")
        .order_by("-recorded_at", "-pk")
        .first()
    )
    return row


def why_no_correction(referral: Referral | None) -> str:
    """Say why a referral is not the association's to correct: there is none, or the landlord's service wrote it."""
    if referral is None:
        return NONE
    if referral.source_organisation_id is None:
        return ""
    own = Membership.objects.filter(
        user_id=referral.recorded_by, organisation_id=referral.source_organisation_id
    ).exists()
    return ITS_OWN if own else ""
