"""The preparation of an entry, the leases of the chain, the inventories."""

from django.db import models

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, dated_constraints, declare
from households.models import Enrolment
from leases.enums import (
    EntryStep,
    InventoryKind,
    LeaseKind,
)
from leases.models.dwellings import EUROS, DwellingShare
from leases.models.files import AllocationFile
from leases.querysets import (
    LeaseQuerySet,
)
from partners.models import Organisation


class EntryItem(Row):
    """A line of the preparation of an entry."""

    file = models.ForeignKey(
        AllocationFile, on_delete=models.PROTECT, related_name="entry_items", verbose_name="dossier CAL"
    )
    step = models.CharField("étape", max_length=15, choices=EntryStep)
    done_on = models.DateField("fait le", null=True, blank=True)
    is_not_needed = models.BooleanField("sans objet", default=False)
    note = EncryptedTextField("précision", blank=True)

    privacy = declare(plain="file step done_on is_not_needed", sensitive="note")

    class Meta:
        verbose_name = "préparation à l’entrée"
        verbose_name_plural = "préparations à l’entrée"
        constraints = (models.UniqueConstraint(fields=["file", "step"], name="entryitem_step_unique"),)


class Lease(Row):
    """A lease of the chain: the household's own, an association's head lease, or the sublease under it.

    Overlaps of one share, and of subleases under one head lease, are refused by PostgreSQL's exclusion constraint and,
    on SQLite, by the service inside its write transaction.
    """

    kind = models.CharField("nature", max_length=8, choices=LeaseKind)
    share = models.ForeignKey(DwellingShare, on_delete=models.PROTECT, related_name="leases", verbose_name="logement")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dossier"
    )
    tenant_association = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="association locataire",
    )
    head_lease = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subleases",
        verbose_name="bail de l’association",
    )
    file = models.ForeignKey(
        AllocationFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leases",
        verbose_name="dossier CAL",
    )
    signed_on = models.DateField("signé le")
    started_on = models.DateField("effet le")
    ended_on = models.DateField("fin le", null=True, blank=True)
    rent = models.DecimalField("loyer", **EUROS)
    charges = models.DecimalField("charges", default=0, **EUROS)
    deposit = models.DecimalField("dépôt de garantie", default=0, **EUROS)
    is_third_party_paid = models.BooleanField("aide versée au bailleur (tiers payant)", default=False)
    expects_slide = models.BooleanField("glissement prévu", default=False)
    recorded_by = models.UUIDField("enregistré par")
    objects = LeaseQuerySet.as_manager()

    privacy = declare(
        plain="kind share enrolment tenant_association head_lease file signed_on started_on ended_on rent charges deposit"
        " is_third_party_paid expects_slide",
        personal="recorded_by",
    )

    class Meta:
        verbose_name = "bail"
        verbose_name_plural = "baux"
        ordering = ("-started_on", "pk")
        constraints = (
            *dated_constraints("lease"),
            models.CheckConstraint(
                condition=models.Q(
                    kind="DIRECT", enrolment__isnull=False, tenant_association__isnull=True, head_lease__isnull=True
                )
                | models.Q(
                    kind="HEAD", enrolment__isnull=True, tenant_association__isnull=False, head_lease__isnull=True
                )
                | models.Q(
                    kind="SUBLEASE", enrolment__isnull=False, tenant_association__isnull=True, head_lease__isnull=False
                ),
                name="lease_parties_fit_kind",
                violation_error_message="Les parties ne correspondent pas à la nature du bail.",
            ),
            models.UniqueConstraint(
                fields=["share"],
                condition=models.Q(ended_on__isnull=True, kind__in=("DIRECT", "HEAD")),
                name="lease_one_open_a_share",
                violation_error_message="Ce logement est déjà loué.",
            ),
            models.UniqueConstraint(
                fields=["head_lease"],
                condition=models.Q(ended_on__isnull=True, kind="SUBLEASE"),
                name="lease_one_open_sublease",
                violation_error_message="Ce logement est déjà sous-loué.",
            ),
        )


class Inventory(Row):
    """An état des lieux, with the keys handed over."""

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="inventories", verbose_name="bail")
    kind = models.CharField("nature", max_length=8, choices=InventoryKind)
    made_on = models.DateField("fait le")
    worker_was_present = models.BooleanField("référent présent", default=False)
    keys_handed = models.PositiveSmallIntegerField("clés remises", default=0)
    note = EncryptedTextField("remarques", blank=True)
    recorded_by = models.UUIDField("enregistré par")

    privacy = declare(
        plain="lease kind made_on worker_was_present keys_handed", personal="recorded_by", sensitive="note"
    )

    class Meta:
        verbose_name = "état des lieux"
        verbose_name_plural = "états des lieux"
        ordering = ("made_on",)
