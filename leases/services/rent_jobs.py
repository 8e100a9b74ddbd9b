"""The writing of a long statement, as a job. Declared in the app's `ready`; who asked must still keep the accounts."""

import uuid

from leases.models import RentImport
from leases.services.rent_imports import write_statement
from partners.models import User
from partners.requests import load_reader
from records.jobs_registry import JobKind, Work, register
from records.services.jobs import JobRefused

KIND = "leases.rent_import"
NO_LONGER = "Vous ne tenez plus les comptes de cette association."


def register_kinds() -> None:
    """Declare it."""
    register(JobKind(KIND, "Relevé de paiements", _run, "journeys:rent_import"))


def _run(work: Work) -> uuid.UUID:
    """Write the lines for who asked; taken up again after a worker died, it writes none twice."""
    batch = RentImport.objects.get(pk=uuid.UUID(work.params["import_id"]))
    reader = load_reader(User.objects.get(pk=work.asked_by))
    if batch.association_id not in reader.managed_associations:
        raise JobRefused(NO_LONGER)
    write_statement(
        by=work.asked_by,
        batch=batch,
        reader=reader,
        progress=lambda done, total: work.progress(done=done, total=total),
    )
    return batch.pk
