"""Organisations, their territory, their people and what they agreed to do together."""

from partners.models.directory import Service
from partners.models.mailings import Mailing
from partners.models.organisations import Agency, ManagementUnit, Organisation
from partners.models.people import Delegation, Invitation, Membership, UnitCorrespondent, User
from partners.models.programmes import Cadence, EligibilityRule, FundingLine, OutreachStep, Programme, ProgrammeVersion

__all__ = [
    "Agency",
    "Cadence",
    "Delegation",
    "EligibilityRule",
    "FundingLine",
    "Invitation",
    "Mailing",
    "ManagementUnit",
    "Membership",
    "Organisation",
    "OutreachStep",
    "Programme",
    "ProgrammeVersion",
    "Service",
    "UnitCorrespondent",
    "User",
]
