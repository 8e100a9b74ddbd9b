"""How a view gets a contact or a démarche to write about: its file first, then the row in it."""

import uuid

from django.http import Http404

from accompaniments.models import Claim, Contact
from accompaniments.permissions import is_hers_to_know
from foundation.words import day_of
from households.access import get_enrolment_to_edit
from households.models import Enrolment
from households.permissions import standing
from partners.reader import Reader

NO_CONTACT = "Ce contact n’existe pas, ou il ne vous est pas ouvert."
NO_CLAIM = "Cette démarche n’existe pas, ou elle ne vous est pas ouverte."


def get_contact_to_edit(reader: Reader, enrolment_id: uuid.UUID, contact_id: uuid.UUID) -> tuple[Enrolment, Contact]:
    """Give a contact of a file that this reader may write in.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    row: Contact | None = Contact.objects.filter(enrolment=enrolment, pk=contact_id).first()
    hers = standing(reader, enrolment)
    if row is None or not is_hers_to_know(
        reader, hers, audience=row.audience, association_id=row.association_id, on=row.happened_on
    ):
        raise Http404(NO_CONTACT)
    return enrolment, row


def get_claim_to_edit(reader: Reader, enrolment_id: uuid.UUID, claim_id: uuid.UUID) -> tuple[Enrolment, Claim]:
    """Give a démarche of a file that this reader may write in.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    row: Claim | None = Claim.objects.filter(enrolment=enrolment, pk=claim_id).select_related("person").first()
    hers = standing(reader, enrolment)
    if row is None or not is_hers_to_know(
        reader, hers, audience=row.audience, association_id=row.association_id, on=day_of(row.opened_at)
    ):
        raise Http404(NO_CLAIM)
    return enrolment, row
