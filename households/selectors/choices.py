"""What forms offer and warn of: the people of a household, who may work a file, the month before, a number known already."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from documents.enums import Capacity, DocumentState, SignatureState
from documents.models import Signatory
from foundation.periods import Month, in_force
from foundation.refusals import Refused
from households.enums import ChargeKind, MemberKind, ResourceKind
from households.models import (
    Charge,
    Enrolment,
    EnrolmentHolder,
    EnrolmentNaming,
    HouseholdMember,
    ProtectedReader,
    Resource,
)
from households.permissions import read_since, standing
from households.readings import person_name
from households.rules import normalise_nur, why_nur_looks_odd
from households.selectors.search import same_number
from partners.enums import Role
from partners.models import Delegation, ManagementUnit, Membership, Organisation, User
from partners.reader import Reader


@dataclass(frozen=True)
class MemberChoice:
    """A person of the household, as a form offers her."""

    person_id: uuid.UUID
    name: str
    is_adult: bool


@dataclass(frozen=True)
class WorkerChoice:
    """Someone who may work a file, for one of its associations."""

    user_id: uuid.UUID
    association_id: uuid.UUID
    label: str

    @property
    def value(self) -> str:
        """Give what the form sends: who, and for which association."""
        return f"{self.user_id}:{self.association_id}"


@dataclass(frozen=True)
class Statement:
    """A month's resources and charges, as a form fills them in."""

    month: Month | None  # the month it was written for; None when nothing was ever written
    resources: tuple[tuple[str, uuid.UUID | None, Decimal], ...] = ()
    charges: tuple[tuple[str, Decimal], ...] = ()
    earliest: Month | None = None  # what was recorded before is another association's


@dataclass(frozen=True)
class PlaceOwner:
    """A landlord, or one of his units, as a place of life's form offers it."""

    value: str
    group: str
    label: str
    landlord: Organisation
    unit: ManagementUnit | None


def members_on(enrolment: Enrolment, day: dt.date) -> list[MemberChoice]:
    """Give the people of a household on a day, adults first."""
    rows = (
        HouseholdMember.objects.open_on(day)
        .filter(household_id=enrolment.household_id)
        .select_related("person")
        .order_by("kind", "person__birth_on", "pk")
    )
    return [MemberChoice(row.person_id, person_name(row.person), row.kind in MemberKind.ADULTS) for row in rows]


def candidates(reader: Reader, enrolment: Enrolment) -> list[WorkerChoice]:
    """Give the workers and managers, today, of the associations that hold a file and that this reader manages."""
    day = reader.today
    holders = EnrolmentHolder.objects.filter(
        in_force(day), enrolment=enrolment, association_id__in=reader.managed_associations
    )
    associations = dict(holders.values_list("association_id", "association__name"))
    rows = (
        Membership.objects.open_on(day)
        .filter(organisation_id__in=associations, role__in=Role.OF_ASSOCIATION, user__is_active=True)
        .order_by("user__last_name", "user__first_name", "user_id", "organisation_id")
        .values_list("user_id", "organisation_id", "user__first_name", "user__last_name")
    )
    found: dict[tuple[uuid.UUID, uuid.UUID], WorkerChoice] = {}
    for user_id, association_id, first_name, last_name in rows:
        where = f" ({associations[association_id]})" if len(associations) > 1 else ""
        found[user_id, association_id] = WorkerChoice(user_id, association_id, f"{first_name} {last_name}{where}")
    return list(found.values())


def people_concerned(enrolment_id: uuid.UUID, day: dt.date) -> QuerySet[User]:
    """Give who may be on a protected file's list: people of its associations, or of a landlord that it is named to.

    And, while a document of the file waits for an organisation's signature, its delegates: one signatory an organisation
    (domain.md §3.9), so nobody else of it once one of them is listed.
    """
    associations = EnrolmentHolder.objects.filter(in_force(day), enrolment_id=enrolment_id).values("association_id")
    landlords = EnrolmentNaming.objects.filter(in_force(day), enrolment_id=enrolment_id, is_live=True)
    members = Membership.objects.open_on(day).filter(
        Q(organisation_id__in=associations) | Q(organisation_id__in=landlords.values("landlord_id"))
    )
    concerned = Q(pk__in=members.exclude(role=Role.ADMINISTRATOR).values("user_id"))
    return User.objects.filter(concerned | Q(pk__in=_signatories(enrolment_id, day)), is_active=True)


def _signatories(enrolment_id: uuid.UUID, day: dt.date) -> QuerySet[Any]:
    """Give the delegates of the organisations whose signature a document of the file waits for."""
    waiting = Signatory.objects.filter(
        document__subject_id=enrolment_id,
        document__state=DocumentState.TO_SIGN,
        state=SignatureState.TO_SIGN,
        capacity__in=Capacity.OF_ORGANISATION,
    )
    delegates = Delegation.objects.open_on(day).filter(organisation_id__in=waiting.values("organisation_id"))
    listed = ProtectedReader.objects.filter(in_force(day), protection__enrolment_id=enrolment_id)
    taken = Delegation.objects.open_on(day).filter(user_id__in=listed.values("user_id"))
    return delegates.exclude(organisation_id__in=taken.values("organisation_id")).values("user_id")


def readers_to_name(enrolment: Enrolment, day: dt.date) -> list[tuple[str, str]]:
    """Give the people who may still be added to a protected file's list, by name, with where they work."""
    listed = ProtectedReader.objects.filter(
        protection__enrolment=enrolment, protection__ended_on__isnull=True, ended_on__isnull=True
    )
    people = list(
        people_concerned(enrolment.pk, day)
        .exclude(pk__in=listed.values("user_id"))
        .order_by("last_name", "first_name", "pk")
    )
    where: dict[uuid.UUID, list[str]] = {}
    memberships = Membership.objects.open_on(day).filter(user__in=people).order_by("organisation__name")
    for user_id, name in memberships.values_list("user_id", "organisation__name").distinct():
        where.setdefault(user_id, []).append(name)
    return [(str(user.pk), f"{user.full_name} ({', '.join(where.get(user.pk, ()))})") for user in people]


def last_statement(reader: Reader, enrolment: Enrolment, month: Month) -> Statement:
    """Give the statement of a month or, when it has none, the latest one before it: the next one starts from it.

    Never one from before the reader's association held the file: it stays with who recorded it (domain.md §3.9).
    """
    since = read_since(standing(reader, enrolment), enrolment)
    earliest = Month.of(since) if since else None
    window: dict[str, Any] = {"enrolment": enrolment, "month_on__lte": month.first}
    if earliest is not None:
        window["month_on__gte"] = earliest.first
    days = [
        row
        for row in (
            Resource.objects.filter(**window).order_by("-month_on").values_list("month_on", flat=True).first(),
            Charge.objects.filter(**window).order_by("-month_on").values_list("month_on", flat=True).first(),
        )
        if row is not None
    ]
    if not days:
        return Statement(None, earliest=earliest)
    latest = max(days)
    order = {kind.value: rank for rank, kind in enumerate((*ResourceKind, *ChargeKind))}
    resources = Resource.objects.filter(enrolment=enrolment, month_on=latest).order_by("pk")
    charges = Charge.objects.filter(enrolment=enrolment, month_on=latest).order_by("pk")
    return Statement(
        Month.of(latest),
        tuple(sorted(resources.values_list("kind", "person_id", "amount"), key=lambda line: order[line[0]])),
        tuple(charges.values_list("kind", "amount")),
        earliest,
    )


def nur_warnings(reader: Reader, enrolment: Enrolment, number: str) -> list[str]:
    """Give what looks odd in a housing request's number: a warning, never a refusal (domain.md §3.5)."""
    stored = normalise_nur(number)
    warnings = [reason] if (reason := why_nur_looks_odd(stored)) is not None else []
    if others := same_number(reader, stored, but=enrolment.pk):
        many = (
            "Un autre dossier que vous lisez porte"
            if others == 1
            else f"{others} autres dossiers que vous lisez portent"
        )
        warnings.append(f"{many} ce même numéro. Vérifiez qu’il s’agit de la même demande.")
    return warnings


def place_owners(enrolment: Enrolment, day: dt.date) -> list[PlaceOwner]:
    """Give the landlords of a file's programme, each alone then with its management units of the day."""
    landlords = {row.pk: row for row in enrolment.version.landlords.order_by("name")}
    units: dict[uuid.UUID, list[ManagementUnit]] = {}
    for row in (
        ManagementUnit.objects.open_on(day)
        .filter(agency__landlord_id__in=landlords)
        .select_related("agency")
        .order_by("name", "pk")
    ):
        units.setdefault(row.agency.landlord_id, []).append(row)
    return [
        choice
        for pk, landlord in landlords.items()
        for choice in (
            PlaceOwner(f"landlord:{pk}", landlord.name, "unité non connue", landlord, None),
            *(PlaceOwner(f"unit:{unit.pk}", landlord.name, unit.name, landlord, unit) for unit in units.get(pk, ())),
        )
    ]


def names_of_choices(choices: Iterable[MemberChoice]) -> list[tuple[str, str]]:
    """Give members as a form's choices."""
    return [(str(choice.person_id), choice.name) for choice in choices]


def person_in(enrolment: Enrolment, person_id: uuid.UUID | None) -> Any:
    """Give someone of a household whom a form named, None for nobody. Raises Refused when she is of another."""
    if person_id is None:
        return None
    member = HouseholdMember.objects.filter(household_id=enrolment.household_id, person_id=person_id)
    if (row := member.select_related("person").first()) is None:
        raise Refused("Cette personne n’est pas de ce ménage.", "person")
    return row.person


def user_of(user_id: uuid.UUID | str) -> User:
    """Give someone whom a form's choices named."""
    user: User = User.objects.get(pk=user_id)
    return user


def association_of(association_id: uuid.UUID) -> Organisation:
    """Give an association that a form's choices named."""
    return Organisation.objects.get(pk=association_id)
