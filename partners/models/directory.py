"""The directory of services around households: social services, associations, health, justice (domain.md §3.9)."""

from django.db import models

from foundation.rows import Row, dated_constraints, declare
from partners.enums import ServiceKind
from partners.models.organisations import Organisation
from partners.querysets import ServiceQuerySet


class Service(Row):
    """A service that households are oriented to. One whose mere name tells health, violence or justice is « sensible »."""

    name = models.CharField("nom", max_length=160)
    kind = models.CharField("nature", max_length=11, choices=ServiceKind)
    is_sensitive = models.BooleanField("nom sensible", default=False)  # never shown to a landlord
    towns = models.CharField("communes", max_length=300, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    how = models.CharField("comment le joindre", max_length=300, blank=True)
    kept_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tenu par"
    )  # the association that added it: shared with the others of its programmes
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = ServiceQuerySet.as_manager()

    privacy = declare(plain="name kind is_sensitive towns address telephone email how kept_by started_on ended_on")

    class Meta:
        verbose_name = "service"
        verbose_name_plural = "services"
        ordering = ("name",)
        constraints = (
            *dated_constraints("service"),
            models.UniqueConstraint(
                fields=["name", "towns"],
                condition=models.Q(ended_on__isnull=True),
                name="service_name_unique",
                violation_error_message="Ce service est déjà dans l’annuaire.",
            ),
        )

    def __str__(self) -> str:
        """Give the service's name."""
        return self.name
