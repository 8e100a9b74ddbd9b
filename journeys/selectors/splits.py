"""A separation to record: who is in the household, and who may follow the new file."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.enums import State
from accompaniments.selectors import steps
from foundation.words import age
from households.enums import HolderRole, MemberKind
from households.models import Enrolment, EnrolmentHolder
from households.readings import Card, card, people
from partners.reader import Reader
from partners.selectors import Named, workers_of


@dataclass(frozen=True)
class Someone:
    """A person of the household, as the form offers her."""

    person_id: uuid.UUID
    name: str


@dataclass(frozen=True)
class Separation:
    """The page."""

    card: Card
    adults: tuple[Someone, ...]
    children: tuple[Someone, ...]
    workers: tuple[Named, ...]
    state: State | None
    lead_worker_id: uuid.UUID | None
    started_on: dt.date


def separation(reader: Reader, enrolment: Enrolment) -> Separation:
    """Give what the form of a separation needs; `access` let this reader write in the file."""
    known = card(reader, enrolment)
    step = steps(reader, [enrolment.pk]).get(enrolment.pk)
    present = people(reader, enrolment).present
    holder = EnrolmentHolder.objects.open_on(reader.today).filter(enrolment=enrolment, role=HolderRole.LEAD).first()
    workers = workers_of(holder.association_id, reader.today) if holder else []
    return Separation(
        card=known,
        adults=tuple(Someone(line.person_id, line.name) for line in present if line.kind in MemberKind.ADULTS),
        children=tuple(
            Someone(line.person_id, f"{line.name}, {age(line.birth_on, reader.today)}" if line.birth_on else line.name)
            for line in present
            if line.kind not in MemberKind.ADULTS
        ),
        workers=tuple(Named(worker.user_id, worker.name) for worker in workers),
        state=step.state if step else None,
        lead_worker_id=known.lead_worker_id,
        started_on=enrolment.started_on,
    )
