"""Builders of people, households and enrolments."""

import datetime as dt
import uuid
from decimal import Decimal

import factory

from households.enums import (
    ChannelKind,
    ChargeKind,
    Civility,
    GuardianshipKind,
    HolderRole,
    HousingSituation,
    MemberKind,
    NamingCause,
    NamingService,
    NoticeMeans,
    PrecautionFlag,
    ResourceKind,
    SharingScope,
    WorkerRole,
)
from households.models import (
    AddressProtection,
    Channel,
    Charge,
    CurrentHousing,
    Enrolment,
    EnrolmentHolder,
    EnrolmentNaming,
    EnrolmentWorker,
    Guardian,
    Household,
    HouseholdMember,
    HousingRequest,
    InformationNotice,
    Person,
    ProtectedReader,
    Resource,
    SearchEntry,
    SearchKey,
    SharingAgreement,
    VisitPrecaution,
)
from tests.factories.base import RowFactory
from tests.factories.partners import (
    AssociationFactory,
    LandlordFactory,
    ManagementUnitFactory,
    ProgrammeVersionFactory,
    UserFactory,
)

SINCE = dt.date(2026, 6, 1)
MONTH_ON = dt.date(2026, 10, 1)
ANY_USER = factory.LazyFunction(uuid.uuid4)


class PersonFactory(RowFactory[Person]):
    """An adult."""

    class Meta:
        model = Person

    civility = Civility.MRS
    first_name = "Nadia"
    last_name = factory.Sequence(lambda n: f"Bensaïd{n}")
    birth_on = dt.date(1988, 3, 14)


class HouseholdFactory(RowFactory[Household]):
    """A household without a member yet."""

    class Meta:
        model = Household


class HouseholdMemberFactory(RowFactory[HouseholdMember]):
    """An adult of a household."""

    class Meta:
        model = HouseholdMember

    household = factory.SubFactory(HouseholdFactory)
    person = factory.SubFactory(PersonFactory)
    kind = MemberKind.ADULT
    started_on = SINCE


class EnrolmentFactory(RowFactory[Enrolment]):
    """A file that nobody holds yet; see `enrol` for one that lives."""

    class Meta:
        model = Enrolment

    file_number = factory.Sequence(lambda n: f"2026-{n + 1000:04d}")
    household = factory.SubFactory(HouseholdFactory)
    version = factory.SubFactory(ProgrammeVersionFactory)
    started_on = SINCE


class EnrolmentHolderFactory(RowFactory[EnrolmentHolder]):
    """An association that holds a file."""

    class Meta:
        model = EnrolmentHolder

    enrolment = factory.SubFactory(EnrolmentFactory)
    association = factory.SubFactory(AssociationFactory)
    role = HolderRole.LEAD
    cause = "REFERRED"
    started_on = SINCE


class EnrolmentWorkerFactory(RowFactory[EnrolmentWorker]):
    """A file's lead worker."""

    class Meta:
        model = EnrolmentWorker

    enrolment = factory.SubFactory(EnrolmentFactory)
    user = factory.SubFactory(UserFactory)
    association = factory.SubFactory(AssociationFactory)
    role = WorkerRole.LEAD
    started_on = SINCE


class EnrolmentNamingFactory(RowFactory[EnrolmentNaming]):
    """A naming to the correspondent of a unit."""

    class Meta:
        model = EnrolmentNaming

    enrolment = factory.SubFactory(EnrolmentFactory)
    service = NamingService.CORRESPONDENT
    unit = factory.SubFactory(ManagementUnitFactory)
    landlord = factory.LazyAttribute(lambda row: row.unit.agency.landlord)
    cause = NamingCause.REQUESTED
    started_on = SINCE


class ServiceNamingFactory(RowFactory[EnrolmentNaming]):
    """A naming to a landlord's service (social, rental, litigation, CAL)."""

    class Meta:
        model = EnrolmentNaming

    enrolment = factory.SubFactory(EnrolmentFactory)
    landlord = factory.SubFactory(LandlordFactory)
    service = NamingService.SOCIAL
    cause = NamingCause.REFERRED
    started_on = SINCE


class AddressProtectionFactory(RowFactory[AddressProtection]):
    """A protection in force; `EnrolmentFactory(is_protected=True)` goes with it."""

    class Meta:
        model = AddressProtection

    enrolment = factory.SubFactory(EnrolmentFactory, is_protected=True)
    reason = "Menaces de l’ancien compagnon"
    safe_address = "Boîte postale 12, 84000 Avignon"
    started_on = SINCE


class ProtectedReaderFactory(RowFactory[ProtectedReader]):
    """Someone on the list of a protection."""

    class Meta:
        model = ProtectedReader

    protection = factory.SubFactory(AddressProtectionFactory)
    user = factory.SubFactory(UserFactory)
    named_by = ANY_USER
    started_on = SINCE


class HousingRequestFactory(RowFactory[HousingRequest]):
    """A social-housing request."""

    class Meta:
        model = HousingRequest

    enrolment = factory.SubFactory(EnrolmentFactory)
    number = "0840526012345R1234"
    filed_on = SINCE


class GuardianFactory(RowFactory[Guardian]):
    """A curatorship."""

    class Meta:
        model = Guardian

    enrolment = factory.SubFactory(EnrolmentFactory)
    person = factory.SubFactory(PersonFactory)
    kind = GuardianshipKind.CURATORSHIP
    name = "UDAF 84"
    started_on = SINCE


class CurrentHousingFactory(RowFactory[CurrentHousing]):
    """A household in a shelter."""

    class Meta:
        model = CurrentHousing

    enrolment = factory.SubFactory(EnrolmentFactory)
    situation = HousingSituation.SHELTER
    address = "12 rue des Teinturiers"
    city = "Avignon"
    postcode = "84000"
    access_notes = "Code 2580B, deuxième étage"
    host = "CHRS Les Glycines"
    started_on = SINCE


class ChannelFactory(RowFactory[Channel]):
    """A telephone."""

    class Meta:
        model = Channel

    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = ChannelKind.PHONE
    value = "+33612345678"
    started_on = SINCE


class VisitPrecautionFactory(RowFactory[VisitPrecaution]):
    """A dog."""

    class Meta:
        model = VisitPrecaution

    enrolment = factory.SubFactory(EnrolmentFactory)
    flag = PrecautionFlag.DOG
    note = "Chien de garde dans la cour"
    started_on = SINCE


class ResourceFactory(RowFactory[Resource]):
    """A wage in October."""

    class Meta:
        model = Resource

    enrolment = factory.SubFactory(EnrolmentFactory)
    person = factory.SubFactory(PersonFactory)
    month_on = MONTH_ON
    kind = ResourceKind.WAGE
    amount = Decimal("1234.56")


class ChargeFactory(RowFactory[Charge]):
    """A rent in October."""

    class Meta:
        model = Charge

    enrolment = factory.SubFactory(EnrolmentFactory)
    month_on = MONTH_ON
    kind = ChargeKind.RENT
    amount = Decimal("412.30")


class SharingAgreementFactory(RowFactory[SharingAgreement]):
    """An agreement to share with the landlord's social adviser."""

    class Meta:
        model = SharingAgreement

    enrolment = factory.SubFactory(EnrolmentFactory)
    person = factory.SubFactory(PersonFactory)
    scope = SharingScope.COORDINATION
    is_granted = True
    started_on = SINCE


class InformationNoticeFactory(RowFactory[InformationNotice]):
    """A notice given by hand."""

    class Meta:
        model = InformationNotice

    enrolment = factory.SubFactory(EnrolmentFactory)
    given_on = SINCE
    means = NoticeMeans.MEETING
    given_by = ANY_USER


class SearchEntryFactory(RowFactory[SearchEntry]):
    """What search reads of a person."""

    class Meta:
        model = SearchEntry

    enrolment = factory.SubFactory(EnrolmentFactory)
    person = factory.SubFactory(PersonFactory)
    text = factory.LazyAttribute(lambda row: f"{row.person.last_name} {row.person.first_name}".lower())


class SearchKeyFactory(RowFactory[SearchKey]):
    """The keyed hash of a protected person's name."""

    class Meta:
        model = SearchKey

    enrolment = factory.SubFactory(EnrolmentFactory)
    person = factory.SubFactory(PersonFactory)
    key = factory.Sequence(lambda n: f"{n:064x}")
