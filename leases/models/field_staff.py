"""A landlord's field staff: who is near a dwelling, and how to reach her. They have no account (domain.md §1.1)."""

from django.db import models

from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from leases.enums import FieldRole
from leases.models.dwellings import Dwelling
from partners.models import ManagementUnit, Organisation


class FieldStaff(Row):
    """Someone of a landlord who works near the dwellings."""

    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="bailleur")
    name = models.CharField("nom", max_length=120)
    role = models.CharField("fonction", max_length=9, choices=FieldRole)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    how = models.CharField("comment la joindre", max_length=200, blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    recorded_by = models.UUIDField("enregistré par")
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="landlord role started_on ended_on", personal="name telephone email how recorded_by")

    class Meta:
        verbose_name = "personne de proximité"
        verbose_name_plural = "personnes de proximité"
        ordering = ("name",)
        constraints = (
            *dated_constraints("fieldstaff"),
            models.CheckConstraint(
                condition=~models.Q(telephone="", email="", how=""),
                name="fieldstaff_can_be_reached",
                violation_error_message="Indiquez un téléphone, un courriel ou comment la joindre.",
            ),
        )


class FieldSector(Row):
    """Where someone works: a unit, one of its residences, or one dwelling."""

    staff = models.ForeignKey(
        FieldStaff, on_delete=models.PROTECT, related_name="sectors", verbose_name="personne de proximité"
    )
    unit = models.ForeignKey(
        ManagementUnit, on_delete=models.PROTECT, related_name="+", verbose_name="unité de gestion"
    )
    residence = models.CharField("résidence", max_length=120, blank=True)  # empty: the whole unit, or the dwelling
    dwelling = models.ForeignKey(
        Dwelling, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="logement"
    )
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    recorded_by = models.UUIDField("enregistré par")
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="staff unit residence dwelling started_on ended_on", personal="recorded_by")

    class Meta:
        verbose_name = "secteur d’une personne de proximité"
        verbose_name_plural = "secteurs des personnes de proximité"
        ordering = ("started_on",)
        constraints = (*dated_constraints("fieldsector"),)
