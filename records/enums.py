"""The words of the journal and of jobs."""

from django.db import models


class Chain(models.TextChoices):
    """The two chains of the journal: reads are purged by sealed month, writes live as long as the file."""

    READ = "READ", "lectures"
    WRITE = "WRITE", "écritures"


class JobStatus(models.TextChoices):
    """The life of a job."""

    QUEUED = "QUEUED", "en attente"
    RUNNING = "RUNNING", "en cours"
    DONE = "DONE", "terminé"
    FAILED = "FAILED", "échoué"


OPEN_JOB_STATUSES = (JobStatus.QUEUED, JobStatus.RUNNING)
