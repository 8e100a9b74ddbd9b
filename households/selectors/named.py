"""Whom an act reaches: at a landlord, the people a household is named to on a day; at its association, who leads its file."""

import datetime as dt
import uuid

from django.db.models import Exists, OuterRef, Q

from foundation.periods import in_force
from households.enums import HolderRole, NamingService, WorkerRole
from households.models import Enrolment, EnrolmentHolder, EnrolmentNaming, EnrolmentWorker, ProtectedReader
from households.querysets import SERVICE_OF_ROLE
from partners.enums import Role
from partners.models import Membership, UnitCorrespondent, User

FOLLOW = (NamingService.SOCIAL, NamingService.RENTAL, NamingService.LITIGATION)  # the secretariat treats dossiers


def naming_landlords(enrolment: Enrolment, day: dt.date) -> list[uuid.UUID]:
    """Give the landlords with someone to whom the household is named on this day."""
    rows = EnrolmentNaming.objects.filter(in_force(day), enrolment=enrolment, is_live=True)
    return sorted(set(rows.values_list("landlord_id", flat=True)), key=str)


def people_named(enrolment: Enrolment, landlord_id: uuid.UUID, day: dt.date) -> list[User]:
    """Give the landlord's people to whom the household is named on this day, by name; its list alone when protected.

    Its units' correspondents, its services, the persons named themselves; never the secretariat of the commission.
    """
    namings = EnrolmentNaming.objects.filter(
        in_force(day), enrolment=enrolment, landlord_id=landlord_id, is_live=True
    ).values_list("service", "unit_id", "user_id")
    units = {unit for service, unit, _ in namings if service == NamingService.CORRESPONDENT}
    services = {service for service, _, _ in namings} & set(FOLLOW)
    persons = {user for service, _, user in namings if service == NamingService.PERSON}
    held = Membership.objects.open_on(day).filter(organisation_id=landlord_id, user=OuterRef("pk"))
    wanted = Q(pk__in=persons) & Q(Exists(held))
    wanted |= Q(
        Exists(held.filter(role__in=[role for role, service in SERVICE_OF_ROLE.items() if service in services]))
    )
    if units:
        of_units = UnitCorrespondent.objects.open_on(day).filter(unit_id__in=units, user=OuterRef("pk"))
        wanted |= Q(Exists(of_units)) & Q(Exists(held.filter(role=Role.LANDLORD_CORRESPONDENT)))
    people = User.objects.filter(wanted, is_active=True)
    if enrolment.is_protected:
        listed = ProtectedReader.objects.filter(
            in_force(day), in_force(day, "protection__"), protection__enrolment=enrolment
        )
        people = people.filter(pk__in=listed.values("user_id"))
    return list(people.order_by("last_name", "first_name", "pk"))


def leading_people(enrolment_id: uuid.UUID, day: dt.date) -> list[User]:
    """Give the lead worker and her replacement on this day, else the managers of the association that leads."""
    leads = EnrolmentWorker.objects.filter(
        in_force(day), enrolment=enrolment_id, role__in=(WorkerRole.LEAD, WorkerRole.REPLACEMENT)
    )
    found = list(User.objects.filter(pk__in=leads.values("user"), is_active=True).order_by("pk"))
    if found:
        return found
    holding = EnrolmentHolder.objects.filter(in_force(day), enrolment=enrolment_id, role=HolderRole.LEAD)
    managers = Membership.objects.filter(
        in_force(day), role=Role.ASSOCIATION_MANAGER, organisation__in=holding.values("association")
    )
    return list(User.objects.filter(pk__in=managers.values("user"), is_active=True).order_by("pk"))
