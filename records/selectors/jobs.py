"""Jobs as who asked for them reads them."""

import uuid
from dataclasses import dataclass

from records.enums import JobStatus
from records.jobs_registry import label_of
from records.models import Job


@dataclass(frozen=True)
class JobView:
    """How far a job is."""

    id: uuid.UUID
    kind: str
    label: str
    status: JobStatus
    percent: int
    result_id: uuid.UUID | None
    failure: str

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.status in {JobStatus.DONE, JobStatus.FAILED}

    @property
    def is_failed(self) -> bool:
        """Tell whether it failed: `failure` says why."""
        return self.status == JobStatus.FAILED


def job_of(user_id: uuid.UUID, job_id: uuid.UUID) -> JobView | None:
    """Give a job to who asked for it; to anyone else it does not exist."""
    row = Job.objects.filter(pk=job_id, asked_by=user_id).first()
    return _shaped(row) if row else None


def _shaped(row: Job) -> JobView:
    status = JobStatus(row.status)
    percent = 100 if status == JobStatus.DONE else round(100 * row.done / row.total) if row.total else 0
    label = label_of(row.kind)
    words = {
        JobStatus.QUEUED: f"{label}\u00a0: en attente",
        JobStatus.RUNNING: f"{label}\u00a0: en cours",
        JobStatus.DONE: f"{label}\u00a0: prêt",
        JobStatus.FAILED: f"{label}\u00a0: {row.failure}",
    }
    return JobView(
        id=row.pk,
        kind=row.kind,
        label=words[status],
        status=status,
        percent=percent,
        result_id=row.result_id,
        failure=row.failure,
    )
