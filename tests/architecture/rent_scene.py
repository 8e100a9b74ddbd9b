"""A sublease of each file, let by the association that holds it, with a line on its account."""

from typing import Any

from households.models import Enrolment
from leases.models import Lease
from partners.models import Organisation, ProgrammeVersion, User
from records.services.files import store_file
from tests.days import before
from tests.factories import leases as le
from tests.pdfs import one_page


def of_rent(enrolment: Enrolment, worker: User) -> dict[str, Any]:
    """Give the ids of what hangs on a file's sublease."""
    sublease = sublease_of(enrolment)
    plan = le.RepaymentPlanFactory.make(enrolment=enrolment, organisation=enrolment.version.landlords.get())
    return {
        "sublease_id": sublease.pk,
        "plan_id": plan.pk,
        "title_id": sublease.pk,
        "certificate_id": le.InsuranceCertificateFactory.make(
            lease=sublease,
            stored=store_file(content=one_page(), name="a.pdf", kind="essai", subject_id=sublease.pk, by=worker.pk),
        ).pk,
        "payment_id": le.PlanPaymentFactory.make(plan=plan).pk,
        "entry_id": le.RentEntryFactory.make(lease=sublease, recorded_by=worker.pk).pk,
    }


def of_imports(association: Organisation, version: ProgrammeVersion) -> dict[str, Any]:
    """Give the ids of a statement that an association sent, and of what it spent."""
    cost = le.SubletCostFactory.make(association=association, version=version)
    return {
        "import_id": le.RentImportFactory.make(association=association).pk,
        "cost_id": cost.pk,
        "year": 2026,
    }


def sublease_of(enrolment: Enrolment) -> Lease:
    """Let a dwelling to the association, and sublet it to the household; over before the title that its dossier brought."""
    days = {"signed_on": before(120), "started_on": before(120)}
    head = le.HeadLeaseFactory.make(tenant_association=enrolment.holders.get().association, **days)
    return le.SubleaseFactory.make(head_lease=head, enrolment=enrolment, ended_on=before(61), **days)
