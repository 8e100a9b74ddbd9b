"""How a view gets its dossier, its sitting, its announcement: 404 for what may not be known, 403 with its reason."""

import uuid
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404

from leases.models import (
    AllocationFile,
    Announcement,
    Dwelling,
    Hearing,
    Lease,
    Piece,
    Remark,
    Session,
)
from leases.permissions import (
    REFUSED_DECIDE,
    REFUSED_PREPARE,
    REFUSED_PROTECTED,
    REFUSED_REVIEW,
    FileStanding,
    file_standing,
)
from partners.enums import Role
from partners.models import ManagementUnit
from partners.reader import Reader
from records.models import StoredFile
from records.services.events import record_read

NO_FILE = "Ce dossier CAL n’existe pas, ou il ne vous est pas ouvert."
NO_SESSION = "Cette séance n’existe pas, ou elle ne vous est pas ouverte."
NO_DWELLING = "Ce logement n’existe pas, ou il ne vous est pas ouvert."
NO_PIECE = "Cette pièce n’existe pas, ou elle ne vous est pas ouverte."
NO_REMARK = "Cette remarque n’existe pas."
NO_UNIT = "Cette unité n’existe pas, ou elle ne vous est pas ouverte."
SUPPLIERS = (Role.LANDLORD_CORRESPONDENT, Role.LANDLORD_RENTAL)
REFUSED_SUPPLY = "Seuls le correspondant et le service locatif annoncent les logements."
REFUSED_ANSWER = "Seuls l’équipe du ménage et le bailleur qui traite ce dossier enregistrent cela."
REFUSED_ASK = "Seuls les services locatif et contentieux du bailleur demandent une intervention."
ASKERS = (Role.LANDLORD_RENTAL, Role.LANDLORD_LITIGATION)
REFUSED_SESSIONS = "Seul le secrétariat de la commission fixe les séances."


def get_file(reader: Reader, file_id: uuid.UUID) -> AllocationFile:
    """Give a dossier that this reader may know of.

    Raises Http404 otherwise.
    """
    file: AllocationFile | None = (
        AllocationFile.objects.visible_to(reader)
        .select_related(
            "enrolment__version__programme",
            "enrolment__household",
            "association",
            "announcement__dwelling__unit__agency",
            "announcement__dwelling__landlord",
            "announcement__reservation_holder",
        )
        .filter(pk=file_id)
        .first()
    )
    if file is None:
        raise Http404(NO_FILE)
    return file


def open_file_page(reader: Reader, file_id: uuid.UUID) -> AllocationFile:
    """Give a dossier for a full page, and write in the journal that this reader opened it.

    A protected one outside the named persons is given too: its page says « dossier protégé » and nothing else.
    """
    file = get_file(reader, file_id)
    record_read("allocation_file.opened", file, by=reader.user_id, subject_id=file.enrolment_id)
    return file


def get_file_to_prepare(reader: Reader, file_id: uuid.UUID) -> AllocationFile:
    """Give a dossier to fill in, answer, submit or withdraw.

    Raises Http404, or PermissionDenied for who is not of the household's team.
    """
    return _get_file_that(reader, file_id, lambda standing: standing.may_prepare, REFUSED_PREPARE)


def get_file_to_review(reader: Reader, file_id: uuid.UUID) -> AllocationFile:
    """Give a dossier to comment, ask a piece of, or mark complete.

    Raises Http404, or PermissionDenied for who is not the correspondent that treats it.
    """
    return _get_file_that(reader, file_id, lambda standing: standing.may_review, REFUSED_REVIEW)


def get_file_to_decide(reader: Reader, file_id: uuid.UUID) -> AllocationFile:
    """Give a dossier to schedule, decide, notify or close.

    Raises Http404, or PermissionDenied for who is not of the secretariat that treats it.
    """
    return _get_file_that(reader, file_id, lambda standing: standing.may_decide, REFUSED_DECIDE)


def get_hearing_to_decide(reader: Reader, hearing_id: uuid.UUID) -> Hearing:
    """Give a dossier's passage at a sitting, for the secretariat that treats it.

    Raises Http404 or PermissionDenied.
    """
    hearing: Hearing | None = Hearing.objects.select_related("session").filter(pk=hearing_id).first()
    if hearing is None:
        raise Http404(NO_FILE)
    hearing.file = get_file_to_decide(reader, hearing.file_id)
    return hearing


def get_session(reader: Reader, session_id: uuid.UUID) -> Session:
    """Give a sitting of her landlord.

    Raises Http404 otherwise.
    """
    session: Session | None = (
        Session.objects.visible_to(reader).select_related("landlord").filter(pk=session_id).first()
    )
    if session is None:
        raise Http404(NO_SESSION)
    return session


def get_session_to_run(reader: Reader, session_id: uuid.UUID) -> Session:
    """Give a sitting to move, cancel, fill or close.

    Raises Http404, or PermissionDenied for who is not of its secretariat.
    """
    session = get_session(reader, session_id)
    if session.landlord_id not in reader.organisations(Role.CAL_SECRETARY):
        raise PermissionDenied(REFUSED_SESSIONS)
    return session


def get_dwelling_to_announce(reader: Reader, dwelling_id: uuid.UUID) -> Dwelling:
    """Give a dwelling to correct or announce.

    Raises Http404, or PermissionDenied for a landlord's person who announces nothing.
    """
    dwelling: Dwelling | None = (
        Dwelling.objects.visible_to(reader).select_related("unit__agency__landlord").filter(pk=dwelling_id).first()
    )
    if dwelling is None:
        raise Http404(NO_DWELLING)
    if not may_announce(reader, dwelling):
        raise PermissionDenied(REFUSED_SUPPLY)
    return dwelling


def may_announce(reader: Reader, dwelling: Dwelling) -> bool:
    """Tell whether she announces this dwelling: of her unit, or of the landlord whose rental service she is."""
    return dwelling.unit_id in reader.units or dwelling.landlord_id in reader.organisations(Role.LANDLORD_RENTAL)


def get_announcement(reader: Reader, announcement_id: uuid.UUID) -> Announcement:
    """Give an announced dwelling that this reader may know of.

    Raises Http404 otherwise.
    """
    row: Announcement | None = (
        Announcement.objects.visible_to(reader)
        .select_related("dwelling__unit__agency__landlord", "dwelling__landlord", "reservation_holder")
        .filter(pk=announcement_id)
        .first()
    )
    if row is None:
        raise Http404(NO_DWELLING)
    return row


def get_announcement_to_edit(reader: Reader, announcement_id: uuid.UUID) -> Announcement:
    """Give an announcement to correct or withdraw.

    Raises Http404, or PermissionDenied for who does not announce dwellings of this landlord.
    """
    row = get_announcement(reader, announcement_id)
    if not may_announce(reader, row.dwelling):
        raise PermissionDenied(REFUSED_SUPPLY)
    return row


def get_unit(reader: Reader, unit_id: uuid.UUID) -> ManagementUnit:
    """Give a unit for its sheet of supply and demand: its correspondent's, or any of her landlord's for the other services.

    Raises Http404 otherwise.
    """
    wide = reader.organisations(
        Role.CAL_SECRETARY, Role.LANDLORD_MANAGER, Role.LANDLORD_SOCIAL_ADVISER, Role.LANDLORD_RENTAL
    )
    unit: ManagementUnit | None = ManagementUnit.objects.select_related("agency__landlord").filter(pk=unit_id).first()
    if unit is None or not (unit.pk in reader.units or unit.agency.landlord_id in wide):
        raise Http404(NO_UNIT)
    return unit


def _get_file_that(
    reader: Reader, file_id: uuid.UUID, allowed: Callable[[FileStanding], bool], reason: str
) -> AllocationFile:
    file = get_file(reader, file_id)
    standing = file_standing(reader, file)
    if not allowed(standing):
        raise PermissionDenied(reason if standing.is_named else REFUSED_PROTECTED)
    return file


def get_piece(reader: Reader, file_id: uuid.UUID, piece_id: uuid.UUID) -> tuple[Piece, StoredFile]:
    """Give a received piece with its file to who prepares or treats the dossier, while it runs; each reading is logged.

    Raises Http404.
    """
    file = get_file(reader, file_id)
    standing = file_standing(reader, file)
    piece: Piece | None = (
        Piece.objects.filter(file=file, pk=piece_id, stored__isnull=False).select_related("stored").first()
    )
    if piece is None or piece.stored is None or not standing.opens_pieces:
        raise Http404(NO_PIECE)
    piece.file = file
    record_read("piece.downloaded", piece, by=reader.user_id, subject_id=file.enrolment_id)
    return piece, piece.stored


def get_remark(file: AllocationFile, remark_id: uuid.UUID) -> Remark:
    """Give a remark of a dossier already opened.

    Raises Http404.
    """
    remark: Remark | None = Remark.objects.filter(file=file, pk=remark_id).first()
    if remark is None:
        raise Http404(NO_REMARK)
    return remark


def get_file_to_answer(reader: Reader, file_id: uuid.UUID) -> AllocationFile:
    """Give a dossier whose household's answer she may record: its team, or the secretariat that treats it.

    Raises Http404 or PermissionDenied.
    """
    return _get_file_that(reader, file_id, lambda standing: standing.may_prepare or standing.may_decide, REFUSED_ANSWER)


def get_lease_to_inventory(reader: Reader, file_id: uuid.UUID, lease_id: uuid.UUID) -> tuple[AllocationFile, Lease]:
    """Give a lease of a dossier whose état des lieux she may record: its team, the correspondent or the secretariat.

    Raises Http404 or PermissionDenied.
    """
    file = _get_file_that(
        reader,
        file_id,
        lambda standing: standing.may_prepare or standing.may_decide or standing.may_review,
        REFUSED_ANSWER,
    )
    lease: Lease | None = Lease.objects.filter(file=file, pk=lease_id).first()
    if lease is None:
        raise Http404(NO_FILE)
    return file, lease


def get_landlords_that_ask(reader: Reader) -> frozenset[uuid.UUID]:
    """Give the landlords for whose rental or litigation service this reader asks interventions.

    Raises PermissionDenied for everybody else.
    """
    landlords = reader.organisations(*ASKERS)
    if not landlords:
        raise PermissionDenied(REFUSED_ASK)
    return landlords


def get_dwelling_to_ask_for(reader: Reader, dwelling_id: uuid.UUID) -> Dwelling:
    """Give a dwelling of her landlord's stock, for whose occupant she asks an intervention.

    Raises PermissionDenied for who asks none, Http404 for another landlord's.
    """
    landlords = get_landlords_that_ask(reader)
    dwelling: Dwelling | None = (
        Dwelling.objects.filter(pk=dwelling_id, landlord_id__in=landlords)
        .select_related("unit__agency__landlord", "landlord")
        .first()
    )
    if dwelling is None:
        raise Http404(NO_DWELLING)
    return dwelling
