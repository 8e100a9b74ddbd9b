"""What a reader is to a CAL dossier, and what that lets her do (domain.md §3.9)."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from foundation.periods import in_force
from households.enums import NamingCause, NamingService
from households.models import Enrolment, EnrolmentNaming
from households.permissions import read_since, standing, standings
from households.querysets import EnrolmentQuerySet
from leases.enums import FileState, PlanCreditor
from leases.models import AllocationFile, Lease, RepaymentPlan
from partners.enums import Axis, Role
from partners.reader import Reader

REFUSED_REVIEW = "Seul le correspondant de l’unité relit ce dossier."
REFUSED_DECIDE = "Seul le secrétariat de la commission inscrit, décide et notifie."
REFUSED_PROTECTED = "Ce dossier est protégé\u00a0: il est traité par les personnes que sa référente a nommées."
REFUSED_PREPARE = "Seule l’équipe du ménage prépare ce dossier."
REFUSED_PROCEDURE = (
    "La procédure d’un ménage se lit dans l’équipe de son dossier, et chez le bailleur dont il occupe un logement."
)
REFUSED_RECORD = "Seuls le service qui a demandé l’intervention et l’équipe du dossier enregistrent la procédure."
REFUSED_COMMIT = "Seul le service du bailleur qui a demandé l’intervention enregistre cet engagement."
NOT_ACCOUNT_KEEPER = "Ce compte est tenu par l’association qui sous-loue le logement\u00a0: ses travailleurs sociaux et leur responsable."
REFUSED_WITHDRAW = "Ce stade a été enregistré par d’autres : eux seuls le retirent."


@dataclass(frozen=True)
class FileStanding:
    """What one reader is to one CAL dossier today."""

    is_team: bool = False  # of the household's team, on its list if it is protected
    is_holder: bool = False  # of an association that holds the household
    is_correspondent: bool = False  # of the dwelling's unit
    is_secretary: bool = False  # of the landlord's commission
    is_protected: bool = False
    is_named: bool = True  # may read a protected dossier; true of one that is not
    is_running: bool = True  # once over, the landlord keeps the decision and the snapshot, and opens no piece any more

    @property
    def knows(self) -> bool:
        """Tell whether the dossier is open to her at all; a sitting's sheet also counts others, by their number."""
        return self.is_team or self.is_holder or self.is_correspondent or self.is_secretary

    @property
    def reads_content(self) -> bool:
        """Tell whether she reads the dossier: its team, or who treats it at the landlord's.

        A colleague outside the team knows that it exists, its state and its dates (domain.md §3.9).
        """
        return self.is_team or ((self.is_correspondent or self.is_secretary) and self.is_named)

    @property
    def may_prepare(self) -> bool:
        """Tell whether she fills it in, answers, submits, withdraws."""
        return self.is_team

    @property
    def may_review(self) -> bool:
        """Tell whether she comments, asks for pieces, marks it complete."""
        return self.is_correspondent and self.is_named

    @property
    def may_decide(self) -> bool:
        """Tell whether she schedules it, records its decision, its offer and what follows."""
        return self.is_secretary and self.is_named

    @property
    def opens_pieces(self) -> bool:
        """Tell whether she opens the pieces, delicate ones included: who prepares or treats the dossier, while it runs."""
        return self.is_team or ((self.may_review or self.may_decide) and self.is_running)


def file_standings(reader: Reader, files: Iterable[AllocationFile]) -> dict[uuid.UUID, FileStanding]:
    """Give what this reader is to each of these dossiers (from `visible_to`), in a constant number of queries.

    Each dossier carries its enrolment, its announcement, its dwelling.
    """
    rows = list(files)
    enrolments: dict[uuid.UUID, Enrolment] = {row.enrolment_id: row.enrolment for row in rows}
    hers = standings(reader, enrolments.values())
    secretariats = reader.organisations(Role.CAL_SECRETARY)
    result = {}
    for row in rows:
        household = hers[row.enrolment_id]
        dwelling = row.announcement.dwelling
        is_protected = row.enrolment.is_protected
        result[row.pk] = FileStanding(
            is_team=household.reads_whole,
            is_holder=household.is_holder,
            is_correspondent=dwelling.unit_id in reader.units and row.submitted_at is not None,
            is_secretary=dwelling.landlord_id in secretariats and row.submitted_at is not None,
            is_protected=is_protected,
            is_running=row.state != FileState.CLOSED,
            is_named=not is_protected
            or household.reads_whole
            or reader.user_id in {row.correspondent_id, row.secretary_id},
        )
    return result


def file_standing(reader: Reader, file: AllocationFile) -> FileStanding:
    """Give what this reader is to one dossier."""
    return file_standings(reader, [file])[file.pk]


@dataclass(frozen=True)
class ProcedureStanding:
    """What one reader is to a household's procedure today."""

    is_team: bool = False
    since: dt.date | None = None  # what another association noted before is not hers to read
    told_by: frozenset[uuid.UUID] = frozenset()  # the landlords as whose people she reads it
    asked_by: frozenset[uuid.UUID] = frozenset()  # those for whose rental or litigation service she records it

    @property
    def reads(self) -> bool:
        """Tell whether she reads it."""
        return self.is_team or bool(self.told_by)

    @property
    def may_record(self) -> bool:
        """Tell whether she records stages and balances: the services that asked; the team, what the household brings."""
        return self.is_team or bool(self.asked_by)

    @property
    def may_commit(self) -> bool:
        """Tell whether she records the landlord's commitment to hold the procedure."""
        return bool(self.asked_by)


def procedure_standing(reader: Reader, enrolment: Enrolment) -> ProcedureStanding:
    """Give what this reader is to the procedure of a file from `access`.

    The landlord's people read it of the occupants of its stock only: a submitted dossier tells nothing of it.
    """
    known = debt_standing(reader, enrolment)
    if enrolment.version.programme.axis == Axis.MAINTENANCE:
        return known
    return replace(known, told_by=frozenset(), asked_by=frozenset())


def debt_standing(reader: Reader, enrolment: Enrolment) -> ProcedureStanding:
    """Give what this reader is to the rents that a household owes its landlord, and to their plan (domain.md §3.9).

    As to its procedure; and in an access programme too, where the household is named otherwise than by a dossier.
    """
    hers = standing(reader, enrolment)
    if not hers.is_listed:
        return ProcedureStanding()
    return ProcedureStanding(
        is_team=hers.reads_whole,
        since=read_since(hers, enrolment),
        told_by=hers.told_by,
        asked_by=hers.asked_by,
    )


# Who, at the landlord's, takes part in the exams of an occupant's sublease, and who answers for it before the préfet.
EXAMINING_SERVICES = (NamingService.CORRESPONDENT, NamingService.SOCIAL, NamingService.RENTAL)
DECIDING_SERVICES = (NamingService.CORRESPONDENT, NamingService.RENTAL)
REFUSED_SUBLEASE = (
    "Les examens d’une sous-location se lisent dans l’équipe du dossier, et chez le bailleur du logement "
    "(correspondant, service locatif, conseillère sociale)."
)
REFUSED_CONVENE = "L’association locataire convoque l’examen et en rend compte\u00a0: l’équipe du dossier l’enregistre."
REFUSED_POSITION = "La position du bailleur se donne depuis le compte d’une personne du bailleur."
REFUSED_DECIDE_SLIDE = (
    "Le correspondant de l’unité ou le service locatif du bailleur décide du glissement et avise le préfet."
)


@dataclass(frozen=True)
class SubleaseStanding:
    """What one reader is to a household's sublease today."""

    is_team: bool = False
    is_holder: bool = False
    is_landlord: bool = False  # of the dwelling's landlord, and takes part in its exams
    may_decide: bool = False  # answers for the landlord: notice to the préfet, decision of a slide
    is_listed: bool = True
    is_named_for_it: bool = False  # the occupant is named to her service, on the list or not

    @property
    def reads(self) -> bool:
        """Tell whether she reads exams, notices and proposals whole."""
        return self.is_team or self.is_landlord


def sublease_standings(reader: Reader, subleases: Iterable[Lease]) -> dict[uuid.UUID, SubleaseStanding]:
    """Give what this reader is to each of these subleases, in a constant number of queries.

    Each carries its enrolment and its dwelling (`select_related`). The landlord's people answer for occupants of its
    stock alone: a submitted dossier opens nothing of it.
    """
    rows = [row for row in subleases if row.enrolment is not None]
    hers = standings(reader, [row.enrolment for row in rows if row.enrolment is not None])
    named: dict[uuid.UUID, set[tuple[uuid.UUID, str]]] = {}
    if reader.landlords:
        found = (
            EnrolmentNaming.objects.filter(
                in_force(reader.today),
                EnrolmentQuerySet.named_to(reader),
                enrolment_id__in=hers,
                is_live=True,
                service__in=EXAMINING_SERVICES,
            )
            .exclude(cause=NamingCause.DOSSIER_SUBMITTED)
            .values_list("enrolment_id", "landlord_id", "service")
        )
        for enrolment_id, landlord_id, service in found:
            named.setdefault(enrolment_id, set()).add((landlord_id, service))
    result = {}
    for row in rows:
        assert row.enrolment is not None  # noqa: S101 -- for the type checker
        standing_ = hers[row.enrolment.pk]
        landlord_id = row.share.dwelling.landlord_id
        services = {service for landlord, service in named.get(row.enrolment.pk, ()) if landlord == landlord_id}
        result[row.pk] = SubleaseStanding(
            is_team=standing_.reads_whole,
            is_holder=standing_.is_holder,
            is_landlord=standing_.is_listed and bool(services),
            may_decide=standing_.is_listed and bool(services & set(DECIDING_SERVICES)),
            is_listed=standing_.is_listed,
            is_named_for_it=bool(services),
        )
    return result


def keeps_account(reader: Reader, sublease: Lease) -> bool:
    """Tell whether she is of the association that sublets: it is the creditor of this account, no other is."""
    head = sublease.head_lease
    return head is not None and head.tenant_association_id in reader.associations


def may_read_plan(plan: RepaymentPlan, known: ProcedureStanding) -> bool:
    """Tell whether she reads a plan: the team every one, a landlord's people his own."""
    return known.is_team or (plan.creditor == PlanCreditor.LANDLORD and plan.organisation_id in known.told_by)


def may_keep_plan(reader: Reader, plan: RepaymentPlan, known: ProcedureStanding) -> bool:
    """Tell whether she records what happens to a plan: the landlord's services and the team his, the association hers."""
    if plan.creditor == PlanCreditor.LANDLORD:
        return known.is_team or plan.organisation_id in known.asked_by
    return known.is_team and plan.organisation_id in reader.associations


# To whom, at the landlord, the titles of an occupant of its stock are told, and who signs and ends them for it.
SIGNING_SERVICES = (NamingService.CORRESPONDENT, NamingService.RENTAL, NamingService.LITIGATION)
REFUSED_TITLES = (
    "Les titres d’un ménage se lisent dans l’équipe de son dossier, et chez le bailleur dont il occupe un logement."
)
REFUSED_TITLE_WRITE = (
    "Ce titre s’enregistre dans l’équipe du dossier\u00a0; le bail du ménage, aussi chez le bailleur (correspondant, services locatif "
    "et contentieux)."
)


@dataclass(frozen=True)
class TitleStanding:
    """What one reader is to a household's titles today."""

    is_team: bool = False
    is_holder: bool = False
    told_by: frozenset[uuid.UUID] = frozenset()  # the landlords as whose people she reads those of their stock
    signs_for: frozenset[uuid.UUID] = frozenset()  # those for which she records and ends the household's own

    def reads(self, lease: Lease) -> bool:
        """Tell whether she reads this title and its états des lieux: of her stock, hers and not what stands under another."""
        own = lease.head_lease_id is None and lease.share.dwelling.landlord_id in self.told_by
        return self.is_team or own

    def may_write(self, lease: Lease) -> bool:
        """Tell whether she records what becomes of it: the team; the landlord, of what it signs with the household."""
        signed = lease.head_lease_id is None and lease.share.dwelling.landlord_id in self.signs_for
        return self.is_team or signed

    def may_slide(self, lease: Lease) -> bool:
        """Tell whether she records its slide: the landlord signs the lease that follows."""
        return self.is_team or lease.share.dwelling.landlord_id in self.signs_for


def title_standing(reader: Reader, enrolment: Enrolment) -> TitleStanding:
    """Give what this reader is to the titles of a file from `access`. A submitted dossier tells nothing of them."""
    hers = standing(reader, enrolment)
    if not hers.is_listed:
        return TitleStanding()
    rows: set[tuple[uuid.UUID, str]] = set()
    if hers.is_named:
        rows = set(
            EnrolmentNaming.objects.filter(
                in_force(reader.today), EnrolmentQuerySet.named_to(reader), enrolment=enrolment, is_live=True
            )
            .exclude(cause=NamingCause.DOSSIER_SUBMITTED)
            .values_list("landlord_id", "service")
        )
    return TitleStanding(
        is_team=hers.reads_whole,
        is_holder=hers.is_holder,
        told_by=frozenset(landlord for landlord, _ in rows),
        signs_for=frozenset(landlord for landlord, service in rows if service in SIGNING_SERVICES),
    )
