"""People, their household, and the Enrolment: one household in one programme, on which everything hangs."""

from households.models.enrolments import Enrolment, EnrolmentHolder, EnrolmentNaming, EnrolmentWorker
from households.models.facts import Channel, Charge, CurrentHousing, Guardian, HousingRequest, Resource, VisitPrecaution
from households.models.people import Household, HouseholdMember, Person
from households.models.sharing import (
    AddressProtection,
    InformationNotice,
    ProtectedReader,
    SearchEntry,
    SearchKey,
    SharingAgreement,
)

__all__ = [
    "AddressProtection",
    "Channel",
    "Charge",
    "CurrentHousing",
    "Enrolment",
    "EnrolmentHolder",
    "EnrolmentNaming",
    "EnrolmentWorker",
    "Guardian",
    "Household",
    "HouseholdMember",
    "HousingRequest",
    "InformationNotice",
    "Person",
    "ProtectedReader",
    "Resource",
    "SearchEntry",
    "SearchKey",
    "SharingAgreement",
    "VisitPrecaution",
]
