"""Pages of a file that only some of its readers open: its team's circle, and who watches over it."""

import uuid
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accompaniments.readings.agreements import agreements
from accompaniments.rules.agreements import WAS_IN_FORCE
from documents.enums import DocumentState
from documents.models import Document, Signatory
from documents.selectors.documents import get_document as find_document
from documents.selectors.documents import get_signatory as find_signatory
from documents.selectors.documents import organisations_signed_for
from households.access import get_enrolment
from households.models import Enrolment
from households.permissions import REFUSED_PROTECTED, REFUSED_WRITE, Standing, standing
from partners.enums import Role
from partners.models import Membership
from partners.reader import Reader
from records.services.events import record_read

REFUSED_TEAM = "Cette page est réservée aux associations qui ont ce dossier en charge."
REFUSED_READERS = "Seules la personne qui suit ce ménage et sa responsable voient qui a consulté le dossier."
REFUSED_DOCUMENT = (
    "Ce document est lu par l’équipe du dossier et par qui le signe. Une convention s’ouvre aux associations qui ont le "
    "dossier en charge quand elle est en vigueur."
)


def open_enrolment_team(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file for the page of its team: to the associations that hold it.

    Raises Http404, or PermissionDenied for a landlord's person.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    if not standing(reader, enrolment).is_holder:
        raise PermissionDenied(REFUSED_TEAM)
    record_read("enrolment.opened", enrolment, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment


def open_enrolment_readers(reader: Reader, enrolment_id: uuid.UUID) -> Enrolment:
    """Give a file for « Qui a consulté »: to its lead worker, her replacement, and a manager of its associations.

    Raises Http404, or PermissionDenied for the others.
    """
    enrolment = get_enrolment(reader, enrolment_id)
    hers = standing(reader, enrolment)
    if not (hers.is_lead or hers.is_manager):
        raise PermissionDenied(REFUSED_READERS)
    record_read("enrolment.opened", enrolment, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment


def get_leaving(reader: Reader, membership_id: uuid.UUID) -> Membership:
    """Give the worker's role that this reader may end: hers as manager, or as administrator (who sees a count only).

    Raises Http404 for everybody else, and for a role that is no social worker's.
    """
    membership: Membership | None = (
        Membership.objects.filter(pk=membership_id, role=Role.SOCIAL_WORKER)
        .select_related("user", "organisation")
        .first()
    )
    may_know = membership is not None and (
        membership.organisation_id in reader.managed_associations or reader.is_administrator
    )
    if membership is None or not may_know:
        raise Http404
    return membership


@dataclass(frozen=True)
class FileDocument:
    """A document that this reader opens: as the file's reader, or as who signs it for her organisation, and nothing else."""

    enrolment: Enrolment
    document: Document
    hers: Standing
    signs_for: frozenset[uuid.UUID]

    @property
    def is_signatory_only(self) -> bool:
        """Tell whether she reads this document and nothing of the household beside it."""
        return not self.hers.knows


def get_document(reader: Reader, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> FileDocument:
    """Give a document of a file, to its team, to the delegates of who signs it, to a landlord's person as §3.9 opens it.

    Raises Http404, or PermissionDenied for another worker of an association that holds the file.
    """
    document = find_document(document_id, subject_id=enrolment_id)
    enrolment = Enrolment.objects.filter(pk=enrolment_id).select_related("version__programme", "household").first()
    if document is None or enrolment is None:
        raise Http404
    hers = standing(reader, enrolment)
    if not (hers.knows and Enrolment.objects.visible_to(reader).filter(pk=enrolment.pk).exists()):
        hers = replace(hers, is_holder=False, is_named=False, is_team=False, is_lead=False)
    delegated = organisations_signed_for(reader.user_id, reader.today) if hers.is_listed else frozenset()
    asked = set(document.signatories.values_list("organisation_id", flat=True))
    signs_for = (
        frozenset(delegated & asked) if document.state in (DocumentState.TO_SIGN, *WAS_IN_FORCE) else frozenset()
    )
    found = FileDocument(enrolment, document, hers, signs_for)
    if signs_for or _opens(reader, found):
        return found
    if hers.is_holder:
        raise PermissionDenied(REFUSED_DOCUMENT if hers.is_listed else REFUSED_PROTECTED)
    raise Http404


def open_document(reader: Reader, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> FileDocument:
    """Give a document for its page, and write in the journal that this reader opened it. Raises as `get_document`."""
    found = get_document(reader, enrolment_id, document_id)
    record_read("document.opened", found.document, by=reader.user_id, subject_id=found.enrolment.pk)
    return found


def download_document(reader: Reader, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> FileDocument:
    """Give a document to download, and write in the journal that this reader did. Raises as `get_document`."""
    found = get_document(reader, enrolment_id, document_id)
    record_read("document.downloaded", found.document, by=reader.user_id, subject_id=found.enrolment.pk)
    return found


def download_scan(
    reader: Reader, enrolment_id: uuid.UUID, document_id: uuid.UUID, signatory_id: uuid.UUID
) -> tuple[FileDocument, Signatory]:
    """Give a signatory whose signed paper was kept, to whom the document is open, and write that this reader had it.

    Raises as `get_signatory`, and Http404 for one who signed in another way.
    """
    found, signatory = get_signatory(reader, enrolment_id, document_id, signatory_id)
    if signatory.scan is None:
        raise Http404
    record_read("document.scan_downloaded", found.document, by=reader.user_id, subject_id=found.enrolment.pk)
    return found, signatory


def get_document_to_write(reader: Reader, enrolment_id: uuid.UUID, document_id: uuid.UUID) -> FileDocument:
    """Give a document to prepare, propose or end: to the file's team.

    Raises Http404, or PermissionDenied for another of its readers.
    """
    found = get_document(reader, enrolment_id, document_id)
    if not found.hers.may_write:
        raise PermissionDenied(REFUSED_WRITE)
    return found


def get_signatory(
    reader: Reader, enrolment_id: uuid.UUID, document_id: uuid.UUID, signatory_id: uuid.UUID
) -> tuple[FileDocument, Signatory]:
    """Give a document and one of its signatories. Raises as `get_document`; who may answer for her is the page's to say."""
    found = get_document(reader, enrolment_id, document_id)
    signatory = find_signatory(found.document, signatory_id)
    if signatory is None:
        raise Http404
    return found, signatory


def _opens(reader: Reader, found: FileDocument) -> bool:
    if not found.hers.knows:
        return False
    reads = agreements(reader, found.enrolment, found.hers)
    return any(read.is_open for read in reads if read.line.id == found.document.pk)
