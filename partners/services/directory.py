"""The directory of services: added, corrected, ended by the associations that use it (domain.md §3.9)."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from django.db import transaction

from foundation.refusals import Refused
from partners.enums import ServiceKind
from partners.models import Service
from records.services.events import record


@dataclass(frozen=True)
class ServiceFacts:
    """What the directory says of a service."""

    name: str
    kind: ServiceKind
    is_sensitive: bool = False
    towns: str = ""
    address: str = ""
    telephone: str = ""
    email: str = ""
    how: str = ""


@transaction.atomic
def add_service(*, by: uuid.UUID, kept_by_id: uuid.UUID, facts: ServiceFacts, today: dt.date) -> Service:
    """Add a service to the directory. Health, violence and justice are sensitive whatever is said.

    Raises Refused when it is already there.
    """
    _refuse_known(facts, but=None)
    row: Service = Service.objects.create(kept_by_id=kept_by_id, started_on=today, **_kept(facts))
    record("service.added", row, by=by, subject_id=kept_by_id, details={"kind": facts.kind.value})
    return row


@transaction.atomic
def edit_service(*, by: uuid.UUID, service: Service, facts: ServiceFacts) -> Service:
    """Correct a service; one that becomes sensitive closes at once wherever it was shown. Raises Refused."""
    _refuse_known(facts, but=service.pk)
    row: Service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    for name, value in _kept(facts).items():
        setattr(row, name, value)
    row.save()
    record("service.corrected", row, by=by, subject_id=row.kept_by_id, details={"kind": facts.kind.value})
    return row


@transaction.atomic
def end_service(*, by: uuid.UUID, service: Service, ended_on: dt.date) -> None:
    """End a service: it is proposed no more, and stays beside the households that it followed. Raises Refused."""
    if ended_on < service.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    Service.objects.filter(pk=service.pk).update(ended_on=ended_on)
    record("service.ended", service, by=by, subject_id=service.kept_by_id, details={"on": ended_on.isoformat()})


@transaction.atomic
def reopen_service(*, by: uuid.UUID, service: Service) -> None:
    """Take back an end. Raises Refused when another service took its name and towns meanwhile."""
    facts = ServiceFacts(name=service.name, kind=ServiceKind(service.kind), towns=service.towns)
    _refuse_known(facts, but=service.pk)
    Service.objects.filter(pk=service.pk).update(ended_on=None)
    record("service.reopened", service, by=by, subject_id=service.kept_by_id)


def _kept(facts: ServiceFacts) -> dict[str, object]:
    plain = {name: value.strip() if type(value) is str else value for name, value in asdict(facts).items()}
    return {**plain, "is_sensitive": facts.is_sensitive or facts.kind in ServiceKind.SENSITIVE}


def _refuse_known(facts: ServiceFacts, *, but: uuid.UUID | None) -> None:
    known = Service.objects.filter(
        name__iexact=facts.name.strip(), towns__iexact=facts.towns.strip(), ended_on__isnull=True
    )
    if known.exclude(pk=but).exists():
        raise Refused("Ce service est déjà dans l’annuaire pour ces communes.", "name")
