"""The typed request, and how its Reader is loaded: two queries, once a request."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from partners.enums import Role
from partners.models import Membership, UnitCorrespondent, User
from partners.reader import Reader, RoleHeld


class ReadingRequest(HttpRequest):
    """A request of a signed-in person: every view of a page takes it."""

    reader: Reader
    user: User
    htmx: HtmxDetails


def load_reader(user: User | AnonymousUser) -> Reader:
    """Load who reads, with her roles and units in force today (Europe/Paris, taken once, here)."""
    today = timezone.localdate()
    if not isinstance(user, User):
        return Reader(user_id=uuid.UUID(int=0), today=today)
    units: dict[uuid.UUID, set[uuid.UUID]] = {}
    rows = UnitCorrespondent.objects.open_on(today).filter(user=user)
    for unit_id, landlord_id in rows.values_list("unit_id", "unit__agency__landlord_id"):
        units.setdefault(landlord_id, set()).add(unit_id)
    memberships = list(
        Membership.objects.open_on(today)
        .filter(user=user)
        .values_list("role", "organisation_id", "organisation__requires_totp")
    )
    return Reader(
        user_id=user.pk,
        today=today,
        roles=tuple(
            RoleHeld(
                role=Role(role),
                organisation_id=organisation_id,
                unit_ids=frozenset(units.get(organisation_id, ()))
                if role == Role.LANDLORD_CORRESPONDENT
                else frozenset(),
            )
            for role, organisation_id, _ in sorted(memberships, key=str)
        ),
        requires_second_factor=any(role in required.split(",") for role, _, required in memberships),
    )


def must_have_second_factor(reader: Reader) -> bool:
    """Tell whether this person may do nothing before she has activated TOTP (off in demonstration only)."""
    return settings.PALIER_TOTP_ENFORCED and reader.requires_second_factor
