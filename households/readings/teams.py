"""Who holds a file, who works it, and to whom at the landlord it is named."""

import datetime as dt
import uuid
from dataclasses import dataclass

from households.enums import HolderCause, HolderRole, NamingCause, NamingService, WorkerRole
from households.models import Enrolment, EnrolmentHolder, EnrolmentNaming, EnrolmentWorker
from households.permissions import standing
from partners.reader import Reader


@dataclass(frozen=True)
class HolderLine:
    """An association that holds or held the file."""

    holder_id: uuid.UUID
    association: str
    association_id: uuid.UUID
    role: str
    role_label: str
    cause_label: str
    started_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class WorkerLine:
    """Someone who works or worked the file."""

    worker_id: uuid.UUID
    user_id: uuid.UUID
    name: str
    telephone: str
    email: str
    association: str
    role: str
    role_label: str
    reason: str  # the team's
    started_on: dt.date
    ended_on: dt.date | None
    may_end: bool  # this reader manages her in this file


@dataclass(frozen=True)
class NamingLine:
    """A landlord's unit, service or person to whom the household is named."""

    naming_id: uuid.UUID
    landlord: str
    service_label: str
    to: str  # the unit or the person, when there is one
    cause_label: str
    is_live: bool
    started_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class Team:
    """Holders, workers and namings, for one reader: present ones first, the past only for the associations."""

    holders: tuple[HolderLine, ...]
    workers: tuple[WorkerLine, ...]
    past_holders: tuple[HolderLine, ...]
    past_workers: tuple[WorkerLine, ...]
    namings: tuple[NamingLine, ...]
    past_namings: tuple[NamingLine, ...]
    may_assign: bool


def team(reader: Reader, enrolment: Enrolment) -> Team:
    """Give who is behind a file. A landlord's person reads the lead worker and how to reach her (domain.md §3.9)."""
    hers, today = standing(reader, enrolment), reader.today
    holders = [
        _holder(row) for row in EnrolmentHolder.objects.filter(enrolment=enrolment).select_related("association")
    ]
    workers = [
        _worker(
            row,
            tells_reason=hers.reads_whole,
            may_end=hers.may_assign and row.association_id in reader.managed_associations,
        )
        for row in EnrolmentWorker.objects.filter(enrolment=enrolment).select_related("user", "association")
    ]
    if not hers.is_holder:
        workers = [line for line in workers if line.role != WorkerRole.CO_WORKER]
    namings = (
        [
            _naming(row)
            for row in EnrolmentNaming.objects.filter(enrolment=enrolment).select_related("landlord", "unit", "user")
        ]
        if hers.is_holder and hers.is_listed
        else []
    )
    return Team(
        holders=tuple(line for line in holders if not _is_over(line, today)),
        workers=tuple(line for line in workers if not _is_over(line, today)),
        past_holders=tuple(line for line in holders if hers.is_holder and _is_over(line, today)),
        past_workers=tuple(line for line in workers if hers.is_holder and _is_over(line, today)),
        namings=tuple(line for line in namings if not _is_over(line, today)),
        past_namings=tuple(line for line in namings if _is_over(line, today)),
        may_assign=hers.may_assign,
    )


def _is_over(line: HolderLine | WorkerLine | NamingLine, today: dt.date) -> bool:
    return line.ended_on is not None and line.ended_on < today


def _holder(row: EnrolmentHolder) -> HolderLine:
    return HolderLine(
        holder_id=row.pk,
        association=row.association.name,
        association_id=row.association_id,
        role=row.role,
        role_label=HolderRole(row.role).label,
        cause_label=str(HolderCause(row.cause).label) if row.cause in HolderCause.values else "",
        started_on=row.started_on,
        ended_on=row.ended_on,
    )


def _worker(row: EnrolmentWorker, *, tells_reason: bool, may_end: bool) -> WorkerLine:
    return WorkerLine(
        worker_id=row.pk,
        user_id=row.user_id,
        name=row.user.full_name,
        telephone=row.user.telephone,
        email=row.user.email,
        association=row.association.name,
        role=row.role,
        role_label=WorkerRole(row.role).label,
        reason=row.reason if tells_reason else "",
        started_on=row.started_on,
        ended_on=row.ended_on,
        may_end=may_end,
    )


def _naming(row: EnrolmentNaming) -> NamingLine:
    to = row.unit.name if row.unit else row.user.full_name if row.user else ""
    return NamingLine(
        naming_id=row.pk,
        landlord=row.landlord.name,
        service_label=NamingService(row.service).label,
        to=to,
        cause_label=NamingCause(row.cause).label,
        is_live=row.is_live,
        started_on=row.started_on,
        ended_on=row.ended_on,
    )
