"""What the administrator's pages show of organisations, their territory and their people, in a constant number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from partners.enums import OrganisationKind, Qualification, Role
from partners.models import Agency, ManagementUnit, Membership, Organisation, UnitCorrespondent, User
from partners.requests import load_reader
from partners.selectors.delegations import DelegationLine, delegations_of
from partners.selectors.mailings import Undelivered, undelivered
from partners.selectors.territory import Named


@dataclass(frozen=True)
class RoleLine:
    """One role of a person in an organisation."""

    id: uuid.UUID
    role: Role
    label: str
    organisation_id: uuid.UUID
    organisation: str
    started_on: dt.date
    ended_on: dt.date | None
    full_time_share: str
    is_over: bool

    @property
    def is_worker(self) -> bool:
        """Tell whether its end first moves files."""
        return self.role == Role.SOCIAL_WORKER


@dataclass(frozen=True)
class PersonLine:
    """A person in a list."""

    id: uuid.UUID
    name: str
    email: str
    telephone: str
    is_active: bool
    has_second_factor: bool
    roles: tuple[RoleLine, ...]
    undelivered: Undelivered | None


@dataclass(frozen=True)
class PersonPage:
    """A person's page."""

    line: PersonLine
    qualification: str
    last_login: dt.datetime | None
    requires_second_factor: bool
    units: tuple[Named, ...]
    past: tuple[RoleLine, ...]


@dataclass(frozen=True)
class CorrespondentLine:
    """Who is, was or will be the contact person of a unit."""

    id: uuid.UUID
    user_id: uuid.UUID
    name: str
    started_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class UnitLine:
    """A management unit of an agency."""

    id: uuid.UUID
    name: str
    started_on: dt.date
    ended_on: dt.date | None
    successor: str
    correspondent: str
    correspondent_id: uuid.UUID | None


@dataclass(frozen=True)
class AgencyLine:
    """An agency and its units, the past ones included."""

    id: uuid.UUID
    name: str
    started_on: dt.date
    ended_on: dt.date | None
    units: tuple[UnitLine, ...]


@dataclass(frozen=True)
class OrganisationPage:
    """What stands under an organisation's facts."""

    kind: str
    is_landlord: bool
    totp_roles: tuple[str, ...]
    agencies: tuple[AgencyLine, ...]
    people: tuple[PersonLine, ...]
    delegations: tuple[DelegationLine, ...]


def organisations() -> QuerySet[Organisation]:
    """Give every organisation, by name."""
    return Organisation.objects.order_by("name", "pk")


def organisation_named(name: str) -> Organisation | None:
    """Give the organisation of this name, whatever its case."""
    return Organisation.objects.filter(name__iexact=name.strip()).first()


def organisation_page(organisation: Organisation, today: dt.date) -> OrganisationPage:
    """Give an organisation's territory and people."""
    is_landlord = organisation.kind == OrganisationKind.LANDLORD
    return OrganisationPage(
        kind=str(OrganisationKind(organisation.kind).label),
        is_landlord=is_landlord,
        totp_roles=tuple(str(Role(value).label) for value in organisation.requires_totp.split(",") if value in Role),
        agencies=tuple(territory_of(organisation, today)) if is_landlord else (),
        people=tuple(people_of(organisation, today)),
        delegations=delegations_of(organisation, today),
    )


def role_lines(user_ids: Iterable[uuid.UUID], today: dt.date) -> dict[uuid.UUID, list[RoleLine]]:
    """Give each person's roles, those in force first, then the latest."""
    lines: dict[uuid.UUID, list[RoleLine]] = defaultdict(list)
    rows = Membership.objects.filter(user_id__in=list(user_ids)).select_related("organisation")
    for row in rows.order_by("-started_on", "role", "pk"):
        is_over = row.ended_on is not None and row.ended_on < today
        share = f"{row.full_time_share:.2f}".replace(".", ",") if row.role == Role.SOCIAL_WORKER else ""
        lines[row.user_id].append(
            RoleLine(
                id=row.pk,
                role=Role(row.role),
                label=str(Role(row.role).label),
                organisation_id=row.organisation_id,
                organisation=row.organisation.name,
                started_on=row.started_on,
                ended_on=row.ended_on,
                full_time_share=share,
                is_over=is_over,
            )
        )
    return lines


def person_lines(users: Sequence[User], today: dt.date) -> list[PersonLine]:
    """Give people in the order received, with their roles that are not over."""
    ids = [user.pk for user in users]
    roles = role_lines(ids, today)
    lost = undelivered(ids)
    secured = set(Authenticator.objects.filter(user_id__in=ids, type="totp").values_list("user_id", flat=True))
    return [
        PersonLine(
            id=user.pk,
            name=user.full_name,
            email=user.email,
            telephone=user.telephone,
            is_active=user.is_active,
            has_second_factor=user.pk in secured,
            roles=tuple(role for role in roles[user.pk] if not role.is_over),
            undelivered=lost.get(user.pk),
        )
        for user in users
    ]


def people() -> QuerySet[User]:
    """Give everybody, by name."""
    return User.objects.order_by("last_name", "first_name", "pk")


def people_named(text: str, limit: int = 50) -> list[User]:
    """Give those whose name or address holds each word typed (it comes by POST, never in an address)."""
    rows = people()
    for word in text.split()[:6]:
        rows = rows.filter(Q(last_name__icontains=word) | Q(first_name__icontains=word) | Q(email__icontains=word))
    return list(rows[:limit])


def person_page(user: User, today: dt.date) -> PersonPage:
    """Give all that the administrator reads of someone; what she did in files is not hers to read."""
    line = person_lines([user], today)[0]
    units = UnitCorrespondent.objects.open_on(today).filter(user=user).select_related("unit").order_by("unit__name")
    return PersonPage(
        line=line,
        qualification=str(Qualification(user.qualification).label) if user.qualification else "",
        last_login=user.last_login,
        requires_second_factor=load_reader(user).requires_second_factor,
        units=tuple(Named(row.unit_id, row.unit.name) for row in units),
        past=tuple(role for role in role_lines([user.pk], today)[user.pk] if role.is_over),
    )


def people_of(organisation: Organisation, today: dt.date) -> list[PersonLine]:
    """Give the people of an organisation whose role there is not over, by name."""
    ids = Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today), organisation=organisation)
    return person_lines(list(people().filter(pk__in=ids.values("user_id"))), today)


def territory_of(landlord: Organisation, today: dt.date) -> list[AgencyLine]:
    """Give a landlord's agencies and units, past and present, with who is the contact person today."""
    named = {
        row.unit_id: row
        for row in UnitCorrespondent.objects.open_on(today)
        .filter(unit__agency__landlord=landlord)
        .select_related("user")
    }
    units: dict[uuid.UUID, list[UnitLine]] = defaultdict(list)
    rows = ManagementUnit.objects.filter(agency__landlord=landlord).select_related("successor").order_by("name", "pk")
    for unit in rows:
        row = named.get(unit.pk)
        units[unit.agency_id].append(
            UnitLine(
                id=unit.pk,
                name=unit.name,
                started_on=unit.started_on,
                ended_on=unit.ended_on,
                successor=unit.successor.name if unit.successor else "",
                correspondent=row.user.full_name if row else "",
                correspondent_id=row.user_id if row else None,
            )
        )
    return [
        AgencyLine(agency.pk, agency.name, agency.started_on, agency.ended_on, tuple(units[agency.pk]))
        for agency in Agency.objects.filter(landlord=landlord).order_by("name", "pk")
    ]


def correspondents_of(unit: ManagementUnit) -> list[CorrespondentLine]:
    """Give the contact persons of a unit, the latest first."""
    rows = UnitCorrespondent.objects.filter(unit=unit).select_related("user").order_by("-started_on")
    return [CorrespondentLine(row.pk, row.user_id, row.user.full_name, row.started_on, row.ended_on) for row in rows]


def correspondent_choices(landlord_id: uuid.UUID, day: dt.date) -> list[Named]:
    """Give who may be named contact person: the landlord's correspondents whose role is not over."""
    rows = (
        Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
        .filter(organisation_id=landlord_id, role=Role.LANDLORD_CORRESPONDENT)
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "pk")
    )
    return list(dict.fromkeys(Named(row.user_id, row.user.full_name) for row in rows))


def unit_choices(day: dt.date) -> list[Named]:
    """Give every management unit in force, « Orange (Mistral Habitat) », for an invitation."""
    rows = ManagementUnit.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    rows = rows.select_related("agency__landlord").order_by("agency__landlord__name", "name", "pk")
    return [Named(row.pk, f"{row.name} ({row.agency.landlord.name})") for row in rows]


def sibling_units(unit: ManagementUnit, day: dt.date) -> list[Named]:
    """Give the units that may take over from one: any landlord's, in force (landlords merge)."""
    return [choice for choice in unit_choices(day) if choice.id != unit.pk]
