"""A convention to sign in each file, and who signs for the landlord."""

import uuid
from typing import Any

from documents.enums import Capacity, DocumentKind, DocumentState
from documents.models import Document, Signatory, TemplateVersion
from documents.rules.content import Context
from households.enums import MemberKind
from households.models import Enrolment
from partners.models import Delegation, User
from records.services.events import CLOCK
from records.services.files import store_file
from tests.days import TODAY, before
from tests.pdfs import one_page


def convention(enrolment: Enrolment, worker: User) -> Document:
    """Make a convention to sign, of the file's association and its programme's landlord."""
    template, _ = TemplateVersion.objects.get_or_create(
        kind=DocumentKind.TRIPARTITE_AGREEMENT,
        axis="",
        number=1,
        defaults={
            "texts": [{"code": "a", "title": "A", "text": "B"}],
            "written_by": CLOCK,
            "published_at": "2026-01-01T00:00Z",
        },
    )
    pdf = store_file(content=one_page(), name="convention.pdf", kind="essai", subject_id=enrolment.pk, by=worker.pk)
    row: Document = Document.objects.create(
        series=uuid.uuid4(),
        kind=DocumentKind.TRIPARTITE_AGREEMENT,
        subject_kind="households.enrolment",
        subject_id=enrolment.pk,
        template=template,
        state=DocumentState.TO_SIGN,
        context=Context(reference=enrolment.file_number).dumps(),
        digest="a" * 64,
        pdf=pdf,
        signed_pdf=pdf,
        drafted_on=TODAY,
        drafted_by=worker.pk,
        sent_on=TODAY,
    )
    adult = enrolment.household.members.filter(kind=MemberKind.ADULT).first()
    Signatory.objects.create(
        document=row,
        position=0,
        capacity=Capacity.ADULT,
        printed_name="Mme Témoin",
        person_id=adult.person_id,
        scan=pdf,
    )
    parties = (
        (Capacity.ASSOCIATION, enrolment.holders.get().association),
        (Capacity.LANDLORD, enrolment.version.landlords.first() or enrolment.version.lead),
    )
    for position, (capacity, organisation) in enumerate(parties, start=1):
        Signatory.objects.create(
            document=row,
            position=position,
            capacity=capacity,
            printed_name=organisation.name,
            organisation=organisation,
        )
    return row


def of_agreements(enrolment: Enrolment, worker: User) -> dict[str, Any]:
    """Give the ids of a document and of its adult's signature."""
    row = convention(enrolment, worker)
    return {
        "document_id": row.pk,
        "signatory_id": row.signatories.get(position=0).pk,
        "document_slug": "contrat",
    }


def delegation(user: User, organisation: Any) -> Delegation:
    """Let someone sign for her organisation."""
    row: Delegation = Delegation.objects.create(
        user=user, organisation=organisation, title="directeur", given_by=CLOCK, started_on=before(300)
    )
    return row
