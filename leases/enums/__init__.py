"""The words of dwellings, CAL dossiers, decisions, offers and leases, by noun."""

from leases.enums.dwellings import FundingCategory, Heating, ReservationKind, Typology
from leases.enums.files import FILE_TRANSITIONS, AidState, Band, FileEnd, FileState, LeaseWish
from leases.enums.leases import EntryStep, InventoryKind, LeaseEnd, LeaseKind
from leases.enums.procedures import ProcedureStage
from leases.enums.sessions import Answer, DecisionKind

__all__ = [
    "FILE_TRANSITIONS",
    "AidState",
    "Answer",
    "Band",
    "DecisionKind",
    "EntryStep",
    "FileEnd",
    "FileState",
    "FundingCategory",
    "Heating",
    "InventoryKind",
    "LeaseEnd",
    "LeaseKind",
    "LeaseWish",
    "ProcedureStage",
    "ReservationKind",
    "Typology",
]
