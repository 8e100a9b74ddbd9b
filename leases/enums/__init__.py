"""The words of dwellings, CAL dossiers, decisions, offers and leases, by noun."""

from leases.enums.costs import CostKind
from leases.enums.dwellings import FundingCategory, Heating, ReservationKind, Typology
from leases.enums.exams import (
    ConvocationMeans,
    DateMatter,
    ExamLevel,
    ExamOutcome,
    ExamSubject,
    LandlordPosition,
    NoticeMeans,
)
from leases.enums.field_staff import FieldRole
from leases.enums.files import FILE_TRANSITIONS, AidState, Band, FileEnd, FileState, LeaseWish
from leases.enums.leases import TITLE_FOLLOWS, EntryStep, InventoryKind, LeaseEnd, LeaseKind
from leases.enums.plans import InstalmentState, PlanCreditor, PlanEnd, PlanState
from leases.enums.procedures import ProcedureStage, ProtocolState
from leases.enums.rent import RentEntryKind, RentImportState
from leases.enums.sessions import Answer, DecisionKind
from leases.enums.slides import SLIDE_TRANSITIONS, SlideState

__all__ = [
    "FILE_TRANSITIONS",
    "SLIDE_TRANSITIONS",
    "TITLE_FOLLOWS",
    "AidState",
    "Answer",
    "Band",
    "ConvocationMeans",
    "CostKind",
    "DateMatter",
    "DecisionKind",
    "EntryStep",
    "ExamLevel",
    "ExamOutcome",
    "ExamSubject",
    "FieldRole",
    "FileEnd",
    "FileState",
    "FundingCategory",
    "Heating",
    "InstalmentState",
    "InventoryKind",
    "LandlordPosition",
    "LeaseEnd",
    "LeaseKind",
    "LeaseWish",
    "NoticeMeans",
    "PlanCreditor",
    "PlanEnd",
    "PlanState",
    "ProcedureStage",
    "ProtocolState",
    "RentEntryKind",
    "RentImportState",
    "ReservationKind",
    "SlideState",
    "Typology",
]
