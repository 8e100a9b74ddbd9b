"""What happened to a household's file: arrivals, departures, moves, workers, accords, protection, each for its reader."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from foundation.timeline import Happened, moment_of
from households.enums import HousingSituation, MemberKind, SharingScope, WorkerRole
from households.models import (
    AddressProtection,
    CurrentHousing,
    Enrolment,
    EnrolmentHolder,
    EnrolmentWorker,
    HouseholdMember,
    InformationNotice,
    SharingAgreement,
)
from households.permissions import Standing, read_since, standing
from households.readings.headers import person_name
from partners.reader import Reader
from partners.selectors import names_of
from records.enums import Chain
from records.models import Event


@dataclass(frozen=True)
class _Fact:
    """A dated fact before it has its author and its hour."""

    on: dt.date
    object_id: uuid.UUID
    verbs: tuple[str, ...]  # what the journal calls it
    kind: str
    icon: str
    title: str
    detail: str = ""


def happened(reader: Reader, enrolment: Enrolment) -> list[Happened]:
    """Give a file's past as this reader may know it, the latest first. What is planned is not the past."""
    hers = standing(reader, enrolment)
    if not hers.knows:
        return []
    facts = [fact for source in _SOURCES for fact in source(enrolment, hers)]
    since = read_since(hers, enrolment)
    facts = [fact for fact in facts if fact.on <= reader.today and (since is None or fact.on >= since)]
    written = _written(enrolment, {fact.object_id for fact in facts})
    names = names_of(actor for actor, _ in written.values())
    lines = []
    for fact in facts:
        actor, at = next(
            (written[fact.object_id, verb] for verb in fact.verbs if (fact.object_id, verb) in written), (None, None)
        )
        lines.append(
            Happened(
                on=fact.on,
                at=moment_of(fact.on, at),
                kind=fact.kind,
                icon=fact.icon,
                title=fact.title,
                by=names.get(actor, "") if actor and hers.is_holder else "",
                detail=fact.detail,
            )
        )
    return sorted(lines, key=lambda line: (line.on, line.at, line.title), reverse=True)


def _written(
    enrolment: Enrolment, object_ids: set[uuid.UUID]
) -> dict[tuple[uuid.UUID, str], tuple[uuid.UUID, dt.datetime]]:
    rows = Event.objects.filter(subject_id=enrolment.pk, chain=Chain.WRITE, object_id__in=object_ids).order_by("at")
    return {(pk, verb): (actor, at) for pk, verb, actor, at in rows.values_list("object_id", "verb", "actor", "at")}


def _beginning(enrolment: Enrolment, _hers: Standing) -> Iterator[_Fact]:
    yield _Fact(
        enrolment.started_on, enrolment.pk, ("enrolment.created",), "STEP", "file", "Début du suivi dans le programme"
    )
    if enrolment.ended_on:
        yield _Fact(enrolment.ended_on, enrolment.pk, ("enrolment.ended",), "STEP", "stop", "Fin du suivi")


def _people(enrolment: Enrolment, hers: Standing) -> Iterator[_Fact]:
    """Tell who came and who left after the file's first day: to the associations' people, and to a list if there is one."""
    if not (hers.is_holder and hers.reads_people):
        return
    rows = list(HouseholdMember.objects.filter(household_id=enrolment.household_id).select_related("person"))
    starts = {(row.person_id, row.started_on) for row in rows}
    ends = {(row.person_id, row.ended_on) for row in rows if row.ended_on}
    for row in rows:
        name, day = person_name(row.person), dt.timedelta(days=1)
        continues = (row.person_id, row.started_on - day) in ends
        if row.started_on > enrolment.started_on and not continues:
            born = row.kind == MemberKind.CHILD and row.person.birth_on == row.started_on
            title = f"Naissance de {row.person.first_name}" if born else f"{name} rejoint le ménage"
            yield _Fact(row.started_on, row.pk, ("member.entered",), "PEOPLE", "people", title)
        if row.ended_on and (row.person_id, row.ended_on + day) not in starts:
            detail = row.end_reason if hers.reads_whole else ""
            yield _Fact(row.ended_on, row.pk, ("member.left",), "PEOPLE", "people", f"{name} quitte le ménage", detail)


def _moves(enrolment: Enrolment, hers: Standing) -> Iterator[_Fact]:
    if not hers.reads_whole:
        return
    for row in CurrentHousing.objects.filter(enrolment=enrolment, started_on__gt=enrolment.started_on):
        label = HousingSituation(row.situation).label
        title = f"Nouveau lieu de vie\u00a0: {label}"
        yield _Fact(row.started_on, row.pk, ("housing.moved",), "HOUSING", "home", title, row.city)


def _workers(enrolment: Enrolment, hers: Standing) -> Iterator[_Fact]:
    """Tell who was named: everyone who knows the file knows its lead; co-workers are the associations' matter."""
    titles = {
        WorkerRole.LEAD: "{} est référent de ce dossier",
        WorkerRole.CO_WORKER: "{} rejoint l’équipe du dossier",
        WorkerRole.REPLACEMENT: "{} remplace le référent",
    }
    for row in EnrolmentWorker.objects.filter(enrolment=enrolment).select_related("user"):
        if row.role == WorkerRole.CO_WORKER and not hers.is_holder:
            continue
        title = titles[WorkerRole(row.role)].format(row.user.full_name)
        detail = row.reason if hers.reads_whole else ""
        yield _Fact(row.started_on, row.pk, ("worker.lead_named", "worker.added"), "TEAM", "people", title, detail)


def _holders(enrolment: Enrolment, hers: Standing) -> Iterator[_Fact]:
    if not hers.is_holder:
        return
    rows = EnrolmentHolder.objects.filter(enrolment=enrolment, started_on__gt=enrolment.started_on)
    for row in rows.select_related("association"):
        title = f"{row.association.name} a ce dossier en charge"
        yield _Fact(row.started_on, row.pk, ("holder.passed_on", "holder.added"), "TEAM", "people", title)


def _accords(enrolment: Enrolment, hers: Standing) -> Iterator[_Fact]:
    if not hers.reads_whole:
        return
    for row in SharingAgreement.objects.filter(enrolment=enrolment).select_related("person"):
        name, scope = person_name(row.person), SharingScope(row.scope).label
        answer = "donne son accord" if row.is_granted else "ne donne pas son accord"
        verbs = ("agreement.granted", "agreement.refused")
        yield _Fact(row.started_on, row.pk, verbs, "SHARING", "shield", f"{name} {answer}\u00a0: {scope}")
        if row.ended_on and row.is_granted:
            after = row.ended_on + dt.timedelta(days=1)
            title = f"{name} retire son accord\u00a0: {scope}"
            yield _Fact(after, row.pk, ("agreement.revoked",), "SHARING", "shield", title)
    for notice in InformationNotice.objects.filter(enrolment=enrolment):
        yield _Fact(
            notice.given_on,
            notice.pk,
            ("notice.given",),
            "SHARING",
            "letter",
            "Notice d’information remise",
            notice.get_means_display(),
        )


def _protections(enrolment: Enrolment, hers: Standing) -> Iterator[_Fact]:
    if not hers.reads_whole:
        return
    for row in AddressProtection.objects.filter(enrolment=enrolment):
        yield _Fact(row.started_on, row.pk, ("protection.set",), "SHARING", "shield", "Adresse protégée")
        if row.ended_on:
            title = "Protection de l’adresse levée"
            yield _Fact(row.ended_on, row.pk, ("protection.lifted",), "SHARING", "shield", title)


_SOURCES: tuple[Callable[[Enrolment, Standing], Iterator[_Fact]], ...] = (
    _beginning,
    _people,
    _moves,
    _workers,
    _holders,
    _accords,
    _protections,
)
