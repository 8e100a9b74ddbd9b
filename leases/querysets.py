"""The words of queries on dwellings, dossiers and leases; `visible_to` is the one door of every read."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from foundation.periods import in_force
from foundation.querysets import DatedQuerySet
from households.models import CurrentHousing, Enrolment, EnrolmentHolder
from leases.enums import FileState, LeaseKind
from partners.enums import Role
from partners.reader import Reader


class DwellingQuerySet(models.QuerySet[Any]):
    """Dwellings of landlords."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep the dwellings of her landlord: of her units for a correspondent, of all for the other services."""
        wide = reader.organisations(
            Role.CAL_SECRETARY,
            Role.LANDLORD_MANAGER,
            Role.LANDLORD_SOCIAL_ADVISER,
            Role.LANDLORD_RENTAL,
        )
        return self.filter(Q(unit_id__in=reader.units) | Q(landlord_id__in=wide))


class AnnouncementQuerySet(models.QuerySet[Any]):
    """Dwellings announced as available."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep what her landlord announced; an association sees what the landlords of its programmes announced."""
        wide = reader.organisations(
            Role.CAL_SECRETARY,
            Role.LANDLORD_MANAGER,
            Role.LANDLORD_SOCIAL_ADVISER,
            Role.LANDLORD_RENTAL,
        )
        seen = Q(dwelling__unit_id__in=reader.units) | Q(dwelling__landlord_id__in=wide)
        if reader.associations:
            versions = Enrolment._meta.get_field("version").related_model._default_manager.filter(
                in_force(reader.today),
                landlords=OuterRef("dwelling__landlord"),
                associations__in=reader.associations,
            )
            seen |= Q(Exists(versions))
        return self.filter(seen)

    def available_on(self, day: dt.date) -> Self:
        """Keep the announcements open at the close of this day."""
        return self.filter(announced_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class AllocationFileQuerySet(models.QuerySet[Any]):
    """CAL dossiers."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep the dossiers of the files she holds, and the submitted ones of her units or of her secretariat.

        A dossier stays visible to who treated it after a refusal: she keeps her decision and the snapshot, while the
        household's file is closed to her. Protected ones are visible as « dossier protégé »: `readings` shapes them.
        """
        holders = EnrolmentHolder.objects.filter(
            in_force(reader.today), enrolment_id=OuterRef("enrolment_id"), association_id__in=reader.associations
        )
        seen = Q(pk__in=[])
        if reader.associations:
            seen |= Q(Exists(holders), association_id__in=reader.associations)
        if reader.units:
            seen |= Q(submitted_at__isnull=False, announcement__dwelling__unit_id__in=reader.units)
        if secretariats := reader.organisations(Role.CAL_SECRETARY):
            seen |= Q(submitted_at__isnull=False, announcement__dwelling__landlord_id__in=secretariats)
        return self.filter(seen)

    def open(self) -> Self:
        """Keep the dossiers that are still running."""
        return self.filter(state__in=FileState.OPEN)


class SessionQuerySet(models.QuerySet[Any]):
    """Sittings of the commission."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep the sittings of her landlord, for those who prepare or hold them."""
        return self.filter(
            landlord_id__in=reader.organisations(Role.CAL_SECRETARY, Role.LANDLORD_CORRESPONDENT, Role.LANDLORD_MANAGER)
        )


class LeaseQuerySet(DatedQuerySet):
    """Titles of occupation."""

    def standing(self) -> Self:
        """Leave out those recorded in error. `Lease.objects` has done it; a relation that is joined has not."""
        return self.filter(annulled_at__isnull=True)

    def visible_to(self, reader: Reader) -> Self:
        """Keep the leases of the households she may know of, and those of the dwellings of her units."""
        return self.filter(
            Enrolment.objects.seen_by(reader, "enrolment_id")
            | Q(share__dwelling__unit_id__in=reader.units)
            | Q(tenant_association_id__in=reader.associations)
        )


def unit_on(day: dt.date | OuterRef, *, among: Collection[uuid.UUID], enrolment: str = "enrolment_id") -> Coalesce:
    """Give, as an expression, the unit that a household counts in at the close of a day (domain.md §4.1).

    That of the dwelling that it leases, else of the landlord's dwelling that it lives in, else of the latest CAL dossier
    submitted that is still open or whose lease is yet to begin, else its first wish. `among` are the units of the
    programme's landlords: a home elsewhere says nothing. `day` is a date, or an `OuterRef` to a day of the outer row.
    Protection and successors are the caller's.
    """
    of = OuterRef(enrolment)

    def rows(name: str) -> models.QuerySet[Any]:
        found: models.QuerySet[Any] = apps.get_model("leases", name)._default_manager.all()
        return found

    leased = (
        rows("Lease")
        .filter(_on(day), enrolment_id=of, share__dwelling__unit_id__in=among)
        .order_by("-started_on", "pk")
        .values("share__dwelling__unit_id")
    )
    of_dwelling = rows("Dwelling").filter(pk=OuterRef("dwelling_id")).values("unit_id")
    lived_in = (
        CurrentHousing.objects.filter(_on(day), enrolment_id=of)
        .annotate(lived_in=Coalesce("unit_id", Subquery(of_dwelling[:1]), output_field=models.UUIDField()))
        .filter(lived_in__in=among)
        .order_by("-started_on", "pk")
        .values("lived_in")
    )
    # A lease signed whose first day is yet to come: until then its dossier still says where the household is.
    to_come = Q(leases__kind__in=LeaseKind.HOUSEHOLD, leases__started_on__gt=day, leases__annulled_at__isnull=True)
    proposed = (
        rows("AllocationFile")
        .filter(enrolment_id=of, submitted_at__date__lte=day, announcement__dwelling__unit_id__in=among)
        .filter(~Q(state=FileState.CLOSED, state_on__lte=day) | to_come)
        .order_by("-submitted_at", "pk")
        .values("announcement__dwelling__unit_id")
    )
    wished = (
        rows("WishedUnit")
        .filter(_on(day, "project__"), project__enrolment_id=of)
        .order_by("-project__started_on", "position")
        .values("unit_id")
    )
    return Coalesce(
        *(Subquery(found[:1], output_field=models.UUIDField()) for found in (leased, lived_in, proposed, wished))
    )


def _on(day: dt.date | OuterRef, prefix: str = "") -> Q:
    """Filter dated rows in force on a day that may be the outer row's."""
    return Q(**{f"{prefix}started_on__lte": day}) & (
        Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gte": day})
    )
