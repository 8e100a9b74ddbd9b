"""Organisations and their territory."""

from django.db import models

from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from partners.enums import OrganisationKind


class Organisation(Row):
    """A landlord, an association, or another body that a household comes from."""

    name = models.CharField("nom", max_length=120, unique=True)
    kind = models.CharField("nature", max_length=11, choices=OrganisationKind)
    legal_form = models.CharField("forme juridique", max_length=80, blank=True)
    requires_totp = models.CharField(
        "rôles à double authentification", max_length=400, blank=True
    )  # role values, comma-separated
    subletting_approved_on = models.DateField(
        "agrément intermédiation locative du", null=True, blank=True
    )  # L.365-4 CCH
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    street = models.CharField("adresse", max_length=200, blank=True)  # its lines, as on an envelope
    postcode = models.CharField("code postal", max_length=5, blank=True)
    city = models.CharField("commune", max_length=80, blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(
        plain="name kind legal_form requires_totp subletting_approved_on telephone street postcode city started_on ended_on"
    )

    class Meta:
        verbose_name = "organisme"
        verbose_name_plural = "organismes"
        ordering = ("name",)
        constraints = (
            *dated_constraints("organisation"),
            models.CheckConstraint(
                condition=models.Q(street="", postcode="", city="")
                | (~models.Q(street="") & ~models.Q(postcode="") & ~models.Q(city="")),
                name="organisation_address_whole",
                violation_error_message="Une adresse a sa voie, son code postal et sa commune.",
            ),
        )

    def __str__(self) -> str:
        """Give the organisation's name, which is public."""
        return self.name

    @property
    def address_lines(self) -> tuple[str, ...]:
        """Give its postal address as on an envelope; nothing while it is not known."""
        if not self.street:
            return ()
        lines = (line.strip() for line in self.street.splitlines())
        return (*(line for line in lines if line), f"{self.postcode} {self.city}")


class Agency(Row):
    """A landlord's local branch."""

    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    name = models.CharField("nom", max_length=80)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="landlord name started_on ended_on")

    class Meta:
        verbose_name = "agence"
        verbose_name_plural = "agences"
        ordering = ("name",)
        constraints = (
            *dated_constraints("agency"),
            models.UniqueConstraint(
                fields=["landlord", "name"],
                name="agency_landlord_name_unique",
                violation_error_message="Ce bailleur a déjà une agence de ce nom.",
            ),
        )

    def __str__(self) -> str:
        """Give the agency's name."""
        return self.name


class ManagementUnit(Row):
    """A landlord's management territory (unité de gestion): the row of the monthly dashboard."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="agence")
    name = models.CharField("nom", max_length=80)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unité qui la remplace"
    )
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="agency name started_on ended_on successor")

    class Meta:
        verbose_name = "unité de gestion"
        verbose_name_plural = "unités de gestion"
        ordering = ("name",)
        constraints = (
            *dated_constraints("unit"),
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="unit_agency_name_unique",
                violation_error_message="Cette agence a déjà une unité de ce nom.",
            ),
        )

    def __str__(self) -> str:
        """Give the unit's name."""
        return self.name
