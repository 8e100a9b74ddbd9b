"""Certificates of home insurance: what a tenant must have, each year (loi 89-462, art. 7 g)."""

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, dated_constraints, declare
from leases.models.leases import Lease
from records.models import StoredFile


class InsuranceCertificate(Row):
    """A certificate of a household's title, from a day to another, both included. One recorded in error is withdrawn."""

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="certificates", verbose_name="bail")
    insurer = models.CharField("assureur", max_length=120)
    started_on = models.DateField("valable du")
    ended_on = models.DateField("au")
    stored = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="attestation"
    )
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawal_reason = EncryptedTextField("raison du retrait", blank=True)

    privacy = declare(
        plain="lease started_on ended_on stored recorded_at withdrawn_at",
        personal="insurer recorded_by",
        sensitive="withdrawal_reason",
    )

    class Meta:
        verbose_name = "attestation d’assurance"
        verbose_name_plural = "attestations d’assurance"
        ordering = ("-ended_on", "-recorded_at")
        constraints = (*dated_constraints("insurancecertificate"),)
