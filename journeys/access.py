"""Pages of a file that only some of its readers open: its team's circle, and who watches over it."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from households.access import get_enrolment
from households.models import Enrolment
from households.permissions import standing
from partners.enums import Role
from partners.models import Membership
from partners.reader import Reader
from records.services.events import record_read

REFUSED_TEAM = "Cette page est réservée aux associations qui ont ce dossier en charge."
REFUSED_READERS = "Seules la personne qui suit ce ménage et sa responsable voient qui a consulté le dossier."


def open_enrolment_team(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file for the page of its team: to the associations that hold it.

    Raises Http404, or PermissionDenied for a landlord's person.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    if not standing(reader, enrolment).is_holder:
        raise PermissionDenied(REFUSED_TEAM)
    record_read("enrolment.opened", enrolment, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment


def open_enrolment_readers(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file for « Qui a consulté »: to its lead worker, her replacement, and a manager of its associations.

    Raises Http404, or PermissionDenied for the others.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    if not (hers.is_lead or hers.is_manager):
        raise PermissionDenied(REFUSED_READERS)
    record_read("enrolment.opened", enrolment, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment


def get_leaving(reader: Reader, membership_id: uuid.UUID) -> Membership:
    """Give the worker's role that this reader may end: hers as manager, or as administrator (who sees a count only).

    Raises Http404 for everybody else, and for a role that is no social worker's.
    """
    membership: Membership | None = (
        Membership.objects.filter(pk=membership_id, role=Role.SOCIAL_WORKER)
        .select_related("user", "organisation")
        .first()
    )
    may_know = membership is not None and (
        membership.organisation_id in reader.managed_associations or reader.is_administrator
    )
    if membership is None or not may_know:
        raise Http404
    return membership
