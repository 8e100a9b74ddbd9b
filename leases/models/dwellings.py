"""Dwellings, and those announced as available."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from foundation.encryption import EncryptedTextField
from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from leases.enums import (
    FundingCategory,
    Heating,
    ReservationKind,
    Typology,
)
from leases.querysets import (
    AnnouncementQuerySet,
    DwellingQuerySet,
)
from partners.models import ManagementUnit, Organisation

EUROS: dict[str, Any] = {"max_digits": 9, "decimal_places": 2, "validators": [MinValueValidator(0)]}


class ReservationHolder(Row):
    """A body with a right to nominate candidates on a share of a landlord's dwellings (réservataire)."""

    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=15, choices=ReservationKind)

    privacy = declare(plain="landlord name kind")

    class Meta:
        verbose_name = "réservataire"
        verbose_name_plural = "réservataires"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["landlord", "name"],
                name="reservationholder_name_unique",
                violation_error_message="Ce réservataire existe déjà.",
            ),
        )

    def __str__(self) -> str:
        """Give the body's name, which is public."""
        return self.name


class Dwelling(Row):
    """A landlord's dwelling. Its address is personal once someone lives there."""

    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    unit = models.ForeignKey(
        ManagementUnit, on_delete=models.PROTECT, related_name="+", verbose_name="unité de gestion"
    )
    reference = models.CharField("référence du bailleur", max_length=40)
    residence = models.CharField("résidence", max_length=120, blank=True)
    address = EncryptedTextField("adresse")
    postcode = models.CharField("code postal", max_length=5)
    city = models.CharField("commune", max_length=80)
    typology = models.CharField("type", max_length=2, choices=Typology)
    surface = models.DecimalField(
        "surface habitable, en m²",
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(9), MaxValueValidator(400)],
    )
    floor = models.SmallIntegerField("étage", validators=[MinValueValidator(-2), MaxValueValidator(40)])
    has_lift = models.BooleanField("ascenseur", default=False)
    is_accessible = models.BooleanField("accessible en fauteuil", default=False)
    funding_category = models.CharField("financement", max_length=12, choices=FundingCategory)
    heating = models.CharField("chauffage", max_length=10, choices=Heating)
    objects = DwellingQuerySet.as_manager()

    privacy = declare(
        plain="landlord unit reference residence postcode city typology surface floor has_lift is_accessible"
        " funding_category heating",
        sensitive="address",
    )

    class Meta:
        verbose_name = "logement"
        verbose_name_plural = "logements"
        ordering = ("city", "residence", "reference")
        constraints = (
            models.UniqueConstraint(
                fields=["landlord", "reference"],
                name="dwelling_reference_unique",
                violation_error_message="Ce bailleur a déjà un logement de cette référence.",
            ),
        )


class DwellingShare(Row):
    """What one lease covers: the whole dwelling, or a part of it in a colocation (domain.md §7.3.1)."""

    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="shares", verbose_name="logement")
    label = models.CharField("part", max_length=60, blank=True)  # empty: the whole dwelling
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="dwelling label started_on ended_on")

    class Meta:
        verbose_name = "part de logement"
        verbose_name_plural = "parts de logement"
        constraints = (
            *dated_constraints("share"),
            models.UniqueConstraint(fields=["dwelling", "label"], name="share_label_unique"),
        )


class Announcement(Row):
    """A dwelling announced as available, with the terms it is offered at (supply)."""

    dwelling = models.ForeignKey(
        Dwelling, on_delete=models.PROTECT, related_name="announcements", verbose_name="logement"
    )
    announced_on = models.DateField("annoncé le")
    available_on = models.DateField("libre à partir du")
    rent = models.DecimalField("loyer principal", **EUROS)
    annexes = models.DecimalField("loyer des annexes", default=0, **EUROS)
    charges = models.DecimalField("charges récupérables", default=0, **EUROS)
    utilities = models.DecimalField("forfait de chauffage et d’eau individuels", default=0, **EUROS)
    reservation_holder = models.ForeignKey(
        ReservationHolder,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="réservataire",
    )
    agreed_on = models.DateField("accord du réservataire le", null=True, blank=True)
    ended_on = models.DateField("retiré ou pourvu le", null=True, blank=True)
    end_reason = models.CharField("raison", max_length=200, blank=True)
    announced_by = models.UUIDField("annoncé par")
    version = models.PositiveIntegerField("version", default=1)
    objects = AnnouncementQuerySet.as_manager()

    privacy = declare(
        plain="dwelling announced_on available_on rent annexes charges utilities reservation_holder agreed_on ended_on"
        " end_reason version",
        personal="announced_by",
    )

    class Meta:
        verbose_name = "logement annoncé"
        verbose_name_plural = "logements annoncés"
        ordering = ("-announced_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("announced_on")),
                name="announcement_ends_after_start",
                violation_error_message="La fin ne peut pas précéder l’annonce.",
            ),
            models.UniqueConstraint(
                fields=["dwelling"],
                condition=models.Q(ended_on__isnull=True),
                name="announcement_one_open",
                violation_error_message="Ce logement est déjà annoncé.",
            ),
        )
