"""Builders of dwellings, projects, CAL dossiers, sittings and leases."""

import datetime as dt
import uuid
from decimal import Decimal

import factory

from leases.enums import (
    CostKind,
    DecisionKind,
    EntryStep,
    FileState,
    FundingCategory,
    Heating,
    InventoryKind,
    LeaseKind,
    PlanCreditor,
    RentEntryKind,
    ReservationKind,
    Typology,
)
from leases.models import (
    AgencyNotice,
    AllocationFile,
    Announcement,
    Decision,
    Dwelling,
    DwellingShare,
    EntryItem,
    FileChange,
    FileReading,
    FileSnapshot,
    Hearing,
    HousingProject,
    InsuranceCertificate,
    Inventory,
    Lease,
    Offer,
    Piece,
    PlanInstalment,
    PlanPayment,
    Remark,
    RentEntry,
    RentImport,
    RepaymentPlan,
    ReservationHolder,
    Session,
    SessionDwelling,
    SubletCost,
    WishedUnit,
)
from tests.days import NOW, TODAY, at, before
from tests.factories.base import RowFactory
from tests.factories.households import EnrolmentFactory
from tests.factories.partners import (
    AssociationFactory,
    LandlordFactory,
    ManagementUnitFactory,
    ProgrammeVersionFactory,
    UserFactory,
)

ANY_USER = factory.LazyFunction(uuid.uuid4)


class ReservationHolderFactory(RowFactory[ReservationHolder]):
    """The préfecture's share."""

    class Meta:
        model = ReservationHolder

    landlord = factory.SubFactory(LandlordFactory)
    name = factory.Sequence(lambda n: f"Préfecture de Vaucluse {n}")
    kind = ReservationKind.PREFECTURE


class DwellingFactory(RowFactory[Dwelling]):
    """A T3 of 62 m² on the first floor."""

    class Meta:
        model = Dwelling

    unit = factory.SubFactory(ManagementUnitFactory)
    landlord = factory.LazyAttribute(lambda row: row.unit.agency.landlord)
    reference = factory.Sequence(lambda n: f"LOG-{n:04d}")
    residence = "Les Amandiers"
    address = "12 rue des Amandiers"
    postcode = "84100"
    city = "Orange"
    typology = Typology.T3
    surface = Decimal(62)
    floor = 1
    funding_category = FundingCategory.PLAI
    heating = Heating.COLLECTIVE


class DwellingShareFactory(RowFactory[DwellingShare]):
    """The whole of a dwelling."""

    class Meta:
        model = DwellingShare

    dwelling = factory.SubFactory(DwellingFactory)
    started_on = before(400)


class AnnouncementFactory(RowFactory[Announcement]):
    """A dwelling announced at 412 € and 88 € of charges, free for ten days."""

    class Meta:
        model = Announcement

    dwelling = factory.SubFactory(DwellingFactory)
    announced_on = before(60)
    available_on = before(10)
    rent = Decimal(412)
    charges = Decimal(88)
    announced_by = ANY_USER


class HousingProjectFactory(RowFactory[HousingProject]):
    """A household that looks for a T3."""

    class Meta:
        model = HousingProject

    enrolment = factory.SubFactory(EnrolmentFactory)
    typologies = "T3"
    highest_cost = Decimal(617)
    started_on = before(80)


class WishedUnitFactory(RowFactory[WishedUnit]):
    """The first wish of a project."""

    class Meta:
        model = WishedUnit

    project = factory.SubFactory(HousingProjectFactory)
    unit = factory.SubFactory(ManagementUnitFactory)
    position = 1


class AllocationFileFactory(RowFactory[AllocationFile]):
    """A dossier being prepared."""

    class Meta:
        model = AllocationFile

    enrolment = factory.SubFactory(EnrolmentFactory)
    association = factory.SubFactory(AssociationFactory)
    announcement = factory.SubFactory(AnnouncementFactory)
    state = FileState.DRAFT
    state_on = before(50)
    arguments = "La personne est prête à habiter."
    support_proposed = "Une visite tous les quinze jours."
    opened_by = ANY_USER
    opened_on = before(50)


class SubmittedFileFactory(AllocationFileFactory):
    """A dossier that its landlord reads; give it a `FileSnapshotFactory`."""

    state = FileState.SUBMITTED
    state_on = before(45)
    submitted_at = at(before(45))


class FileChangeFactory(RowFactory[FileChange]):
    """The first state of a dossier."""

    class Meta:
        model = FileChange

    file = factory.SubFactory(AllocationFileFactory)
    position = 1
    to_state = FileState.DRAFT
    effective_on = before(50)
    recorded_by = ANY_USER
    recorded_at = at(before(50))


class FileSnapshotFactory(RowFactory[FileSnapshot]):
    """What the landlord reads of a dossier; `content` is JSON of `leases.readings.content`."""

    class Meta:
        model = FileSnapshot

    file = factory.SubFactory(SubmittedFileFactory)
    number = 1
    content = "{}"
    taken_at = at(before(45))
    taken_by = ANY_USER


class FileReadingFactory(RowFactory[FileReading]):
    """Someone who has read the first version."""

    class Meta:
        model = FileReading

    file = factory.SubFactory(SubmittedFileFactory)
    user = factory.SubFactory(UserFactory)
    snapshot_number = 1
    read_at = NOW


class PieceFactory(RowFactory[Piece]):
    """A proof of the family's situation, received; `stored` is a row of records."""

    class Meta:
        model = Piece

    file = factory.SubFactory(AllocationFileFactory)
    kind = "family"
    issued_on = before(60)
    received_on = before(48)


class RemarkFactory(RowFactory[Remark]):
    """A remark on the support proposed."""

    class Meta:
        model = Remark

    file = factory.SubFactory(SubmittedFileFactory)
    anchor = "support"
    text = "Précisez le rythme des visites."
    made_by = ANY_USER
    made_at = NOW


class SessionFactory(RowFactory[Session]):
    """A sitting of today."""

    class Meta:
        model = Session

    landlord = factory.SubFactory(LandlordFactory)
    held_on = TODAY
    starts_at = factory.LazyAttribute(lambda row: at(row.held_on, 9))
    place = "Siège, salle 2"


class SessionDwellingFactory(RowFactory[SessionDwelling]):
    """A dwelling examined at a sitting."""

    class Meta:
        model = SessionDwelling

    session = factory.SubFactory(SessionFactory)
    announcement = factory.SubFactory(AnnouncementFactory)


class HearingFactory(RowFactory[Hearing]):
    """A dossier on a sitting's agenda."""

    class Meta:
        model = Hearing

    session = factory.SubFactory(SessionFactory)
    file = factory.SubFactory(SubmittedFileFactory)


class DecisionFactory(RowFactory[Decision]):
    """An allocation."""

    class Meta:
        model = Decision

    hearing = factory.SubFactory(HearingFactory)
    file = factory.SelfAttribute("hearing.file")
    announcement = factory.SelfAttribute("file.announcement")
    kind = DecisionKind.ALLOCATED
    decided_on = factory.SelfAttribute("hearing.session.held_on")
    recorded_by = ANY_USER
    recorded_at = NOW


class OfferFactory(RowFactory[Offer]):
    """An offer notified, whose clock runs."""

    class Meta:
        model = Offer

    decision = factory.SubFactory(DecisionFactory)
    notified_on = factory.SelfAttribute("decision.decided_on")
    days = 10
    due_on = factory.LazyAttribute(lambda row: row.notified_on + dt.timedelta(row.days))
    recorded_by = ANY_USER


class EntryItemFactory(RowFactory[EntryItem]):
    """The insurance, signed."""

    class Meta:
        model = EntryItem

    file = factory.SubFactory(SubmittedFileFactory)
    step = EntryStep.INSURANCE
    done_on = before(2)


class LeaseFactory(RowFactory[Lease]):
    """The household's own lease."""

    class Meta:
        model = Lease

    kind = LeaseKind.DIRECT
    share = factory.SubFactory(DwellingShareFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)
    signed_on = before(30)
    started_on = before(28)
    rent = Decimal(412)
    charges = Decimal(88)
    recorded_by = ANY_USER


class HeadLeaseFactory(LeaseFactory):
    """An association's lease."""

    kind = LeaseKind.HEAD
    enrolment = None
    tenant_association = factory.SubFactory(AssociationFactory)


class SubleaseFactory(LeaseFactory):
    """The household's sublease under an association's lease."""

    kind = LeaseKind.SUBLEASE
    head_lease = factory.SubFactory(HeadLeaseFactory)
    share = factory.SelfAttribute("head_lease.share")


class InventoryFactory(RowFactory[Inventory]):
    """The état des lieux of an entry, two keys handed over."""

    class Meta:
        model = Inventory

    lease = factory.SubFactory(LeaseFactory)
    kind = InventoryKind.MOVE_IN
    made_on = before(28)
    keys_handed = 2
    recorded_by = ANY_USER


class RentEntryFactory(RowFactory[RentEntry]):
    """A payment of 100 €."""

    class Meta:
        model = RentEntry

    lease = factory.SubFactory(SubleaseFactory)
    kind = RentEntryKind.PAYMENT
    dated_on = before(5)
    amount = Decimal(100)
    recorded_by = ANY_USER
    recorded_at = NOW


class AgencyNoticeFactory(RowFactory[AgencyNotice]):
    """The agency told, five days ago."""

    class Meta:
        model = AgencyNotice

    lease = factory.SubFactory(SubleaseFactory)
    told_on = before(5)
    recorded_by = ANY_USER
    recorded_at = NOW


class RepaymentPlanFactory(RowFactory[RepaymentPlan]):
    """A plan of 300 € with the landlord, in three instalments of a month."""

    class Meta:
        model = RepaymentPlan

    enrolment = factory.SubFactory(EnrolmentFactory)
    creditor = PlanCreditor.LANDLORD
    organisation = factory.SubFactory(LandlordFactory)
    debt = Decimal(300)
    stated_on = before(60)
    recorded_by = ANY_USER
    recorded_at = NOW

    @factory.post_generation
    def instalments(self, create: bool, extracted: object, **kwargs: object) -> None:  # type: ignore[misc]
        """Spread it, the first instalment 50 days ago."""
        if create:
            for rank in range(3):
                PlanInstalment.objects.create(
                    plan=self, position=rank + 1, due_on=before(50 - 30 * rank), amount=Decimal(100)
                )


class PlanPaymentFactory(RowFactory[PlanPayment]):
    """The first instalment, paid in time."""

    class Meta:
        model = PlanPayment

    plan = factory.SubFactory(RepaymentPlanFactory)
    paid_on = before(48)
    amount = Decimal(100)
    recorded_by = ANY_USER
    recorded_at = NOW


class InsuranceCertificateFactory(RowFactory[InsuranceCertificate]):
    """A certificate of the year."""

    class Meta:
        model = InsuranceCertificate

    lease = factory.SubFactory(SubleaseFactory)
    insurer = "MAIF"
    started_on = before(28)
    ended_on = before(-336)
    recorded_by = ANY_USER
    recorded_at = NOW


class RentImportFactory(RowFactory[RentImport]):
    """A statement of one line, to check."""

    class Meta:
        model = RentImport

    association = factory.SubFactory(AssociationFactory)
    name = "releve.csv"
    digest = "0" * 64
    table = '[["Dossier", "Date", "Montant"], ["2026-0148", "05/11/2026", "100,00"]]'
    columns = factory.LazyFunction(lambda: {"reference": 0, "date": 1, "amount": 2})
    sent_by = ANY_USER
    sent_at = NOW


class SubletCostFactory(RowFactory[SubletCost]):
    """A repair of 250 €."""

    class Meta:
        model = SubletCost

    version = factory.SubFactory(ProgrammeVersionFactory)
    association = factory.SubFactory(AssociationFactory)
    kind = CostKind.DAMAGE
    dated_on = before(5)
    amount = Decimal(250)
    recorded_by = ANY_USER
    recorded_at = NOW
