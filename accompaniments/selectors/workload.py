"""What each worker carries, by programme, on a day (domain.md §4.5); and a manager's team from it."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F

from accompaniments.enums import State
from accompaniments.rules.states import OVER, Carried, caseload, shown_load
from accompaniments.selectors.states import state_on
from foundation.periods import in_force
from foundation.words import counted
from households.enums import WorkerRole
from households.models import EnrolmentWorker
from partners.enums import Role
from partners.models import Membership, Programme, ProgrammeVersion
from partners.reader import Reader
from partners.selectors import names_of


@dataclass(frozen=True)
class ProgrammeLoad:
    """The households of one programme that a worker leads."""

    programme_id: uuid.UUID
    programme: str
    preparation: int
    supported: int
    watched: int

    @property
    def households(self) -> int:
        """Give how many there are in all."""
        return self.preparation + self.supported + self.watched


@dataclass(frozen=True)
class WorkerLoad:
    """What one worker carries in one association."""

    association_id: uuid.UUID
    user_id: uuid.UUID
    full_time_share: Decimal
    programmes: tuple[ProgrammeLoad, ...]
    load: Decimal | None  # not rounded; None without working time
    weight: Decimal = Decimal(0)  # what the load divides by working time: kept for sums over workers

    @property
    def households(self) -> int:
        """Give how many households she leads, watched ones included."""
        return sum(part.households for part in self.programmes)

    @property
    def is_over(self) -> bool:
        """Tell whether the load is above 1: an alert."""
        return self.load is not None and self.load > OVER

    @property
    def words(self) -> str:
        """Say « 12 ménages, 0,60 de charge »."""
        return f"{counted(self.households, 'ménage')}, {shown_load(self.load)} de charge"


@dataclass(frozen=True)
class WorkerLine:
    """A worker of a manager's team."""

    user_id: uuid.UUID
    name: str
    association_id: uuid.UUID
    load: WorkerLoad


def workload(association_ids: Iterable[uuid.UUID], day: dt.date) -> list[WorkerLoad]:
    """Give what each social worker of these associations carries on a day, also those who carry nothing.

    A household counts for its lead worker; she who replaces her for a time carries nothing more in figures. Three queries.
    A file that ended before the day weighs nothing: its workers stay, and its state is not even asked for.
    """
    associations = list(association_ids)
    shares: dict[tuple[uuid.UUID, uuid.UUID], Decimal] = {}
    memberships = Membership.objects.open_on(day).filter(
        organisation_id__in=associations, role=Role.SOCIAL_WORKER, user__is_active=True
    )
    for association_id, user_id, share in memberships.values_list("organisation_id", "user_id", "full_time_share"):
        shares[association_id, user_id] = share
    led = list(
        EnrolmentWorker.objects.filter(in_force(day), association_id__in=associations, role=WorkerRole.LEAD)
        .filter(in_force(day, "enrolment__"))
        .values("association_id", "user_id", version_id=F("enrolment__version_id"), state=state_on(day))
        .annotate(count=Count("pk"))
        .order_by()
        .values_list("association_id", "user_id", "version_id", "state", "count")
    )
    terms = {
        row.pk: row
        for row in ProgrammeVersion.objects.filter(pk__in={row[2] for row in led}).select_related("programme")
    }
    counts: dict[tuple[uuid.UUID, uuid.UUID], dict[uuid.UUID, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for association_id, user_id, version_id, state, count in led:
        if (kind := _kind(state)) is not None:
            counts[association_id, user_id][version_id][kind] += count
    return [
        _load(key, shares.get(key, Decimal(0)), counts[key], terms)
        for key in sorted(shares.keys() | counts.keys(), key=str)
    ]


def team(reader: Reader) -> list[WorkerLine]:
    """Give the workers of the associations that this reader manages, with what each carries today, by name."""
    loads = workload(reader.managed_associations, reader.today)
    names = names_of(load.user_id for load in loads)
    lines = [WorkerLine(load.user_id, names.get(load.user_id, ""), load.association_id, load) for load in loads]
    return sorted(lines, key=lambda line: (line.name.rpartition(" ")[2].casefold(), line.name.casefold()))


def _kind(state: str | None) -> str | None:
    """Give how a state weighs; a file that is over, or has no course yet, weighs nothing."""
    if state == State.SUPPORTED:
        return "supported"
    if state == State.WATCHED:
        return "watched"
    return "preparation" if state in State.IN_PREPARATION else None


def _load(
    key: tuple[uuid.UUID, uuid.UUID],
    share: Decimal,
    by_version: dict[uuid.UUID, Counter[str]],
    terms: dict[uuid.UUID, ProgrammeVersion],
) -> WorkerLoad:
    association_id, user_id = key
    by_programme: dict[Programme, Counter[str]] = defaultdict(Counter)
    carried = []
    for version_id, counter in by_version.items():
        version = terms[version_id]
        by_programme[version.programme] += counter
        carried.append(
            Carried(
                preparation=counter["preparation"],
                supported=counter["supported"],
                watched=counter["watched"],
                ratio=version.caseload_ratio,
                preparation_weight=version.preparation_weight,
                watch_weight=version.watch_weight,
            )
        )
    return WorkerLoad(
        association_id=association_id,
        user_id=user_id,
        full_time_share=share,
        programmes=tuple(
            ProgrammeLoad(
                programme_id=programme.pk,
                programme=programme.name,
                preparation=counter["preparation"],
                supported=counter["supported"],
                watched=counter["watched"],
            )
            for programme, counter in sorted(by_programme.items(), key=lambda item: item[0].name)
        ),
        load=caseload(carried, share),
        weight=caseload(carried, Decimal(1)) or Decimal(0),
    )
