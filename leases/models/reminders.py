"""The mails that remind of a sublease's dates: one row each, so that none leaves twice."""

from django.db import models

from foundation.rows import declare
from foundation.timeline import Alert
from leases.enums import DateMatter
from leases.models.leases import Lease
from partners.models import Mailing

REMINDERS = [(alert.value, alert.label) for alert in (Alert.NEAR, Alert.PRESSING, Alert.LATE)]


class DateReminder(Mailing):
    """A mail that reminds one person of an exam to hold or of a notice to send: a number, a day, a link.

    A date that a correction moves is another date: it is reminded of again.
    """

    sublease = models.ForeignKey(
        Lease, on_delete=models.PROTECT, related_name="date_reminders", verbose_name="sous-location"
    )
    matter = models.CharField("objet", max_length=6, choices=DateMatter)
    due_on = models.DateField("échéance")
    alert = models.CharField("rappel", max_length=8, choices=REMINDERS)

    privacy = declare(plain="sublease matter due_on alert attempts tried_at sent_at failure", personal="user")

    class Meta:
        verbose_name = "rappel d’échéance"
        verbose_name_plural = "rappels d’échéance"
        constraints = (
            models.UniqueConstraint(
                fields=["sublease", "matter", "due_on", "alert", "user"],
                name="datereminder_once",
                violation_error_message="Ce rappel est déjà adressé à cette personne.",
            ),
        )
