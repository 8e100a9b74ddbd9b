"""A landlord's service and its requests: where each is, as the landlord may read it, and what a new one may name."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from accompaniments.enums import ReferralSource
from accompaniments.models import Accompaniment, Referral
from foundation.periods import in_force
from foundation.words import capitalised
from households.models import CurrentHousing, Enrolment
from households.permissions import standings
from households.querysets import EnrolmentQuerySet
from journeys.selectors.lines import HouseholdLine, household_lines
from journeys.selectors.lists import PAGE, visible_files
from leases.models import Dwelling
from leases.permissions import ProcedureStanding
from leases.selectors.procedures import procedure_lines
from partners.enums import Axis, Role
from partners.models import Membership, Organisation, ProgrammeVersion
from partners.reader import Reader

SOURCE_OF_ROLE = {
    Role.LANDLORD_RENTAL: ReferralSource.LANDLORD_RENTAL,
    Role.LANDLORD_LITIGATION: ReferralSource.LANDLORD_LITIGATION,
}


@dataclass(frozen=True)
class RequestLine:
    """A request in one line: the household, when, to whom, where it is, and the procedure."""

    household: HouseholdLine
    received_on: dt.date
    stage: str
    debt: Decimal | None
    stated_on: dt.date | None
    means: str = ""
    next_step: str = ""
    next_by: dt.date | None = None

    @property
    def shown_debt(self) -> Decimal | None:
        """Give what is owed, without a sign when the account is in credit."""
        return abs(self.debt) if self.debt is not None else None

    @property
    def is_credit(self) -> bool:
        """Tell whether the account is in credit."""
        return self.debt is not None and self.debt < 0


@dataclass(frozen=True)
class RequestList:
    """One page of the requests of the reader's services."""

    lines: tuple[RequestLine, ...]
    count: int
    page: Page[Any]


@dataclass(frozen=True)
class RequestOffer:
    """A programme's version, and one of its associations."""

    key: str
    version: ProgrammeVersion
    association: Organisation
    label: str


@dataclass(frozen=True)
class RequestChoices:
    """What a request chooses from."""

    offers: dict[str, RequestOffer]
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OwnRequest:
    """What her service asked, read again by itself: the day, and what it said."""

    received_on: dt.date
    note: str


def requested_files(reader: Reader) -> EnrolmentQuerySet:
    """Give the files that her own service asked for, among those that she may know of."""
    asked = Q(pk__in=[])
    for role, source in SOURCE_OF_ROLE.items():
        if landlords := reader.organisations(role):
            asked |= Q(source=source, source_organisation_id__in=landlords)
    referrals = Referral.objects.filter(asked, enrolment_id=OuterRef("pk"))
    files: EnrolmentQuerySet = visible_files(reader).filter(Exists(referrals)).order_by("-started_on", "-file_number")
    return files


def request_list(reader: Reader, files: EnrolmentQuerySet, page_number: str | None) -> RequestList:
    """Shape one page of requests already scoped and filtered, in a constant number of queries."""
    page = Paginator(files, PAGE).get_page(page_number)
    lines = request_lines(reader, page.object_list)
    page.object_list = [line.household.card.enrolment_id for line in lines]
    return RequestList(lines=lines, count=page.paginator.count, page=page)


def request_lines(reader: Reader, files: Iterable[Enrolment]) -> tuple[RequestLine, ...]:
    """Give the lines of these requests. The procedure of a protected household is for its list."""
    households = household_lines(reader, files)
    ids = [line.card.enrolment_id for line in households]
    received: dict[uuid.UUID, dt.date] = dict(
        Referral.objects.filter(enrolment_id__in=ids)
        .order_by("-received_on")
        .values_list("enrolment_id", "received_on")
    )
    readable = [line.card.enrolment_id for line in households if line.card.is_readable]
    known = procedure_lines(reader, readable, reader.organisations(*SOURCE_OF_ROLE))
    lines = []
    for line in households:
        pk = line.card.enrolment_id
        procedure = known.get(pk)
        lines.append(
            RequestLine(
                household=line,
                received_on=received.get(pk, line.card.started_on),
                stage=procedure.stage if procedure else "",
                debt=procedure.debt if procedure else None,
                stated_on=procedure.stated_on if procedure else None,
                means=procedure.means if procedure else "",
                next_step=procedure.next_step if procedure else "",
                next_by=procedure.next_by if procedure else None,
            )
        )
    return tuple(lines)


def request_choices(reader: Reader, landlord_id: uuid.UUID) -> RequestChoices:
    """Give the associations of the landlord's programmes of today that keep people in their homes, and her services."""
    versions = (
        ProgrammeVersion.objects.open_on(reader.today)
        .filter(landlords=landlord_id, programme__axis=Axis.MAINTENANCE)
        .select_related("programme")
        .prefetch_related("associations")
        .order_by("programme__name")
    )
    pairs = [(version, association) for version in versions for association in version.associations.all()]
    several = len({version.pk for version, _ in pairs}) > 1
    offers = [
        RequestOffer(
            key=f"{version.pk}:{association.pk}",
            version=version,
            association=association,
            label=f"{association} ({version.programme})" if several else str(association),
        )
        for version, association in pairs
    ]
    sources = tuple(
        (source.value, capitalised(source.label))
        for role, source in SOURCE_OF_ROLE.items()
        if landlord_id in reader.organisations(role)
    )
    return RequestChoices({offer.key: offer for offer in offers}, sources)


def own_request(reader: Reader, enrolment: Enrolment, known: ProcedureStanding) -> OwnRequest | None:
    """Give back to a service what it asked itself, None for everybody else. `access` let her read the procedure."""
    if not known.asked_by:
        return None
    asked = Q(pk__in=[])
    for role, source in SOURCE_OF_ROLE.items():
        asked |= Q(source=source, source_organisation_id__in=reader.organisations(role) & known.asked_by)
    row = Referral.objects.filter(asked, enrolment=enrolment).order_by("recorded_at").first()
    if row is None or not _is_its_own(row):
        return None
    return OwnRequest(row.received_on, row.note)


def _is_its_own(row: Referral) -> bool:
    """Tell whether the service wrote it: what an association noted of a request that it received is its team's."""
    if row.source_organisation_id is None:
        return False
    written_by = Membership.objects.filter(user_id=row.recorded_by, organisation_id=row.source_organisation_id)
    return bool(written_by.filter(role__in=SOURCE_OF_ROLE).exists())


def open_files_of_dwelling(reader: Reader, dwelling: Dwelling, sending_key: uuid.UUID | None) -> list[str]:
    """Give the numbers of the open files of this dwelling that the reader reads: perhaps the same household."""
    living = CurrentHousing.objects.filter(in_force(reader.today), enrolment_id=OuterRef("pk"), dwelling_id=dwelling.pk)
    files = list(Enrolment.objects.visible_to(reader).open_on(reader.today).filter(Exists(living)))
    if files and sending_key:
        made = set(Accompaniment.objects.filter(sending_key=sending_key).values_list("enrolment_id", flat=True))
        files = [row for row in files if row.pk not in made]
    hers = standings(reader, files) if files else {}
    return sorted(row.file_number for row in files if hers[row.pk].reads_people)


def asks(reader: Reader) -> bool:
    """Tell whether she is of a rental or litigation service."""
    return reader.has(*SOURCE_OF_ROLE)


def only_asks(reader: Reader) -> bool:
    """Tell whether she is of these services and of nothing else at the landlord's."""
    roles: Collection[Role] = [held.role for held in reader.roles if held.role in Role.OF_LANDLORD]
    return bool(roles) and all(role in SOURCE_OF_ROLE for role in roles)
