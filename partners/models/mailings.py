"""A mail to one person, kept as a row: sent once, tried again, with what the server said."""

from django.db import models

from foundation.rows import Row
from partners.models.people import User
from partners.querysets import MailingQuerySet


class Mailing(Row):
    """What every mail kept as a row has: to whom, how often it was tried, what became of it. `services.mailings` sends it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="destinataire")
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    tried_at = models.DateTimeField("dernier essai le", null=True, blank=True)  # taken by a worker, alive or dead since
    sent_at = models.DateTimeField("remis le", null=True, blank=True)  # the server took it
    failure = models.CharField("échec", max_length=200, blank=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        abstract = True
