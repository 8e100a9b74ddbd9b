"""The preparation of an entry, the leases of the chain, the inventories."""

from typing import Any

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, dated_constraints, declare
from households.models import Enrolment
from leases.enums import (
    EntryStep,
    LeaseEnd,
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


AllLeases = models.Manager.from_queryset(LeaseQuerySet)


class StandingLeases(AllLeases[Any]):
    """Leave out the titles recorded in error, wherever nobody asks for them."""

    def get_queryset(self) -> LeaseQuerySet:
        """Give the standing ones."""
        return LeaseQuerySet(self.model, using=self._db).standing()


class Lease(Row):
    """A title of the chain: what a household occupies a dwelling by, or the association's lease above it (ADR 0050).

    A change of title in the same home is two rows: the follower from D, the one that it `follows` until D − 1. Overlaps of
    one share, under one head lease, and of one household are refused by PostgreSQL's exclusion constraints and, on SQLite,
    by the service inside its write transaction. A row recorded in error is annulled, never deleted: `objects` leaves it out,
    `with_annulled` gives it too.
    """

    kind = models.CharField("nature", max_length=9, choices=LeaseKind)
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
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name="titre précédent",
    )
    file = models.ForeignKey(
        AllocationFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leases",
        verbose_name="dossier CAL",
    )
    signed_on = models.DateField("signé le")  # without a title: the day of the judgment
    started_on = models.DateField("effet le")
    ended_on = models.DateField("fin le", null=True, blank=True)
    end_reason = models.CharField("raison de la fin", max_length=16, choices=LeaseEnd, blank=True)
    end_note = EncryptedTextField("précision sur la fin", blank=True)
    notice_on = models.DateField("congé reçu le", null=True, blank=True)
    rent = models.DecimalField("loyer", **EUROS)
    charges = models.DecimalField("charges", default=0, **EUROS)
    deposit = models.DecimalField("dépôt de garantie", default=0, **EUROS)
    is_third_party_paid = models.BooleanField("aide versée au bailleur (tiers payant)", default=False)
    expects_slide = models.BooleanField("glissement prévu", default=False)
    is_taken_over = models.BooleanField("repris, signé avant le suivi", default=False)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    annulled_at = models.DateTimeField("annulé le", null=True, blank=True)  # recorded in error
    annulled_by = models.UUIDField("annulé par", null=True, blank=True)
    annul_reason = EncryptedTextField("raison de l’annulation", blank=True)
    objects = StandingLeases()
    with_annulled = LeaseQuerySet.as_manager()

    privacy = declare(
        plain="kind share enrolment tenant_association head_lease follows file signed_on started_on ended_on end_reason"
        " notice_on rent charges deposit is_third_party_paid expects_slide is_taken_over recorded_at annulled_at",
        personal="recorded_by annulled_by",
        sensitive="end_note annul_reason",
    )

    class Meta:
        verbose_name = "titre d’occupation"
        verbose_name_plural = "titres d’occupation"
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
                )
                | models.Q(
                    kind__in=("ALT", "HOSTING", "RESIDENCY", "NO_TITLE", "PCS"),
                    enrolment__isnull=False,
                    tenant_association__isnull=True,
                ),
                name="lease_parties_fit_kind",
                violation_error_message="Les parties ne correspondent pas à la nature du bail.",
            ),
            models.UniqueConstraint(
                fields=["share"],
                condition=models.Q(ended_on__isnull=True, annulled_at__isnull=True, head_lease__isnull=True),
                name="lease_one_open_a_share",
                violation_error_message="Ce logement est déjà loué ou occupé.",
            ),
            models.UniqueConstraint(
                fields=["head_lease"],
                condition=models.Q(ended_on__isnull=True, annulled_at__isnull=True, head_lease__isnull=False),
                name="lease_one_open_under_head",
                violation_error_message="Ce logement est déjà sous-loué ou occupé.",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(ended_on__isnull=True, annulled_at__isnull=True, enrolment__isnull=False),
                name="lease_one_open_a_household",
                violation_error_message="Ce ménage a déjà un titre en cours.",
            ),
        )


class LeaseCorrection(Row):
    """What a title said before it was corrected: dates and amounts, and why. The row itself keeps what hangs on it."""

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="corrections", verbose_name="titre")
    before = EncryptedTextField("avant")  # JSON, by field
    reason = EncryptedTextField("raison")
    recorded_by = models.UUIDField("corrigé par")
    recorded_at = models.DateTimeField("corrigé le", default=timezone.now)

    privacy = declare(plain="lease recorded_at", personal="recorded_by", sensitive="before reason")

    class Meta:
        verbose_name = "correction d’un titre"
        verbose_name_plural = "corrections de titres"
        ordering = ("-recorded_at",)


class Slide(Row):
    """A sublease that became the household's own lease, in the same dwelling (domain.md §2.0.1, invariant 4).

    Both debts as they stood that day, never added: to the landlord, and to the association. None is « not known ».
    """

    sublease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="slides", verbose_name="sous-location")
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="+", verbose_name="bail du ménage")
    slid_on = models.DateField("glissé le")
    landlord_debt = models.DecimalField("dette au bailleur", max_digits=9, decimal_places=2, null=True, blank=True)
    association_debt = models.DecimalField(
        "dette à l’association", max_digits=9, decimal_places=2, null=True, blank=True
    )
    deposit_moved = models.DecimalField("dépôt de garantie transféré", default=0, **EUROS)
    no_inventory_reason = EncryptedTextField("sans état des lieux, parce que", blank=True)
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    annulled_at = models.DateTimeField("annulé le", null=True, blank=True)

    privacy = declare(
        plain="sublease lease slid_on landlord_debt association_debt deposit_moved recorded_at annulled_at",
        personal="recorded_by",
        sensitive="no_inventory_reason",
    )

    class Meta:
        verbose_name = "glissement"
        verbose_name_plural = "glissements"
        ordering = ("-slid_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["sublease"],
                condition=models.Q(annulled_at__isnull=True),
                name="slide_once",
                violation_error_message="Cette sous-location a déjà glissé.",
            ),
        )
