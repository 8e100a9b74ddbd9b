"""What a reader is to a file, from dated rows alone, and what that lets her do (domain.md §3.9)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple

from foundation.periods import in_force
from foundation.timeline import Audience
from households.enums import HolderRole, MemberKind, NamingCause, NamingService, SharingScope, WorkerRole
from households.models import (
    Enrolment,
    EnrolmentHolder,
    EnrolmentNaming,
    EnrolmentWorker,
    HouseholdMember,
    ProtectedReader,
    SharingAgreement,
)
from households.querysets import EnrolmentQuerySet
from households.rules import accord_is_given
from partners.reader import Reader

ASKING_SERVICES = (NamingService.RENTAL, NamingService.LITIGATION)  # of the landlord, that ask for help


@dataclass(frozen=True)
class Standing:
    """What one reader is to one file today."""

    is_lead: bool = False  # lead worker, or her replacement
    is_team: bool = False  # lead, co-worker, replacement, or their manager
    is_manager: bool = False  # manages an association that holds the file
    is_lead_manager: bool = False  # manages the lead worker's association
    is_holder: bool = False  # works for an association that holds the file
    held_since: dt.date | None = None  # what another association wrote before is not hers to read
    is_named: bool = False  # works for the landlord, and the household is named to her
    told_by: frozenset[uuid.UUID] = frozenset()  # the landlords as whose people she reads of rents, by no CAL dossier
    asked_by: frozenset[uuid.UUID] = frozenset()  # among them, those for whose rental or litigation service she does
    is_adviser: bool = False  # is named to as the landlord's CESF
    has_accord: bool = False  # every adult agreed to the sharing with the CESF
    is_protected: bool = False
    is_listed: bool = True  # on the named list of a protected file; everyone is, of a file that is not

    @property
    def is_told_procedure(self) -> bool:
        """Tell whether she is named to otherwise than by a submitted dossier, and not as the secretariat."""
        return bool(self.told_by)

    @property
    def knows(self) -> bool:
        """Tell whether she may know that the file exists."""
        return self.is_holder or self.is_named

    @property
    def reads_people(self) -> bool:
        """Tell whether she may read who the household is."""
        return self.knows and self.is_listed

    @property
    def reads_whole(self) -> bool:
        """Tell whether she reads resources, housing, channels and precautions: the team's, and on the list if protected."""
        return self.is_team and self.is_listed

    @property
    def may_write(self) -> bool:
        """Tell whether she may write in the file: its workers and their manager."""
        return self.reads_whole

    @property
    def may_protect(self) -> bool:
        """Tell whether she may protect the address and name its readers: the lead worker, or her manager."""
        return self.is_lead or self.is_lead_manager

    @property
    def may_assign(self) -> bool:
        """Tell whether she may name, replace and relieve workers: the managers of an association that holds the file."""
        return self.is_manager

    @property
    def audiences(self) -> frozenset[Audience]:
        """Give the audiences whose text she reads. Free text may name people: nothing outside a protected file's list."""
        if not self.is_listed:
            return frozenset()
        read = set()
        if self.is_team:
            read.add(Audience.TEAM)
        if self.is_holder:
            read |= {Audience.ASSOCIATIONS, Audience.COORDINATION, Audience.LANDLORD}
        if self.is_named:
            read.add(Audience.LANDLORD)
        if self.is_adviser and self.has_accord:
            read.add(Audience.COORDINATION)
        return frozenset(read)


class _Naming(NamedTuple):
    landlord_id: uuid.UUID
    service: str
    cause: str


REFUSED_WRITE = (
    "Seule l’équipe de ce dossier peut y écrire : son référent, les intervenants associés, leur remplaçant et leur "
    "responsable. Demandez à la responsable de vous y ajouter, ou un remplacement."
)
REFUSED_WHOLE = (
    "Cette page est réservée à l’équipe du dossier : son référent, les intervenants associés et leur responsable."
)
REFUSED_PROTECTED = (
    "L’adresse de ce ménage est protégée : seules les personnes nommées par sa référente lisent cette page."
)
REFUSED_PROTECT = "Seule la référente de ce dossier ou sa responsable peut protéger l’adresse et nommer qui la lit."
REFUSED_ASSIGN = "Cela revient à la responsable d’une association qui a ce dossier en charge\u00a0: demandez-lui."


_Asked = tuple[uuid.UUID, dt.date, uuid.UUID]
_KEPT: ContextVar[dict[_Asked, Standing] | None] = ContextVar("standings_kept", default=None)


@contextmanager
def standings_kept() -> Iterator[None]:
    """Ask once what a reader is to a file while one page is shaped from many parts. Nothing is written meanwhile."""
    token = _KEPT.set(_KEPT.get() or {})
    try:
        yield
    finally:
        _KEPT.reset(token)


def standings(reader: Reader, enrolments: Iterable[Enrolment]) -> dict[uuid.UUID, Standing]:
    """Give what this reader is to each of these files, in a constant number of queries."""
    files = {enrolment.pk: enrolment for enrolment in enrolments}
    kept = _KEPT.get()
    if kept is None:
        return _standings(reader, files)
    asked = {pk: (reader.user_id, reader.today, pk) for pk in files}
    unknown = {pk: enrolment for pk, enrolment in files.items() if asked[pk] not in kept}
    if unknown:
        kept.update({asked[pk]: hers for pk, hers in _standings(reader, unknown).items()})
    return {pk: kept[asked[pk]] for pk in files}


def _standings(reader: Reader, files: dict[uuid.UUID, Enrolment]) -> dict[uuid.UUID, Standing]:
    ids = list(files)
    today = in_force(reader.today)
    workers: dict[uuid.UUID, list[tuple[uuid.UUID, uuid.UUID, str]]] = defaultdict(list)
    for pk, *row in EnrolmentWorker.objects.filter(today, enrolment_id__in=ids).values_list(
        "enrolment_id", "user_id", "association_id", "role"
    ):
        workers[pk].append((row[0], row[1], row[2]))
    holders: dict[uuid.UUID, list[tuple[uuid.UUID, str, dt.date]]] = defaultdict(list)
    for pk, *row in EnrolmentHolder.objects.filter(today, enrolment_id__in=ids).values_list(
        "enrolment_id", "association_id", "role", "started_on"
    ):
        holders[pk].append((row[0], row[1], row[2]))
    named = _named(reader, ids)
    advised = {pk for pk, rows in named.items() if any(one.service == NamingService.SOCIAL for one in rows)}
    listed, agreed = _listed(reader, files), _agreed(reader, files, advised)
    return {
        pk: _standing(
            reader,
            workers[pk],
            holders[pk],
            named=named.get(pk, ()),
            is_adviser=pk in advised,
            has_accord=pk in agreed,
            is_protected=enrolment.is_protected,
            is_on_list=pk in listed,
        )
        for pk, enrolment in files.items()
    }


def standing(reader: Reader, enrolment: Enrolment) -> Standing:
    """Give what this reader is to one file."""
    return standings(reader, [enrolment])[enrolment.pk]


def read_since(hers: Standing, enrolment: Enrolment) -> dt.date | None:
    """Give the day before which the file's facts are another association's, or None when hers held it from its start.

    A later holder gets current identity and composition; what was recorded before her stays with who recorded it (§3.9).
    """
    if hers.held_since is None or hers.held_since <= enrolment.started_on:
        return None
    return hers.held_since


def _standing(
    reader: Reader,
    workers: list[tuple[uuid.UUID, uuid.UUID, str]],
    holders: list[tuple[uuid.UUID, str, dt.date]],
    *,
    named: Collection[_Naming],
    is_adviser: bool,
    has_accord: bool,
    is_protected: bool,
    is_on_list: bool,
) -> Standing:
    held = {association: started_on for association, _, started_on in holders if association in reader.associations}
    managed = reader.managed_associations & held.keys()
    hers = [role for user, association, role in workers if user == reader.user_id and association in held]
    lead_association = {association for _, association, role in workers if role != WorkerRole.CO_WORKER} or {
        association for association, role, _ in holders if role == HolderRole.LEAD
    }
    team_associations = {association for _, association, _ in workers} | lead_association
    is_lead = any(role in {WorkerRole.LEAD, WorkerRole.REPLACEMENT} for role in hers)
    manages_lead = bool(managed & lead_association)
    told = [
        one
        for one in named
        if one.service in NamingService.TOLD_PROCEDURE and one.cause != NamingCause.DOSSIER_SUBMITTED
    ]
    return Standing(
        is_lead=is_lead,
        is_team=bool(hers) or bool(managed & team_associations),
        is_manager=bool(managed),
        is_lead_manager=manages_lead,
        is_holder=bool(held),
        held_since=min(held.values(), default=None),
        is_named=bool(named),
        told_by=frozenset(one.landlord_id for one in told),
        asked_by=frozenset(one.landlord_id for one in told if one.service in ASKING_SERVICES),
        is_adviser=is_adviser,
        has_accord=has_accord,
        is_protected=is_protected,
        is_listed=not is_protected or is_lead or manages_lead or is_on_list,
    )


def _named(reader: Reader, ids: list[uuid.UUID]) -> dict[uuid.UUID, list[_Naming]]:
    """Give what names files to this reader, by file."""
    if not reader.landlords:
        return {}
    rows = EnrolmentNaming.objects.filter(
        in_force(reader.today), EnrolmentQuerySet.named_to(reader), enrolment_id__in=ids, is_live=True
    ).values_list("enrolment_id", "landlord_id", "service", "cause")
    named: dict[uuid.UUID, list[_Naming]] = defaultdict(list)
    for pk, *row in rows:
        named[pk].append(_Naming(*row))
    return named


def _listed(reader: Reader, files: dict[uuid.UUID, Enrolment]) -> set[uuid.UUID]:
    """Give the protected files on whose list this reader is named."""
    protected = [pk for pk, enrolment in files.items() if enrolment.is_protected]
    if not protected:
        return set()
    return set(
        ProtectedReader.objects.filter(
            in_force(reader.today),
            in_force(reader.today, "protection__"),
            user_id=reader.user_id,
            protection__enrolment_id__in=protected,
        ).values_list("protection__enrolment_id", flat=True)
    )


def _agreed(reader: Reader, files: dict[uuid.UUID, Enrolment], advised: set[uuid.UUID]) -> set[uuid.UUID]:
    """Give the files whose every adult agreed to share with the landlord's CESF; asked for only where she reads."""
    if not advised:
        return set()
    households = {files[pk].household_id: pk for pk in advised}
    adults: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for household_id, person_id in HouseholdMember.objects.filter(
        in_force(reader.today), household_id__in=households, kind__in=MemberKind.ADULTS
    ).values_list("household_id", "person_id"):
        adults[households[household_id]].add(person_id)
    granted: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for pk, person_id in SharingAgreement.objects.filter(
        in_force(reader.today), enrolment_id__in=advised, scope=SharingScope.COORDINATION, is_granted=True
    ).values_list("enrolment_id", "person_id"):
        granted[pk].add(person_id)
    return {pk for pk in advised if accord_is_given(adults[pk], granted[pk])}
