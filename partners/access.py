"""How the administrator's pages get their object: 403 with its reason for the other roles, 404 for what does not exist."""

import uuid
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from partners.models import (
    Agency,
    Delegation,
    EligibilityRule,
    Invitation,
    ManagementUnit,
    Membership,
    Organisation,
    Programme,
    ProgrammeVersion,
    Service,
    UnitCorrespondent,
    User,
)
from partners.permissions import REFUSED_ADMINISTRATION, REFUSED_DIRECTORY, can_administrate, can_read_directory
from partners.reader import Reader

M = TypeVar("M", bound=models.Model)
NOT_FOUND = "Il n’y a rien à cette adresse."


def require_administrator(reader: Reader) -> None:
    """Raise PermissionDenied for the other roles."""
    if not can_administrate(reader):
        raise PermissionDenied(REFUSED_ADMINISTRATION)


def get_organisation(reader: Reader, organisation_id: uuid.UUID) -> Organisation:
    """Give an organisation. Raises PermissionDenied, Http404."""
    found: Organisation = _get(reader, Organisation.objects.all(), organisation_id)
    return found


def get_delegation(reader: Reader, delegation_id: uuid.UUID) -> Delegation:
    """Give a delegation of signature, with its person and organisation. Raises PermissionDenied, Http404."""
    found: Delegation = _get(reader, Delegation.objects.select_related("user", "organisation"), delegation_id)
    return found


def get_agency(reader: Reader, agency_id: uuid.UUID) -> Agency:
    """Give an agency, with its landlord. Raises PermissionDenied, Http404."""
    found: Agency = _get(reader, Agency.objects.select_related("landlord"), agency_id)
    return found


def get_unit(reader: Reader, unit_id: uuid.UUID) -> ManagementUnit:
    """Give a management unit, with its agency and landlord. Raises PermissionDenied, Http404."""
    found: ManagementUnit = _get(
        reader, ManagementUnit.objects.select_related("agency__landlord", "successor"), unit_id
    )
    return found


def get_correspondent(reader: Reader, correspondent_id: uuid.UUID) -> UnitCorrespondent:
    """Give the naming of a unit's contact person. Raises PermissionDenied, Http404."""
    found: UnitCorrespondent = _get(reader, UnitCorrespondent.objects.all(), correspondent_id)
    return found


def get_person(reader: Reader, user_id: uuid.UUID) -> User:
    """Give a person. Raises PermissionDenied, Http404."""
    found: User = _get(reader, User.objects.all(), user_id)
    return found


def get_membership(reader: Reader, membership_id: uuid.UUID) -> Membership:
    """Give a role, with its person and organisation. Raises PermissionDenied, Http404."""
    found: Membership = _get(reader, Membership.objects.select_related("user", "organisation"), membership_id)
    return found


def get_invitation(reader: Reader, invitation_id: uuid.UUID) -> Invitation:
    """Give an invitation. Raises PermissionDenied, Http404."""
    found: Invitation = _get(reader, Invitation.objects.select_related("organisation"), invitation_id)
    return found


def get_programme(reader: Reader, programme_id: uuid.UUID) -> Programme:
    """Give a programme. Raises PermissionDenied, Http404."""
    found: Programme = _get(reader, Programme.objects.all(), programme_id)
    return found


def get_version(reader: Reader, version_id: uuid.UUID) -> ProgrammeVersion:
    """Give a programme's version. Raises PermissionDenied, Http404."""
    found: ProgrammeVersion = _get(reader, ProgrammeVersion.objects.select_related("programme", "lead"), version_id)
    return found


def get_criterion(reader: Reader, criterion_id: uuid.UUID) -> EligibilityRule:
    """Give a criterion of a programme's version. Raises PermissionDenied, Http404."""
    rows = EligibilityRule.objects.select_related("version__programme")
    found: EligibilityRule = _get(reader, rows, criterion_id)
    return found


def require_directory(reader: Reader) -> None:
    """Raise PermissionDenied for who works for no association."""
    if not can_read_directory(reader):
        raise PermissionDenied(REFUSED_DIRECTORY)


def get_service(reader: Reader, service_id: uuid.UUID) -> Service:
    """Give a service of the directory. Raises PermissionDenied, Http404."""
    require_directory(reader)
    found: Service | None = Service.objects.visible_to(reader).filter(pk=service_id).first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found


def _get(reader: Reader, rows: models.QuerySet[M], pk: uuid.UUID) -> M:
    require_administrator(reader)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found
