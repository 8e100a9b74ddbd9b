"""What subletting costs an association, and the budget lines that its convention gives it, by year."""

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from leases.enums import CostKind
from leases.models.dwellings import EUROS
from leases.models.leases import Lease
from partners.models import Organisation, ProgrammeVersion


class BudgetLine(Row):
    """What a programme's version gives an association for a year, for one kind of cost. Changed, the last said stands."""

    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="+", verbose_name="programme")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    kind = models.CharField("nature", max_length=11, choices=CostKind)
    year = models.PositiveSmallIntegerField("année")
    amount = models.DecimalField("montant", **EUROS)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(plain="version association kind year amount recorded_at", personal="recorded_by")

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        constraints = (
            models.UniqueConstraint(
                fields=["version", "association", "kind", "year"],
                name="budgetline_unique",
                violation_error_message="Cette ligne de budget existe déjà.",
            ),
        )


class SubletCost(Row):
    """A cost, spent on a day or planned for it. One recorded in error is withdrawn with its reason."""

    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="+", verbose_name="programme")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    lease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sous-location"
    )
    kind = models.CharField("nature", max_length=11, choices=CostKind)
    is_planned = models.BooleanField("prévu, pas encore dépensé", default=False)
    dated_on = models.DateField("le")
    amount = models.DecimalField("montant", **EUROS)
    note = EncryptedTextField("objet", blank=True)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawal_reason = EncryptedTextField("raison du retrait", blank=True)

    privacy = declare(
        plain="version association lease kind is_planned dated_on recorded_at withdrawn_at",
        personal="amount recorded_by",
        sensitive="note withdrawal_reason",
    )

    class Meta:
        verbose_name = "coût de sous-location"
        verbose_name_plural = "coûts de sous-location"
        ordering = ("-dated_on", "-recorded_at")
