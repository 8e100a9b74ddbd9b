"""Dwellings, housing projects, CAL dossiers, sittings, decisions, offers, leases."""

from leases.models.costs import BudgetLine, SubletCost
from leases.models.dwellings import Announcement, Dwelling, DwellingShare, ReservationHolder
from leases.models.exams import ExamCriterion, PrefectNotice, SlideExam
from leases.models.field_staff import FieldSector, FieldStaff
from leases.models.files import (
    AllocationFile,
    FileChange,
    FileReading,
    FileSnapshot,
    HousingProject,
    Piece,
    Remark,
    WishedUnit,
)
from leases.models.insurance import InsuranceCertificate
from leases.models.inventories import Inventory, InventoryPhoto, InventoryRoom
from leases.models.leases import EntryItem, Lease, LeaseCorrection, Slide
from leases.models.plans import PlanInstalment, PlanPayment, RepaymentPlan
from leases.models.procedures import AccountBalance, ProcedureHold, ProcedureStep, StatedLease
from leases.models.protocols import SocialCohesionProtocol
from leases.models.reminders import DateReminder
from leases.models.rent import AgencyNotice, RentEntry, RentImport, RentRevision
from leases.models.sessions import Decision, Hearing, Offer, Session, SessionDwelling
from leases.models.slides import SlideChange, SlideProposal

__all__ = [
    "AccountBalance",
    "AgencyNotice",
    "AllocationFile",
    "Announcement",
    "BudgetLine",
    "DateReminder",
    "Decision",
    "Dwelling",
    "DwellingShare",
    "EntryItem",
    "ExamCriterion",
    "FieldSector",
    "FieldStaff",
    "FileChange",
    "FileReading",
    "FileSnapshot",
    "Hearing",
    "HousingProject",
    "InsuranceCertificate",
    "Inventory",
    "InventoryPhoto",
    "InventoryRoom",
    "Lease",
    "LeaseCorrection",
    "Offer",
    "Piece",
    "PlanInstalment",
    "PlanPayment",
    "PrefectNotice",
    "ProcedureHold",
    "ProcedureStep",
    "Remark",
    "RentEntry",
    "RentImport",
    "RentRevision",
    "RepaymentPlan",
    "ReservationHolder",
    "Session",
    "SessionDwelling",
    "Slide",
    "SlideChange",
    "SlideExam",
    "SlideProposal",
    "SocialCohesionProtocol",
    "StatedLease",
    "SubletCost",
    "WishedUnit",
]
