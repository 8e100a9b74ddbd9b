"""The account of a sublease: what is owed to the association. Never the debt to the landlord (`AccountBalance`)."""

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from leases.enums import RentEntryKind, RentImportState
from leases.models.dwellings import EUROS
from leases.models.leases import Lease
from partners.models import Organisation


class RentRevision(Row):
    """The rent and charges of a sublease from a day on; its own are those of its first day."""

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="revisions", verbose_name="sous-location")
    started_on = models.DateField("à partir du")
    rent = models.DecimalField("loyer", **EUROS)
    charges = models.DecimalField("charges", default=0, **EUROS)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)

    privacy = declare(plain="lease started_on rent charges recorded_at", personal="recorded_by")

    class Meta:
        verbose_name = "révision de loyer"
        verbose_name_plural = "révisions de loyer"
        ordering = ("started_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["lease", "started_on"],
                name="rentrevision_day_unique",
                violation_error_message="Un nouveau loyer commence déjà ce jour-là.",
            ),
        )


class RentImport(Row):
    """A statement of payments sent for many subleases: read, checked, written as one batch, undone as one."""

    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    name = EncryptedTextField("nom du fichier")
    digest = models.CharField("empreinte", max_length=64)
    table = EncryptedTextField("contenu lu")  # JSON: rows of texts, the header first
    columns = models.JSONField("colonnes reconnues", default=dict)  # what each column holds: {"amount": 2}
    default_kind = models.CharField(
        "nature des lignes", max_length=17, choices=RentEntryKind, default=RentEntryKind.PAYMENT
    )
    state = models.CharField("état", max_length=7, choices=RentImportState, default=RentImportState.READ)
    sent_by = models.UUIDField("envoyé par")
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)
    written_at = models.DateTimeField("enregistré le", null=True, blank=True)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    privacy = declare(
        plain="association digest columns default_kind state sent_at written_at undone_at",
        personal="sent_by",
        sensitive="name table",
    )

    class Meta:
        verbose_name = "relevé importé"
        verbose_name_plural = "relevés importés"
        ordering = ("-sent_at",)


class RentEntry(Row):
    """A line of the account, on its day. A line recorded in error is withdrawn with its reason, never erased."""

    lease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, related_name="rent_entries", verbose_name="sous-location"
    )
    kind = models.CharField("nature", max_length=17, choices=RentEntryKind)
    month = models.DateField("mois appelé", null=True, blank=True)  # its 1st; of what is called alone
    dated_on = models.DateField("le")
    amount = models.DecimalField("montant", max_digits=9, decimal_places=2)
    note = EncryptedTextField("précision", blank=True)
    batch = models.ForeignKey(
        RentImport, on_delete=models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="relevé"
    )
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_by = models.UUIDField("retiré par", null=True, blank=True)
    withdrawal_reason = EncryptedTextField("raison du retrait", blank=True)

    privacy = declare(
        plain="lease kind month dated_on batch recorded_at withdrawn_at",
        personal="amount recorded_by withdrawn_by",
        sensitive="note withdrawal_reason",
    )

    class Meta:
        verbose_name = "écriture du compte"
        verbose_name_plural = "écritures du compte"
        ordering = ("-dated_on", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="ADJUSTMENT") | models.Q(amount__gt=0),
                name="rententry_amount_is_positive",
                violation_error_message="Un montant est positif, sauf une régularisation.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=("RENT", "CHARGES"), month__isnull=False)
                | (~models.Q(kind__in=("RENT", "CHARGES")) & models.Q(month__isnull=True)),
                name="rententry_call_has_month",
                violation_error_message="Un loyer ou des charges s’appellent pour un mois.",
            ),
            models.UniqueConstraint(
                fields=["lease", "kind", "month"],
                condition=models.Q(withdrawn_at__isnull=True, kind__in=("RENT", "CHARGES")),
                name="rententry_month_called_once",
                violation_error_message="Ce mois est déjà appelé.",
            ),
        )
        indexes = (models.Index(fields=["lease", "dated_on"], name="rententry_lease_day"),)


class AgencyNotice(Row):
    """The day on which the body that pays the housing benefit was told of a sublease's arrears; withdrawn when said in error."""

    lease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, related_name="agency_notices", verbose_name="sous-location"
    )
    told_on = models.DateField("caisse avertie le")
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    privacy = declare(plain="lease told_on recorded_at withdrawn_at", personal="recorded_by")

    class Meta:
        verbose_name = "signalement à la caisse"
        verbose_name_plural = "signalements à la caisse"
        ordering = ("-told_on", "-recorded_at")
