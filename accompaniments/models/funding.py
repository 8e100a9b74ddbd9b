"""Who pays an accompaniment, from when to when: the measures opened on funding lines, their suspensions (domain.md §4.4)."""

from django.db import models
from django.utils import timezone

from accompaniments.models.course import Accompaniment
from foundation.periods import Period
from foundation.rows import Row, dated_constraints, declare
from partners.models import FundingLine


class FundedMeasure(Row):
    """A measure of one accompaniment on one line; its state is derived from its dates (domain.md §2.0, machine D)."""

    line = models.ForeignKey(FundingLine, on_delete=models.PROTECT, related_name="+", verbose_name="ligne")
    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="measures", verbose_name="accompagnement"
    )
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)  # recorded in error: it counts for nothing
    recorded_by = models.UUIDField("enregistrée par")
    recorded_at = models.DateTimeField("enregistrée le", default=timezone.now)

    privacy = declare(plain="line accompaniment started_on ended_on withdrawn_at recorded_at", personal="recorded_by")

    class Meta:
        verbose_name = "mesure financée"
        verbose_name_plural = "mesures financées"
        ordering = ("started_on",)
        constraints = (
            *dated_constraints("fundedmeasure"),
            models.UniqueConstraint(
                fields=["accompaniment"],
                condition=models.Q(ended_on__isnull=True, withdrawn_at__isnull=True),
                name="fundedmeasure_one_open",
                violation_error_message="Une mesure financée est déjà ouverte pour cet accompagnement.",
            ),
        )

    @property
    def days(self) -> Period:
        """Give its days."""
        return Period(self.started_on, self.ended_on)

    @property
    def pauses(self) -> tuple[Period, ...]:
        """Give its suspensions, as periods."""
        return tuple(Period(row.started_on, row.ended_on) for row in self.suspensions.all())


class MeasureSuspension(Row):
    """Days on which a measure is not worked: its whole months are not paid."""

    measure = models.ForeignKey(
        FundedMeasure, on_delete=models.PROTECT, related_name="suspensions", verbose_name="mesure"
    )
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    recorded_by = models.UUIDField("enregistrée par")
    recorded_at = models.DateTimeField("enregistrée le", default=timezone.now)

    privacy = declare(plain="measure started_on ended_on recorded_at", personal="recorded_by")

    class Meta:
        verbose_name = "suspension de mesure"
        verbose_name_plural = "suspensions de mesure"
        ordering = ("started_on",)
        constraints = (
            *dated_constraints("measuresuspension"),
            models.UniqueConstraint(
                fields=["measure"],
                condition=models.Q(ended_on__isnull=True),
                name="measuresuspension_one_open",
                violation_error_message="Cette mesure est déjà suspendue.",
            ),
        )
