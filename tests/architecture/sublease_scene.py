"""An exam, a notice and a proposal of the sublease that each file has (`rent_scene`), in a dwelling of its landlord."""

import uuid
from typing import Any

from leases.enums import NoticeMeans
from leases.models import Dwelling, Lease, PrefectNotice, SlideExam, SlideProposal
from partners.models import ManagementUnit, User
from records.services.files import store_file
from tests.days import at, before
from tests.leases.subleases import exam_parameters
from tests.pdfs import one_page

SIGNED = before(300)


def of_sublease(sublease_id: uuid.UUID, worker: User, unit: ManagementUnit) -> dict[str, Any]:
    """Give the ids of what hangs on a file's sublease."""
    exam_parameters()
    Lease.objects.filter(pk=sublease_id).update(signed_on=SIGNED, expects_slide=True)
    sublease = Lease.objects.select_related("share").get(pk=sublease_id)
    Dwelling.objects.filter(pk=sublease.share.dwelling_id).update(unit=unit, landlord=unit.agency.landlord)
    who = {"convened_by": worker.pk, "recorded_by": worker.pk}
    exam = SlideExam.objects.create(
        sublease=sublease, number=1, starts_at=at(before(150)), place="ici", convened_on=before(170), **who
    )
    kept = store_file(content=one_page(), name="avis.pdf", kind="essai", subject_id=sublease.pk, by=worker.pk)
    notice = PrefectNotice.objects.create(
        sublease=sublease,
        number=1,
        is_lease_offered=False,
        reason="Des loyers restent dus.",
        prepared_on=before(130),
        prepared_by=worker.pk,
        sent_on=before(129),
        means=NoticeMeans.HANDED,
        letter=kept,
    )
    proposal = SlideProposal.objects.create(
        sublease=sublease,
        state_on=before(120),
        proposed_on=before(120),
        proposed_by=worker.pk,
        reasons="Tout est tenu.",
    )
    return {
        "number": 1,
        "exam_id": exam.pk,
        "to": "bailleur",
        "notice_id": notice.pk,
        "copy": "lettre",
        "proposal_id": proposal.pk,
    }
