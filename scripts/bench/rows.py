"""Rows waiting to be written: kept by model, written together, those that others point to first."""

from collections import defaultdict
from typing import Any

from django.db import models, transaction

from accompaniments.models import (
    Accompaniment,
    Claim,
    ClaimFollowUp,
    Contact,
    Meeting,
    MeetingPart,
    MeetingPresence,
    MeetingSubject,
    Referral,
    StateChange,
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
    Household,
    HouseholdMember,
    HousingRequest,
    InformationNotice,
    Person,
    Resource,
    SearchEntry,
    SearchKey,
)
from leases.models import (
    AllocationFile,
    Announcement,
    Decision,
    Dwelling,
    DwellingShare,
    FileChange,
    FileSnapshot,
    Hearing,
    HousingProject,
    InsuranceCertificate,
    Inventory,
    Lease,
    Offer,
    Piece,
    PrefectNotice,
    RentEntry,
    SessionDwelling,
    SlideExam,
    WishedUnit,
)
from records.models import Event

ORDER: tuple[type[models.Model], ...] = (
    Household, Person, HouseholdMember, Enrolment, EnrolmentHolder, EnrolmentWorker, EnrolmentNaming, CurrentHousing,
    Channel, Charge, Resource, InformationNotice, HousingRequest, AddressProtection, SearchEntry, SearchKey,
    Accompaniment, StateChange, Referral, Meeting, MeetingPart, MeetingPresence, MeetingSubject, Contact, Claim,
    ClaimFollowUp, Dwelling, DwellingShare, Announcement, HousingProject, WishedUnit, AllocationFile, FileChange,
    FileSnapshot, Piece, SessionDwelling, Hearing, Decision, Offer, Lease, Inventory, RentEntry, InsuranceCertificate,
    SlideExam, PrefectNotice, Event,
)  # fmt: skip


class Rows:
    """What is not yet written."""

    def __init__(self) -> None:
        self._waiting: dict[type[models.Model], list[Any]] = defaultdict(list)
        self.written = 0

    def add(self, row: Any) -> Any:
        """Keep a row."""
        self._waiting[type(row)].append(row)
        return row

    def write(self) -> None:
        """Write everything, in one transaction."""
        with transaction.atomic():
            for model in ORDER:
                rows = self._waiting.pop(model, [])
                model._default_manager.bulk_create(rows, batch_size=500)
                self.written += len(rows)
        if self._waiting:
            raise LookupError(f"not in ORDER: {list(self._waiting)}")
