"""What the forms of an entry offer: programmes of one's associations, organisations that refer, units, workers."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from accompaniments.enums import ReferralSource
from partners.enums import Axis, OrganisationKind, Role
from partners.models import ManagementUnit, Membership, Organisation, ProgrammeVersion, User
from partners.reader import Reader


@dataclass(frozen=True)
class Offer:
    """A programme's version in which one of the reader's associations takes part."""

    key: str
    version: ProgrammeVersion
    association: Organisation
    label: str


@dataclass(frozen=True)
class EntryChoices:
    """All that the form may offer; keys are what the page sends back."""

    offers: dict[str, Offer]
    organisations: dict[str, Organisation]
    units: dict[str, ManagementUnit]
    workers: dict[str, tuple[User, Organisation]]
    sources: tuple[ReferralSource, ...] = tuple(ReferralSource)

    @property
    def unit_choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Give the units by landlord and agency, for a select."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, unit in self.units.items():
            group = f"{unit.agency.landlord}, agence {unit.agency}"
            groups.setdefault(group, []).append((key, str(unit)))
        return list(groups.items())


def entry_choices(reader: Reader, association_ids: Iterable[uuid.UUID]) -> EntryChoices:
    """Give what the reader chooses from, in a constant number of queries. Organisations and people of work only."""
    ids = list(association_ids)
    versions = list(
        ProgrammeVersion.objects.open_on(reader.today)
        .filter(associations__in=ids)
        .select_related("programme")
        .prefetch_related("associations", "landlords")
        .distinct()
        .order_by("programme__name")
    )
    landlords = {landlord.pk for version in versions for landlord in version.landlords.all()}
    others = Organisation.objects.open_on(reader.today)
    referring = others.filter(pk__in=landlords) | others.filter(kind__in=OrganisationKind.REFERRING)
    return EntryChoices(
        offers={offer.key: offer for offer in _offers(versions, ids)},
        organisations={str(row.pk): row for row in referring.order_by("name")},
        units=_units(reader, landlords),
        workers=_workers(reader, ids),
    )


def adviser_choices(reader: Reader, landlord_ids: Iterable[uuid.UUID]) -> EntryChoices:
    """Give what a landlord's social adviser chooses from: towards a home, one association of its programmes (§2.1 S1)."""
    ids = frozenset(landlord_ids)
    versions = list(
        ProgrammeVersion.objects.open_on(reader.today)
        .filter(landlords__in=ids, programme__axis=Axis.ACCESS)
        .select_related("programme")
        .prefetch_related("associations", "landlords")
        .distinct()
        .order_by("programme__name")
    )
    associations = {row.pk for version in versions for row in version.associations.all()}
    return EntryChoices(
        offers={offer.key: offer for offer in _offers(versions, list(associations))},
        organisations={str(row.pk): row for row in Organisation.objects.filter(pk__in=ids).order_by("name")},
        units=_units(reader, ids),
        workers={},
        sources=(ReferralSource.LANDLORD_SOCIAL,),
    )


def _units(reader: Reader, landlord_ids: Iterable[uuid.UUID]) -> dict[str, ManagementUnit]:
    rows = (
        ManagementUnit.objects.open_on(reader.today)
        .filter(agency__landlord_id__in=landlord_ids)
        .select_related("agency__landlord")
        .order_by("agency__landlord__name", "agency__name", "name")
    )
    return {str(unit.pk): unit for unit in rows}


def _offers(versions: list[ProgrammeVersion], ids: list[uuid.UUID]) -> list[Offer]:
    pairs = [
        (version, association)
        for version in versions
        for association in version.associations.all()
        if association.pk in ids
    ]
    several = len({association.pk for _, association in pairs}) > 1
    return [
        Offer(
            key=f"{version.pk}:{association.pk}",
            version=version,
            association=association,
            label=f"{version.programme}, {association}" if several else str(version.programme),
        )
        for version, association in pairs
    ]


def _workers(reader: Reader, ids: list[uuid.UUID]) -> dict[str, tuple[User, Organisation]]:
    rows = (
        Membership.objects.open_on(reader.today)
        .filter(organisation_id__in=ids, role=Role.SOCIAL_WORKER, user__is_active=True)
        .select_related("user", "organisation")
        .order_by("user__last_name", "user__first_name", "pk")
    )
    return {f"{row.organisation_id}:{row.user_id}": (row.user, row.organisation) for row in rows}
