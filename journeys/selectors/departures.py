"""A departure to prepare: who leaves, whom she follows, who may follow them next."""

import datetime as dt
import uuid
from dataclasses import dataclass

from foundation.periods import in_force
from foundation.words import counted
from households.enums import WorkerRole
from households.models import EnrolmentWorker
from households.services.successions import still_in_force
from journeys.selectors.lines import HouseholdLine, household_lines
from journeys.selectors.lists import visible_files
from partners.models import Membership
from partners.reader import Reader
from partners.selectors import Named, workers_of


@dataclass(frozen=True)
class Departure:
    """The page: a manager gets the households by name, an administrator their count only."""

    membership_id: uuid.UUID
    name: str
    association: str
    started_on: dt.date
    ended_on: dt.date | None
    is_manager: bool
    lines: tuple[HouseholdLine, ...]
    candidates: tuple[Named, ...]
    file_count: int

    @property
    def counted(self) -> str:
        """Say « 12 ménages »."""
        return counted(self.file_count, "ménage")

    @property
    def why(self) -> str:
        """Say why an administrator stops here."""
        return (
            f"Cette personne suit {self.counted}. Demandez à la responsable de {self.association} de préparer son départ : "
            "elle choisira qui les suivra."
        )


def departure_page(reader: Reader, membership: Membership) -> Departure:
    """Give what a departure needs; an administrator opens no file, and is told how many there are."""
    ids = _led(membership, reader.today)
    is_manager = membership.organisation_id in reader.managed_associations
    lines: list[HouseholdLine] = []
    candidates: tuple[Named, ...] = ()
    if is_manager:
        lines = household_lines(reader, visible_files(reader).filter(pk__in=ids).order_by("file_number"))
        candidates = tuple(
            Named(worker.user_id, worker.name)
            for worker in workers_of(membership.organisation_id, reader.today)
            if worker.user_id != membership.user_id
        )
    return Departure(
        membership_id=membership.pk,
        name=membership.user.full_name,
        association=membership.organisation.name,
        started_on=membership.started_on,
        ended_on=membership.ended_on,
        is_manager=is_manager,
        lines=tuple(lines),
        candidates=candidates,
        file_count=len(ids),
    )


def _led(membership: Membership, today: dt.date) -> list[uuid.UUID]:
    rows = EnrolmentWorker.objects.filter(
        still_in_force(today),
        user_id=membership.user_id,
        association_id=membership.organisation_id,
        role=WorkerRole.LEAD,
    ).filter(in_force(today, "enrolment__"))
    return list(rows.values_list("enrolment_id", flat=True))
